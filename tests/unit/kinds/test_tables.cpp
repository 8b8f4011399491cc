// SPDX-License-Identifier: Apache-2.0
#include "support/test_case.h"
#include "tree/yaml.h"
#include "unit/kinds/todo.h"

#include <QSet>

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace {

void visitTables(const QList<FieldSpec> &fields,
                 const std::function<void(const FieldSpec &)> &visit)
{
    for (const FieldSpec &f : fields) {
        visit(f);
        visitTables(f.fields, visit);
    }
}

} // namespace

class TestTables : public TestCase
{
    Q_OBJECT
private slots:
    void rowsAreWhole();
    void everyAttributeOfTheDataModel_data();
    void everyAttributeOfTheDataModel();
    void fieldAtFindsNested();
    void problems_data();
    void problems();
    void newResourcesHaveKeys();
    void deploymentCountsAllItsVolumes();
};

void TestTables::rowsAreWhole()
{
    QSet<QChar> shortcuts;
    for (const KindSpec &kind : allKinds().all()) {
        QVERIFY(!kind.title.isEmpty() && !kind.help.isEmpty() && !kind.icon.isEmpty());
        if (!kind.shortcut.isNull()) {
            QVERIFY(!shortcuts.contains(kind.shortcut));
            shortcuts.insert(kind.shortcut);
        }
        visitTables(kind.fields, [&](const FieldSpec &f) {
            QVERIFY2(!f.label.isEmpty(), qPrintable(kind.kind + u' ' + f.path));
            QVERIFY2(Path(f.path).isValid(), qPrintable(f.path));
            QVERIFY2((f.type == FieldType::Choice) == !f.choices.isEmpty(), qPrintable(f.path));
        });
        for (const WireSpec &wire : kind.wires) {
            QVERIFY2(wire.create && wire.remove && !wire.patterns.isEmpty(), qPrintable(wire.id));
            QVERIFY(allKinds().find(wire.from) && allKinds().find(wire.to));
        }
    }
}

void TestTables::everyAttributeOfTheDataModel_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QStringList>("paths");
    QTest::newRow("image") << u"Image"_s
                           << QStringList{u"tag"_s, u"registry"_s, u"platform"_s, u"size"_s};
    const QString c = u"spec.template.spec.containers[app]"_s;
    QTest::newRow("deployment") << u"Deployment"_s
                                << QStringList{u"metadata.namespace"_s,
                                               u"spec.replicas"_s,
                                               u"spec.selector.matchLabels"_s,
                                               u"spec.strategy.type"_s,
                                               u"spec.strategy.rollingUpdate.maxSurge"_s,
                                               u"metadata.labels.version"_s,
                                               c + u".name"_s,
                                               c + u".image"_s,
                                               c + u".ports[http].containerPort"_s,
                                               c + u".resources.requests.cpu"_s,
                                               c + u".env[A].value"_s,
                                               c + u".env[A].valueFrom.secretKeyRef.key"_s,
                                               c + u".livenessProbe.httpGet.path"_s,
                                               c + u".startupProbe.periodSeconds"_s};
    QTest::newRow("service") << u"Service"_s
                             << QStringList{u"spec.type"_s, u"spec.ports[http].port"_s,
                                            u"spec.ports[http].targetPort"_s,
                                            u"spec.ports[http].protocol"_s, u"spec.selector"_s};
    QTest::newRow("secret") << u"Secret"_s
                            << QStringList{u"type"_s, u"data"_s, u"data.KEY.source"_s,
                                           u"data.KEY.description"_s, u"data.KEY.value"_s};
    QTest::newRow("config map") << u"ConfigMap"_s
                                << QStringList{u"data"_s, u"design.keys.KEY.description"_s};
    QTest::newRow("ingress") << u"Ingress"_s
                             << QStringList{u"spec.ingressClassName"_s,
                                            u"spec.rules[#0].http.paths[/api].pathType"_s,
                                            u"spec.tls[#0].secretName"_s,
                                            u"metadata.annotations"_s};
    QTest::newRow("chart") << u"Chart"_s
                           << QStringList{u"version"_s, u"appVersion"_s, u"description"_s,
                                          u"type"_s,    u"keywords"_s,   u"maintainers[me].name"_s,
                                          u"icon"_s,    u"home"_s,       u"sources"_s};
    QTest::newRow("release") << u"Release"_s
                             << QStringList{u"namespace"_s, u"chart"_s, u"revision"_s, u"status"_s,
                                            u"overrides"_s};
}

void TestTables::everyAttributeOfTheDataModel()
{
    QFETCH(QString, kind);
    QFETCH(QStringList, paths);
    for (const QString &p : paths)
        QVERIFY2(fieldAt(allKinds().find(kind)->fields, Path(p)), qPrintable(p));
}

void TestTables::fieldAtFindsNested()
{
    const auto &fields = allKinds().find(u"Deployment")->fields;
    const FieldSpec *port =
        fieldAt(fields, Path(u"spec.template.spec.containers[x].ports[http].name"_s));
    QVERIFY(port);
    QCOMPARE(port->type, FieldType::String);
    QVERIFY(!fieldAt(fields, Path(u"spec.nonsense"_s)));
    QVERIFY(fieldAt(fields, Path(u"spec.template.spec.affinity.nodeAffinity"_s)));
}

void TestTables::problems_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("ok");
    const auto row = [](const char *kind, const char *path, const char *typed, bool ok) {
        QTest::addRow("%s %s = %s", kind, path, typed)
            << QString::fromLatin1(kind) << QString::fromLatin1(path) << QString::fromUtf8(typed)
            << ok;
    };
    row("Deployment", "spec.replicas", "3", true);
    row("Deployment", "spec.replicas", "three", false);
    row("Deployment", "spec.replicas", "-1", false);
    row("Deployment", "spec.strategy.rollingUpdate.maxSurge", "25%", true);
    row("Deployment", "spec.strategy.rollingUpdate.maxSurge", "25 %", false);
    row("Deployment", "spec.template.spec.containers[a].resources.limits.cpu", "500m", true);
    row("Deployment", "spec.template.spec.containers[a].resources.limits.cpu", "fast", false);
    row("Deployment", "spec.template.spec.containers[a].resources.limits.cpu", "-1", false);
    row("Service", "spec.ports[http].port", "65536", false);
    row("Service", "spec.ports[http].targetPort", "http", true);
    row("Service", "spec.ports[http].targetPort", "HTTP!", false);
    row("Service", "spec.type", "ClusterIp", false);
    row("Chart", "version", "1.0", false);
    row("Chart", "version", "1.0.0", true);
    row("Ingress", "spec.rules[#0].host", "Todo.local", false);
    // As helm lint.
    row("Chart", "maintainers[me].email", "me.and+you@mail.example-1.org", true);
    row("Chart", "maintainers[me].email", "jürgen@müller.de", true);
    row("Chart", "maintainers[me].email", "me@localhost", false);
    row("Chart", "maintainers[me].email", "me@example.org:25", false);
    row("Chart", "maintainers[me].email", "me..you@example.org", false);
    row("Chart", "maintainers[me].email", "postgres://u:p@host:5432/db", false);
}

void TestTables::problems()
{
    QFETCH(QString, kind);
    QFETCH(QString, path);
    QFETCH(QString, typed);
    QFETCH(bool, ok);
    const FieldSpec *field = fieldAt(allKinds().find(kind)->fields, Path(path));
    QVERIFY(field);
    QCOMPARE(fieldProblem(*field, parseFieldText(*field, typed)).isEmpty(), ok);
}

void TestTables::newResourcesHaveKeys()
{
    Drawing d;
    const auto key = [&](const QString &kind, const QString &name) {
        return d.topology.find(d.add(kind, name))->valuesKey;
    };
    QCOMPARE(key(u"Deployment"_s, u"todo-backend"_s), u"backend"_s);
    QCOMPARE(key(u"ConfigMap"_s, u"todo-config"_s), u"config"_s);
    QCOMPARE(key(u"ConfigMap"_s, u"todo-more"_s), u"more"_s);
    QCOMPARE(key(u"Secret"_s, u"todo-secrets"_s), u"secrets"_s);
    QCOMPARE(key(u"Ingress"_s, u"todo-ingress"_s), u"ingress"_s);
    QCOMPARE(key(u"Image"_s, u"todo-backend"_s), QString());
    QCOMPARE(d.topology.find(d.add(u"Deployment"_s, u"todo-backend"_s))->name, u"todo-backend-2"_s);
}

void TestTables::deploymentCountsAllItsVolumes()
{
    const auto shown = [](const QByteArray &volumes) {
        Resource r;
        r.kind = u"Deployment"_s;
        if (!volumes.isEmpty())
            r.fields = with(r.fields, Path(u"spec.template.spec.volumes"_s),
                            *readYaml(volumes, u"volumes"_s));
        QString found;
        for (const NodeRow &row : allKinds().find(r.kind)->rows(Topology(allKinds()), r)) {
            if (row.in == u"volumes"_s)
                found = row.value;
        }
        return found;
    };
    QCOMPARE(shown({}), QString());
    QCOMPARE(shown("- {name: tmp, emptyDir: {}}\n"), u"1"_s);
    QCOMPARE(shown("- {name: tmp, emptyDir: {}}\n"
                   "- {name: data, persistentVolumeClaim: {claimName: data}}\n"
                   "- {name: settings, configMap: {name: settings}}\n"
                   "- {name: passwords, secret: {secretName: passwords}}\n"),
             u"4"_s);
}

CHARTWRIGHT_TEST(TestTables)
#include "test_tables.moc"
