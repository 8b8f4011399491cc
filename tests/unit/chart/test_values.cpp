// SPDX-License-Identifier: Apache-2.0
#include "chart/render.h"
#include "chart/values.h"
#include "support/chart_folder.h"
#include "support/helm.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

Topology with(const Topology &topology, const QString &id, const QString &path, const Value &value)
{
    Resource r = *topology.find({id});
    r.fields = chartwright::with(r.fields, Path(path), value);
    Topology out = topology;
    out.put(std::move(r));
    return out;
}

QByteArray manifests(const Topology &topology, const QStringList &sets)
{
    const auto values = parseSet(sets);
    const auto all = values ? render(topology, {u"todo"_s, u"default"_s, *values, true})
                            : Result<QList<Rendered>>(tl::unexpected(values.error()));
    return all ? manifestStream(topology.chart()->name, *all)
               : "refused: " + all.error().text().toUtf8();
}

void sameAsHelm(const Topology &topology, const ChartFolder &folder, const QStringList &sets)
{
    const QByteArray ours = manifests(topology, sets);
    QStringList more{u"--skip-tests"_s};
    for (const QString &set : sets)
        more += {u"--set"_s, set};
    for (const Helm *helm : Helm::both()) {
        QVERIFY_HELM(*helm);
        const auto theirs = helm->render(folder.path(), u"todo"_s, more);
        QVERIFY2(theirs.ok(), qPrintable(theirs.text()));
        QCOMPARE(QString::fromUtf8(asHelm3(theirs.out)), QString::fromUtf8(ours));
    }
}

/// Another value of the kind that an entry takes.
QString other(const ValuesEntry &entry)
{
    static const QHash<QString, QString> ways{{u"replicas"_s, u"=3"_s},
                                              {u"repository"_s, u"=registry.example.com/x"_s},
                                              {u"tag"_s, u"=v9"_s},
                                              {u"pullPolicy"_s, u"=Never"_s},
                                              {u"resources"_s, u".limits.cpu=900m"_s},
                                              {u"podSecurityContext"_s, u".runAsUser=1000650000"_s},
                                              {u"nodeSelector"_s, u".disk=ssd"_s},
                                              {u"tolerations"_s, u"[0].operator=Exists"_s},
                                              {u"affinity"_s, u".nodeAffinity.x=y"_s},
                                              {u"type"_s, u"=NodePort"_s},
                                              {u"port"_s, u"=81"_s},
                                              {u"existingSecret"_s, u"=mine"_s},
                                              {u"imagePullSecrets"_s, u"[0].name=p"_s},
                                              {u"enabled"_s, u"=false"_s},
                                              {u"className"_s, u"=traefik"_s},
                                              {u"host"_s, u"=x.example.com"_s},
                                              {u"tls"_s, u"[0].secretName=t"_s},
                                              {u"annotations"_s, u".a=b"_s}};
    QStringList keys = entry.path;
    if (keys.first() == u"config")
        return keys.join(u'.') + u"=other"_s;
    if (keys == QStringList{u"secrets"_s, u"data"_s})
        return u"secrets.data.DATABASE_URL=a,secrets.data.OPENAI_API_KEY=b,secrets.data.BETTER_AUTH_SECRET=c"_s;
    const QString way = ways.value(keys.last());
    return way.isEmpty() ? QString() : keys.join(u'.') + way;
}

/// The todo application whose Ingress serves two hosts with one certificate.
Topology twoHosts()
{
    const Topology topology = todoApp();
    const List &rules = topology.find({u"ingress-0001"_s})->fields[u"spec"][u"rules"].list();
    Map first = rules[0].map(), second = rules[0].map();
    first.set(u"host"_s, u"todo.example.com"_s);
    second.set(u"host"_s, u"www.example.com"_s);
    return with(topology, u"ingress-0001"_s, u"spec.rules"_s, List{first, second});
}

Topology withTls(const Topology &topology, const List &hosts)
{
    return with(
        withResources(topology,
                      "tls:\n  kind: Secret\n  name: todo-tls\n  key: tls\n"
                      "  fields: {type: kubernetes.io/tls, data: {tls.crt: {}, tls.key: {}}}\n"),
        u"ingress-0001"_s, u"spec.tls"_s,
        List{Map{{u"hosts"_s, hosts}, {u"secretName"_s, Ref{{u"tls"_s}, {}}}}});
}

} // namespace

class TestValues : public TestCase
{
    Q_OBJECT

private slots:
    void entriesLeadBack();
    void everyValueChangesWhatIsRendered_data();
    void everyValueChangesWhatIsRendered();
    void anyReleaseAndNamespace();
    void choicesAreNamed();
    void everyFieldIsDescribed();
    void containersHaveBlocksOfTheirOwn();
    void everyHostStandsInValues();
    void certificateFollowsTheHost_data();
    void certificateFollowsTheHost();
};

void TestValues::everyValueChangesWhatIsRendered_data()
{
    QTest::addColumn<QString>("set");
    for (const ValuesEntry &entry : valuesEntries(todoApp()))
        QTest::newRow(qPrintable(entry.text())) << other(entry);
}

void TestValues::everyValueChangesWhatIsRendered()
{
    QFETCH(QString, set);
    QVERIFY2(!set.isEmpty(), "no other value is known for it");
    const Topology topology = todoApp();
    static const ChartFolder folder(topology);
    QVERIFY(manifests(topology, {set}) != manifests(topology, {}));
    sameAsHelm(topology, folder, {set});
}

void TestValues::anyReleaseAndNamespace()
{
    const ChartFolder folder(todoApp());
    for (const QString &release : {u"t"_s, u"todo.v1"_s, u"123"_s, u"null"_s, QString(53, u'r')}) {
        for (const QString &space : {u"default"_s, u"123"_s, u"on"_s}) {
            const auto ours = render(todoApp(), {release, space, {}, true});
            QVERIFY_RESULT(ours);
            for (const Helm *helm : Helm::both()) {
                QVERIFY_HELM(*helm);
                const auto theirs = helm->render(folder.path(), release,
                                                 {u"--skip-tests"_s, u"--namespace"_s, space});
                QVERIFY2(theirs.ok(), qPrintable(theirs.text()));
                QCOMPARE(QString::fromUtf8(asHelm3(theirs.out)),
                         QString::fromUtf8(manifestStream(u"todo-app"_s, *ours)));
            }
            for (const Rendered &r : *ours)
                QCOMPARE(r.object[u"metadata"][u"namespace"], Value(space));
        }
    }
}

void TestValues::choicesAreNamed()
{
    for (const ValuesEntry &entry : valuesEntries(todoApp())) {
        QVERIFY2(!entry.help.isEmpty(), qPrintable(entry.text()));
        if (entry.path.last() == u"pullPolicy")
            QVERIFY2(entry.help.endsWith(u"IfNotPresent, Always or Never."_s),
                     qPrintable(entry.help));
    }
}

void TestValues::everyFieldIsDescribed()
{
    // A field without help of its own is called what the panel calls it.
    Resource backend = *todoApp().find({u"todo-backend-0001"_s});
    backend.pins.insert(u"spec.template.spec.containers[backend].livenessProbe.httpGet.path"_s,
                        true);
    backend.pins.insert(u"spec.minReadySeconds"_s, true);
    Topology topology = todoApp();
    topology.put(backend);
    const QList<ValuesEntry> entries = valuesEntries(topology);
    QVERIFY(entries.size() > valuesEntries(todoApp()).size());
    for (const ValuesEntry &entry : entries)
        QVERIFY2(!entry.help.isEmpty(), qPrintable(entry.text()));
}

// Whatever they are called: the first container's image and the pods' resources have theirs.
void TestValues::containersHaveBlocksOfTheirOwn()
{
    Topology topology = todoApp();
    for (const QString &name : {u"image"_s, u"resources"_s, u"log-shipper"_s})
        topology =
            with(topology, u"todo-backend-0001"_s, u"spec.template.spec.containers[%1]"_s.arg(name),
                 Map{{u"name"_s, name}, {u"image"_s, u"ghcr.io/x/y:1.0"_s}});
    topology = with(topology, u"todo-backend-0001"_s, u"spec.template.spec.initContainers"_s,
                    List{Map{{u"name"_s, u"replicas"_s}, {u"image"_s, u"ghcr.io/x/z:1.0"_s}}});
    QStringList tags, sets;
    for (const ValuesEntry &entry : valuesEntries(topology)) {
        if (entry.path.first() != u"backend" || entry.path.last() != u"tag")
            continue;
        tags.append(entry.text());
        sets.append(entry.text() + u"=v9"_s);
    }
    QCOMPARE(tags, QStringList({u"backend.image.tag"_s, u"backend.imageContainer.image.tag"_s,
                                u"backend.resourcesContainer.image.tag"_s,
                                u"backend.logShipper.image.tag"_s,
                                u"backend.replicasContainer.image.tag"_s}));
    sameAsHelm(topology, ChartFolder(topology), sets);
}

void TestValues::everyHostStandsInValues()
{
    const Topology topology = twoHosts();
    const QList<ValuesEntry> entries = valuesEntries(topology);
    const auto second = entryAt(entries, {u"ingress"_s, u"host2"_s});
    QVERIFY(second);
    QCOMPARE(second->value, Value(u"www.example.com"_s));
    QVERIFY(entryAt(entries, {u"ingress"_s, u"host"_s}));
    const ChartFolder folder(topology);
    for (const QString &set :
         {u"ingress.enabled=true"_s, u"ingress.host2=b.example.com"_s, u"ingress.host2="_s}) {
        sameAsHelm(topology, folder, {set});
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY(manifests(topology, {u"ingress.host2=b.example.com"_s})
                .contains("host: \"b.example.com\""));
    QVERIFY(manifests(topology, {u"ingress.host2=Not a host"_s}).startsWith("refused: "));
}

void TestValues::certificateFollowsTheHost_data()
{
    QTest::addColumn<QStringList>("hosts");
    QTest::addColumn<QString>("set");
    QTest::addColumn<QStringList>("expected");
    const QString one = u"todo.example.com"_s, two = u"www.example.com"_s,
                  third = u"more.example.com"_s;
    QTest::newRow("as drawn") << QStringList{one} << u"ingress.enabled=true"_s << QStringList{one};
    QTest::newRow("moved") << QStringList{one} << u"ingress.host=a.example.com"_s
                           << QStringList{u"a.example.com"_s};
    QTest::newRow("emptied") << QStringList{one} << u"ingress.host="_s << QStringList();
    QTest::newRow("the second") << QStringList{one, two} << u"ingress.host2=b.example.com"_s
                                << QStringList{one, u"b.example.com"_s};
    QTest::newRow("one of two emptied")
        << QStringList{one, two} << u"ingress.host="_s << QStringList{two};
    QTest::newRow("both emptied") << QStringList{one, two} << u"ingress.host=,ingress.host2="_s
                                  << QStringList();
    QTest::newRow("one that no rule serves")
        << QStringList{third, one} << u"ingress.host=a.example.com"_s
        << QStringList{third, u"a.example.com"_s};
}

void TestValues::certificateFollowsTheHost()
{
    QFETCH(QStringList, hosts);
    QFETCH(QString, set);
    QFETCH(QStringList, expected);
    List drawn;
    for (const QString &host : hosts)
        drawn.append(host);
    const Topology topology = withTls(twoHosts(), drawn);
    const ChartFolder folder(topology);
    QVERIFY2(folder.problem().isEmpty(), qPrintable(folder.problem()));
    sameAsHelm(topology, folder, {set});
    const auto values = parseSet({set});
    const auto all = render(topology, {u"todo"_s, u"default"_s, *values, true});
    QVERIFY_RESULT(all);
    QStringList found;
    for (const Rendered &r : *all) {
        if (r.kind == u"Ingress") {
            const Value first = r.object[u"spec"][u"tls"].list().value(0);
            for (const Value &host : first[u"hosts"].list())
                found.append(host.toString());
        }
    }
    QCOMPARE(found, expected);
}

void TestValues::entriesLeadBack()
{
    const QList<ValuesEntry> entries = valuesEntries(todoApp());
    const auto replicas = entryAt(entries, {u"backend"_s, u"replicas"_s});
    QVERIFY(replicas);
    QCOMPARE(replicas->resource.text, u"todo-backend-0001"_s);
    QCOMPARE(replicas->field.text(), u"spec.replicas"_s);
    const auto cpu =
        entryAt(entries, {u"backend"_s, u"resources"_s, u"limits"_s, u"cpu"_s});
    QVERIFY(cpu && cpu->path.last() == u"resources");
    QVERIFY(!entryAt(entries, {u"backend"_s, u"nope"_s}));
    const auto port =
        entryOf(entries, {u"service-backend-0001"_s}, Path(u"spec.ports[http].port"_s));
    QVERIFY(port);
    QCOMPARE(port->text(), u"backend.service.port"_s);
    QVERIFY(valuesProblems(entries, valuesTree(entries)).isEmpty());
}

CHARTWRIGHT_TEST(TestValues)
#include "test_values.moc"
