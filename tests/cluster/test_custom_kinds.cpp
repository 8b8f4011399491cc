// SPDX-License-Identifier: Apache-2.0
#include "cluster/todo_test_case.h"
#include "model/edits.h"
#include "support/result_check.h"
#include "tree/yaml.h"

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray Crd = R"(apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: PLURAL.GROUP}
spec:
  group: GROUP
  scope: SCOPE
  names: {kind: KIND, plural: PLURAL}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {FIELDS}}}}
)";

} // namespace

// Kinds that a drawing itself brings along, and objects of kinds that have no table here.
class CustomKindsTest : public TodoTestCase
{
    Q_OBJECT

private slots:
    void init() override;
    void cleanup();
    void oneApplyIsEnough();
    void aKindThatChanges();
    void namesThatAreTaken();
    void prunesThem();
    void deletesThem();
    void findsThemWithoutARecord();
    void anotherReleaseKeepsItsOwn();
    void anotherVersionIsTheSameObject();
    void whatOthersMadeIsNotOurs();
    void anAccountThatMayNotLook();

private:
    QString group() const { return m_namespace->name() + u".example.org"_s; }
    QByteArray filled(QByteArray yaml, const QByteArray &kind = "Widget",
                      const QByteArray &plural = "widgets",
                      const QByteArray &scope = "Namespaced") const;
    QByteArray definition(const QByteArray &fields = "size: {type: integer}") const
    {
        return filled(QByteArray(Crd).replace("FIELDS", fields));
    }
    QByteArray widget(const QByteArray &name, const QByteArray &spec = "size: 1") const
    {
        return filled("apiVersion: GROUP/v1\nkind: Widget\nmetadata: {name: " + name +
                      "}\nspec: {" + spec + "}\n");
    }
    void import(const QByteArray &yaml) const;
    void erase(const QString &name) const;
    void change(const QString &name, const QByteArray &yaml) const;
    QByteArray there(const QString &kind, const QString &name) const;
    QByteArray widgetThere(const QString &name) const
    {
        return there(u"widgets."_s + group(), name);
    }
    QByteArray definitionThere() const { return there(u"crd"_s, u"widgets."_s + group()); }
};

void CustomKindsTest::init()
{
    TodoTestCase::init();
    if (QTest::currentTestFailed())
        return;
    Topology topology = drawing();
    QList<ResourceId> all;
    for (const ResourcePtr &r : topology.resources()) {
        if (r->kind != u"Chart" && r->kind != u"Release")
            all.append(r->id);
    }
    topology.apply(removeResources(topology, RefIndex(topology), all));
    draw(topology);
}

void CustomKindsTest::cleanup()
{
    const QStringList left =
        linesOf(RealCluster::instance().kubectl({u"get"_s, u"crd"_s, u"-o"_s, u"name"_s}));
    for (const QString &name : left) {
        if (name.endsWith(group()))
            RealCluster::instance().kubectl({u"delete"_s, name, u"--wait=false"_s});
    }
}

QByteArray CustomKindsTest::filled(QByteArray yaml, const QByteArray &kind,
                                   const QByteArray &plural, const QByteArray &scope) const
{
    return yaml.replace("GROUP", group().toUtf8())
        .replace("KIND", kind)
        .replace("PLURAL", plural)
        .replace("SCOPE", scope);
}

void CustomKindsTest::import(const QByteArray &yaml) const
{
    QFile file(m_folder->filePath(u"more.yaml"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(yaml);
    file.close();
    const Output o = runProgram({u"import"_s, m_folder->path(), file.fileName()});
    QVERIFY2(o.code == 0, o.text());
}

void CustomKindsTest::erase(const QString &name) const
{
    Topology topology = drawing();
    const ResourcePtr r = topology.findByName(u"Manifest", name);
    QVERIFY(r);
    topology.apply(removeResources(topology, RefIndex(topology), {r->id}));
    draw(topology);
}

void CustomKindsTest::change(const QString &name, const QByteArray &yaml) const
{
    Topology topology = drawing();
    const ResourcePtr r = topology.findByName(u"Manifest", name);
    QVERIFY(r);
    const auto object = readYaml(yaml, name);
    QVERIFY_RESULT(object);
    topology.apply(setField(topology, RefIndex(topology), r->id, Path(u"manifest"_s),
                            without(*object, Path(u"metadata.name"_s))));
    draw(topology);
}

QByteArray CustomKindsTest::there(const QString &kind, const QString &name) const
{
    return kubectl({u"get"_s, kind, name, u"--ignore-not-found"_s, u"-o"_s, u"name"_s}).trimmed();
}

void CustomKindsTest::oneApplyIsEnough()
{
    import(definition() + "---\n" + widget("first") +
           // Named as a kind that is installed before definitions are.
           "---\n" + filled(QByteArray(Crd).replace("FIELDS", ""), "NetworkPolicy", "policies") +
           filled("---\napiVersion: GROUP/v1\nkind: NetworkPolicy\nmetadata: {name: deny}\n") +
           "---\n" + filled(QByteArray(Crd).replace("FIELDS", ""), "Fleet", "fleets", "Cluster") +
           filled("---\napiVersion: GROUP/v1\nkind: Fleet\nmetadata: {name: fleet-") +
           m_namespace->name().toUtf8() + "}\n");
    const Output before = cli(u"diff"_s);
    QCOMPARE(before.code, 1);
    QVERIFY2(before.out.contains("Widget first: new\n  its kind comes with this apply"),
             before.out);
    QCOMPARE(before.err, QByteArray());
    const Output tried = cli(u"apply"_s, {u"--dry-run"_s});
    QVERIFY2(tried.code == 0, tried.text());
    const Output json = cli(u"diff"_s, {u"-o"_s, u"json"_s});
    const auto read = readJson(json.out, u"diff"_s);
    QVERIFY_RESULT(read);
    QCOMPARE(entryOf(*read, u"first"_s)[u"untried"].toString(), u"kindComes"_s);
    QCOMPARE(entryOf(*read, u"widgets."_s + group())[u"untried"].toString(), QString());

    const Output applied = cli(u"apply"_s);
    QVERIFY2(applied.code == 0, applied.text());
    QVERIFY2(applied.out.contains("Widget first: created"), applied.out);
    QVERIFY(!widgetThere(u"first"_s).isEmpty());
    const Value fleet = RealCluster::instance().object(u"fleets."_s + group(),
                                                       u"fleet-"_s + m_namespace->name(), {});
    QVERIFY(fleet.isMap() && fleet[u"metadata"][u"namespace"].isNull());
    QCOMPARE(cli(u"diff"_s).code, 0);
    const Output again = cli(u"apply"_s);
    QVERIFY2(again.code == 0 && again.out.count(": unchanged") == 6, again.text());
    QCOMPARE(cli(u"delete"_s, {u"--with-crds"_s}).code, 0);
}

void CustomKindsTest::aKindThatChanges()
{
    import(definition() + "---\n" + widget("first"));
    QCOMPARE(cli(u"apply"_s).code, 0);
    // By the definition that is there, this is wrong.
    change(u"first"_s, widget("first", "size: 1, colour: red"));
    const Output refused = cli(u"diff"_s);
    QVERIFY2(refused.code == 2 && refused.out.contains("Widget first: refused") &&
                 refused.err.contains("The cluster does not know the field"),
             refused.text());
    change(u"widgets."_s + group(), definition("size: {type: integer}, colour: {type: string}"));
    const Output seen = cli(u"diff"_s);
    QVERIFY2(seen.code == 1 &&
                 seen.out.contains("Widget first: changed\n  its kind changes with this apply"),
             seen.text());
    const Output applied = cli(u"apply"_s);
    QVERIFY2(applied.code == 0, applied.text());
    const Value first =
        RealCluster::instance().object(u"widgets."_s + group(), u"first"_s, m_namespace->name());
    QCOMPARE(first[u"spec"][u"colour"].toString(), u"red"_s);
}

void CustomKindsTest::namesThatAreTaken()
{
    import(definition() + "---\n" + widget("first"));
    QCOMPARE(cli(u"apply"_s).code, 0);
    import(filled(QByteArray(Crd).replace("FIELDS", ""), "Widget", "gadgets"));
    const Output o = cli(u"apply"_s);
    QVERIFY2(o.code == 2 && o.err.contains("is already in use") &&
                 o.err.contains("Choose other names"),
             o.text());
}

void CustomKindsTest::prunesThem()
{
    import(definition() + "---\n" + widget("first") + "---\n" + widget("second") +
           "---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: robot}\n");
    QCOMPARE(cli(u"apply"_s).code, 0);
    erase(u"second"_s);
    const Output one = cli(u"diff"_s);
    QVERIFY2(one.code == 1 && one.out.contains("Widget second: no longer drawn"), one.text());
    QCOMPARE(cli(u"apply"_s).code, 0);
    QVERIFY(!widgetThere(u"second"_s).isEmpty()); // not without being told to
    const Output pruned = cli(u"apply"_s, {u"--prune"_s});
    QVERIFY2(pruned.code == 0 && pruned.out.contains("Widget second: deleted"), pruned.text());
    QVERIFY(widgetThere(u"second"_s).isEmpty() && !widgetThere(u"first"_s).isEmpty());

    // No kind of these is drawn any more: only the record tells of them.
    erase(u"first"_s);
    erase(u"robot"_s);
    erase(u"widgets."_s + group());
    const Output all = cli(u"diff"_s);
    QVERIFY2(all.code == 1 && all.out.contains("Widget first: no longer drawn") &&
                 all.out.contains("ServiceAccount robot: no longer drawn") &&
                 all.out.contains("no longer drawn\n  deleting it deletes all objects of its kind"),
             all.text());
    const Output most = cli(u"apply"_s, {u"--prune"_s});
    QVERIFY2(most.code == 0 && most.out.contains("Widget first: deleted") &&
                 most.out.contains("ServiceAccount robot: deleted"),
             most.text());
    QVERIFY2(most.err.contains("is left: deleting it deletes all objects of its kind"), most.err);
    QVERIFY(!definitionThere().isEmpty());
    const Output rest = cli(u"apply"_s, {u"--prune"_s, u"--with-crds"_s});
    QVERIFY2(rest.code == 0, rest.text());
    QTRY_VERIFY_WITH_TIMEOUT(definitionThere().isEmpty(), Soon);
    QCOMPARE(cli(u"diff"_s).code, 0);
}

void CustomKindsTest::deletesThem()
{
    import(definition() + "---\n" + widget("first"));
    QCOMPARE(cli(u"apply"_s).code, 0);
    const Output deleted = cli(u"delete"_s);
    QVERIFY2(deleted.code == 0 && deleted.out.contains("Widget first: deleted"), deleted.text());
    QVERIFY2(deleted.err.contains("--with-crds"), deleted.err);
    QVERIFY(widgetThere(u"first"_s).isEmpty() && !definitionThere().isEmpty());
    const Output rest = cli(u"delete"_s, {u"--with-crds"_s});
    QVERIFY2(rest.code == 0 && rest.out.contains("CustomResourceDefinition"), rest.text());
    QTRY_VERIFY_WITH_TIMEOUT(definitionThere().isEmpty(), Soon);
    QVERIFY(cli(u"delete"_s).out.contains("There is nothing of the release"));
}

void CustomKindsTest::findsThemWithoutARecord()
{
    import(definition() + "---\n" + widget("first"));
    QCOMPARE(cli(u"apply"_s).code, 0);
    kubectl({u"delete"_s, u"configmap"_s, u"-l"_s, u"chartwright.org/record"_s});
    const Output deleted = cli(u"delete"_s);
    QVERIFY2(deleted.code == 0 && deleted.out.contains("Widget first: deleted"), deleted.text());
}

void CustomKindsTest::anotherReleaseKeepsItsOwn()
{
    const TestNamespace elsewhere(u"elsewhere"_s);
    const auto role = [&](const TestNamespace &ns) {
        return "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: \"" +
               ns.name().toUtf8() + ":reader\"}\nrules: []\n";
    };
    const QString own = m_namespace->name() + u":reader"_s,
                  others = elsewhere.name() + u":reader"_s;
    // The same drawing, and the same release, in another namespace.
    import(role(elsewhere));
    const Output there = cli(u"apply"_s, {u"-n"_s, elsewhere.name()});
    QVERIFY2(there.code == 0, there.text());
    erase(others);
    import(role(*m_namespace));
    QCOMPARE(cli(u"apply"_s).code, 0);
    QCOMPARE(cli(u"diff"_s).code, 0);
    const Output deleted = cli(u"delete"_s);
    QVERIFY2(deleted.code == 0 && deleted.out.contains(own.toUtf8()) &&
                 !deleted.out.contains(others.toUtf8()),
             deleted.text());
    const auto roles = [&](const QString &name) { return this->there(u"clusterrole"_s, name); };
    QVERIFY(roles(own).isEmpty() && !roles(others).isEmpty());
    QCOMPARE(cli(u"delete"_s, {u"-n"_s, elsewhere.name()}).code, 0);
    QVERIFY(roles(others).isEmpty());
}

void CustomKindsTest::anotherVersionIsTheSameObject()
{
    const auto scaler = [](const QByteArray &version, const QByteArray &metrics) {
        return "apiVersion: autoscaling/" + version +
               "\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {maxReplicas: 3, "
               "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: todo-backend}, " +
               metrics + "}\n";
    };
    import(scaler("v1", "targetCPUUtilizationPercentage: 80"));
    QCOMPARE(cli(u"apply"_s).code, 0);
    change(u"web"_s, scaler("v2", "metrics: [{type: Resource, resource: {name: cpu, target: {type: "
                                  "Utilization, averageUtilization: 80}}}]"));
    const Output seen = cli(u"diff"_s);
    QVERIFY2(!seen.out.contains("no longer drawn"), seen.out);
    const Output pruned = cli(u"apply"_s, {u"--prune"_s});
    QVERIFY2(pruned.code == 0 && !pruned.out.contains("deleted"), pruned.text());
    QVERIFY(!there(u"horizontalpodautoscaler"_s, u"web"_s).isEmpty());
    const Output deleted = cli(u"delete"_s);
    QCOMPARE(deleted.out.count(": deleted"), 1);
}

/// A controller that copies labels onto what it makes.
void CustomKindsTest::whatOthersMadeIsNotOurs()
{
    import("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: robot}\n");
    QCOMPARE(cli(u"apply"_s).code, 0);
    kubectl({u"create"_s, u"configmap"_s, u"copy"_s});
    kubectl({u"label"_s, u"configmap"_s, u"copy"_s, u"chartwright.org/release=todo"_s});
    QCOMPARE(cli(u"diff"_s).code, 0);
    QCOMPARE(cli(u"delete"_s).code, 0);
    QVERIFY(!there(u"configmap"_s, u"copy"_s).isEmpty());
}

/// What it may see is compared all the same.
void CustomKindsTest::anAccountThatMayNotLook()
{
    m_config = RealCluster::instance().namespaceConfig();
    import(definition() + "---\n" + widget("first") +
           "---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: robot}\n");
    const Output seen = cli(u"diff"_s, {u"-n"_s, u"team-a"_s});
    QVERIFY2(seen.code == 2 && seen.out.contains("ServiceAccount robot: new") &&
                 seen.out.contains(": refused") && seen.err.contains("forbidden"),
             seen.text());
}

CHARTWRIGHT_TEST(CustomKindsTest)
#include "test_custom_kinds.moc"
