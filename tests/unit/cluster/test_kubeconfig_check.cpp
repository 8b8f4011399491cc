// SPDX-License-Identifier: Apache-2.0
#include "configs.h"
#include "support/places.h"
#include "support/test_case.h"

#include <QFile>

using namespace chartwright;
using namespace chartwright_test;

class KubeconfigCheckTest : public TestCase
{
    Q_OBJECT

private slots:
    void good_data();
    void good();
    void bad_data();
    void bad();
    void contexts();
    void files();
    void severalAtOnce();
    void urlsAreShownWithoutPasswords();
};

namespace {

const QByteArray Server = "server: 'https://a:6443'";
const QByteArray Exec = "command: aws, apiVersion: client.authentication.k8s.io/";

void addRow(const char *name, const QByteArray &cluster, const QByteArray &user,
            const char *message = "", const QByteArray &context = "cluster: c, user: u")
{
    QTest::newRow(name) << config(cluster, user, context) << QString::fromUtf8(message);
}

} // namespace

void KubeconfigCheckTest::good_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("message");
    addRow("nothing", Server, "");
    addRow("plain http", "server: 'http://localhost:8080'", "");
    addRow("no scheme", "server: 'localhost:8080'", "");
    addRow("path", "server: 'https://rancher/k8s/clusters/c-1'", "");
    addRow("IPv6", "server: 'https://[::1]:6443'", "");
    addRow("skips", Server + ", insecure-skip-tls-verify: true", "");
    addRow("token", Server, "token: a");
    addRow("basic", Server, "username: a, password: b");
    addRow("token and certificate", Server,
           "token: a, client-certificate-data: YQ==, client-key-data: YQ==");
    addRow("token file that is missing, beside a token", Server, "token: a, tokenFile: /nowhere");
    addRow("key alone", Server, "client-key: /nowhere");
    addRow("exec v1beta1", Server, "exec: {" + Exec + "v1beta1}");
    addRow("exec v1", Server, "exec: {" + Exec + "v1, interactiveMode: Never}");
    addRow("exec v1, if available", Server, "exec: {" + Exec + "v1, interactiveMode: IfAvailable}");
    addRow("impersonation", Server, "as: a, as-uid: b, as-groups: [c], as-user-extra: {d: [e]}");
    addRow("namespace", Server, "", "", "cluster: c, user: u, namespace: todo-1");
    addRow("nobody", Server, "", "", "cluster: c");
    addRow("proxy", Server + ", proxy-url: 'http://p'", "");
    addRow("socks", Server + ", proxy-url: 'socks5://p:1080'", "");
}

void KubeconfigCheckTest::good()
{
    QFETCH(QByteArray, yaml);
    QCOMPARE(problems(read(yaml)), QString());
}

void KubeconfigCheckTest::bad_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("message");
    addRow("no cluster", Server, "", "names no cluster", "user: u");
    addRow("other cluster", Server, "", "names the cluster “x”, which is not there",
           "cluster: x, user: u");
    addRow("other user", Server, "", "names the user “x”, who is not there", "cluster: c, user: x");
    addRow("namespace", Server, "", "“To_do” is no name for a namespace",
           "cluster: c, user: u, namespace: To_do");
    addRow("no server", "", "", "the cluster “c” has no server");
    addRow("server is no URL", "server: 'https://'", "", "is no address of a server");
    addRow("server of ftp", "server: 'ftp://a'", "", "“ftp://a” is no address of a server");
    addRow("server of file", "server: 'file:///etc/passwd'", "", "is no address of a server");
    addRow("server with a blank", "server: 'https://a b'", "", "is no address of a server");
    addRow("proxy of another kind", Server + ", proxy-url: 'ftp://p'", "", "no kind of proxy");
    addRow("proxy over TLS", Server + ", proxy-url: 'https://p'", "", "itself reached over TLS");
    addRow("proxy without host", Server + ", proxy-url: 'p'", "", "no address of a proxy");
    addRow("authority and skipping",
           Server + ", insecure-skip-tls-verify: true, certificate-authority-data: YQ==", "",
           "names a certificate authority and skips");
    addRow(
        "authority missing", Server + ", certificate-authority: /nowhere/ca.crt", "",
        "/f/config:5:3: the file for the certificate authority, /nowhere/ca.crt, cannot be read: "
        "there is no such file");
    addRow("authority is a folder", Server + ", certificate-authority: /tmp", "",
           "this is not a file");
    addRow("token and basic", Server, "token: a, username: b", "a token and a password");
    addRow("token file and basic", Server,
           "tokenFile: " CHARTWRIGHT_SOURCE_DIR "/LICENSE, password: b", "a token and a password");
    addRow("token file missing", Server, "tokenFile: /nowhere/t", "file for the token, /nowhere/t");
    addRow("token of two lines", Server, "token: \"a\\n\"", "the token holds a line end");
    addRow("certificate without key", Server, "client-certificate-data: YQ==", "and no key");
    addRow("certificate missing", Server, "client-certificate: /nowhere/c, client-key-data: YQ==",
           "file for the client's certificate, /nowhere/c");
    addRow("key missing", Server, "client-certificate-data: YQ==, client-key: /nowhere/k",
           "file for the client's key, /nowhere/k");
    addRow("gcp", Server, "auth-provider: {name: gcp}", "“gcp” is not possible here. Install gke");
    addRow("azure", Server, "auth-provider: {name: azure}", "kubelogin convert-kubeconfig");
    addRow("oidc", Server, "auth-provider: {name: oidc}", "oidc-login");
    addRow("another provider", Server, "auth-provider: {name: x}", "Use an “exec” plugin instead");
    addRow("provider without name", Server, "auth-provider: {}", "auth-provider");
    addRow("provider and exec", Server, "auth-provider: {name: gcp}, exec: {" + Exec + "v1beta1}",
           "has both “auth-provider” and “exec”");
    addRow("exec without command", Server,
           "exec: {apiVersion: client.authentication.k8s.io/v1beta1}", "has no “command”");
    addRow("exec without version", Server, "exec: {command: aws}", "has no “apiVersion”");
    addRow("exec v1alpha1", Server, "exec: {" + Exec + "v1alpha1}", "which Kubernetes gave up");
    addRow("exec v2", Server, "exec: {" + Exec + "v2}", "is not known");
    addRow("exec v1 without mode", Server, "exec: {" + Exec + "v1}", "has no “interactiveMode”");
    addRow("exec always", Server, "exec: {" + Exec + "v1, interactiveMode: Always}",
           "wants to ask in a terminal");
    addRow("exec v1beta1 always", Server, "exec: {" + Exec + "v1beta1, interactiveMode: Always}",
           "wants to ask in a terminal");
    addRow("exec sometimes", Server, "exec: {" + Exec + "v1, interactiveMode: Sometimes}",
           "“interactiveMode” is “Sometimes”");
    addRow("exec with a nameless variable", Server,
           "exec: {" + Exec + "v1beta1, env: [{value: a}]}", "a variable of the login plugin");
    addRow("exec with a strange variable", Server,
           "exec: {" + Exec + "v1beta1, env: [{name: 'A=B', value: a}]}",
           "a variable of the login plugin");
    addRow("groups alone", Server, "as-groups: [a]", "but not “as”");
    addRow("uid alone", Server, "as-uid: a", "but not “as”");
    addRow("extra alone", Server, "as-user-extra: {a: [b]}", "but not “as”");
    addRow("header in a header", Server, "as: \"a\\r\\nAuthorization: b\"", "control character");
    addRow("header in a group", Server, "as: a, as-groups: [\"b\\nc\"]", "control character");
    addRow("header in extra", Server, "as: a, as-user-extra: {k: [\"b\\nc\"]}",
           "control character");
}

void KubeconfigCheckTest::bad()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QString, message);
    const auto config = read(yaml);
    const QString found = problems(config);
    QVERIFY2(found.contains(message), qPrintable(found));
    QVERIFY2(found.startsWith(QStringLiteral("/f/config:")), qPrintable(found));
    QCOMPARE(found.count(u'\n'), 0);
}

void KubeconfigCheckTest::contexts()
{
    const auto config = read(chartwright_test::config(Server, ""));
    QCOMPARE(problems(config, QStringLiteral("two")),
             QStringLiteral("/f/config: there is no context “two”. Choose one of: one."));
    QCOMPARE(problems(config, QStringLiteral("one")), QString());
    QVERIFY(problems(read("current-context: gone")).contains(QStringLiteral("no context “gone”")));
}

void KubeconfigCheckTest::files()
{
    const Folder folder;
    const QString file = folder.write(QStringLiteral("ca"), "x");
    const QByteArray yaml = config(Server + ", certificate-authority: ca", "");
    QCOMPARE(problems(read(yaml, folder.path(QStringLiteral("config")))), QString());
    QFile::setPermissions(file, QFile::WriteOwner);
    if (!QFile(file).open(QIODevice::ReadOnly)) // root may read everything
        QVERIFY(problems(read(yaml, folder.path(QStringLiteral("config"))))
                    .contains(QStringLiteral("ca, cannot be read: Permission denied")));
    // What stands in the file itself goes before it.
    QCOMPARE(problems(read(config(Server + ", certificate-authority: /nowhere, "
                                           "certificate-authority-data: YQ==",
                                  ""))),
             QString());
}

void KubeconfigCheckTest::severalAtOnce()
{
    const QString found = problems(
        read(config("", "token: a, username: b, as-uid: c", "cluster: c, user: u, namespace: A")));
    QCOMPARE(found.count(u'\n'), 3);
}

void KubeconfigCheckTest::urlsAreShownWithoutPasswords()
{
    QCOMPARE(displayUrl(QStringLiteral("https://kim:s3cr3t@a:1/b")),
             QStringLiteral("https://kim@a:1/b"));
    for (const char *proxy : {"ftp://kim:s3cr3t@p", "https://kim:s3cr3t@p", "kim:s3cr3t@p",
                              "http://kim:s3cr3t@p:x", "://kim:s3cr3t@"}) {
        const QString found = problems(read(config(Server + ", proxy-url: '" + proxy + "'", "")));
        QVERIFY(!found.isEmpty());
        QVERIFY2(!found.contains(QStringLiteral("s3cr3t")), qPrintable(found));
    }
    const QString found = problems(read(config("server: 'ftp://kim:s3cr3t@a'", "")));
    QVERIFY2(!found.contains(QStringLiteral("s3cr3t")), qPrintable(found));
}

CHARTWRIGHT_TEST(KubeconfigCheckTest)
#include "test_kubeconfig_check.moc"
