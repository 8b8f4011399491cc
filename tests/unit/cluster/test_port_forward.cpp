// SPDX-License-Identifier: Apache-2.0
#include "cluster/port_forward.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "unit/cluster/channel_server.h"
#include "unit/cluster/plain_client.h"

#include <QNetworkInterface>
#include <QTcpSocket>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

// Port 8080, little endian, on both channels.
const QByteArray Greeting =
    serverFrame(QByteArray("\0\x90\x1f", 3)) + serverFrame(QByteArray("\1\x90\x1f", 3));

/// A pod that gives back what it gets.
void echo(QTcpSocket *socket, const QByteArray &message) { socket->write(serverFrame(message)); }

struct Forward
{
    explicit Forward(ChannelServer &server)
        : client(server.url()), forward(client.api.get(), u"shop"_s, u"web"_s, 8080)
    {
        server.protocol = "v4.channel.k8s.io";
        server.greeting = Greeting;
        QObject::connect(&forward, &PortForward::failed, &forward,
                         [this](const ApiFailure &failure) { failures.append(failure); });
    }
    std::unique_ptr<QTcpSocket> connection() const
    {
        auto out = std::make_unique<QTcpSocket>();
        out->setProxy(QNetworkProxy::NoProxy);
        out->connectToHost(QHostAddress::LocalHost, forward.localPort());
        return out;
    }

    PlainClient client;
    PortForward forward;
    QList<ApiFailure> failures;
};

} // namespace

class PortForwardTest : public TestCase
{
    Q_OBJECT

private slots:
    void passesOn();
    void muchBothWays();
    void thisMachineOnly();
    void portTaken();
    void nobodyListens();
    void refused();
    void endings();
    void podsOfAService();
};

void PortForwardTest::passesOn()
{
    ChannelServer server(echo);
    Forward to(server);
    QVERIFY_RESULT(to.forward.open());
    QVERIFY(to.forward.localPort() > 0);
    const auto one = to.connection(), two = to.connection();
    one->write("one");
    two->write("two");
    QTRY_COMPARE(one->bytesAvailable() + two->bytesAvailable(), 6);
    QCOMPARE(one->readAll(), "one");
    QCOMPARE(two->readAll(), "two");
    QCOMPARE(to.forward.connections(), 2);
    QCOMPARE(server.server().heard()[0].path,
             "/api/v1/namespaces/shop/pods/web/portforward?ports=8080");
    QCOMPARE(server.server().heard()[0].header("Sec-WebSocket-Protocol"),
             QByteArrayList{"v4.channel.k8s.io"});
    QVERIFY(server.messages.contains(QByteArray("\0one", 4)));
}

void PortForwardTest::muchBothWays()
{
    ChannelServer server(echo);
    Forward to(server);
    QVERIFY_RESULT(to.forward.open());
    QByteArray much(5'000'000, 'x');
    for (qsizetype i = 0; i < much.size(); i += 7)
        much[i] = char(i);
    const auto socket = to.connection();
    socket->write(much);
    QByteArray back;
    QVERIFY(QTest::qWaitFor(
        [&] {
            back += socket->readAll();
            return back.size() >= much.size();
        },
        20'000));
    QVERIFY(back == much);
}

void PortForwardTest::thisMachineOnly()
{
    ChannelServer server(echo);
    Forward to(server);
    QVERIFY_RESULT(to.forward.open());
    const auto addresses = QNetworkInterface::allAddresses();
    for (const QHostAddress &address : addresses) {
        if (address.isLoopback() || address.protocol() != QAbstractSocket::IPv4Protocol)
            continue;
        QTcpSocket socket;
        socket.setProxy(QNetworkProxy::NoProxy);
        socket.connectToHost(address, to.forward.localPort());
        QTRY_COMPARE(socket.error(), QAbstractSocket::ConnectionRefusedError);
    }
}

void PortForwardTest::portTaken()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    ChannelServer server(echo);
    Forward to(server);
    const auto opened = to.forward.open(taken.serverPort());
    QVERIFY(!opened);
    QVERIFY2(opened.error().message.contains(QString::number(taken.serverPort())),
             qPrintable(opened.error().text()));
    QVERIFY(!to.forward.isOpen());
    const quint16 port = taken.serverPort();
    taken.close();
    QVERIFY_RESULT(to.forward.open(port));
    QCOMPARE(to.forward.localPort(), port);
}

void PortForwardTest::nobodyListens()
{
    ChannelServer server;
    Forward to(server);
    server.greeting =
        Greeting + serverFrame("\1error forwarding port 8080: \x1b[31mconnection refused");
    QVERIFY_RESULT(to.forward.open());
    const auto socket = to.connection();
    QTRY_COMPARE(to.failures.size(), 1);
    QCOMPARE(to.failures[0].error.message, u"error forwarding port 8080: connection refused"_s);
    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    QVERIFY(to.forward.isOpen()); // the next one may come through
    QTRY_COMPARE(to.forward.connections(), 0);
}

void PortForwardTest::refused()
{
    ChannelServer server;
    Forward to(server);
    server.refusal = ScriptedServer::answer(403, R"({"message": "portforward is forbidden"})");
    QVERIFY_RESULT(to.forward.open());
    const auto socket = to.connection();
    QTRY_COMPARE(to.failures.size(), 1);
    QCOMPARE(to.failures[0].error.message, u"portforward is forbidden"_s);
    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
}

void PortForwardTest::endings()
{
    ChannelServer server;
    Forward to(server);
    QVERIFY_RESULT(to.forward.open());
    // The program on this machine says something and goes.
    auto socket = to.connection();
    QTRY_COMPARE(socket->state(), QAbstractSocket::ConnectedState);
    QTRY_COMPARE(server.server().open("/"), 1);
    socket->write("last words");
    socket->disconnectFromHost();
    QTRY_COMPARE(server.messages, QList<QByteArray>{QByteArray("\0last words", 11)});
    QTRY_COMPARE(server.server().open("/"), 0);
    // The pod does.
    socket = to.connection();
    QTRY_COMPARE(server.server().open("/"), 1);
    server.send(serverFrame(QByteArray("\0bye", 4)) + serverFrame({}, 8));
    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(socket->readAll(), "bye");
    QTRY_COMPARE(to.forward.connections(), 0);
    // The person does.
    socket = to.connection();
    QTRY_COMPARE(server.server().open("/"), 1);
    const quint16 port = to.forward.localPort();
    to.forward.close();
    QTRY_COMPARE(server.server().open("/"), 0);
    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    socket->connectToHost(QHostAddress::LocalHost, port);
    QTRY_COMPARE(socket->error(), QAbstractSocket::ConnectionRefusedError);
    QVERIFY(to.failures.isEmpty());
}

/// At each connection that pod which is ready by then.
void PortForwardTest::podsOfAService()
{
    ChannelServer server(echo);
    server.protocol = "v4.channel.k8s.io";
    server.greeting = Greeting;
    QByteArray ready = "web-1";
    server.plain = [&](const Heard &) {
        QByteArray endpoints;
        for (const QByteArray &pod : {QByteArray("web-1"), QByteArray("web-2")})
            endpoints += QByteArray(endpoints.isEmpty() ? "" : ",") +
                         R"({"targetRef": {"kind": "Pod", "name": ")" + pod +
                         R"("}, "conditions": {"ready": )" + (pod == ready ? "true" : "false") +
                         "}}";
        return ScriptedServer::answer(
            200,
            R"({"items": [{"ports": [{"name": "metrics", "port": 9090}, {"name": "http", "port":
                 8080}], "endpoints": [)" +
                endpoints + "]}]}");
    };
    PlainClient client(server.url());
    PortForward forward(client.api.get(), u"shop"_s,
                        podOfService(client.api.get(), u"shop"_s, u"web"_s, u"http"_s));
    QList<ApiFailure> failures;
    connect(&forward, &PortForward::failed, &forward,
            [&](const ApiFailure &failure) { failures.append(failure); });
    QVERIFY_RESULT(forward.open());
    const auto comesThrough = [&] {
        QTcpSocket socket;
        socket.setProxy(QNetworkProxy::NoProxy);
        socket.connectToHost(QHostAddress::LocalHost, forward.localPort());
        socket.write("hello");
        return QTest::qWaitFor([&] { return socket.bytesAvailable() == 5; }, 5000);
    };
    const auto last = [&] { return server.server().heard().last().path; };
    QVERIFY(comesThrough());
    QCOMPARE(server.server().heard().first().path,
             "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?labelSelector="
             "kubernetes.io%2Fservice-name%3Dweb");
    QCOMPARE(last(), "/api/v1/namespaces/shop/pods/web-1/portforward?ports=8080");
    ready = "web-2";
    QVERIFY(comesThrough());
    QCOMPARE(last(), "/api/v1/namespaces/shop/pods/web-2/portforward?ports=8080");
    ready = "none";
    QTcpSocket socket;
    socket.setProxy(QNetworkProxy::NoProxy);
    socket.connectToHost(QHostAddress::LocalHost, forward.localPort());
    QTRY_COMPARE(failures.size(), 1);
    QCOMPARE(failures[0].error.message, u"no pod of the Service web is ready"_s);
    QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    QVERIFY(forward.isOpen());
}

CHARTWRIGHT_TEST(PortForwardTest)
#include "test_port_forward.moc"
