// SPDX-License-Identifier: Apache-2.0
#include "chart/render.h"
#include "import/manifest_import.h"
#include "kinds/registry.h"
#include "model/edits.h"
#include "model/wires.h"
#include "support/chart_folder.h"
#include "support/result_check.h"
#include "support/seeds.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

constexpr int Usual = 60;

const RenderInput Input{u"rel"_s, u"prod"_s, {}, true};

QList<ManifestObject> objectsOf(const QList<Rendered> &rendered)
{
    QList<ManifestObject> out;
    for (const Rendered &r : rendered)
        out.append({r.object, r.file});
    return out;
}

QString identity(const Value &object)
{
    return object[u"apiVersion"].scalarText() + u' ' + object[u"kind"].scalarText() + u' ' +
           object[u"metadata"][u"namespace"].scalarText() + u'/' +
           object[u"metadata"][u"name"].scalarText();
}

/// As the cluster takes it: a pull policy that is not written down, no empty resources; and no
/// checksums, whose keys hang on names of blocks in values.yaml, which no manifest tells.
Value asTaken(const Value &object)
{
    const Path notes(u"spec.template.metadata.annotations"_s), pod(u"spec.template.spec"_s);
    Value out = object;
    // The server makes an empty one of none.
    if (at(out, pod)[u"securityContext"].isEmpty())
        out = without(out, pod.key(u"securityContext"_s));
    for (const QString &key : {u"containers"_s, u"initContainers"_s}) {
        List list = at(out, pod)[key].list();
        for (Value &container : list) {
            if (container[u"resources"].isEmpty())
                container = without(container, Path(u"resources"_s));
            const QString image = container[u"image"].toString();
            const bool moves = !image.isEmpty() && (image.endsWith(u":latest") ||
                                                    !image.section(u'/', -1).contains(u':'));
            if (container[u"imagePullPolicy"].isNull())
                container = with(container, Path(u"imagePullPolicy"_s),
                                 moves ? u"Always"_s : u"IfNotPresent"_s);
        }
        if (!list.isEmpty())
            out = with(out, pod.key(key), list);
    }
    // No cluster takes a node port of a Service that has none.
    if (object[u"kind"].toString() == u"Service" &&
        object[u"spec"][u"type"].toString(u"ClusterIP"_s) == u"ClusterIP") {
        List ports = object[u"spec"][u"ports"].list();
        for (Value &port : ports)
            port = without(port, Path(u"nodePort"_s));
        out = ports.isEmpty() ? out : with(out, Path(u"spec.ports"_s), ports);
    }
    for (const auto &[key, value] : at(object, notes).map()) {
        if (key.startsWith(u"checksum/"))
            out = without(out, notes.key(key));
    }
    return out;
}

QStringList wiresOf(const Topology &topology)
{
    QStringList out;
    for (const Wire &wire : allWires(topology, RefIndex(topology))) {
        const ResourcePtr from = topology.find(wire.from), to = topology.find(wire.to);
        if (from->kind != u"Release")
            out.append(from->kind + u' ' + from->name + u" > "_s + to->kind + u' ' + to->name +
                       u' ' + QString::number(wire.uses.size()));
    }
    out.sort();
    return out;
}

} // namespace

/// What is rendered, imported and rendered again is the same.
class TestRoundTrip : public TestCase
{
    Q_OBJECT

private slots:
    void todoApp();
    void randomDrawings_data() { addSeeds(Usual); }
    void randomDrawings();
};

void TestRoundTrip::todoApp()
{
    const Topology drawn = chartwright_test::todoApp();
    const auto rendered = render(drawn, Input);
    QVERIFY_RESULT(rendered);
    Topology again = emptyTopology();
    const auto import = importManifests(again, objectsOf(*rendered), {u"Import"_s, true});
    QVERIFY_RESULT(import);
    again.apply(import->edit);
    QCOMPARE(again.chart()->name, drawn.chart()->name);
    for (const ResourcePtr &r : drawn.resources()) {
        if (r->kind == u"Secret" || r->kind == u"Release")
            continue;
        const ResourcePtr other = again.findByName(r->kind, r->name);
        QVERIFY2(other, qPrintable(r->kind + u' ' + r->name));
        QCOMPARE(other->valuesKey, r->valuesKey);
    }
    const auto second = render(again, Input);
    QVERIFY_RESULT(second);
    QCOMPARE(second->size(), rendered->size());
    for (qsizetype i = 0; i < rendered->size(); ++i)
        QVERIFY2(second->at(i).object == rendered->at(i).object,
                 qPrintable(firstDifference(second->at(i).object, rendered->at(i).object)));
    // But for the Secret, which is rendered only where its values are given.
    QStringList wires = wiresOf(drawn);
    wires.removeIf([](const QString &wire) { return wire.contains(u"Secret "); });
    QCOMPARE(wiresOf(again), wires);
}

void TestRoundTrip::randomDrawings()
{
    QFETCH(quint32, seed);
    GeneratorOptions options;
    options.most = 25;
    const Topology drawn = randomTopology(seed, options);
    const auto rendered = render(drawn, Input);
    QVERIFY_RESULT(rendered);
    if (rendered->isEmpty())
        return;
    Topology again = emptyTopology();
    const auto import = importManifests(again, objectsOf(*rendered), {u"Import"_s, true});
    QVERIFY_RESULT(import);
    again.apply(import->edit);
    QVERIFY(integrityProblems(again).isEmpty());
    // Where all stand in one namespace, it is the release's.
    QSet<QString> spaces;
    for (const Rendered &r : *rendered)
        spaces.insert(r.object[u"metadata"][u"namespace"].toString());
    spaces.remove({});
    const auto second =
        render(again, {u"rel"_s, spaces.size() == 1 ? *spaces.begin() : u"prod"_s, {}, true});
    QVERIFY_RESULT(second);
    QHash<QString, Value> objects;
    for (const Rendered &r : *second)
        objects.insert(identity(r.object), asTaken(r.object));
    QCOMPARE(objects.size(), rendered->size());
    for (const Rendered &r : *rendered) {
        const QString id = identity(r.object);
        QVERIFY2(objects.contains(id), qPrintable(id));
        const Value was = asTaken(r.object);
        QVERIFY2(objects.value(id) == was,
                 qPrintable(id + u": "_s + firstDifference(objects.value(id), was)));
    }
}

CHARTWRIGHT_TEST(TestRoundTrip)
#include "test_round_trip.moc"
