// SPDX-License-Identifier: Apache-2.0
#include "cluster/pod_exec.h"
#include "support/test_case.h"
#include "unit/cluster/channel_server.h"
#include "unit/cluster/plain_client.h"

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

struct Run
{
    explicit Run(ApiClient *client, const QStringList &command = {u"ls"_s}, bool hasInput = false)
        : exec(client, {u"shop"_s, u"web"_s, u"app"_s, command, hasInput})
    {
        QObject::connect(&exec, &PodExec::started, &exec, [this] { isStarted = true; });
        QObject::connect(&exec, &PodExec::output, &exec,
                         [this](const QByteArray &bytes) { output += bytes; });
        QObject::connect(&exec, &PodExec::errors, &exec,
                         [this](const QByteArray &bytes) { errors += bytes; });
        QObject::connect(&exec, &PodExec::finished, &exec, [this](int code) { exit = code; });
        QObject::connect(&exec, &PodExec::failed, &exec,
                         [this](const ApiFailure &failed) { failure = failed; });
        exec.start();
    }

    PodExec exec;
    QByteArray output, errors;
    bool isStarted = false;
    std::optional<int> exit;
    std::optional<ApiFailure> failure;
};

QByteArray on(char channel, const QByteArray &bytes)
{
    return serverFrame(QByteArray(1, channel) + bytes);
}

} // namespace

class PodExecTest : public TestCase
{
    Q_OBJECT

private slots:
    void runs();
    void exitCodes_data();
    void exitCodes();
    void doesNotRun();
    void input();
    void endsWithoutAWord();
};

void PodExecTest::runs()
{
    ChannelServer server;
    PlainClient client(server.url());
    Run run(client.api.get(), {u"sh"_s, u"-c"_s, u"echo 'a b' & exit"_s});
    QTRY_VERIFY(run.isStarted);
    const Heard heard = server.server().heard().constFirst();
    QCOMPARE(heard.path,
             "/api/v1/namespaces/shop/pods/web/exec?container=app&command=sh&command=-c&"
             "command=echo%20%27a%20b%27%20%26%20exit&stdout=true&stderr=true");
    QCOMPARE(heard.header("Sec-WebSocket-Protocol"),
             QByteArrayList{"v5.channel.k8s.io, v4.channel.k8s.io"});
    server.send(on(0, {}) + on(1, {}) + on(2, {}) + on(1, QByteArray("out\0put", 7)) +
                on(2, "errors") + on(1, "more") + on(3, R"({"status": "Success"})"));
    QTRY_COMPARE(run.exit, 0);
    QCOMPARE(run.output, QByteArray("out\0putmore", 11));
    QCOMPARE(run.errors, "errors");
    QVERIFY(!run.failure);
}

void PodExecTest::exitCodes_data()
{
    QTest::addColumn<int>("code");
    QTest::newRow("3") << 3;
    QTest::newRow("killed") << 137;
}

void PodExecTest::exitCodes()
{
    QFETCH(int, code);
    ChannelServer server;
    server.greeting = on(3, R"({"status": "Failure", "reason": "NonZeroExitCode", "message":
        "command terminated", "details": {"causes": [{"reason": "ExitCode", "message": ")" +
                                QByteArray::number(code) + "\"}]}}");
    PlainClient client(server.url());
    Run run(client.api.get());
    QTRY_COMPARE(run.exit, code);
    QVERIFY(!run.failure);
}

void PodExecTest::doesNotRun()
{
    ChannelServer server;
    server.greeting = on(3, R"({"status": "Failure", "reason": "InternalError", "code": 500,
        "message": "exec: \"nope\": executable file not found in $PATH"})");
    PlainClient client(server.url());
    Run run(client.api.get());
    QTRY_VERIFY(run.failure);
    QVERIFY(run.failure->error.message.contains("not found in $PATH"_L1));
    QVERIFY(!run.exit);
    server.refusal = ScriptedServer::answer(404, R"({"message": "pods \"web\" not found"})");
    Run none(client.api.get());
    QTRY_VERIFY(none.failure);
    QCOMPARE(none.failure->kind, ApiFailure::Kind::NotFound);
}

void PodExecTest::input()
{
    ChannelServer server;
    PlainClient client(server.url());
    Run run(client.api.get(), {u"cat"_s}, true);
    QTRY_VERIFY(run.isStarted);
    QVERIFY(server.server().heard()[0].path.contains("stdin=true"));
    run.exec.write("hello");
    QVERIFY(run.exec.closeInput());
    QTRY_COMPARE(server.messages,
                 (QList<QByteArray>{QByteArray("\0hello", 6), QByteArray("\xff\0", 2)}));
    server.protocol = "v4.channel.k8s.io";
    Run old(client.api.get(), {u"cat"_s}, true);
    QTRY_VERIFY(old.isStarted);
    QVERIFY(!old.exec.closeInput());
}

void PodExecTest::endsWithoutAWord()
{
    ChannelServer server;
    server.greeting = on(1, "half") + serverFrame({}, 8);
    PlainClient client(server.url());
    Run run(client.api.get());
    QTRY_VERIFY(run.failure);
    QCOMPARE(run.output, "half");
    QCOMPARE(run.failure->kind, ApiFailure::Kind::Unreachable);
}

CHARTWRIGHT_TEST(PodExecTest)
#include "test_pod_exec.moc"
