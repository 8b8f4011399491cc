// SPDX-License-Identifier: Apache-2.0
#include "cluster/api_socket.h"
#include "support/test_case.h"
#include "unit/cluster/certificates.h"
#include "unit/cluster/channel_server.h"
#include "unit/cluster/configs.h"
#include "unit/cluster/plain_client.h"

#include <QSslCertificate>
#include <QSslKey>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Speaker
{
    explicit Speaker(ApiClient *client, const ApiSocketLimits &limits = {})
        : socket(client, {ApiRequest::Verb::Get, u"/exec"_s, {{u"command"_s, u"a b"_s}}},
                 {"v5.channel.k8s.io", "v4.channel.k8s.io"}, nullptr, limits)
    {
        QObject::connect(&socket, &ApiSocket::opened, &socket, [this] { isOpen = true; });
        QObject::connect(&socket, &ApiSocket::received, &socket,
                         [this](const QByteArray &message) { messages.append(message); });
        QObject::connect(&socket, &ApiSocket::closed, &socket, [this] { isClosed = true; });
        QObject::connect(&socket, &ApiSocket::failed, &socket,
                         [this](const ApiFailure &failed) { failure = failed; });
        socket.open();
    }
    QString message() const { return failure ? failure->error.message : QString(); }

    ApiSocket socket;
    QList<QByteArray> messages;
    bool isOpen = false, isClosed = false;
    std::optional<ApiFailure> failure;
};

} // namespace

class ApiSocketTest : public TestCase
{
    Q_OBJECT

private slots:
    void speaks();
    void largeAndInPieces();
    void noWebSocket_data();
    void noWebSocket();
    void refused();
    void badFrames_data();
    void badFrames();
    void endings();
    void silence();
    void serverIsChecked();
};

void ApiSocketTest::speaks()
{
    ChannelServer server;
    server.greeting = serverFrame("hello");
    PlainClient client(server.url(), [](Target &target) {
        target.server.setPath(u"/k8s"_s);
        target.impersonation = {{"Impersonate-User", "jane"}, {"Impersonate-Group", "a"}};
    });
    Speaker speaker(client.api.get());
    QTRY_COMPARE(speaker.messages, QList<QByteArray>{"hello"});
    QVERIFY(speaker.isOpen);
    QCOMPARE(speaker.socket.protocol(), "v5.channel.k8s.io");
    const Heard heard = server.server().heard().constFirst();
    QCOMPARE(heard.method, "GET");
    QCOMPARE(heard.path, "/k8s/exec?command=a%20b");
    QCOMPARE(heard.header("Host"),
             QByteArrayList{"127.0.0.1:" + QByteArray::number(server.server().serverPort())});
    QCOMPARE(heard.header("Accept"), QByteArrayList{"*/*"});
    QCOMPARE(heard.header("Upgrade"), QByteArrayList{"websocket"});
    QCOMPARE(heard.header("Impersonate-User"), QByteArrayList{"jane"});
    QVERIFY(heard.header("Authorization").isEmpty());
    speaker.socket.send("there");
    QTRY_COMPARE(server.messages, QList<QByteArray>{"there"});
}

void ApiSocketTest::largeAndInPieces()
{
    ChannelServer server;
    PlainClient client(server.url());
    Speaker speaker(client.api.get());
    QTRY_VERIFY(speaker.isOpen);
    for (const qsizetype size : {0, 125, 126, 65'535, 65'536, 3'000'000}) {
        const QByteArray bytes(size, 'x');
        server.send(serverFrame(bytes));
        QTRY_VERIFY(!speaker.messages.isEmpty());
        QVERIFY(speaker.messages.takeFirst() == bytes);
        speaker.socket.send(bytes);
        QTRY_VERIFY(!server.messages.isEmpty());
        QVERIFY(server.messages.takeFirst() == bytes);
    }
    // Fragments, with a ping between, byte by byte.
    const QByteArray frames = serverFrame("one ", 2, false) + serverFrame("beat", 9) +
                              serverFrame("two ", 0, false) + serverFrame("three", 0);
    for (const char byte : frames) {
        server.send(QByteArray(1, byte));
        QTest::qWait(1);
    }
    QTRY_COMPARE(speaker.messages, QList<QByteArray>{"one two three"});
    QTRY_COMPARE(server.controls, QList<int>{10});
}

void ApiSocketTest::noWebSocket_data()
{
    QTest::addColumn<QByteArray>("refusal");
    QTest::addColumn<QString>("protocol");
    QTest::addColumn<bool>("isHonest");
    const QString five = u"v5.channel.k8s.io"_s;
    QTest::newRow("other protocol") << QByteArray() << u"v1.channel.k8s.io"_s << true;
    QTest::newRow("no protocol") << QByteArray() << QString() << true;
    QTest::newRow("wrong key") << QByteArray() << five << false;
    QTest::newRow("a page") << ScriptedServer::answer(200, "<html>") << five << true;
    QTest::newRow("garbage") << QByteArray("220 mail.example\r\n\r\n") << five << true;
    QTest::newRow("endless head") << QByteArray(100'000, 'x') << five << true;
}

void ApiSocketTest::noWebSocket()
{
    QFETCH(QByteArray, refusal);
    QFETCH(QString, protocol);
    QFETCH(bool, isHonest);
    ChannelServer server;
    server.refusal = refusal;
    server.protocol = protocol.toLatin1();
    server.isHonest = isHonest;
    PlainClient client(server.url());
    Speaker speaker(client.api.get());
    QTRY_COMPARE(speaker.message(), u"what answers there is no API server of Kubernetes"_s);
    QVERIFY(!speaker.isOpen);
}

void ApiSocketTest::refused()
{
    ScriptedServer other([](const Heard &) { return ScriptedServer::answer(200, "{}"); });
    ChannelServer server;
    const Folder folder;
    PlainClient client(server.url(), [&](Target &target) {
        target.login = Login::TokenFile;
        target.tokenFile = folder.write(u"token"_s, "abc");
    });
    const auto refusalTo = [&](const QByteArray &with) {
        server.refusal = with;
        Speaker speaker(client.api.get());
        if (!QTest::qWaitFor([&] { return speaker.failure.has_value(); }) || speaker.isOpen)
            return ApiFailure{};
        return *speaker.failure;
    };
    ApiFailure found = refusalTo(ScriptedServer::answer(
        403, R"({"reason": "Forbidden", "message": "pods/exec is forbidden"})"));
    QCOMPARE(found.status, 403);
    QCOMPARE(found.error.message, u"pods/exec is forbidden"_s);
    QCOMPARE(found.error.where, u"GET /exec"_s);
    found = refusalTo("HTTP/1.1 404 -\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n18"
                      "\r\n{\"message\": \"not found\"}\r\n0\r\n\r\n");
    QCOMPARE(found.error.message, u"not found"_s);
    found = refusalTo(
        ScriptedServer::answer(307, "{}", "Location: " + other.url().toLatin1() + "/\r\n"));
    QCOMPARE(found.error.message, u"the server sends us on to another address"_s);
    QVERIFY(other.heard().isEmpty());
    const qsizetype before = server.server().heard().size();
    found = refusalTo(ScriptedServer::answer(401, R"({"message": "who?"})"));
    QCOMPARE(found.kind, ApiFailure::Kind::Login);
    QCOMPARE(server.server().heard().size(), before + 2); // the token was read again
    server.server().close();
    found = refusalTo({});
    QCOMPARE(found.kind, ApiFailure::Kind::Unreachable);
}

void ApiSocketTest::badFrames_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("masked") << QByteArray("\x82\x81mask!", 7);
    QTest::newRow("reserved bits") << QByteArray("\xc2\x01x", 3);
    QTest::newRow("nothing to go on") << serverFrame("x", 0);
    QTest::newRow("a new one inside") << serverFrame("x", 2, false) + serverFrame("y");
    QTest::newRow("long control") << serverFrame(QByteArray(200, 'x'), 9);
    QTest::newRow("too long") << QByteArray("\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff", 10);
    QTest::newRow("too long together")
        << serverFrame(QByteArray(600, 'x'), 2, false) + serverFrame(QByteArray(600, 'x'), 0);
}

void ApiSocketTest::badFrames()
{
    QFETCH(QByteArray, bytes);
    ChannelServer server;
    PlainClient client(server.url());
    ApiSocketLimits limits;
    limits.message = 1000;
    Speaker speaker(client.api.get(), limits);
    QTRY_VERIFY(speaker.isOpen);
    server.send(bytes);
    QTRY_COMPARE(speaker.message(), u"what answers there is no API server of Kubernetes"_s);
    QVERIFY(speaker.messages.isEmpty());
}

void ApiSocketTest::endings()
{
    ChannelServer server;
    PlainClient client(server.url());
    Speaker ended(client.api.get());
    QTRY_VERIFY(ended.isOpen);
    server.send(serverFrame("last") + serverFrame(QByteArray("\x03\xe8", 2), 8));
    QTRY_VERIFY(ended.isClosed);
    QCOMPARE(ended.messages, QList<QByteArray>{"last"});
    Speaker cut(client.api.get());
    QTRY_VERIFY(cut.isOpen);
    server.server().hangUp("/");
    QTRY_COMPARE(cut.message(), u"the API server's answer broke off"_s);
    server.controls.clear();
    auto left = std::make_unique<Speaker>(client.api.get());
    QTRY_VERIFY(left->isOpen);
    left->socket.send("last words");
    left->socket.close();
    left.reset();
    QTRY_COMPARE(server.messages, QList<QByteArray>{"last words"});
    QTRY_COMPARE(server.controls, QList<int>{8});
}

void ApiSocketTest::silence()
{
    ApiSocketLimits limits;
    limits.answer = 200ms;
    limits.ping = 50ms;
    limits.silence = 300ms;
    ChannelServer server;
    PlainClient client(server.url());
    Speaker speaker(client.api.get(), limits);
    QTRY_VERIFY(speaker.failure);
    QCOMPARE(speaker.failure->kind, ApiFailure::Kind::TimedOut);
    QVERIFY(server.controls.contains(9));
    server.refusal = "HTTP/1.1 101";
    Speaker mute(client.api.get(), limits);
    QTRY_VERIFY(mute.failure);
    QCOMPARE(mute.failure->kind, ApiFailure::Kind::TimedOut);
    QVERIFY(!mute.isOpen);
}

void ApiSocketTest::serverIsChecked()
{
    const Authority authority("authority"), other("other");
    const Key key = newKey("EC");
    const auto setup = [&](const QByteArray &certificate) {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.setLocalCertificate(QSslCertificate(certificate));
        tls.setPrivateKey(QSslKey(pemOf(key), QSsl::Ec));
        tls.setPeerVerifyMode(QSslSocket::VerifyNone);
        return tls;
    };
    const auto trusting = [&](const QString &name) {
        return [&authority, name](Target &target) {
            target.tls = QSslConfiguration::defaultConfiguration();
            target.tls.setCaCertificates(QSslCertificate::fromData(authority.pem()));
            target.tlsServerName = name;
            target.login = Login::Token;
            target.token = SecretValue(QByteArrayView("s3cr3t"));
        };
    };
    struct Case
    {
        QByteArray certificate;
        QString name, message;
    };
    const QList<Case> bad{
        {authority.issue(key, "127.0.0.1"), {}, u"is not for 127.0.0.1"_s},
        {authority.issue(key, "x", "DNS:k8s.example"), u"a.example"_s, u"is not for a.example"_s},
        {other.issue(key, "x", "IP:127.0.0.1"), {}, u"signed by nobody"_s},
    };
    for (const Case &one : bad) {
        ChannelServer server({}, setup(one.certificate));
        PlainClient client(server.url(), trusting(one.name));
        Speaker speaker(client.api.get());
        QTRY_VERIFY(speaker.failure);
        QCOMPARE(speaker.failure->kind, ApiFailure::Kind::Tls);
        QVERIFY2(speaker.message().contains(one.message), qPrintable(speaker.message()));
        QVERIFY(server.server().heard().isEmpty());
    }
    ChannelServer server({}, setup(authority.issue(key, "x", "DNS:k8s.example")));
    PlainClient client(server.url(), trusting(u"k8s.example"_s));
    Speaker speaker(client.api.get());
    QTRY_VERIFY(speaker.isOpen);
    QCOMPARE(server.server().heard()[0].header("Authorization"), QByteArrayList{"Bearer s3cr3t"});
}

CHARTWRIGHT_TEST(ApiSocketTest)
#include "test_api_socket.moc"
