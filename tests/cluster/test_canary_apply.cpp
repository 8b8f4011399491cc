// SPDX-License-Identifier: Apache-2.0
#include "canary/canary_case.h"
#include "cluster/real_cluster.h"
#include "tree/yaml.h"

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
    QByteArray secrets() const;
    QByteArray otherObjects() const;

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

QByteArray CanaryApplyTest::secrets() const
{
    return cluster().kubectl({u"get"_s, u"secrets"_s, u"-o"_s, u"json"_s,
                              u"--show-managed-fields"_s, u"-n"_s, m_namespace->name()});
}

/// Of all namespaces, in case something goes to a wrong one; and what Secrets have beside data.
QByteArray CanaryApplyTest::otherObjects() const
{
    QStringList kinds;
    for (const QByteArray &line :
         cluster().kubectl({u"api-resources"_s, u"--verbs=list"_s, u"-o"_s, u"name"_s}).split('\n'))
        kinds.append(QString::fromUtf8(line));
    kinds.removeAll(QString());
    kinds.removeAll(u"secrets"_s);
    QByteArray out = cluster().kubectl({u"get"_s, kinds.join(u','), u"-A"_s, u"-o"_s, u"yaml"_s,
                                        u"--show-managed-fields"_s, u"--chunk-size=0"_s});
    const auto all = readJson(secrets(), u"secrets"_s);
    for (const Value &secret : all ? (*all)[u"items"].list() : List())
        out += writeJson(secret[u"metadata"]);
    return out;
}

/// Each of the last values; those before were replaced.
void CanaryApplyTest::theSecretsHoldThem()
{
    QSet<QString> found;
    for (const QString &hit : needles().find(secrets()))
        found.insert(hit.section(u' ', 0, 1));
    QVERIFY2(found.size() >= 12, qPrintable(found.values().join(u", ")));
}

void CanaryApplyTest::noOtherObjectHoldsAValue()
{
    const QByteArray objects = otherObjects();
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
    QCOMPARE(needles().find(otherObjects()),
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
