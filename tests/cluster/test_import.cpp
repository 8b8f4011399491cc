// SPDX-License-Identifier: Apache-2.0
#include "cli/program.h"
#include "cluster/real_cluster.h"
#include "kinds/registry.h"
#include "project/project.h"
#include "project/safe_write.h"
#include "project/starters.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "tree/yaml.h"

#include <QTemporaryDir>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

const RealCluster &cluster() { return RealCluster::instance(); }

} // namespace

// What a real API server gives back of a drawing is that drawing again.
class ImportTest : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void whatWasAppliedComesBack();
    void otherKindsAreAppliedToo();
};

void ImportTest::initTestCase()
{
    QVERIFY2(cluster().problem().isEmpty(), qPrintable(cluster().problem()));
}

void ImportTest::whatWasAppliedComesBack()
{
    const TestNamespace ns(u"import"_s);
    const QTemporaryDir dir;
    const QStringList where{u"--kubeconfig"_s, cluster().adminConfig(), u"-n"_s,
                            ns.name(),         u"--release"_s,          u"todo"_s};
    const QString first = dir.filePath(u"first"_s), second = dir.filePath(u"second"_s);
    const Topology drawn = newFromStarter(u"todo-app"_s, allKinds()).value().topology;
    QVERIFY_RESULT(makeFolder(first));
    QVERIFY_RESULT(saveProject(drawn, first + u"/topology.yaml"_s));
    const Output applied = runProgram(QStringList{u"apply"_s, first} + where);
    QVERIFY2(applied.code == 0, applied.text());

    const QByteArray live = cluster().kubectl(
        {u"get"_s, u"deploy,rs,pod,svc,cm,ingress,sa"_s, u"-n"_s, ns.name(), u"-o"_s, u"yaml"_s});
    const Output imported = runProgram({u"import"_s, second, u"-"_s}, live);
    QVERIFY2(imported.code == 0 && imported.out.contains("6 objects and 2 images"),
             imported.text());
    QVERIFY2(imported.err.contains("Deployment todo-backend makes it"), imported.text());
    const auto project = loadProject(second, allKinds());
    QVERIFY_RESULT(project);
    for (const ResourcePtr &r : drawn.resources()) {
        if (r->kind != u"Secret" && r->kind != u"Release")
            QVERIFY2(project->topology.findByName(r->kind, r->name), qPrintable(r->name));
    }
    // But for the sum of the ConfigMap, whose keys the server has sorted.
    const Output same = runProgram(QStringList{u"diff"_s, second} + where);
    QVERIFY2(same.code < 2 && same.out.contains("As drawn: 4"), same.text());
    for (const QByteArray &line : same.out.split('\n')) {
        if (line.startsWith("  "))
            QVERIFY2(line.contains("checksum/config"), same.text());
    }
}

void ImportTest::otherKindsAreAppliedToo()
{
    const TestNamespace ns(u"import"_s);
    const QTemporaryDir dir;
    const QStringList where{u"--kubeconfig"_s, cluster().adminConfig(), u"-n"_s,
                            ns.name(),         u"--release"_s,          u"x"_s};
    const QByteArray yaml =
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: nightly}\n"
        "spec:\n  schedule: '@daily'\n  jobTemplate: {spec: {template: {spec: {restartPolicy: "
        "Never, containers: [{name: c, image: 'x:1', args: ['{{ x }}', \"a: b\"]}]}}}}\n---\n"
        "apiVersion: example.com/v1\nkind: Cart\nmetadata: {name: gone}\nspec: {}\n";
    QCOMPARE(runProgram({u"import"_s, dir.path(), u"-"_s}, yaml).code, 0);
    // The cluster has no such thing as a cart: it is said, and the rest goes on.
    const Output diff = runProgram(QStringList{u"diff"_s, dir.path()} + where);
    QVERIFY2(diff.code == 2 && diff.text().contains("the cluster has no Cart of example.com/v1") &&
                 diff.out.contains("CronJob nightly: new"),
             diff.text());
    const Output applied = runProgram(QStringList{u"apply"_s, dir.path()} + where);
    QVERIFY2(applied.text().contains("CronJob nightly: created"), applied.text());
    const Value job = cluster().object(u"cronjob"_s, u"nightly"_s, ns.name());
    const Value &pod = job[u"spec"][u"jobTemplate"][u"spec"][u"template"][u"spec"];
    QCOMPARE(pod[u"containers"].list().value(0)[u"args"], Value(List{u"{{ x }}"_s, u"a: b"_s}));
}

CHARTWRIGHT_TEST(ImportTest)
#include "test_import.moc"
