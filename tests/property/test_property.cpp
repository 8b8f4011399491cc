// SPDX-License-Identifier: Apache-2.0
#include "base/names.h"
#include "chart/render.h"
#include "kinds/registry.h"
#include "project/topology_file.h"
#include "support/chart_folder.h"
#include "support/hard_strings.h"
#include "support/helm.h"
#include "support/result_check.h"
#include "support/seeds.h"
#include "support/test_case.h"
#include "support/topology_generator.h"
#include "tree/yaml.h"

using namespace chartwright;
using namespace chartwright_test;

namespace {

constexpr int Usual = 300;

QString identity(const Value &object)
{
    return object[u"kind"].scalarText() + u' ' + object[u"metadata"][u"namespace"].scalarText() +
           u'/' + object[u"metadata"][u"name"].scalarText();
}

/// "spec.containers[].env[].name" of every field of a table, as Path::pattern() writes it; what
/// stands below keys of one's own choice left out.
void patterns(const QList<FieldSpec> &table, const QString &base, QStringList &out)
{
    for (const FieldSpec &field : table) {
        const QString own = Path(field.path).pattern();
        const QString here = base.isEmpty() || own.isEmpty() ? base + own : base + u'.' + own;
        if (field.readOnly || field.type == FieldType::StructMap)
            continue;
        out.append(here);
        patterns(field.fields,
                 field.type == FieldType::StructList ? here + QLatin1String("[]") : here, out);
    }
}

} // namespace

// Random drawings saved and read again, and through the real helm; how many and which: seeds.h.
class TestProperty : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void sameSeedSameDrawing();
    void rendersAsHelm_data() { addSeeds(Usual); }
    void rendersAsHelm();
    void renderedEnough();
    void everythingWasTried();
    void hardStringsStoodEverywhere();

private:
    void saveAndRead(const Topology &topology);
    void compare(const Topology &topology, const QString &folder, const Helm &helm,
                 const QStringList &sets);

    Hits m_hits;
    int m_rendered = 0, m_identical = 0;
};

void TestProperty::initTestCase()
{
    for (const Helm *helm : Helm::both())
        QVERIFY_HELM(*helm);
}

void TestProperty::sameSeedSameDrawing()
{
    QVERIFY(randomTopology(7) == randomTopology(7));
    QVERIFY(!(randomTopology(7) == randomTopology(8)));
}

void TestProperty::compare(const Topology &topology, const QString &folder, const Helm &helm,
                           const QStringList &sets)
{
    QStringList more{QStringLiteral("--skip-tests"), QStringLiteral("--namespace"),
                     QStringLiteral("prod")};
    for (const QString &set : sets)
        more += {QStringLiteral("--set"), set};
    const auto theirs = helm.render(folder, QStringLiteral("rel"), more);
    const auto values = parseSet(sets);
    QVERIFY_RESULT(values);
    const auto ours =
        render(topology, {QStringLiteral("rel"), QStringLiteral("prod"), *values, true});
    if (!theirs.ok()) {
        // A --set may leave a chart without what it needs; the defaults never do.
        QVERIFY2(!sets.isEmpty(), qPrintable(theirs.text()));
        QVERIFY2(!ours, qPrintable(QStringLiteral("only helm refuses\n") + theirs.text()));
        return;
    }
    QVERIFY_RESULT(ours);
    m_rendered += 1;
    if (manifestStream(topology.chart()->name, *ours) == asHelm3(theirs.out)) {
        m_identical += 1;
        return;
    }
    const auto objects = readYamlStream(theirs.out, helm.name());
    QVERIFY_RESULT(objects);
    QHash<QString, Value> byIdentity;
    for (const Value &object : *objects)
        byIdentity.insert(identity(object), object);
    QCOMPARE(ours->size(), byIdentity.size());
    for (const Rendered &r : *ours) {
        const auto other = byIdentity.constFind(identity(r.object));
        QVERIFY2(other != byIdentity.constEnd(), qPrintable(identity(r.object)));
        QVERIFY2(*other == r.object, qPrintable(r.file + firstDifference(r.object, *other, {})));
    }
}

void TestProperty::saveAndRead(const Topology &topology)
{
    const QByteArray bytes = writeTopology(topology);
    const auto again = readTopology(bytes, QStringLiteral("topology.yaml"), allKinds());
    QVERIFY_RESULT(again);
    QVERIFY(writeTopology(*again) == bytes);
    Topology saved = topology; // What was saved keeps its values keys.
    for (const ResourcePtr &r : topology.resources()) {
        Resource fixed = *r;
        fixed.valuesKeyFixed = true;
        saved.put(std::move(fixed));
    }
    QVERIFY(*again == saved);
}

void TestProperty::rendersAsHelm()
{
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    GeneratorOptions options;
    // Mostly small ones, so that there can be many; some large.
    options.most = seed % 10 == 0 ? 60 : 14;
    const Topology topology = randomTopology(seed, options, &m_hits);
    saveAndRead(topology);
    if (QTest::currentTestFailed())
        return;
    ChartFolder chart(topology);
    QVERIFY2(chart.problem().isEmpty(), qPrintable(chart.problem()));
    const QString folder = chart.path();
    if (qEnvironmentVariableIsSet("CHARTWRIGHT_KEEP")) {
        chart.keep();
        qInfo("%u in %s", seed, qPrintable(folder));
    }
    const Helm &first = seed % 2 ? Helm::three() : Helm::four();
    const Helm &second = seed % 2 ? Helm::four() : Helm::three();
    const auto lint = first.lint(folder);
    QVERIFY2(lint.ok() && !lint.out.contains("WARNING"), qPrintable(lint.text()));
    compare(topology, folder, first, {});
    if (!QTest::currentTestFailed())
        compare(topology, folder, second, randomSets(topology, random));
}

void TestProperty::renderedEnough()
{
    const int count = propertyRuns(Usual);
    qInfo("%d drawings, %d renderings equal, %d of them byte for byte", count, m_rendered,
          m_identical);
    QVERIFY(m_rendered >= count + count / 2);
}

void TestProperty::everythingWasTried()
{
    if (propertyRuns(Usual) < Usual)
        return;
    QStringList missing;
    const auto want = [&](const QString &what) {
        if (m_hits.value(what) < 20)
            missing.append(QStringLiteral("%1 (%2)").arg(what).arg(m_hits.value(what)));
    };
    for (const KindSpec &kind : allKinds().all()) {
        want(QStringLiteral("kind/") + kind.kind);
        for (const WireSpec &wire : kind.wires)
            want(QStringLiteral("wire/") + wire.id);
        QStringList fields;
        patterns(kind.fields, {}, fields);
        for (const QString &field : std::as_const(fields))
            want(QStringLiteral("field/") + kind.kind + u' ' + field);
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
}

void TestProperty::hardStringsStoodEverywhere()
{
    if (propertyRuns(Usual) < Usual)
        return;
    QStringList missing;
    for (const QString &text : hardStrings()) {
        QStringList places{QStringLiteral("variable"), QStringLiteral("data"),
                           QStringLiteral("annotations"), QStringLiteral("args")};
        if (names::isDnsSubdomain(text))
            places.append(QStringLiteral("name"));
        for (const QString &place : std::as_const(places)) {
            if (!m_hits.contains(place + u' ' + text))
                missing.append(place + u' ' + QString::fromUtf8(text.toUtf8().toPercentEncoding()));
        }
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
}

CHARTWRIGHT_TEST(TestProperty)
#include "test_property.moc"
