// SPDX-License-Identifier: Apache-2.0
#include "kinds/registry.h"
#include "project/locator.h"
#include "project/topology_file.h"
#include "support/hard_strings.h"
#include "support/result_check.h"
#include "support/seeds.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

using namespace chartwright;

class TopologyFileTest : public TestCase
{
    Q_OBJECT

private slots:
    void roundTripOfRandomDrawings_data();
    void roundTripOfRandomDrawings();
    void hardStrings();
    void orderAndShape();
    void unknownThingsSurvive();
    void handWrittenPasses();
    void refused_data();
    void refused();
    void hostileFilesAreRefused_data();
    void hostileFilesAreRefused();
    void locatorFindsLines();
};

namespace {

const QString file = QStringLiteral("topology.yaml");

/// What saving does to a drawing: its values keys are a contract from now on.
Topology asSaved(const Topology &topology)
{
    Topology out = topology;
    for (const ResourcePtr &r : topology.resources()) {
        Resource saved = *r;
        saved.valuesKeyFixed = true;
        out.put(std::move(saved));
    }
    return out;
}

QByteArray minimal(const QByteArray &more = {})
{
    return "version: 1\nresources:\n  chart-1:\n    kind: Chart\n    name: x\n" + more;
}

} // namespace

void TopologyFileTest::roundTripOfRandomDrawings_data() { chartwright_test::addSeeds(60); }

void TopologyFileTest::roundTripOfRandomDrawings()
{
    QFETCH(quint32, seed);
    Topology topology = chartwright_test::randomTopology(seed);
    QRandomGenerator random(seed);
    for (const ResourcePtr &r : topology.resources()) {
        const auto coordinate = [&] {
            return random.bounded(2000) - 1000 + random.bounded(8) / 8.0;
        };
        topology.place(r->id, QPointF(coordinate(), coordinate()));
        Resource more = *r;
        if (random.bounded(4) == 0)
            more.accepted.append({QStringLiteral("a/rule"), QStringLiteral("spec.x[y]"),
                                  QStringLiteral("because: \"it\" is #1\nso")});
        if (random.bounded(4) == 0)
            more.pins.insert(QStringLiteral("metadata.annotations.'a.b/c'"),
                             random.bounded(2) == 0);
        topology.put(std::move(more));
    }
    const QByteArray bytes = writeTopology(topology);
    const auto again = readTopology(bytes, file, allKinds());
    QVERIFY_RESULT(again);
    QVERIFY(*again == asSaved(topology));
    QCOMPARE(writeTopology(*again), bytes);
}

void TopologyFileTest::hardStrings()
{
    Topology topology = emptyTopology();
    Map data;
    const QStringList strings = chartwright_test::hardStrings();
    QVERIFY(strings.size() >= 72);
    for (const QString &s : strings) {
        data.append(QStringLiteral("v%1").arg(data.size()), s);
        if (!data.contains(s))
            data.append(s, data.size());
    }
    Resource r;
    r.id = {QStringLiteral("config-1")};
    r.kind = QStringLiteral("ConfigMap");
    r.name = QStringLiteral("config");
    r.fields = Map{{QStringLiteral("data"), data}};
    topology.put(r);
    const auto again = readTopology(writeTopology(topology), file, allKinds());
    QVERIFY_RESULT(again);
    const Value read = again->find(r.id)->fields[u"data"];
    for (const auto &[key, value] : data)
        QVERIFY2(read[key] == value, qPrintable(key));
}

void TopologyFileTest::orderAndShape()
{
    Topology topology(allKinds());
    for (const auto &[id, kind] :
         {std::pair("b-2", "Service"), std::pair("c-3", "Chart"), std::pair("a-1", "Service")}) {
        Resource r;
        r.id = {QLatin1String(id)};
        r.kind = QLatin1String(kind);
        r.name = QStringLiteral("n");
        topology.put(r);
    }
    topology.place({QStringLiteral("b-2")}, QPointF(400, -20.5));
    topology.place({QStringLiteral("a-1")}, QPointF(0, 120));
    QCOMPARE(QString::fromUtf8(writeTopology(topology)),
             QStringLiteral("version: 1\n"
                            "resources:\n"
                            "  c-3:\n    kind: Chart\n    name: \"n\"\n"
                            "  a-1:\n    kind: Service\n    name: \"n\"\n"
                            "  b-2:\n    kind: Service\n    name: \"n\"\n"
                            "placements:\n"
                            "  a-1: [0, 120]\n"
                            "  b-2: [400, -20.5]\n"));
}

void TopologyFileTest::unknownThingsSurvive()
{
    const QByteArray bytes =
        minimal("    accepted:\n      - rule: image/latest\n        reason: try-out\n"
                "        by: ada\n"
                "    later: {x: [1, two]}\n"
                "  job-1:\n    kind: CronJob\n    name: nightly\n"
                "    fields:\n      spec:\n        schedule: \"0 3 * * *\"\n"
                "        at: !ref chart-1\n"
                "theme:\n  colour: red\n");
    const auto first = readTopology(bytes, file, allKinds());
    QVERIFY_RESULT(first);
    QCOMPARE(first->find({QStringLiteral("job-1")})->kind, QStringLiteral("CronJob"));
    const auto second = readTopology(writeTopology(*first), file, allKinds());
    QVERIFY_RESULT(second);
    QVERIFY(*first == *second);
    QCOMPARE(second->extra()[u"theme"][u"colour"].toString(), QStringLiteral("red"));
    QCOMPARE(second->chart()->accepted.first().extra[u"by"].toString(), QStringLiteral("ada"));
    QCOMPARE(second->chart()->extra[u"later"][u"x"].list().size(), 2);
    QCOMPARE(second->find({QStringLiteral("job-1")})->fields[u"spec"][u"schedule"].toString(),
             QStringLiteral("0 3 * * *"));
}

void TopologyFileTest::handWrittenPasses()
{
    // A number as a name, a place for something that a merge removed, comments, flow style.
    const auto read = readTopology("# drawn by hand\n" + minimal("    valuesKey: 12\n"
                                                                 "placements: {gone-1: [1, 2], "
                                                                 "chart-1: [3, 4.5]}\n"),
                                   file, allKinds());
    QVERIFY_RESULT(read);
    QCOMPARE(read->chart()->valuesKey, QStringLiteral("12"));
    QVERIFY(read->chart()->valuesKeyFixed);
    QCOMPARE(read->placements().size(), 1);
    QCOMPARE(read->placement(read->chart()->id).value(), QPointF(3, 4.5));
}

void TopologyFileTest::refused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("part");
    const auto row = [](const char *name, const QByteArray &bytes, const char *part) {
        QTest::newRow(name) << bytes << QString::fromUtf8(part);
    };
    row("nothing", "", "no drawing");
    row("a list", "- a\n", "no drawing");
    row("no version", "resources: {}\n", "version: 1");
    row("too new", "version: 2\nresources: {}\n", "topology.yaml:1:1: this was written by a newer");
    row("version a text", "# x\nversion: one\n", "topology.yaml:2:1:");
    row("version 0", "version: 0\n", "from 1 up");
    row("no chart", "version: 1\nresources: {}\n", "topology.yaml:2:1: there is no chart");
    row("two charts", minimal("  chart-2:\n    kind: Chart\n"), "topology.yaml:6:3: there are two");
    row("resources a list", "version: 1\nresources: [a]\n", "topology.yaml:2:1:");
    row("a block a text", minimal("  a-1: x\n"), "topology.yaml:6:3: a resource has to be a map");
    row("no kind", minimal("  a-1:\n    name: x\n"), "topology.yaml:6:3: the resource \"a-1\"");
    row("fields a list", minimal("  a-1:\n    kind: Service\n    fields: [1]\n"),
        "topology.yaml:8:5: the fields");
    row("name a map", minimal("  a-1:\n    kind: Service\n    name: {a: b}\n"),
        "topology.yaml:8:5:");
    row("id with #", minimal("  \"a#b\":\n    kind: Service\n"), "topology.yaml:6:3: \"a#b\"");
    row("place", minimal("placements:\n  chart-1: [1]\n"), "topology.yaml:7:3: a place");
    row("place infinite", minimal("placements:\n  chart-1: [.inf, 0]\n"), "topology.yaml:7:3:");
    row("accepted", minimal("    accepted: x\n"), "topology.yaml:6:5: this has to be a list");
    row("accepted nothing", minimal("    accepted:\n      - reason: x\n"), "names no rule");
    row("pins", minimal("    pins: {spec: 1}\n"), "topology.yaml:6:12: this has to be true");
    row("cut short", minimal("    fields: {a: \"b"), "topology.yaml:");
    row("merge conflict", minimal("<<<<<<< HEAD\n"), "topology.yaml:6:");
    row("twice", minimal("  chart-1:\n    kind: Chart\n"), "topology.yaml:6:3:");
}

void TopologyFileTest::refused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, part);
    const auto read = readTopology(bytes, file, allKinds());
    QVERIFY_ERROR(read, part);
    QVERIFY2(!read.error().remedy.isEmpty(), qPrintable(read.error().text()));
}

void TopologyFileTest::hostileFilesAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QByteArray bomb = minimal("x0: &a [l,l,l,l,l,l,l,l,l]\n");
    for (char c = 'b'; c < 'j'; ++c)
        bomb += QByteArray("x") + c + ": &" + c + " [" + QByteArray("*") + char(c - 1) + ",*" +
                char(c - 1) + "]\n";
    QTest::newRow("aliases") << bomb;
    QTest::newRow("deep") << minimal("x: " + QByteArray(5000, '[') + QByteArray(5000, ']') + '\n');
    QTest::newRow("NUL") << minimal(QByteArray("x: a\0b\n", 7));
    QTest::newRow("not UTF-8") << minimal("x: \xff\xfe\n");
    QTest::newRow("tag") << minimal("x: !!python/object/apply:os.system [ls]\n");
    QTest::newRow("two documents") << minimal("---\nversion: 1\n");
    QTest::newRow("binary") << QByteArray::fromHex("7f454c46020101000000000000000000");
    QTest::newRow("large scalar") << minimal("x: \"" + QByteArray(17ll * 1024 * 1024, 'a') +
                                             "\"\n");
}

void TopologyFileTest::hostileFilesAreRefused()
{
    QFETCH(QByteArray, bytes);
    const auto read = readTopology(bytes, file, allKinds());
    QVERIFY(!read.has_value());
    QVERIFY2(read.error().where.startsWith(file), qPrintable(read.error().text()));
    QVERIFY(read.error().text().size() < 2000);
    QVERIFY2(!read.error().remedy.isEmpty(), qPrintable(read.error().text()));
}

void TopologyFileTest::locatorFindsLines()
{
    const QByteArray bytes = minimal("  a-1:\n    kind: Service\n    name: s\n    fields:\n"
                                     "      spec:\n        type: ClusterIP\n        ports:\n"
                                     "          - {name: web, port: 80}\n"
                                     "          - name: http\n            port: 99999\n");
    const Locator locator(bytes);
    const ResourceId id{QStringLiteral("a-1")};
    QCOMPARE(locator.find(id).line, 9);
    QCOMPARE(locator.find(id, Path(QStringLiteral("spec.type"))).line, 11);
    QCOMPARE(locator.find(id, Path(QStringLiteral("metadata.labels"))).line, 9);
    QCOMPARE(locator.find(id, Path(QStringLiteral("spec.ports[http].port"))).line, 15);
    QCOMPARE(locator.find(id, Path(QStringLiteral("spec.ports[#0].port"))).line, 13);
    QCOMPARE(locator.find(id, Path(QStringLiteral("spec.ports[http].protocol"))).line, 14);
    QCOMPARE(locator.find({QStringLiteral("gone")}).line, 1);
}

CHARTWRIGHT_TEST(TopologyFileTest)
#include "test_topology_file.moc"
