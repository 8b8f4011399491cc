// SPDX-License-Identifier: Apache-2.0
#include "certificates.h"
#include "cluster/target.h"
#include "configs.h"
#include "support/places.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSslKey>

using namespace chartwright;
using namespace chartwright_test;

class TargetTest : public TestCase
{
    Q_OBJECT

private slots:
    void simple();
    void authority();
    void authorityMistakes();
    void skippedChecks();
    void clientKeys_data();
    void clientKeys();
    void keyMistakes_data();
    void keyMistakes();
    void certificateAndKeyInOneFile();
    void kinds_data();
    void kinds();
    void nothingSecretOverHttp();
    void impersonation();
    void pluginIsTold();
    void proxies();
    void problemsComeFirst();
};

namespace {

const QByteArray Server = "server: 'https://a:6443'";

QByteArray data(const char *field, const QByteArray &bytes)
{
    return field + QByteArray("-data: ") + bytes.toBase64();
}

Result<Target> target(const QByteArray &cluster, const QByteArray &user,
                      const QByteArray &context = "cluster: c, user: u")
{
    const auto kubeconfig = read(config(cluster, user, context));
    if (!kubeconfig)
        return tl::unexpected(kubeconfig.error());
    return targetOf(*kubeconfig, {}, {});
}

} // namespace

void TargetTest::simple()
{
    const auto found = target("server: 'https://a:6443/x/?y', tls-server-name: k8s", "");
    QVERIFY_RESULT(found);
    QCOMPARE(found->context, QStringLiteral("one"));
    QCOMPARE(found->cluster, QStringLiteral("c"));
    QCOMPARE(found->user, QStringLiteral("u"));
    QCOMPARE(found->server, QUrl(QStringLiteral("https://a:6443/x")));
    QCOMPARE(found->nameSpace, QStringLiteral("default"));
    QCOMPARE(found->tlsServerName, QStringLiteral("k8s"));
    QCOMPARE(found->proxy.type(), QNetworkProxy::NoProxy);
    QVERIFY(found->login == Login::None);
    QVERIFY(found->where.startsWith(QStringLiteral("/f/config:")));
    // Without an authority of its own, those of the system.
    QCOMPARE(found->tls.caCertificates(),
             QSslConfiguration::defaultConfiguration().caCertificates());
    QCOMPARE(found->tls.protocol(), QSsl::TlsV1_2OrLater);
    QVERIFY(found->tls.privateKey().isNull());
    QCOMPARE(target(Server, "", "cluster: c, user: u, namespace: todo")->nameSpace,
             QStringLiteral("todo"));
}

void TargetTest::authority()
{
    const Authority one("one"), two("two");
    const auto embedded =
        target(Server + ", " + data("certificate-authority", one.pem() + two.pem()), "");
    QVERIFY_RESULT(embedded);
    QCOMPARE(embedded->tls.caCertificates().size(), 2);

    const Folder folder;
    folder.write(QStringLiteral("ca.crt"), "some words\n" + one.pem());
    const auto inFile = read(config(Server + ", certificate-authority: ca.crt", ""),
                             folder.path(QStringLiteral("config")));
    QVERIFY_RESULT(inFile);
    const auto found = targetOf(*inFile);
    QVERIFY_RESULT(found);
    QCOMPARE(found->tls.caCertificates(), QSslCertificate::fromData(one.pem()));
    QCOMPARE(found->tls.peerVerifyMode(), QSslSocket::AutoVerifyPeer);
}

void TargetTest::authorityMistakes()
{
    QVERIFY_ERROR(target(Server + ", " + data("certificate-authority", "hello"), ""),
                  QStringLiteral("/f/config:5:3: the certificate authority holds no certificate"));
    const Folder folder;
    const QString file = folder.write(QStringLiteral("ca.crt"), "hello");
    QVERIFY_ERROR(target(Server + ", certificate-authority: " + file.toUtf8(), ""),
                  file + QStringLiteral(": the certificate authority holds no certificate"));
    folder.write(QStringLiteral("ca.crt"), QByteArray(2ll * 1024 * 1024, 'a'));
    QVERIFY_ERROR(target(Server + ", certificate-authority: " + file.toUtf8(), ""),
                  QStringLiteral("larger than 1 MiB"));
}

void TargetTest::skippedChecks()
{
    const auto found = target(Server + ", insecure-skip-tls-verify: true", "");
    QVERIFY_RESULT(found);
    QCOMPARE(found->tls.peerVerifyMode(), QSslSocket::VerifyNone);
}

void TargetTest::clientKeys_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("form");
    for (const char *type : {"RSA", "EC"}) {
        QTest::addRow("%s, PKCS#8", type) << QByteArray(type) << int(Form::Pkcs8);
        QTest::addRow("%s, own form", type) << QByteArray(type) << int(Form::Own);
    }
}

void TargetTest::clientKeys()
{
    QFETCH(QByteArray, type);
    QFETCH(int, form);
    const Authority authority("ca");
    const Key key = newKey(type.constData());
    const auto found = target(Server, data("client-certificate", authority.issue(key, "kim")) +
                                          ", " + data("client-key", pemOf(key, Form(form))));
    QVERIFY_RESULT(found);
    QVERIFY(found->login == Login::Certificate);
    QCOMPARE(found->tls.privateKey().algorithm(), type == "RSA" ? QSsl::Rsa : QSsl::Ec);
    QCOMPARE(found->tls.localCertificate().subjectInfo(QSslCertificate::CommonName),
             QStringList{QStringLiteral("kim")});
}

void TargetTest::keyMistakes_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QString>("message");
    const Authority authority("ca");
    const Key ec = newKey("EC"), other = newKey("EC"), ed = newKey("ED25519");
    const QByteArray certificate = authority.issue(ec, "kim");
    const auto row = [&](const char *name, const QByteArray &c, const QByteArray &k,
                         const char *message) {
        QTest::newRow(name) << c << k << QString::fromUtf8(message);
    };
    row("Ed25519", authority.issue(ed, "kim"), pemOf(ed), "neither RSA nor EC, perhaps Ed25519");
    row("passphrase", certificate, pemOf(ec, Form::Encrypted), "protected by a passphrase\nTake");
    row("passphrase, own form", certificate, pemOf(ec, Form::OwnEncrypted),
        "protected by a passphrase");
    row("another key", certificate, pemOf(other), "does not belong to the certificate");
    row("text for key", certificate, "hello", "not a private key");
    row("certificate for key", certificate, certificate, "this is a certificate");
    row("text for certificate", "hello", pemOf(ec), "not a certificate");
    row("damaged key", certificate, pemOf(ec).replace(40, 4, "!!!!"), "is damaged");
    row("cut certificate", certificate.first(300), pemOf(ec), "is damaged");
}

void TargetTest::keyMistakes()
{
    QFETCH(QByteArray, certificate);
    QFETCH(QByteArray, key);
    QFETCH(QString, message);
    const Folder folder;
    const QString c = folder.write(QStringLiteral("c.crt"), certificate);
    const QString k = folder.write(QStringLiteral("c.key"), key);
    const auto inFiles =
        target(Server, "client-certificate: " + c.toUtf8() + ", client-key: " + k.toUtf8());
    QVERIFY_ERROR(inFiles, message);
    QVERIFY2(inFiles.error().where == c || inFiles.error().where == k,
             qPrintable(inFiles.error().where));
    const auto embedded =
        target(Server, data("client-certificate", certificate) + ", " + data("client-key", key));
    QVERIFY_ERROR(embedded, message);
    QCOMPARE(embedded.error().where, QStringLiteral("/f/config:8:3"));
    for (const QByteArray &line : key.split('\n'))
        QVERIFY(line.size() < 8 || line.startsWith("---") ||
                !embedded.error().text().contains(QString::fromLatin1(line)));
}

void TargetTest::certificateAndKeyInOneFile()
{
    const Authority authority("ca");
    const Key key = newKey("EC");
    const Folder folder;
    const QByteArray file =
        folder.write(QStringLiteral("both.pem"), authority.issue(key, "kim") + pemOf(key)).toUtf8();
    const auto found = target(Server, "client-certificate: " + file + ", client-key: " + file);
    QVERIFY_RESULT(found);
    QVERIFY(!found->tls.privateKey().isNull());
}

void TargetTest::kinds_data()
{
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<int>("login");
    const Authority authority("ca");
    const Key key = newKey("EC");
    const QByteArray certificate = data("client-certificate", authority.issue(key, "kim")) + ", " +
                                   data("client-key", pemOf(key));
    const QByteArray exec =
        "exec: {command: aws, apiVersion: client.authentication.k8s.io/v1beta1}";
    const QByteArray file = "tokenFile: " CHARTWRIGHT_SOURCE_DIR "/LICENSE";
    const auto row = [](const char *name, const QByteArray &user, Login login) {
        QTest::newRow(name) << user << int(login);
    };
    row("none", "", Login::None);
    row("token", "token: a", Login::Token);
    row("file", file, Login::TokenFile);
    row("file before token", "token: a, " + file, Login::TokenFile);
    row("basic", "username: a, password: b", Login::Basic);
    row("certificate", certificate, Login::Certificate);
    row("certificate and token", certificate + ", token: a", Login::Token);
    row("exec", exec, Login::Exec);
    row("exec and token", exec + ", token: a", Login::Token);
    row("exec and file", exec + ", " + file, Login::TokenFile);
    row("exec and basic", exec + ", username: a", Login::Basic);
    row("exec and certificate", exec + ", " + certificate, Login::Certificate);
}

void TargetTest::kinds()
{
    QFETCH(QByteArray, user);
    const auto found = target(Server, user);
    QVERIFY_RESULT(found);
    QTEST(int(found->login), "login");
    QCOMPARE(found->exec.has_value(), found->login == Login::Exec);
    QCOMPARE(!found->tls.privateKey().isNull(), user.contains("client-key"));
}

void TargetTest::nothingSecretOverHttp()
{
    const auto found = target("server: 'http://a:8080'", "token: a, as: kim");
    QVERIFY_RESULT(found);
    QVERIFY(found->login == Login::None);
    QVERIFY(found->token.isEmpty());
    QVERIFY(!found->isSecure());
    QCOMPARE(found->impersonation.size(), 1); // client-go sends it all the same
    const auto plugin =
        target("server: 'a:8080'", "exec: {command: aws, "
                                   "apiVersion: client.authentication.k8s.io/v1beta1}");
    QVERIFY_RESULT(plugin);
    QVERIFY(!plugin->exec);
}

void TargetTest::impersonation()
{
    const auto found = target(Server, "as: kim, as-uid: '7', as-groups: [a, 'b c'], "
                                      "as-user-extra: {'Example.com/Scope%': [x, ü]}");
    QVERIFY_RESULT(found);
    const QList<std::pair<QByteArray, QByteArray>> expected{
        {"Impersonate-User", "kim"},
        {"Impersonate-Uid", "7"},
        {"Impersonate-Group", "a"},
        {"Impersonate-Group", "b c"},
        {"Impersonate-Extra-example.com%2Fscope%25", "x"},
        {"Impersonate-Extra-example.com%2Fscope%25", "\xc3\xbc"}};
    QCOMPARE(found->impersonation, expected);
}

void TargetTest::pluginIsTold()
{
    const QByteArray exec = "exec: {command: aws, apiVersion: client.authentication.k8s.io/v1, "
                            "interactiveMode: Never";
    const Authority authority("ca");
    const QByteArray cluster = Server +
                               ", tls-server-name: k8s, proxy-url: 'http://p', "
                               "extensions: [{name: client.authentication.k8s.io/exec, "
                               "extension: {audience: \"a\\nb\"}}], " +
                               data("certificate-authority", authority.pem());
    const auto silent = target(cluster, exec + "}");
    QVERIFY_RESULT(silent);
    QCOMPARE(execInfo(*silent->exec),
             QByteArray("{\"kind\": \"ExecCredential\",\"apiVersion\": "
                        "\"client.authentication.k8s.io/v1\",\"spec\": {\"interactive\": false}}"));
    const auto found = target(cluster, exec + ", provideClusterInfo: true}");
    QVERIFY_RESULT(found);
    const QByteArray info = execInfo(*found->exec);
    QVERIFY(!info.contains('\n'));
    const QJsonObject told = QJsonDocument::fromJson(info)[QStringLiteral("spec")]
                                 .toObject()[QStringLiteral("cluster")]
                                 .toObject();
    QCOMPARE(told[QStringLiteral("server")].toString(), QStringLiteral("https://a:6443"));
    QCOMPARE(told[QStringLiteral("tls-server-name")].toString(), QStringLiteral("k8s"));
    QCOMPARE(told[QStringLiteral("proxy-url")].toString(), QStringLiteral("http://p"));
    QCOMPARE(told[QStringLiteral("certificate-authority-data")].toString().toLatin1(),
             authority.pem().toBase64());
    QCOMPARE(told[QStringLiteral("config")].toObject()[QStringLiteral("audience")].toString(),
             QStringLiteral("a\nb"));
    QVERIFY(!told.contains(QStringLiteral("insecure-skip-tls-verify")));
}

void TargetTest::proxies()
{
    const auto kubeconfig = read(config(Server, ""));
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("HTTPS_PROXY"), QStringLiteral("http://p:1"));
    QCOMPARE(targetOf(*kubeconfig, {}, environment)->proxy.hostName(), QStringLiteral("p"));
    environment.insert(QStringLiteral("HTTPS_PROXY"), QStringLiteral("gopher://p:1"));
    QVERIFY_ERROR(targetOf(*kubeconfig, {}, environment), QStringLiteral("HTTPS_PROXY: "));
}

void TargetTest::problemsComeFirst()
{
    QVERIFY_ERROR(target(Server, "as-uid: a"), QStringLiteral("but not “as”"));
    const auto kubeconfig = read(config(Server, ""));
    QVERIFY_ERROR(targetOf(*kubeconfig, QStringLiteral("two")), QStringLiteral("no context “two”"));
}

CHARTWRIGHT_TEST(TargetTest)
#include "test_target.moc"
