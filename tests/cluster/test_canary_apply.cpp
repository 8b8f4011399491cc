// SPDX-License-Identifier: Apache-2.0
#include "canary/canary_case.h"
#include "canary/cluster_search.h"
#include "cluster/real_cluster.h"

#include <QFile>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

const RealCluster &cluster() { return RealCluster::instance(); }

} // namespace

// Secret values are brought to a real cluster (applying_person.cpp): they are in its Secrets, and
// nowhere else there or here.
class CanaryApplyTest : public CanaryCase
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase();
    void theSecretsHoldThem();
    void noOtherObjectHoldsAValue();
    void findsWhatIsPlantedInAnObject();
    void passesNoValueToAProgram() { searchTrace({"chartwright-cli", "xdotool"}); }
    void noFileHoldsAValue();

private:
    const ClusterSearch m_cluster{
        [](const QStringList &arguments) { return cluster().kubectl(arguments); }};
    std::unique_ptr<TestNamespace> m_namespace;
};

void CanaryApplyTest::initTestCase()
{
    QVERIFY2(cluster().problem().isEmpty(), qPrintable(cluster().problem()));
    qputenv("KUBECONFIG", cluster().adminConfig().toLocal8Bit());
    m_namespace = std::make_unique<TestNamespace>(u"canary"_s);
    startPerson({u"apply"_s, m_namespace->name()}, "applied", 15);
}

void CanaryApplyTest::cleanupTestCase()
{
    m_namespace.reset();
    endSession();
}

/// Each of the last values; those before were replaced.
void CanaryApplyTest::theSecretsHoldThem()
{
    QSet<QString> found;
    for (const QString &hit : needles().find(m_cluster.secrets()))
        found.insert(hit.section(u' ', 0, 1));
    QVERIFY2(found.size() >= 12, qPrintable(QStringList(found.cbegin(), found.cend()).join(u", ")));
}

void CanaryApplyTest::noOtherObjectHoldsAValue()
{
    const QByteArray objects = m_cluster.otherObjects();
    for (const char *kind : {"ConfigMap", "Deployment", "ReplicaSet", "Pod", "Event", "Ingress"})
        QVERIFY2(objects.contains(QByteArray("\n  kind: ") + kind + '\n'), kind);
    QVERIFY(objects.contains("managedFields") && objects.contains(m_namespace->name().toUtf8()) &&
            objects.contains("f:DATABASE_URL"));
    QCOMPARE(needles().find(objects), QStringList());
}

void CanaryApplyTest::findsWhatIsPlantedInAnObject()
{
    QFile file(m_folder.filePath(u"planted.yaml"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{apiVersion: v1, kind: ConfigMap, metadata: {name: planted}, data: {x: " +
               Needles::inForm(m_values.last(), u"base64 after one byte"_s) + "}}\n");
    file.close();
    cluster().kubectl({u"create"_s, u"-f"_s, file.fileName(), u"-n"_s, m_namespace->name()});
    QCOMPARE(needles().find(m_cluster.otherObjects()),
             QStringList{u"value %1 as base64 after one byte"_s.arg(m_values.size() - 1)});
}

void CanaryApplyTest::noFileHoldsAValue()
{
    const QString log = firstFile(qEnvironmentVariable("XDG_DATA_HOME"), u"chartwright.log"_s);
    QVERIFY2(contentOf(log).contains(" chartwright.app: "), qPrintable(log));
    searchFiles();
    crashPerson();
    searchFiles();
}

CHARTWRIGHT_TEST(CanaryApplyTest)
#include "test_canary_apply.moc"
