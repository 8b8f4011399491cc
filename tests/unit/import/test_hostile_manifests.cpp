// SPDX-License-Identifier: Apache-2.0
#include "chart/render.h"
#include "checks/check_engine.h"
#include "import/manifest_import.h"
#include "kinds/registry.h"
#include "model/edits.h"
#include "model/wires.h"
#include "project/topology_file.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

class TestHostileManifests : public TestCase
{
    Q_OBJECT

private slots:
    void hostileShapes_data();
    void hostileShapes();
};

void TestHostileManifests::hostileShapes_data()
{
    QTest::addColumn<QByteArray>("rest");
    for (const char *rest :
         {"spec: 3", "spec: [1, 2]", "spec: {template: x, selector: y}",
          "spec: {template: {spec: {containers: x}}}",
          "spec: {template: {spec: {containers: [x, {name: [1]}, {image: {}}]}}}",
          "spec: {selector: x, ports: x, rules: x, tls: [x]}",
          "spec: {ports: [x, {port: {}}, {targetPort: [1]}], selector: {a: []}}",
          "spec: {rules: [x, {http: {paths: x}}]}", "data: x", "data: {a: {b: c}, b: [1]}",
          "stringData: [1]\ndata: 3", "type: [1]", "design: {keys: x}\nstatus: 3",
          "kind2: \"\\u202e\"", "spec: null"})
        QTest::newRow(rest) << QByteArray(rest);
}

void TestHostileManifests::hostileShapes()
{
    QFETCH(QByteArray, rest);
    QByteArray yaml;
    for (const char *head :
         {"apiVersion: apps/v1\nkind: Deployment", "apiVersion: v1\nkind: Service",
          "apiVersion: v1\nkind: ConfigMap", "apiVersion: v1\nkind: Secret",
          "apiVersion: networking.k8s.io/v1\nkind: Ingress",
          "apiVersion: x/v1\nkind: \"\\e[31m/../..\"", "apiVersion: v1\nkind: Pod"})
        yaml += QByteArray(head) +
                "\nmetadata: {name: \"../<b>a</b>\", labels: [x], "
                "annotations: 3}\n" +
                rest + "\n---\n";
    const auto read = readManifests(yaml, u"f.yaml"_s);
    QVERIFY_RESULT(read);
    Topology drawn = emptyTopology();
    const auto import = importManifests(drawn, *read);
    QVERIFY_RESULT(import);
    drawn.apply(import->edit);
    QVERIFY(integrityProblems(drawn).isEmpty());
    (void)allWires(drawn, RefIndex(drawn));
    (void)render(drawn);
    (void)CheckEngine::check(drawn, TargetFacts::of(drawn));
    for (const ResourcePtr &r : drawn.resources()) {
        const KindSpec *kind = allKinds().find(r->kind);
        if (kind->rows)
            (void)kind->rows(drawn, *r);
    }
}

CHARTWRIGHT_TEST(TestHostileManifests)
#include "test_hostile_manifests.moc"
