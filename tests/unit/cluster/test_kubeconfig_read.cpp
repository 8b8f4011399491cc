// SPDX-License-Identifier: Apache-2.0
#include "configs.h"
#include "support/result_check.h"
#include "support/test_case.h"

using namespace chartwright;
using namespace chartwright_test;

class KubeconfigReadTest : public TestCase
{
    Q_OBJECT

private slots:
    void everything();
    void nullsAndUnknownFields();
    void wrongTypes_data();
    void wrongTypes();
    void wrongTypesOfEntries_data();
    void wrongTypesOfEntries();
    void mistakes_data();
    void mistakes();
    void base64_data();
    void base64();
    void hostile_data();
    void hostile();
    void errorsQuoteNoSecrets();
};

void KubeconfigReadTest::everything()
{
    const auto config = read(R"(
apiVersion: v1
kind: Config
preferences: {colors: true}
current-context: minikube
extensions: [{name: x, extension: {a: 1}}]
clusters:
- name: minikube
  cluster:
    server: https://192.168.49.2:8443
    tls-server-name: kubernetes
    insecure-skip-tls-verify: false
    disable-compression: true
    proxy-url: socks5://proxy:1080
    certificate-authority-data: |
      Y2EgYnl0
      ZXM=
    extensions:
    - name: cluster_info
      extension: {provider: minikube.sigs.k8s.io, version: v1.37.0}
users:
- name: kim
  user:
    client-certificate-data: Y2VydA==
    client-key-data: a2V5
    token: t0ken
    tokenFile: /t
    username: user
    password: pass
    as: other
    as-uid: "7"
    as-groups: [a, b]
    as-user-extra: {scopes: [v, w]}
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: aws
      args: [eks, get-token]
      env: [{name: AWS_PROFILE, value: dev}]
      installHint: "\e[1mInstall\e[0m it\r\n"
      provideClusterInfo: true
contexts:
- name: minikube
  context: {cluster: minikube, user: kim, namespace: todo, extensions: []}
)");
    QVERIFY_RESULT(config);
    QCOMPARE(config->currentContext, QStringLiteral("minikube"));
    const auto &cluster = config->clusters.at(0);
    QCOMPARE(cluster.where, QStringLiteral("/f/config:8:3"));
    QCOMPARE(cluster.server, QStringLiteral("https://192.168.49.2:8443"));
    QCOMPARE(cluster.tlsServerName, QStringLiteral("kubernetes"));
    QCOMPARE(cluster.proxyUrl, QStringLiteral("socks5://proxy:1080"));
    QVERIFY(cluster.disableCompression && !cluster.insecureSkipTlsVerify);
    QCOMPARE(cluster.certificateAuthority.data.view(), QByteArrayView("ca bytes"));
    QCOMPARE(cluster.extensions[u"cluster_info"][u"version"].toString(), QStringLiteral("v1.37.0"));
    const auto &user = config->users.at(0);
    QCOMPARE(user.clientCertificate.data.view(), QByteArrayView("cert"));
    QCOMPARE(user.clientKey.data.view(), QByteArrayView("key"));
    QCOMPARE(user.token.view(), QByteArrayView("t0ken"));
    QCOMPARE(user.tokenFile, QStringLiteral("/t"));
    QCOMPARE(user.userName, QStringLiteral("user"));
    QCOMPARE(user.password.view(), QByteArrayView("pass"));
    QCOMPARE(user.impersonate, QStringLiteral("other"));
    QCOMPARE(user.impersonateUid, QStringLiteral("7"));
    QCOMPARE(user.impersonateGroups, (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
    QCOMPARE(user.impersonateExtra.value(0).first, QStringLiteral("scopes"));
    QCOMPARE(user.impersonateExtra.value(0).second.size(), 2);
    QVERIFY(user.exec);
    QCOMPARE(user.exec->arguments,
             (QStringList{QStringLiteral("eks"), QStringLiteral("get-token")}));
    QCOMPARE(user.exec->environment.value(0).name, QStringLiteral("AWS_PROFILE"));
    QCOMPARE(user.exec->installHint, QStringLiteral("Install it"));
    QCOMPARE(user.exec->interactiveMode, QStringLiteral("IfAvailable"));
    QVERIFY(user.exec->provideClusterInfo);
    QCOMPARE(config->contexts.at(0).nameSpace, QStringLiteral("todo"));
}

void KubeconfigReadTest::nullsAndUnknownFields()
{
    const auto config = read(R"(
future: [1, {x: y}]
clusters: null
users: [null, {name: u, user: null}, {name: v, user: {token: null, exec: null, later: [1]}}]
contexts: [{name: one, context: {user: v, cluster: null, later: 5}}]
)");
    QVERIFY_RESULT(config);
    QCOMPARE(config->users.size(), 3u);
    QVERIFY(!config->user(QStringLiteral("v"))->exec);
}

void KubeconfigReadTest::wrongTypes_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("expected");
    const auto rows = [](const QByteArray &parent, const char *kind, const QByteArray &names,
                         const auto &wrap) {
        const QByteArrayList values{"5", "1.5", "true", "text", "[]", "{}", "[[]]", "{a: {}}"};
        const QByteArray expected = kind;
        for (const QByteArray &name : names.split(' ')) {
            for (const QByteArray &value : values) {
                const bool fits = (expected == "text" && value == "text") ||
                                  (expected == "true or false" && value == "true") ||
                                  (expected == "a list" && value == "[]") ||
                                  (expected == "a map" && value.startsWith('{'));
                if (fits || (expected == "a list" && value == "[[]]"))
                    continue;
                QTest::addRow("%s%s: %s", parent.constData(), name.constData(), value.constData())
                    << wrap(name + ": " + value) << QString::fromLatin1(parent + name)
                    << QString::fromLatin1(expected);
            }
        }
    };
    const auto top = [](const QByteArray &field) { return field; };
    const auto cluster = [](const QByteArray &field) { return config(field, ""); };
    const auto user = [](const QByteArray &field) { return config("", field); };
    const auto context = [](const QByteArray &field) { return config("", "", field); };
    const auto exec = [](const QByteArray &field) { return config("", "exec: {" + field + "}"); };
    const auto env = [](const QByteArray &field) {
        return config("", "exec: {env: [{" + field + "}]}");
    };
    const auto provider = [](const QByteArray &field) {
        return config("", "auth-provider: {" + field + "}");
    };
    rows("", "text", "apiVersion kind current-context", top);
    rows("", "a list", "clusters users contexts extensions", top);
    rows("", "a map", "preferences", top);
    rows("clusters[#0].cluster.", "text",
         "server tls-server-name proxy-url certificate-authority certificate-authority-data",
         cluster);
    rows("clusters[#0].cluster.", "true or false", "insecure-skip-tls-verify disable-compression",
         cluster);
    rows("clusters[#0].cluster.", "a list", "extensions", cluster);
    rows("users[#0].user.", "text",
         "client-certificate client-certificate-data client-key client-key-data token tokenFile "
         "username password as as-uid",
         user);
    rows("users[#0].user.", "a list", "as-groups extensions", user);
    rows("users[#0].user.", "a map", "as-user-extra exec auth-provider", user);
    rows("users[#0].user.exec.", "text", "apiVersion command installHint interactiveMode", exec);
    rows("users[#0].user.exec.", "true or false", "provideClusterInfo", exec);
    rows("users[#0].user.exec.", "a list", "args env", exec);
    rows("users[#0].user.exec.env[#0].", "text", "name value", env);
    rows("users[#0].user.auth-provider.", "text", "name", provider);
    rows("users[#0].user.auth-provider.", "a map", "config", provider);
    rows("contexts[#0].context.", "text", "cluster user namespace", context);
    rows("contexts[#0].context.", "a list", "extensions", context);
}

void KubeconfigReadTest::wrongTypes()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QString, field);
    QFETCH(QString, expected);
    // as-user-extra: {a: {}} is a map, whose entry is none.
    const auto config = read(yaml);
    if (yaml.contains("{a: {}}") && config)
        return;
    QVERIFY_ERROR(config, QStringLiteral("has to be "));
    const Error &error = config.error();
    if (!yaml.contains("{a: {}}"))
        QVERIFY2(error.message.startsWith(
                     QStringLiteral("“%1” has to be %2, but is ").arg(field, expected)),
                 qPrintable(error.message));
    QVERIFY2(error.where.startsWith(QStringLiteral("/f/config:")), qPrintable(error.where));
    QVERIFY(error.where.count(u':') == 2);
}

void KubeconfigReadTest::wrongTypesOfEntries_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *yaml, const char *message) {
        QTest::newRow(yaml) << QByteArray(yaml) << QString::fromUtf8(message);
    };
    row("[]", "the file has to be a map, but is a list");
    row("text", "the file has to be a map, but is text");
    row("5", "the file has to be a map");
    row("clusters: [5]", "“clusters[#0]” has to be a map, but is a number");
    row("clusters: [[]]", "“clusters[#0]” has to be a map, but is a list");
    row("clusters: [{name: 1}]", "“clusters[#0].name” has to be text, but is a number");
    row("clusters: [{name: yes}]", "“clusters[#0].name” has to be text, but is true or false");
    row("clusters: [{name: c, cluster: x}]", "“clusters[#0].cluster” has to be a map");
    row("users: [{name: c, user: [x]}]", "“users[#0].user” has to be a map");
    row("contexts: [{name: c, context: 5}]", "“contexts[#0].context” has to be a map");
    row("clusters: [{cluster: {extensions: [x]}}]", "extensions[#0]” has to be a map");
    row("users: [{user: {as-groups: [5]}}]", "“users[#0].user.as-groups[#0]” has to be text");
    row("users: [{user: {as-user-extra: {a: x}}}]",
        "“users[#0].user.as-user-extra.a” has to be a list");
    row("users: [{user: {as-user-extra: {a: [1]}}}]", "as-user-extra.a[#0]” has to be text");
    row("users: [{user: {exec: {args: [5]}}}]", "“users[#0].user.exec.args[#0]” has to be text");
    row("users: [{user: {exec: {env: [x]}}}]", "“users[#0].user.exec.env[#0]” has to be a map");
    row("users: [{user: {auth-provider: {config: {a: 5}}}}]", "config.a” has to be text");
}

void KubeconfigReadTest::wrongTypesOfEntries()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QString, message);
    QVERIFY_ERROR(read(yaml), message);
}

void KubeconfigReadTest::mistakes_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *yaml, const char *message) {
        QTest::newRow(yaml) << QByteArray(yaml) << QString::fromUtf8(message);
    };
    row("kind: Pod", "this is no kubeconfig: its kind is “Pod”");
    row("apiVersion: v2", "the version “v2” of kubeconfig files is not known");
    row("users: [{name: a}, {name: b}, {name: a}]",
        "/f/config:1:31: “a” is there twice under “users”\nKeep one");
    row("clusters: [{name: a}, {name: a}]", "“a” is there twice");
    row("contexts: [{name: a}, {name: a}]", "“a” is there twice");
    row("users: []\nusers: []", "is there twice");
    row("users: [{user: {token: a, token: b}}]", "is there twice");
    row("users: [{user: {token: 12345}}]", "Put it in double quotes.");
    row("a: 1\n---\nb: 2\n", "more than one document");
}

void KubeconfigReadTest::mistakes()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QString, message);
    QVERIFY_ERROR(read(yaml), message);
}

void KubeconfigReadTest::base64_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("good");
    for (const char *good : {"YQ==", "YWI=", "YWJj", "Y\\nW\\r\\nJj", ""})
        QTest::newRow(good) << QByteArray(good) << true;
    for (const char *bad : {"YQ", "Y", "YW%j", "YW Jj", "YQ===", "-_-_", "-----BEGIN X-----"})
        QTest::newRow(bad) << QByteArray(bad) << false;
}

void KubeconfigReadTest::base64()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, good);
    for (const char *field : {"client-certificate-data", "client-key-data"}) {
        const auto config =
            read(chartwright_test::config("", field + QByteArray(": \"") + text + '"'));
        if (good)
            QVERIFY_RESULT(config);
        else
            QVERIFY_ERROR(
                config,
                QStringLiteral("“users[#0].user.%1” is not base64").arg(QLatin1String(field)));
    }
    const auto config =
        read(chartwright_test::config("certificate-authority-data: \"" + text + '"', ""));
    QCOMPARE(config.has_value(), good);
}

void KubeconfigReadTest::hostile_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QByteArray &yaml, const char *message) {
        QTest::newRow(name) << yaml << QString::fromLatin1(message);
    };
    row("huge", QByteArray(6ll * 1024 * 1024, '#'), "larger than 5 MiB");
    row("long value", "users: [{user: {token: " + QByteArray(2ll * 1024 * 1024, 'a') + "}}]",
        "longer than 1024 KiB");
    row("many values", "users: [" + QByteArray("{},").repeated(200'000) + "]", "more than");
    row("deep", "users: " + QByteArray(20'000, '[') + QByteArray(20'000, ']'), "nested more than");
    row("deep extension",
        "extensions: [{name: x, extension: " + QByteArray(200, '[') + QByteArray(200, ']') + "}]",
        "nested more than");
    row("alias bomb", "a: &a [x, x]\nb: &b [*a, *a]\nusers: *b\n", "are not read");
    row("NUL", QByteArray("kind: Co\0nfig", 13), "U+0000");
    row("escaped NUL", "users: [{user: {exec: {args: [\"a\\0b\"]}}}]", "U+0000");
    row("not UTF-8", "kind: \xff\xfe", "UTF-8");
    row("merge key", "users: [{<<: {a: b}}]", "not a string");
    row("key is a list", "? [a]\n: b\n", "not a string");
    row("tag", "users: !!python/object {}\n", "tag");
    row("not closed", "users: [{name: \"", "");
    row("tabs", "users:\n\t- name: a\n", "");
    row("binary", QByteArray::fromHex("7f454c4602010100"), "");
}

void KubeconfigReadTest::hostile()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QString, message);
    QVERIFY_ERROR(read(yaml), message);
}

void KubeconfigReadTest::errorsQuoteNoSecrets()
{
    const QByteArray secret = "s3cr3t-Canary";
    const QByteArrayList bad{"client-key-data: " + secret, "token: [" + secret + "]",
                             "token: " + secret + ", as: 5", "password: {a: " + secret + "}",
                             "auth-provider: {config: {access-token: " + secret + ", b: 5}}"};
    for (const QByteArray &user : bad) {
        const auto config = read(chartwright_test::config("", user));
        QVERIFY_ERROR(config, QStringLiteral("/f/config"));
        QVERIFY2(!config.error().text().contains(QString::fromLatin1(secret)),
                 qPrintable(config.error().text()));
    }
}

CHARTWRIGHT_TEST(KubeconfigReadTest)
#include "test_kubeconfig_read.moc"
