// SPDX-License-Identifier: Apache-2.0
#include "cluster/api_stream.h"
#include "support/fault_proxy.h"
#include "support/test_case.h"
#include "unit/cluster/configs.h"
#include "unit/cluster/plain_client.h"
#include "unit/cluster/scripted_server.h"

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Listener
{
    explicit Listener(ApiClient *client, const ApiStreamLimits &limits = {},
                      const QString &path = u"/api/v1/pods"_s)
        : stream(client, {ApiRequest::Verb::Get, path, {{u"watch"_s, u"1"_s}}}, limits)
    {
        QObject::connect(&stream, &ApiStream::started, &stream, [this] { begun = true; });
        QObject::connect(&stream, &ApiStream::lines, &stream,
                         [this](const QList<QByteArray> &more) { lines += more; });
        QObject::connect(&stream, &ApiStream::ended, &stream, [this] { ended = true; });
        QObject::connect(&stream, &ApiStream::failed, &stream,
                         [this](const ApiFailure &failed) { failure = failed; });
        stream.start();
    }

    ApiStream stream;
    QList<QByteArray> lines;
    bool begun = false, ended = false;
    std::optional<ApiFailure> failure;
};

} // namespace

class ApiStreamTest : public TestCase
{
    Q_OBJECT

private slots:
    void linesAsTheyCome();
    void brokenOff();
    void refusals();
    void silence();
    void longLines();
    void manyAtOnce();
    void stopped();
    void tokenFileIsReadAgainOnce();
};

void ApiStreamTest::linesAsTheyCome()
{
    ScriptedServer server(
        [](const Heard &) { return ScriptedServer::chunked() + ScriptedServer::chunk("one\ntw"); });
    PlainClient client(server.url());
    Listener heard(client.api.get());
    QTRY_COMPARE(heard.lines, QList<QByteArray>{"one"});
    QVERIFY(heard.begun && !heard.ended);
    QCOMPARE(heard.stream.rest(), "tw");
    server.push("watch=1", ScriptedServer::chunk("o\n\nthree"));
    QTRY_COMPARE(heard.lines, (QList<QByteArray>{"one", "two", ""}));
    server.push("watch=1", ScriptedServer::chunk({}));
    QTRY_VERIFY(heard.ended);
    QCOMPARE(heard.stream.rest(), "three");
    QVERIFY(!heard.failure);
    QCOMPARE(server.heard()[0].header("Accept-Encoding"), QByteArrayList{"identity"});
}

void ApiStreamTest::brokenOff()
{
    ScriptedServer server(
        [](const Heard &) { return ScriptedServer::chunked() + ScriptedServer::chunk("one\ntw"); });
    PlainClient client(server.url());
    Listener heard(client.api.get());
    QTRY_COMPARE(heard.lines.size(), 1);
    server.hangUp("watch=1");
    QTRY_VERIFY(heard.failure);
    QCOMPARE(heard.failure->kind, ApiFailure::Kind::Unreachable);
    QCOMPARE(heard.failure->error.message, u"the API server's answer broke off"_s);
    QCOMPARE(heard.lines.size(), 1);
    QVERIFY(!heard.ended);
    server.close();
    Listener nobody(client.api.get());
    QTRY_VERIFY(nobody.failure);
    QVERIFY2(nobody.failure->error.message.contains("cannot be reached"_L1),
             qPrintable(nobody.failure->error.message));
}

void ApiStreamTest::refusals()
{
    ScriptedServer other([](const Heard &) { return ScriptedServer::answer(200, "{}"); });
    QByteArray answer;
    ScriptedServer server([&](const Heard &) { return answer; });
    PlainClient client(server.url());
    const auto failure = [&](const QByteArray &with) {
        answer = with;
        Listener heard(client.api.get());
        if (!QTest::qWaitFor([&] { return heard.failure.has_value(); }) || heard.begun)
            return ApiFailure{};
        return *heard.failure;
    };
    ApiFailure found = failure(
        ScriptedServer::answer(403, R"({"reason": "Forbidden", "message": "pods is forbidden"})"));
    QCOMPARE(found.status, 403);
    QCOMPARE(found.error.message, u"pods is forbidden"_s);
    QCOMPARE(found.error.where, u"GET /api/v1/pods"_s);
    found = failure(ScriptedServer::answer(429, "{}", "Retry-After: 7\r\n"));
    QCOMPARE(found.status, 429);
    QVERIFY(found.retryAfter == 7s);
    found = failure(
        ScriptedServer::answer(302, "{}", "Location: " + other.url().toLatin1() + "/x\r\n"));
    QCOMPARE(found.error.message, u"the server sends us on to another address"_s);
    QVERIFY(other.heard().isEmpty());
    found = failure("garbage without a head\r\n\r\n");
    QCOMPARE(found.kind, ApiFailure::Kind::Unreachable);
}

void ApiStreamTest::silence()
{
    ScriptedServer server([](const Heard &heard) {
        return heard.path.contains("mute")
                   ? "HTTP/1.1 "
                   : ScriptedServer::chunked() + ScriptedServer::chunk("one\n");
    });
    PlainClient client(server.url());
    ApiStreamLimits limits;
    limits.silence = 150ms;
    limits.answer = 200ms;
    Listener heard(client.api.get(), limits);
    QTRY_VERIFY(heard.failure);
    QCOMPARE(heard.failure->kind, ApiFailure::Kind::TimedOut);
    QCOMPARE(heard.lines.size(), 1);
    Listener mute(client.api.get(), limits, u"/mute"_s);
    QTRY_VERIFY(mute.failure);
    QCOMPARE(mute.failure->kind, ApiFailure::Kind::TimedOut);
    QVERIFY(!mute.begun);
}

void ApiStreamTest::longLines()
{
    ScriptedServer server([](const Heard &) {
        return ScriptedServer::chunked() + ScriptedServer::chunk(QByteArray(50'000, 'x'));
    });
    PlainClient client(server.url());
    ApiStreamLimits limits;
    limits.line = 10'000;
    Listener heard(client.api.get(), limits);
    QTRY_VERIFY(heard.failure);
    QCOMPARE(heard.failure->error.message, u"a line of the answer is too long"_s);
    QVERIFY(heard.lines.isEmpty());
}

void ApiStreamTest::manyAtOnce()
{
    ScriptedServer server([](const Heard &heard) {
        return heard.path.contains("watch=1")
                   ? ScriptedServer::chunked() + ScriptedServer::chunk("one\n")
                   : ScriptedServer::answer(200, R"({"kind": "Pod"})");
    });
    PlainClient client(server.url());
    std::vector<std::unique_ptr<Listener>> all;
    all.reserve(20);
    for (int i = 0; i < 20; ++i)
        all.push_back(std::make_unique<Listener>(client.api.get()));
    for (const auto &one : all)
        QTRY_COMPARE(one->lines.size(), 1);
    QCOMPARE(server.open("watch=1"), 20);
    // They take no connection from what is asked meanwhile.
    QVERIFY(client.ask({ApiRequest::Verb::Get, u"/api/v1/pods/a"_s}));
}

void ApiStreamTest::stopped()
{
    ScriptedServer server(
        [](const Heard &) { return ScriptedServer::chunked() + ScriptedServer::chunk("one\n"); });
    PlainClient client(server.url());
    Listener early(client.api.get()), heard(client.api.get()), left(client.api.get());
    early.stream.stop();
    QTRY_COMPARE(heard.lines.size(), 1);
    heard.stream.stop();
    QTRY_COMPARE(server.open("watch=1"), 1);
    client.api.reset(); // before its stream
    QTRY_COMPARE(server.open("watch=1"), 0);
    QTest::qWait(50);
    for (const Listener *one : {&early, &heard, &left})
        QVERIFY(!one->failure && !one->ended);
    QVERIFY(!early.begun);
}

void ApiStreamTest::tokenFileIsReadAgainOnce()
{
    ScriptedServer server(
        [](const Heard &) { return ScriptedServer::answer(401, R"({"message": "who?"})"); });
    const Folder folder;
    PlainClient client(server.url(), [&](Target &target) {
        target.login = Login::TokenFile;
        target.tokenFile = folder.write(u"token"_s, "abc");
    });
    Listener heard(client.api.get());
    QTRY_VERIFY(heard.failure);
    QCOMPARE(heard.failure->kind, ApiFailure::Kind::Login);
    QCOMPARE(server.heard().size(), 2);
    QVERIFY(!client.ask({ApiRequest::Verb::Get, u"/x"_s}));
    QCOMPARE(server.heard().size(), 4);
}

CHARTWRIGHT_TEST(ApiStreamTest)
#include "test_api_stream.moc"
