// SPDX-License-Identifier: Apache-2.0
#include "configs.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QDir>
#include <QFile>

using namespace chartwright;
using namespace chartwright_test;

class KubeconfigFilesTest : public TestCase
{
    Q_OBJECT

private slots:
    void places();
    void explicitFileMustExist();
    void missingOnesArePassedOver();
    void noFileAtAll();
    void brokenOneStops();
    void firstFileWins();
    void firstCurrentContextWins();
    void relativePaths();
    void unreadable_data();
    void unreadable();
};

namespace {

QStringList find(const QString &explicitPath, const QString &listed, const QString &home)
{
    QProcessEnvironment environment;
    if (!listed.isNull())
        environment.insert(QStringLiteral("KUBECONFIG"), listed);
    environment.insert(QStringLiteral("HOME"), home);
    return KubeconfigFiles::find(explicitPath, environment).files;
}

} // namespace

void KubeconfigFilesTest::places()
{
    const QString home = QStringLiteral("/home/kim");
    const QStringList usual{QStringLiteral("/home/kim/.kube/config")};
    QCOMPARE(find({}, {}, home), usual);
    QCOMPARE(find({}, QStringLiteral(""), home), usual);
    QCOMPARE(find({}, {}, QString()), QStringList());
    QCOMPARE(find({}, QStringLiteral("/a:/b:/a"), home),
             (QStringList{QStringLiteral("/a"), QStringLiteral("/b")}));
    QCOMPARE(find({}, QStringLiteral(":/a::"), home), QStringList{QStringLiteral("/a")});
    QCOMPARE(find({}, QStringLiteral("sub/b"), home),
             QStringList{QDir().absoluteFilePath(QStringLiteral("sub/b"))});
    // Not those of the environment, too.
    QCOMPARE(find(QStringLiteral("/x/../c"), QStringLiteral("/a"), home),
             QStringList{QStringLiteral("/c")});
    QVERIFY(KubeconfigFiles::find(QStringLiteral("/c"), {}).mustExist);
    QVERIFY(!KubeconfigFiles::find({}, {}).mustExist);
}

void KubeconfigFilesTest::explicitFileMustExist()
{
    const auto config = loadKubeconfig({{QStringLiteral("/nowhere/config")}, true});
    QVERIFY_ERROR(config, QStringLiteral("/nowhere/config: there is no such kubeconfig"));
    QVERIFY(!config.error().remedy.isEmpty());
}

void KubeconfigFilesTest::missingOnesArePassedOver()
{
    const Folder folder;
    const QString there = folder.write(QStringLiteral("b"), config("server: 'https://b'", ""));
    const QStringList files{folder.path(QStringLiteral("a")), there};
    const auto config = loadKubeconfig({files, false});
    QVERIFY_RESULT(config);
    QCOMPARE(config->files, files);
    QCOMPARE(config->filesRead, QStringList{there});
    QCOMPARE(problems(config), QString());
}

void KubeconfigFilesTest::noFileAtAll()
{
    const auto config = loadKubeconfig({{QStringLiteral("/nowhere/config")}, false});
    QVERIFY_RESULT(config);
    QVERIFY(config->contexts.empty());
    QVERIFY(problems(config).startsWith(
        QStringLiteral("/nowhere/config: there is no kubeconfig. Start a cluster")));

    const Folder folder;
    for (const char *bytes : {"", "# nothing\n", "{}", "null"}) {
        const QString file = folder.write(QStringLiteral("empty"), bytes);
        const auto empty = loadKubeconfig({{file}, false});
        QVERIFY_RESULT(empty);
        QVERIFY(problems(empty).contains(QStringLiteral("no context is chosen")));
    }
}

void KubeconfigFilesTest::brokenOneStops()
{
    const Folder folder;
    const QString good = folder.write(QStringLiteral("a"), config("server: 'https://b'", ""));
    const QString bad = folder.write(QStringLiteral("b"), "clusters: [");
    QVERIFY_ERROR(loadKubeconfig({{good, bad}, false}), bad + u':');
}

void KubeconfigFilesTest::firstFileWins()
{
    const Folder folder;
    const QString a = folder.write(QStringLiteral("a"), R"(
clusters: [{name: c, cluster: {server: 'https://a'}}, {name: onlyA, cluster: {}}]
users: [{name: u, user: {username: a}}])");
    const QString b = folder.write(QStringLiteral("b"), R"(
clusters: [{name: onlyB, cluster: {}}, {name: c, cluster: {server: 'https://b', tls-server-name: b}}]
users: [{name: u, user: {token: b}}]
contexts: [{name: one, context: {cluster: c, user: u}}])");
    const auto config = loadKubeconfig({{a, b}, false});
    QVERIFY_RESULT(config);
    QCOMPARE(config->clusters.size(), 3u);
    QCOMPARE(config->cluster(QStringLiteral("c"))->server, QStringLiteral("https://a"));
    QCOMPARE(config->cluster(QStringLiteral("c"))->tlsServerName, QString()); // not mixed
    QCOMPARE(config->cluster(QStringLiteral("c"))->where, a + QStringLiteral(":2:12"));
    QVERIFY(config->cluster(QStringLiteral("onlyB")));
    QVERIFY(config->user(QStringLiteral("u"))->token.isEmpty());
    // A context of one file may speak of the cluster of another.
    QCOMPARE(problems(config, QStringLiteral("one")), QString());
}

void KubeconfigFilesTest::firstCurrentContextWins()
{
    const Folder folder;
    QStringList files;
    for (const char *name : {"", "two", "three"})
        files += folder.write(QString::number(files.size()),
                              QByteArray("current-context: '") + name + "'\n");
    const auto config = loadKubeconfig({files, false});
    QVERIFY_RESULT(config);
    QCOMPARE(config->currentContext, QStringLiteral("two"));
}

void KubeconfigFilesTest::relativePaths()
{
    const Folder folder;
    const QByteArray yaml =
        config("server: 'https://a', certificate-authority: ca.crt",
               "client-certificate: ../c.crt, client-key: /abs/c.key, tokenFile: sub/token, "
               "exec: {command: ./bin/login, apiVersion: client.authentication.k8s.io/v1beta1}");
    const QString file = folder.write(QStringLiteral("deep/config"), yaml);
    const QString other =
        folder.write(QStringLiteral("other"),
                     "users: [{name: bare, user: {exec: {command: aws}, tokenFile: token}}]");
    const auto config = loadKubeconfig({{file, other}, false});
    QVERIFY_RESULT(config);
    QCOMPARE(config->cluster(QStringLiteral("c"))->certificateAuthority.path,
             folder.path(QStringLiteral("deep/ca.crt")));
    const auto *user = config->user(QStringLiteral("u"));
    QCOMPARE(user->clientCertificate.path, folder.path(QStringLiteral("c.crt")));
    QCOMPARE(user->clientKey.path, QStringLiteral("/abs/c.key"));
    QCOMPARE(user->tokenFile, folder.path(QStringLiteral("deep/sub/token")));
    QCOMPARE(user->exec->command, folder.path(QStringLiteral("deep/bin/login")));
    // Each starts at its own file; a bare command stays one, to be looked up in PATH.
    const auto *bare = config->user(QStringLiteral("bare"));
    QCOMPARE(bare->tokenFile, folder.path(QStringLiteral("token")));
    QCOMPARE(bare->exec->command, QStringLiteral("aws"));

    // A link is where it stands, not where it points to.
    const QString link = folder.path(QStringLiteral("link"));
    QVERIFY(QFile::link(file, link));
    const auto linked = loadKubeconfig({{link}, false});
    QVERIFY_RESULT(linked);
    QCOMPARE(linked->cluster(QStringLiteral("c"))->certificateAuthority.path,
             folder.path(QStringLiteral("ca.crt")));
}

void KubeconfigFilesTest::unreadable_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("folder") << QStringLiteral("/tmp");
    QTest::newRow("device without end") << QStringLiteral("/dev/zero");
}

void KubeconfigFilesTest::unreadable()
{
    QFETCH(QString, file);
    QVERIFY_ERROR(loadKubeconfig({{file}, false}), file + QStringLiteral(": this is not a file"));
}

CHARTWRIGHT_TEST(KubeconfigFilesTest)
#include "test_kubeconfig_files.moc"
