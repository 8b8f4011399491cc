// SPDX-License-Identifier: Apache-2.0
#include "support/fault_proxy.h"
#include "support/test_case.h"
#include "unit/cluster/certificates.h"
#include "unit/cluster/watch_server.h"
#include "unit/cluster/watcher.h"

#include <QSslCertificate>
#include <QSslKey>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Phase = WatchState::Phase;
using Kind = Fault::Kind;

// A watch through a proxy that breaks, and what a person sees of it.
class FaultsTest : public TestCase
{
    Q_OBJECT

private slots:
    void init() override;
    void recovers_data();
    void recovers();
    void tellsWhatIsWrong_data();
    void tellsWhatIsWrong();
    void slowServer();
    void deadLink();
    void busyServerIsObeyed();
    void redirectGetsNoCredentials();
    void singleRequests();

private:
    std::unique_ptr<WatchServer> m_server;
    std::unique_ptr<FaultProxy> m_proxy;
    std::unique_ptr<PlainClient> m_client;
    std::unique_ptr<ObjectWatch> m_watch;

    void watch(const WatchLimits &limits);
    bool isLive() const { return m_watch->state().phase == Phase::Live; }
};

void FaultsTest::init()
{
    TestCase::init();
    m_watch.reset();
    m_server = std::make_unique<WatchServer>();
    m_server->put("a", "Pending");
    m_proxy = std::make_unique<FaultProxy>(QUrl(m_server->url()));
    ApiLimits limits;
    limits.silence = 2s;
    m_client = std::make_unique<PlainClient>(m_proxy->url(), nullptr, limits);
}

void FaultsTest::watch(const WatchLimits &limits)
{
    m_watch = std::make_unique<ObjectWatch>(m_client->api.get(), Pods, u"shop"_s, QString(),
                                            nullptr, limits);
    m_watch->start();
}

void FaultsTest::recovers_data()
{
    QTest::addColumn<Fault>("fault");
    const auto answer = [](const QByteArray &bytes) { return Fault{Kind::Answer, {}, 0, bytes}; };
    QTest::newRow("cut at once") << Fault{Kind::Cut};
    QTest::newRow("cut in the head") << Fault{Kind::CutAfter, {}, 10};
    QTest::newRow("cut in the body") << Fault{Kind::CutAfter, {}, 200};
    QTest::newRow("429") << Fault::status(429, "Retry-After: 0\r\n");
    QTest::newRow("429 without a time") << Fault::status(429);
    QTest::newRow("500") << Fault::status(500);
    QTest::newRow("503") << Fault::status(503, "Retry-After: 0\r\n", "<html>");
    QTest::newRow("410") << Fault::status(410, {}, R"({"reason": "Expired"})");
    QTest::newRow("403") << Fault::status(403);
    QTest::newRow("redirect") << Fault::status(307, "Location: http://127.0.0.1:1/\r\n");
    QTest::newRow("a page") << Fault::status(200, {}, "<html>log in</html>\n");
    QTest::newRow("half a body") << answer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"ki");
    QTest::newRow("garbage") << answer("\x16\x03\x01 nothing like it\r\n\r\n");
    QTest::newRow("nothing") << answer({});
}

void FaultsTest::recovers()
{
    QFETCH(Fault, fault);
    // While it lists, then while it watches.
    m_proxy->setFault(fault, 2);
    watch(quick());
    QTRY_VERIFY(isLive());
    QCOMPARE(m_watch->objects().size(), 1);
    m_proxy->setFault(fault, 2);
    m_proxy->cutAll();
    m_server->put("a");
    m_server->put("b");
    QTRY_VERIFY(isLive() && m_watch->objects().size() == 2);
    QCOMPARE(m_watch->object(u"shop"_s, u"a"_s)[u"status"][u"phase"].toString(), u"Running"_s);
    // It lives.
    m_server->remove("b");
    QTRY_COMPARE(m_watch->objects().size(), 1);
}

void FaultsTest::tellsWhatIsWrong_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<Phase>("phase");
    QTest::addColumn<QString>("message");
    QTest::newRow("cut") << Fault{Kind::Cut} << Phase::Stale << u"cannot be reached"_s;
    QTest::newRow("cut in the body")
        << Fault{Kind::CutAfter, {}, 200} << Phase::Stale << u"broke off"_s;
    QTest::newRow("500") << Fault::status(500, {}, R"({"message": "etcd is down"})") << Phase::Stale
                         << u"etcd is down"_s;
    QTest::newRow("403") << Fault::status(403, {}, R"({"message": "pods is forbidden"})")
                         << Phase::Refused << u"pods is forbidden"_s;
    QTest::newRow("redirect") << Fault::status(302, "Location: http://127.0.0.1:1/\r\n")
                              << Phase::Stale << u"sends us on to another address"_s;
    QTest::newRow("a page") << Fault::status(200, {}, "<html>") << Phase::Stale
                            << u"no API server of Kubernetes"_s;
}

void FaultsTest::tellsWhatIsWrong()
{
    QFETCH(Fault, fault);
    QFETCH(QString, message);
    m_proxy->setFault(fault);
    watch(quick());
    QTRY_VERIFY(m_watch->state().failure);
    QTEST(m_watch->state().phase, "phase");
    QVERIFY2(m_watch->state().failure->error.message.contains(message),
             qPrintable(m_watch->state().failure->error.text()));
}

void FaultsTest::slowServer()
{
    m_proxy->setFault({Kind::Delay, 300ms});
    watch(quick());
    QTRY_VERIFY(isLive());
    m_server->put("b");
    QTRY_COMPARE(m_watch->objects().size(), 2);
    QCOMPARE(m_server->lists(), 1);
    QCOMPARE(m_server->watches(), 1);
}

void FaultsTest::deadLink()
{
    WatchLimits limits = quick();
    limits.silence = 300ms;
    watch(limits);
    QTRY_VERIFY(isLive());
    m_proxy->freezeAll();
    m_server->put("b"); // is lost on the way
    QTRY_COMPARE(m_watch->objects().size(), 2);
    QVERIFY(isLive());
    QCOMPARE(m_server->lists(), 1);
}

void FaultsTest::busyServerIsObeyed()
{
    m_proxy->setFault(Fault::status(429, "Retry-After: 1\r\n"), 1);
    QElapsedTimer timer;
    timer.start();
    watch(quick());
    QTRY_VERIFY(m_watch->state().phase == Phase::Stale);
    QCOMPARE(m_watch->state().failure->status, 429);
    QTRY_VERIFY(isLive());
    QVERIFY(timer.elapsed() >= 1000);
    QCOMPARE(m_proxy->requests(), 3);
}

// Over TLS with a token, to a server with another certificate of the same authority.
void FaultsTest::redirectGetsNoCredentials()
{
    const Authority authority("authority");
    const Key key = newKey("EC");
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(QSslCertificate(authority.issue(key, "server", "IP:127.0.0.1")));
    tls.setPrivateKey(QSslKey(pemOf(key), QSsl::Ec));
    ScriptedServer other([](const Heard &) { return ScriptedServer::answer(200, "{}"); }, tls);
    FaultProxy proxy(QUrl(m_server->url()), {}, tls);
    PlainClient client(proxy.url(), [&](Target &target) {
        target.tls = QSslConfiguration::defaultConfiguration();
        target.tls.setCaCertificates(QSslCertificate::fromData(authority.pem()));
        target.login = Login::Token;
        target.token = SecretValue(QByteArrayView("s3cr3t"));
    });
    ObjectWatch watch(client.api.get(), Pods, u"shop"_s, {}, nullptr, quick());
    watch.start();
    QTRY_VERIFY(watch.state().phase == Phase::Live);
    QCOMPARE(m_server->server().heard()[0].header("Authorization"),
             QByteArrayList{"Bearer s3cr3t"});
    for (const int status : {301, 302, 303, 307, 308}) {
        proxy.setFault(Fault::status(status, "Location: " + other.url().toLatin1() + "/api\r\n"));
        proxy.cutAll();
        QTRY_VERIFY(watch.state().failure && watch.state().failure->status == status);
        const auto answer = client.ask({ApiRequest::Verb::Get, u"/api/v1/pods"_s});
        QVERIFY(!answer);
        QCOMPARE(answer.error().status, status);
        QVERIFY(!answer.error().error.text().contains("s3cr3t"_L1));
    }
    QTest::qWait(100);
    QVERIFY(other.heard().isEmpty());
}

void FaultsTest::singleRequests()
{
    const ApiRequest pods{
        ApiRequest::Verb::Get, u"/api/v1/namespaces/shop/pods"_s, {{u"limit"_s, u"5"_s}}};
    // What passes by itself is not told.
    for (const Fault &fault :
         {Fault{Kind::Cut}, Fault{Kind::CutAfter, {}, 100}, Fault{Kind::Delay, 200ms},
          Fault::status(429, "Retry-After: 0\r\n"), Fault::status(500, "Retry-After: 0\r\n")}) {
        m_proxy->setFault(fault, 1);
        const auto answer = m_client->ask(pods);
        QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().error.text()));
        QCOMPARE(answer->object[u"items"].list().size(), 1);
    }
    m_proxy->setFault({Kind::Freeze, {}, 50});
    ApiRequest once = pods;
    once.tries = 1;
    const auto silent = m_client->ask(once);
    QVERIFY(!silent);
    QCOMPARE(silent.error().kind, ApiFailure::Kind::TimedOut);
    QCOMPARE(silent.error().error.message, u"the API server does not answer"_s);
    m_proxy->setFault({Kind::Answer, {}, 0, "garbage\r\n\r\n"});
    const auto garbage = m_client->ask(once);
    QVERIFY(!garbage);
    QCOMPARE(garbage.error().kind, ApiFailure::Kind::Unreachable);
}

CHARTWRIGHT_TEST(FaultsTest)
#include "test_faults.moc"
