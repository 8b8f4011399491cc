// SPDX-License-Identifier: Apache-2.0
#include "canary/canary_case.h"
#include "canary/cluster_search.h"
#include "minikube/minikube_home.h"
#include "support/helm.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>

using namespace chartwright_test;
using namespace Qt::StringLiterals;

// Values of Secrets go the whole way of the button (deploying_person.cpp): asked for, kept, brought
// to a cluster, changed, looked at, taken back. They are in the cluster's Secrets and in the
// keychain, and nowhere else there or here. Whatever is searched gets a value planted as well.
class CanaryDeployTest : public CanaryCase
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase();
    void theSecretsHoldThem();
    void noReleaseOfHelmHoldsAValue();
    void noOtherObjectHoldsAValue();
    void goesOnToTheEnd();
    void passesNoValueToAProgram();
    void noFileHoldsAValue();
    void noFileHeldOneForAWhile();
    void findsWhatIsPlantedInAFile_data();
    void findsWhatIsPlantedInAFile();
    void aCrashLeavesNone();

private:
    void meanwhile() override;
    void plant(const QByteArray &object);
    QStringList findInPassing() const;

    MinikubeHome m_home;
    const ClusterSearch m_cluster{
        [this](const QStringList &arguments) { return m_home.kubectl(arguments); }};
    QElapsedTimer m_clock;
    QHash<QString, QByteArray> m_passing; ///< files that may be gone by now, as they were
};

void CanaryDeployTest::initTestCase()
{
    QVERIFY_HELM(Helm::four());
    qputenv("CHARTWRIGHT_HELM4", Helm::four().program().toLocal8Bit());
    m_home.enter();
    QVERIFY(QDir(m_folder.path()).mkpath(u"tmp"_s));
    qputenv("TMPDIR", m_folder.filePath(u"tmp"_s).toLocal8Bit());
    // Of Minikube all but the node: there is the cluster, and with it the Secrets.
    m_roots = {m_folder.filePath(u"tmp"_s), m_folder.filePath(u"cwd"_s), m_home.path(u"images"_s),
               m_home.path(u"log"_s), m_home.path(u"kubeconfig"_s)};
    // Under strace each pod of the node would be traced, too, and the pods do get the values. That
    // minikube is started is traced: it fails the first time.
    startPerson({u"deploy"_s}, "start", 10);
    QVERIFY(m_home.minikube({u"start"_s, u"-o"_s, u"json"_s}, 120'000).contains("Done"));
    m_home.minikube({u"addons"_s, u"enable"_s, u"ingress"_s});
    letGoOn("deployed");
}

void CanaryDeployTest::cleanupTestCase()
{
    endSession();
    m_home.minikube({u"delete"_s});
}

/// Each of the last values; those before were replaced.
void CanaryDeployTest::theSecretsHoldThem()
{
    QSet<QString> found;
    for (const QString &hit : needles().find(m_cluster.secrets()))
        found.insert(hit.section(u' ', 0, 1));
    QVERIFY2(found.size() >= 6, qPrintable(QStringList(found.cbegin(), found.cend()).join(u", ")));
}

/// Three revisions: another value of a Secret makes none.
void CanaryDeployTest::noReleaseOfHelmHoldsAValue()
{
    const QMap<QString, QByteArray> releases = m_cluster.releases();
    QVERIFY2(releases.size() >= 3,
             qPrintable(QStringList(releases.keyBegin(), releases.keyEnd()).join(u", ")));
    for (auto it = releases.cbegin(); it != releases.cend(); ++it) {
        QVERIFY2(it->contains("todo-backend"), qPrintable(it.key()));
        const QStringList hits = needles().find(*it);
        QVERIFY2(hits.isEmpty(), qPrintable(it.key() + u": "_s + hits.join(u", ")));
    }
    plant(ClusterSearch::releaseHolding(m_values.last(), u"sh.helm.release.v1.planted.v1"_s));
    QVERIFY(
        !needles().find(m_cluster.releases().value(u"sh.helm.release.v1.planted.v1"_s)).isEmpty());
    m_home.kubectl({u"delete"_s, u"secret"_s, u"sh.helm.release.v1.planted.v1"_s});
}

void CanaryDeployTest::noOtherObjectHoldsAValue()
{
    const QByteArray objects = m_cluster.otherObjects();
    for (const char *kind : {"ConfigMap", "Deployment", "ReplicaSet", "Pod", "Event", "Ingress"})
        QVERIFY2(objects.contains(QByteArray("\n  kind: ") + kind + '\n'), kind);
    QVERIFY(objects.contains("managedFields") && objects.contains("f:DATABASE_URL"));
    QCOMPARE(needles().find(objects), QStringList());
    plant(
        "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"planted\"}, "
        "\"data\": {\"x\": \"" +
        m_values.last().toBase64().toBase64() + "\"}}");
    QCOMPARE(needles().find(m_cluster.otherObjects()),
             QStringList{u"value %1 as base64 of base64"_s.arg(m_values.size() - 1)});
    m_home.kubectl({u"delete"_s, u"configmap"_s, u"planted"_s});
}

void CanaryDeployTest::plant(const QByteArray &object)
{
    QFile file(m_folder.filePath(u"planted"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(object);
    file.close();
    QVERIFY(m_home.kubectl({u"create"_s, u"-f"_s, file.fileName()}).contains("created"));
    file.remove();
}

/// What was seen on the way is searched as a file of the person's.
void CanaryDeployTest::goesOnToTheEnd()
{
    letGoOn("uninstalled");
    QVERIFY(m_cluster.releases().isEmpty());
    QCOMPARE(needles().find(m_cluster.otherObjects()), QStringList());
}

void CanaryDeployTest::passesNoValueToAProgram()
{
    searchTrace({"chartwright-cli", "/helm", "minikube\", \"start", "minikube\", \"image"});
}

void CanaryDeployTest::noFileHoldsAValue() { searchFiles(); }

/// What programs put into the folder for temporary files, looked at ten times a second.
void CanaryDeployTest::meanwhile()
{
    constexpr qint64 Largest = 4ll * 1024 * 1024; // of images there is more
    if (m_clock.isValid() && !m_clock.hasExpired(100))
        return;
    m_clock.start();
    QDirIterator it(m_folder.filePath(u"tmp"_s), QDir::Files | QDir::Hidden,
                    QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QFileInfo file(it.next());
        const QString key = u"%1 %2 %3"_s.arg(file.filePath())
                                .arg(file.size())
                                .arg(file.lastModified().toMSecsSinceEpoch());
        if (file.size() > 0 && file.size() < Largest && !m_passing.contains(key))
            m_passing.insert(key, contentOf(file.filePath()));
    }
}

QStringList CanaryDeployTest::findInPassing() const
{
    QStringList out;
    for (auto it = m_passing.cbegin(); it != m_passing.cend(); ++it) {
        for (const QString &hit : needles().find(*it))
            out.append(it.key() + u": "_s + hit);
    }
    return out;
}

void CanaryDeployTest::noFileHeldOneForAWhile()
{
    QVERIFY2(m_passing.size() > 5,
             qPrintable(QStringList(m_passing.keyBegin(), m_passing.keyEnd()).join(u'\n')));
    const QStringList hits = findInPassing();
    QVERIFY2(hits.isEmpty(), qPrintable(hits.join(u'\n')));
    QFile file(m_folder.filePath(u"tmp/planted"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("x: " + m_values.last()) > 0);
    file.close();
    m_clock.invalidate();
    meanwhile();
    file.remove();
    QCOMPARE(findInPassing().size(), 1);
}

void CanaryDeployTest::findsWhatIsPlantedInAFile_data()
{
    QTest::addColumn<QString>("file");
    const QString data = qEnvironmentVariable("XDG_DATA_HOME");
    QTest::newRow("document") << m_projects + u"/project/topology.yaml"_s;
    QTest::newRow("autosave") << firstFile(data + u"/chartwright/chartwright/autosave"_s, u"*"_s);
    QTest::newRow("settings") << firstFile(qEnvironmentVariable("XDG_CONFIG_HOME"), u"*.conf"_s);
    QTest::newRow("log") << firstFile(data, u"chartwright.log"_s);
    QTest::newRow("index") << firstFile(data, u"index.json"_s);
    QTest::newRow("keyring") << firstFile(data, u"login.keyring"_s);
    QTest::newRow("windows and programs") << m_projects + u"/seen.txt"_s;
    QTest::newRow("standard error") << m_folder.filePath(u"errors"_s);
    QTest::newRow("kubeconfig") << m_home.path(u"kubeconfig"_s);
    QTest::newRow("commands of minikube") << m_home.path(u"log"_s);
}

void CanaryDeployTest::findsWhatIsPlantedInAFile()
{
    QFETCH(QString, file);
    findsPlantedIn(file);
}

void CanaryDeployTest::aCrashLeavesNone()
{
    crashPerson();
    searchFiles();
}

CHARTWRIGHT_TEST(CanaryDeployTest)
#include "test_canary_deploy.moc"
