// SPDX-License-Identifier: Apache-2.0
#include "deploy/address_run.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "unit/cluster/channel_server.h"

#include <QTemporaryDir>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray Greeting =
    serverFrame(QByteArray("\0\x90\x1f", 3)) + serverFrame(QByteArray("\1\x90\x1f", 3));
const QByteArray Page = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";

/// Sooner than those of people.
const AddressTimes Soon{8s, 3s, 500ms, 400ms};

Door inside(Door::Kind kind = Door::Kind::Inside)
{
    Door out;
    out.kind = kind;
    out.ref = {u"v1"_s, u"Service"_s, u"shop"_s, u"web"_s};
    out.portName = u"http"_s;
    out.port = 5000;
    return out;
}

} // namespace

// How an address is found. The API server, and minikube, are scripts here; real ones, but for
// Minikube, are asked in tests/minikube.
class AddressRunTest : public TestCase
{
    Q_OBJECT

private slots:
    void init() override;
    void forwards();
    void keepsItsPort();
    void noPages();
    void roundTheNode();
    void staysAtTheNode();
    void byMinikube();
    void byATunnel();
    void minikubeCannot();
    void aBalancerThatNeverComes();

private:
    using Found = std::optional<Result<Address>>;
    Found find(const Door &door, const std::optional<MinikubePlace> &minikube = {},
               quint16 port = 0);
    MinikubePlace minikube(const QByteArray &script);
    QByteArray pathsAsked() const;

    QTemporaryDir m_folder;
    std::unique_ptr<ChannelServer> m_server;
    std::shared_ptr<ClusterConnection> m_connection;
    QByteArray m_hosts; ///< that were asked of the pod
    QByteArray m_page;
    bool m_hasPods = true;
};

void AddressRunTest::init()
{
    TestCase::init();
    m_page = Page;
    m_hasPods = true;
    m_hosts.clear();
    m_server = std::make_unique<ChannelServer>([this](QTcpSocket *socket, const QByteArray &said) {
        const qsizetype host = said.indexOf("Host: ");
        if (host >= 0)
            m_hosts += said.mid(host + 6, said.indexOf('\r', host) - host - 6) + ' ';
        socket->write(serverFrame('\0' + m_page) + serverFrame({}, 8));
    });
    m_server->protocol = "v4.channel.k8s.io";
    m_server->greeting = Greeting;
    m_server->plain = [this](const Heard &heard) {
        if (!heard.path.contains("/endpointslices"))
            return ScriptedServer::answer(200, R"({"kind": "Service", "metadata": {}})");
        const QByteArray pod = R"({"targetRef": {"kind": "Pod", "name": "web-1"}})";
        return ScriptedServer::answer(200, R"({"items": [{"ports": [{"name": "http", "port": 8080}],
                                           "endpoints": [)" +
                                               (m_hasPods ? pod : QByteArray()) + "]}]}");
    };
    auto target = std::make_shared<Target>();
    target->context = u"minikube"_s;
    target->server = QUrl(m_server->url());
    target->proxy = QNetworkProxy::NoProxy;
    m_connection = std::make_shared<ClusterConnection>(target, nullptr);
}

AddressRunTest::Found
AddressRunTest::find(const Door &door, const std::optional<MinikubePlace> &minikube, quint16 port)
{
    Found out;
    AddressRun run(m_connection, door, minikube, nullptr, Soon);
    run.setPort(port);
    run.start([&](const Result<Address> &found) { out = found; });
    if (!QTest::qWaitFor([&] { return out.has_value(); }, 20'000))
        return std::nullopt;
    return out;
}

/// A program in the place of minikube.
MinikubePlace AddressRunTest::minikube(const QByteArray &script)
{
    const QString path = m_folder.filePath(u"minikube"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write("#!/bin/sh\n" + script) < 0)
        qFatal("%s cannot be written", qPrintable(path));
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return {{path, u"1.38.1"_s}, u"minikube"_s, u"127.0.0.2"_s};
}

QByteArray AddressRunTest::pathsAsked() const
{
    QByteArray out;
    for (const Heard &heard : m_server->server().heard())
        out += heard.path + '\n';
    return out;
}

void AddressRunTest::forwards()
{
    auto found = find(inside());
    QVERIFY(found);
    QVERIFY_RESULT(*found);
    const Address &address = **found;
    QVERIFY(address.door && address.door->port > 0);
    QCOMPARE(address.url.toString(), u"http://127.0.0.1:%1/"_s.arg(address.door->port));
    QVERIFY(address.resolves);
    QCOMPARE(address.door->target, u"Service web"_s);
    QCOMPARE(address.door->command,
             u"kubectl --context minikube --namespace shop port-forward service/web 8080:5000"_s);
    // It is open as long as somebody keeps it.
    const auto connects = [port = address.door->port] {
        QTcpSocket socket;
        socket.setProxy(QNetworkProxy::NoProxy);
        socket.connectToHost(QHostAddress::LocalHost, port);
        return socket.waitForConnected(1000);
    };
    QVERIFY(connects());
    found.reset();
    QVERIFY(!connects());
}

/// Whoever has the page open finds it again; where the port is taken it is another one.
void AddressRunTest::keepsItsPort()
{
    auto first = find(inside());
    QVERIFY(first && *first);
    const quint16 port = (*first)->door->port;
    const auto second = find(inside(), {}, port);
    QVERIFY(second && *second);
    QVERIFY((*second)->door->port != port);
    first.reset();
    const auto third = find(inside(), {}, port);
    QVERIFY(third && *third);
    QCOMPARE((*third)->door->port, port);
}

/// A database: it is said soon, and the port is closed.
void AddressRunTest::noPages()
{
    m_page = "what?";
    const auto database = find(inside());
    QVERIFY(database && !*database);
    QVERIFY2(database->error().message.startsWith(u"Service web does not answer to HTTP"),
             qPrintable(database->error().text()));
    m_hasPods = false;
    const auto none = find(inside());
    QVERIFY(none && !*none);
    QVERIFY2(none->error().message.contains(u"no pod of the Service web is ready"),
             qPrintable(none->error().text()));
}

/// As with Docker Desktop, whose nodes have addresses that lead nowhere.
void AddressRunTest::roundTheNode()
{
    Door ingress;
    ingress.ref = {u"networking.k8s.io/v1"_s, u"Ingress"_s, u"shop"_s, u"web"_s};
    ingress.host = u"shop.invalid"_s;
    ingress.path = u"/app"_s;
    const auto found = find(ingress, minikube("exit 1"));
    QVERIFY(found);
    QVERIFY_RESULT(*found);
    const Address &address = **found;
    QVERIFY(address.door);
    QCOMPARE(address.url.toString(), u"http://shop.invalid:%1/app"_s.arg(address.door->port));
    QVERIFY(!address.resolves);
    QCOMPARE(address.hostsLine(), u"127.0.0.1 shop.invalid"_s);
    QCOMPARE(m_hosts, "shop.invalid ");
    QCOMPARE(address.door->command, u"kubectl --context minikube --namespace ingress-nginx "
                                    "port-forward service/ingress-nginx-controller 8080:80"_s);
    QVERIFY2(pathsAsked().contains("/namespaces/ingress-nginx/endpointslices?labelSelector="
                                   "kubernetes.io%2Fservice-name%3Dingress-nginx-controller"),
             pathsAsked());
}

/// Of a controller that nobody knows the place of the node's silence is told, as before.
void AddressRunTest::staysAtTheNode()
{
    m_hasPods = false;
    Door ingress;
    ingress.ref = {u"networking.k8s.io/v1"_s, u"Ingress"_s, u"shop"_s, u"web"_s};
    const auto found = find(ingress, minikube("exit 1"));
    QVERIFY(found && !*found);
    QVERIFY2(found->error().message.startsWith(u"nobody answers at http://127.0.0.2/"),
             qPrintable(found->error().text()));
}

void AddressRunTest::byMinikube()
{
    ScriptedServer node([](const Heard &) { return ScriptedServer::answer(404, "{}"); });
    const auto found = find(inside(Door::Kind::Outside),
                            minikube("echo \"$@\" >" + m_folder.filePath(u"asked"_s).toUtf8() +
                                     "\necho '| what |'\necho " + node.url().toUtf8() +
                                     "\necho http://127.0.0.1:1"));
    QVERIFY(found);
    QVERIFY_RESULT(*found);
    QCOMPARE((*found)->url.toString(), node.url() + u'/');
    QVERIFY(!(*found)->door); // it lasts
    QFile asked(m_folder.filePath(u"asked"_s));
    QVERIFY(asked.open(QIODevice::ReadOnly));
    QCOMPARE(asked.readAll(), "service web --namespace shop --url --profile minikube\n");
    QVERIFY(pathsAsked().isEmpty());
}

/// It goes on while the address is kept, and ends with all that it started.
void AddressRunTest::byATunnel()
{
    ScriptedServer node([](const Heard &) { return ScriptedServer::answer(200, "{}"); });
    const QString pids = m_folder.filePath(u"pids"_s);
    auto found =
        find(inside(Door::Kind::Outside), minikube("sleep 100 &\necho $$ $! >" + pids.toUtf8() +
                                                   "\necho " + node.url().toUtf8() + "\nwait"));
    QVERIFY(found);
    QVERIFY_RESULT(*found);
    QCOMPARE((*found)->url.toString(), node.url() + u'/');
    QVERIFY((*found)->door);
    QCOMPARE((*found)->door->command,
             u"minikube service web --namespace shop --url --profile minikube"_s);
    QFile file(pids);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArrayList ids = file.readAll().simplified().split(' ');
    QCOMPARE(ids.size(), 2);
    const auto lives = [](const QByteArray &id) {
        QFile stat(u"/proc/%1/stat"_s.arg(QLatin1String(id)));
        return stat.open(QIODevice::ReadOnly) && !stat.readAll().contains(") Z ");
    };
    QVERIFY(lives(ids[0]) && lives(ids[1]));
    QElapsedTimer clock;
    clock.start();
    found.reset();
    QVERIFY(clock.elapsed() < 200); // nobody waits for it
    QTRY_VERIFY(!lives(ids[0]) && !lives(ids[1]));
    // Where it ends by itself that is told.
    found = find(inside(Door::Kind::Outside),
                 minikube("echo " + node.url().toUtf8() + "\nsleep 2\nexit 1"));
    QVERIFY(found && *found && (*found)->door);
    QSignalSpy closed((*found)->door.get(), &OpenDoor::closed);
    QTRY_COMPARE(closed.size(), 1);
}

void AddressRunTest::minikubeCannot()
{
    const auto found = find(inside(Door::Kind::Outside),
                            minikube("echo 'X Exiting due to SVC_NOT_FOUND: gone' >&2\nexit 115"));
    QVERIFY(found);
    QVERIFY_RESULT(*found);
    QVERIFY((*found)->door);
    QCOMPARE((*found)->door->target, u"Service web"_s);
}

/// Elsewhere than on Minikube.
void AddressRunTest::aBalancerThatNeverComes()
{
    Door balancer = inside(Door::Kind::Outside);
    balancer.hasBalancer = true;
    const auto found = find(balancer);
    QVERIFY(found);
    QVERIFY_RESULT(*found);
    QVERIFY((*found)->door);
    QVERIFY2(pathsAsked().contains("/api/v1/namespaces/shop/services/web\n"), pathsAsked());
}

CHARTWRIGHT_TEST(AddressRunTest)
#include "test_address_run.moc"
