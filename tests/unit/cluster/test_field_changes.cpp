// SPDX-License-Identifier: Apache-2.0
#include "cluster/field_changes.h"
#include "cluster/field_owners.h"
#include "support/test_case.h"
#include "tree/yaml.h"

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace {

Value yaml(const QByteArray &text)
{
    const auto read = readYaml(text, u"test"_s);
    return read ? *read : Value();
}

QStringList words(const QList<FieldChange> &changes)
{
    QStringList out;
    for (const FieldChange &change : changes) {
        out.append(change.path.text() + u": "_s + change.before.scalarText() + u" → "_s +
                   change.after.scalarText());
    }
    return out;
}

} // namespace

class FieldChangesTest : public TestCase
{
    Q_OBJECT

private slots:
    void changes_data();
    void changes();
    void serverFieldsAreLeftOut();
    void ownersOfFields();
    void conflicts();
};

void FieldChangesTest::changes_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("none") << QByteArray("{a: 1, b: {c: x}}") << QByteArray("{b: {c: x}, a: 1}")
                          << QStringList();
    QTest::newRow("scalar") << QByteArray("{spec: {replicas: 2}}")
                            << QByteArray("{spec: {replicas: 3}}")
                            << QStringList{u"spec.replicas: 2 → 3"_s};
    QTest::newRow("new and gone") << QByteArray("{a: 1, b: 2}") << QByteArray("{b: 2, c: 3}")
                                  << QStringList{u"a: 1 → "_s, u"c:  → 3"_s};
    QTest::newRow("items by name")
        << QByteArray("{env: [{name: A, value: '1'}, {name: B, value: '2'}]}")
        << QByteArray(
               "{env: [{name: C, value: '3'}, {name: A, value: '1'}, {name: B, value: '4'}]}")
        << QStringList{u"env[B].value: 2 → 4"_s, u"env[C]:  → "_s};
    QTest::newRow("order of items")
        << QByteArray("{env: [{name: A}, {name: B}]}")
        << QByteArray("{env: [{name: B}, {name: A}]}") << QStringList{u"env:  → "_s};
    QTest::newRow("a list of texts is one value")
        << QByteArray("{args: [a, b]}") << QByteArray("{args: [a, c]}")
        << QStringList{u"args:  → "_s};
    QTest::newRow("amounts") << QByteArray("{limits: {cpu: 1000m, memory: 1Gi}}")
                             << QByteArray("{limits: {cpu: 1, memory: 1024Mi}}") << QStringList();
    QTest::newRow("amounts that differ")
        << QByteArray("{limits: {cpu: 1000m}}") << QByteArray("{limits: {cpu: 2}}")
        << QStringList{u"limits.cpu: 1000m → 2"_s};
    QTest::newRow("amounts of items")
        << QByteArray("{volumes: [{name: a, emptyDir: {sizeLimit: 2}}, {name: b}]}")
        << QByteArray("{volumes: [{name: a, emptyDir: {sizeLimit: '2'}}, {name: b}]}")
        << QStringList();
    QTest::newRow("texts are no amounts")
        << QByteArray("{data: {cpu: 1000m}}") << QByteArray("{data: {cpu: '1'}}")
        << QStringList{u"data.cpu: 1000m → 1"_s};
    QTest::newRow("other shape") << QByteArray("{a: {b: 1}}") << QByteArray("{a: x}")
                                 << QStringList{u"a:  → x"_s};
}

void FieldChangesTest::changes()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QStringList, expected);
    QCOMPARE(words(fieldChanges(yaml(before), yaml(after))), expected);
}

void FieldChangesTest::serverFieldsAreLeftOut()
{
    const Value live = yaml("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, uid: u, "
                            "resourceVersion: '1', generation: 2, creationTimestamp: t, "
                            "managedFields: [], annotations: {deployment.kubernetes.io/revision: "
                            "'1'}}, data: {k: v}, status: {x: 1}}");
    QCOMPARE(withoutServerFields(live),
             yaml("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: v}}"));
    const Value own = yaml("{metadata: {annotations: {mine: x}}}");
    QCOMPARE(withoutServerFields(own), own);
    QCOMPARE(withoutServerFields(Value(3)), Value(3));
}

void FieldChangesTest::ownersOfFields()
{
    const Value object = yaml(R"(
metadata:
  labels: {app: web}
  managedFields:
  - manager: chartwright
    operation: Apply
    fieldsV1: {"f:metadata": {"f:labels": {"f:app": {}}},
      "f:spec": {"f:template": {"f:spec": {"f:containers": {"k:{\"name\":\"web\"}": {".": {},
        "f:image": {}, "f:ports": {"k:{\"containerPort\":80,\"protocol\":\"TCP\"}": {".": {}, "f:containerPort": {}}}}}}}}}
  - manager: kubectl
    operation: Update
    subresource: scale
    fieldsV1: {"f:spec": {"f:replicas": {}, "f:gone": {}}}
spec:
  replicas: 5
  template:
    spec:
      containers:
      - {name: web, image: nginx, ports: [{containerPort: 80, protocol: TCP, name: http}]}
)");
    const QList<FieldOwner> owners = fieldOwners(object);
    QStringList all;
    for (const FieldOwner &owner : owners)
        all.append(owner.manager + u' ' + owner.path.text());
    QCOMPARE(all, (QStringList{
                      u"chartwright metadata.labels.app"_s,
                      u"chartwright spec.template.spec.containers[web].image"_s,
                      u"chartwright spec.template.spec.containers[web].ports[http].containerPort"_s,
                      u"kubectl spec.replicas"_s}));
    QVERIFY(owners.first().isApply && !owners.last().isApply);
    QCOMPARE(owners.last().subresource, u"scale"_s);
    QCOMPARE(ownersOf(owners, Path(u"spec"_s)), (QStringList{u"chartwright"_s, u"kubectl"_s}));
    QCOMPARE(ownersOf(owners, Path(u"spec.replicas"_s)), QStringList{u"kubectl"_s});
    QCOMPARE(ownersOf(owners, Path(u"spec.paused"_s)), QStringList());
    // Nothing of it has to be there, or be what it should be.
    QVERIFY(fieldOwners(Value()).isEmpty());
    QVERIFY(fieldOwners(yaml("{metadata: {managedFields: [{manager: x, fieldsV1: {'k:[': {}, "
                             "'k:{\"a\":1}': {}, f: 1}}, 3, x]}}"))
                .isEmpty());
}

void FieldChangesTest::conflicts()
{
    const Value status = yaml(R"({kind: Status, reason: Conflict, details: {causes: [
      {reason: FieldManagerConflict, message: "conflict with \"kubectl\" using apps/v1", field: .spec.replicas},
      {reason: FieldManagerConflict, message: "conflict with \"helm\": .x", field: .x},
      {reason: Other, field: .y}]}})");
    QCOMPARE(conflictsOf(status),
             (QList<FieldConflict>{{u"kubectl"_s, u".spec.replicas"_s}, {u"helm"_s, u".x"_s}}));
    QVERIFY(conflictsOf(yaml("{kind: Status, reason: NotFound}")).isEmpty());
}

CHARTWRIGHT_TEST(FieldChangesTest)
#include "test_field_changes.moc"
