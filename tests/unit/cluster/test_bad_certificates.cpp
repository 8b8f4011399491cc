// SPDX-License-Identifier: Apache-2.0
#include "cluster/api_stream.h"
#include "support/test_case.h"
#include "unit/cluster/certificates.h"
#include "unit/cluster/configs.h"
#include "unit/cluster/plain_client.h"
#include "unit/cluster/scripted_server.h"

#include <QProcess>
#include <QSslCertificate>
#include <QSslKey>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

/// What a server shows, and by what name it is asked for.
struct Server
{
    Key key = newKey("EC");
    QByteArray chain;
    QString host;             ///< tls-server-name; empty: its address
    QStringList options = {}; ///< of OpenSSL's own server: Qt's takes nothing that is weak

    QSslConfiguration configuration() const
    {
        QSslConfiguration out = QSslConfiguration::defaultConfiguration();
        out.setLocalCertificateChain(QSslCertificate::fromData(chain));
        out.setPrivateKey(QSslKey(pemOf(key), QSsl::Ec));
        out.setPeerVerifyMode(QSslSocket::VerifyNone);
        return out;
    }
};

/// Writes out all that it hears.
class WeakServer
{
public:
    explicit WeakServer(const Server &server)
    {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        const QString pem = m_folder.write(u"server.pem"_s, server.chain + pemOf(server.key));
        m_process.start(u"openssl"_s,
                        QStringList{u"s_server"_s, u"-accept"_s, u"127.0.0.1:0"_s, u"-cert"_s, pem,
                                    u"-cipher"_s, u"DEFAULT:@SECLEVEL=0"_s} +
                            server.options);
    }
    ~WeakServer()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    QString url() // empty if it does not start
    {
        static const QRegularExpression port(u"ACCEPT 127.0.0.1:(\\d+)"_s);
        QRegularExpressionMatch match;
        const bool isReady = QTest::qWaitFor([&] {
            match = port.match(said());
            return match.hasMatch();
        });
        return isReady ? u"https://127.0.0.1:"_s + match.captured(1) : QString();
    }
    QString said()
    {
        m_said += QString::fromUtf8(m_process.readAll());
        return m_said;
    }

private:
    Folder m_folder;
    QProcess m_process;
    QString m_said;
};

} // namespace

// Servers that are not whom they should be: each is refused with a reason that helps, and none gets
// to hear what is asked, or who asks.
class BadCertificatesTest : public TestCase
{
    Q_OBJECT

private slots:
    void refused_data();
    void refused();
    void good();

private:
    static Server server(const char *name, const Authority &authority, const Authority &other);
    static std::function<void(Target &)> trusting(const Authority &authority, const QString &host);
};

Server BadCertificatesTest::server(const char *name, const Authority &authority,
                                   const Authority &other)
{
    Server out;
    Wanted wanted;
    const auto is = [name](const char *row) { return qstrcmp(name, row) == 0; };
    if (is("expired")) {
        wanted.from = -7200;
        wanted.until = -3600;
    } else if (is("not yet valid")) {
        wanted.from = 3600;
    } else if (is("other host")) {
        wanted.names = "DNS:k8s.example";
        out.host = u"api.example"_s;
    } else if (is("address is not named")) {
        wanted.names = "IP:127.0.0.2,DNS:localhost";
    } else if (is("name only in CN")) {
        wanted.commonName = "127.0.0.1";
        wanted.names = nullptr;
    } else if (is("no serverAuth")) {
        wanted.usage = "clientAuth";
    } else if (is("RSA 1024")) {
        out.key = newKey("RSA1024");
        out.options = QStringList{u"-tls1_2"_s};
    } else if (is("SHA-1")) {
        wanted.digest = "SHA1";
        out.options = QStringList{u"-tls1_2"_s};
    } else if (is("TLS 1.1 only")) {
        out.key = newKey("RSA");
        out.options = QStringList{u"-tls1_1"_s};
    } else if (is("wildcard over two labels")) {
        wanted.names = "DNS:*.example";
        out.host = u"a.b.example"_s;
    }
    out.chain = authority.issue(out.key, wanted);
    if (is("self-signed"))
        out.chain = selfSigned(out.key, wanted);
    if (is("unknown authority") || is("authority of the system only"))
        out.chain = other.issue(out.key, wanted);
    if (is("signed by no authority") || is("one between is missing")) {
        const Authority between("between", authority, is("one between is missing"));
        out.chain = between.issue(out.key, wanted);
        if (is("signed by no authority"))
            out.chain += between.pem();
    }
    return out;
}

std::function<void(Target &)> BadCertificatesTest::trusting(const Authority &authority,
                                                            const QString &host)
{
    return [&authority, host](Target &target) {
        target.tls = QSslConfiguration::defaultConfiguration();
        target.tls.setProtocol(QSsl::TlsV1_2OrLater);
        target.tls.setCaCertificates(QSslCertificate::fromData(authority.pem()));
        target.tlsServerName = host;
        target.login = Login::Token;
        target.token = SecretValue(QByteArrayView("s3cr3t"));
    };
}

void BadCertificatesTest::refused_data()
{
    QTest::addColumn<QString>("message"); // a part
    QTest::addColumn<QString>("remedy");
    const QString nobody = u"is signed by nobody that is trusted here"_s;
    const QString get = u"get its kubeconfig again"_s;
    QTest::newRow("expired") << u"certificate expired on 20"_s << u"computer's clock"_s;
    QTest::newRow("not yet valid") << u"is not valid before 20"_s << u"computer's clock"_s;
    QTest::newRow("other host") << u"is not for api.example"_s << u"It is for k8s.example"_s;
    QTest::newRow("address is not named")
        << u"is not for 127.0.0.1"_s << u"use one of these in the kubeconfig"_s;
    QTest::newRow("name only in CN") << u"is not for 127.0.0.1"_s << u"names no host at all"_s;
    QTest::newRow("self-signed") << nobody << get;
    QTest::newRow("unknown authority") << nobody << get;
    QTest::newRow("authority of the system only") << nobody << get;
    QTest::newRow("signed by no authority")
        << u"is signed by one that may not sign any"_s << u"Ask an administrator"_s;
    QTest::newRow("one between is missing")
        << nobody << u"the server has to send the certificates in between"_s;
    QTest::newRow("no serverAuth") << u"is not meant for a server"_s << u"serverAuth"_s;
    QTest::newRow("RSA 1024") << u"its key is too short (1024 bits)"_s << u"2048 bits"_s;
    QTest::newRow("SHA-1") << u"signed by SHA-1"_s << u"SHA-256"_s;
    QTest::newRow("TLS 1.1 only") << u"too old a version of TLS"_s << u"TLS 1.2"_s;
    QTest::newRow("wildcard over two labels")
        << u"is not for a.b.example"_s << u"It is for *.example"_s;
}

void BadCertificatesTest::refused()
{
    QFETCH(QString, message);
    QFETCH(QString, remedy);
    const Authority authority("authority"), other("other");
    const Server bad = server(QTest::currentDataTag(), authority, other);
    ScriptedServer scripted([](const Heard &) { return ScriptedServer::answer(200, "{}"); },
                            bad.options.isEmpty() ? bad.configuration() : QSslConfiguration());
    std::unique_ptr<WeakServer> weak;
    if (!bad.options.isEmpty())
        weak = std::make_unique<WeakServer>(bad);
    const QString url = weak ? weak->url() : scripted.url();
    QVERIFY2(!url.isEmpty(), "openssl s_server does not start: install openssl");
    const QSslConfiguration before = QSslConfiguration::defaultConfiguration();
    QSslConfiguration system = before;
    system.addCaCertificates(QSslCertificate::fromData(other.pem()));
    QSslConfiguration::setDefaultConfiguration(system);
    PlainClient client(url, trusting(authority, bad.host));
    const auto answer = client.ask({ApiRequest::Verb::Get, u"/api"_s});
    ApiStream stream(client.api.get(), {ApiRequest::Verb::Get, u"/api"_s}, {});
    std::optional<ApiFailure> failure;
    connect(&stream, &ApiStream::failed, this, [&](const ApiFailure &failed) { failure = failed; });
    stream.start();
    const bool isOver = QTest::qWaitFor([&] { return failure.has_value(); });
    QSslConfiguration::setDefaultConfiguration(before);
    QVERIFY(isOver && !answer);
    for (const ApiFailure &found : {answer.error(), *failure}) {
        QCOMPARE(found.kind, ApiFailure::Kind::Tls);
        QVERIFY2(found.error.message.contains(message), qPrintable(found.error.text()));
        QVERIFY2(found.error.remedy.contains(remedy), qPrintable(found.error.text()));
        QCOMPARE(found.error.where, bad.host.isEmpty() ? u"127.0.0.1"_s : bad.host);
    }
    QVERIFY(scripted.heard().isEmpty());
    if (weak)
        QVERIFY2(!weak->said().contains("GET "_L1), qPrintable(weak->said()));
}

void BadCertificatesTest::good()
{
    const Authority authority("authority"), between("between", authority);
    for (const bool isDirect : {true, false}) {
        Server server;
        server.chain = isDirect ? authority.issue(server.key, Wanted{})
                                : between.issue(server.key, Wanted{}) + between.pem();
        ScriptedServer scripted([](const Heard &) { return ScriptedServer::answer(200, "{}"); },
                                server.configuration());
        PlainClient client(scripted.url(), trusting(authority, {}));
        QVERIFY(client.ask({ApiRequest::Verb::Get, u"/api"_s}));
        QCOMPARE(scripted.heard()[0].header("Authorization"), QByteArrayList{"Bearer s3cr3t"});
    }
}

CHARTWRIGHT_TEST(BadCertificatesTest)
#include "test_bad_certificates.moc"
