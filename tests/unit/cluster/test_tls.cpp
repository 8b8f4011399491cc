// SPDX-License-Identifier: Apache-2.0
#include "certificates.h"
#include "cluster/target.h"
#include "configs.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>

using namespace chartwright;
using namespace chartwright_test;

// What a target says of TLS, held against a real server.
class TlsTest : public TestCase
{
    Q_OBJECT

private slots:
    void init() override;
    void ownAuthority();
    void otherAuthority();
    void systemAuthoritiesDoNotCount();
    void wrongName();
    void names_data();
    void names();
    void otherServerName();
    void skipped();
    void clientCertificate_data();
    void clientCertificate();

private:
    // "" if the connection stands, else what is wrong.
    QString connectTo(const QByteArray &cluster, const QByteArray &user = {});

    std::unique_ptr<Authority> m_authority;
    std::unique_ptr<QSslServer> m_server;
    QSslConfiguration m_setup;
    QString m_client; // common name that the server saw
};

namespace {

QByteArray data(const char *field, const QByteArray &bytes)
{
    return field + QByteArray("-data: ") + bytes.toBase64();
}

} // namespace

void TlsTest::init()
{
    TestCase::init();
    m_authority = std::make_unique<Authority>("our authority");
    const Key key = newKey("EC");
    m_setup = QSslConfiguration::defaultConfiguration();
    m_setup.setLocalCertificate(
        QSslCertificate(m_authority->issue(key, "server", "DNS:k8s.example,IP:127.0.0.1")));
    m_setup.setPrivateKey(QSslKey(pemOf(key), QSsl::Ec));
    m_setup.setCaCertificates(QSslCertificate::fromData(m_authority->pem()));
    m_setup.setPeerVerifyMode(QSslSocket::QueryPeer);
    m_server = std::make_unique<QSslServer>();
    m_server->setSslConfiguration(m_setup);
    m_client.clear();
    QVERIFY(m_server->listen(QHostAddress::LocalHost));
    connect(m_server.get(), &QSslServer::pendingConnectionAvailable, this, [this] {
        auto *socket = static_cast<QSslSocket *>(m_server->nextPendingConnection());
        m_client = socket->peerCertificate().subjectInfo(QSslCertificate::CommonName).value(0);
        socket->write("hello");
    });
}

QString TlsTest::connectTo(const QByteArray &cluster, const QByteArray &user)
{
    const auto config = read(chartwright_test::config(
        "server: 'https://127.0.0.1:" + QByteArray::number(m_server->serverPort()) + "'" + cluster,
        user));
    if (!config)
        return config.error().text();
    const auto target = targetOf(*config, {}, {});
    if (!target)
        return target.error().text();
    QSslSocket socket;
    socket.setSslConfiguration(target->tls);
    socket.setProxy(target->proxy);
    const QString host = target->server.host();
    socket.connectToHostEncrypted(host, quint16(target->server.port()),
                                  target->tlsServerName.isEmpty() ? host : target->tlsServerName);
    const bool answered =
        QTest::qWaitFor([&] { return socket.bytesAvailable() > 0 || socket.error() >= 0; }, 5000);
    if (answered && socket.bytesAvailable() > 0)
        return {};
    return socket.errorString();
}

void TlsTest::ownAuthority()
{
    QCOMPARE(connectTo(", " + data("certificate-authority", m_authority->pem())), QString());
}

void TlsTest::otherAuthority()
{
    const Authority other("our authority"); // of the same name
    QVERIFY(!connectTo(", " + data("certificate-authority", other.pem())).isEmpty());
    QVERIFY(!connectTo({}).isEmpty()); // those of the system do not know it
}

// CVE-2023-34410: an authority of the default configuration must not do, where the cluster names
// its own.
void TlsTest::systemAuthoritiesDoNotCount()
{
    const QSslConfiguration before = QSslConfiguration::defaultConfiguration();
    QSslConfiguration trusting = before;
    trusting.addCaCertificates(QSslCertificate::fromData(m_authority->pem()));
    QSslConfiguration::setDefaultConfiguration(trusting);
    const QString usual = connectTo({});
    const QString own = connectTo(", " + data("certificate-authority", Authority("x").pem()));
    QSslConfiguration::setDefaultConfiguration(before);
    QCOMPARE(usual, QString());
    QVERIFY(!own.isEmpty());
}

void TlsTest::wrongName()
{
    const Key key = newKey("EC");
    m_setup.setLocalCertificate(QSslCertificate(m_authority->issue(key, "other", "DNS:other")));
    m_setup.setPrivateKey(QSslKey(pemOf(key), QSsl::Ec));
    m_server->setSslConfiguration(m_setup);
    QVERIFY(!connectTo(", " + data("certificate-authority", m_authority->pem())).isEmpty());
}

void TlsTest::names_data()
{
    QTest::addColumn<QByteArray>("names");
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("good");
    const auto row = [](const char *names, const char *host, bool good) {
        QTest::addRow("%s %s", names, host)
            << QByteArray(names) << QString::fromLatin1(host) << good;
    };
    row("DNS:a.example", "a.example", true);
    row("DNS:A.example", "a.EXAMPLE", true);
    row("DNS:b.example,DNS:a.example", "a.example", true);
    row("DNS:a.example", "b.a.example", false);
    row("DNS:*.example", "a.example", true);
    row("DNS:*.example", "b.a.example", false); // a wildcard that spans two labels
    row("DNS:*.example", "example", false);
    row("DNS:a*.example", "ab.example", false);
    row("DNS:*", "a", false);
    row("IP:127.0.0.1", "127.0.0.1", true);
    row("IP:fd00::1", "fd00:0::1", true);
    row("IP:127.0.0.1", "127.0.0.2", false);
    row("DNS:127.0.0.1", "127.0.0.1", false);
    row("DNS:*.0.0.1", "127.0.0.1", false);
    row("email:a@common.example", "common.example", false);
    row("", "common.example", false); // only the common name
}

void TlsTest::names()
{
    QFETCH(QByteArray, names);
    QFETCH(QString, host);
    const QSslCertificate certificate(m_authority->issue(
        newKey("EC"), "common.example", names.isEmpty() ? nullptr : names.constData()));
    QVERIFY(!certificate.isNull());
    QTEST(isForHost(certificate, host), "good");
}

void TlsTest::otherServerName()
{
    const QByteArray authority = ", " + data("certificate-authority", m_authority->pem());
    QCOMPARE(connectTo(authority + ", tls-server-name: k8s.example"), QString());
    QVERIFY(!connectTo(authority + ", tls-server-name: elsewhere.example").isEmpty());
}

void TlsTest::skipped() { QCOMPARE(connectTo(", insecure-skip-tls-verify: true"), QString()); }

void TlsTest::clientCertificate_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("form");
    for (const char *type : {"RSA", "EC"}) {
        QTest::addRow("%s, PKCS#8", type) << QByteArray(type) << int(Form::Pkcs8);
        QTest::addRow("%s, own form", type) << QByteArray(type) << int(Form::Own);
    }
}

void TlsTest::clientCertificate()
{
    QFETCH(QByteArray, type);
    QFETCH(int, form);
    m_setup.setPeerVerifyMode(QSslSocket::VerifyPeer);
    m_server->setSslConfiguration(m_setup);
    const Key key = newKey(type.constData());
    const QByteArray authority = ", " + data("certificate-authority", m_authority->pem());
    QCOMPARE(connectTo(authority, data("client-certificate", m_authority->issue(key, "kim")) +
                                      ", " + data("client-key", pemOf(key, Form(form)))),
             QString());
    QCOMPARE(m_client, QStringLiteral("kim"));
}

CHARTWRIGHT_TEST(TlsTest)
#include "test_tls.moc"
