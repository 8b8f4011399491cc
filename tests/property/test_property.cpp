// SPDX-License-Identifier: Apache-2.0
#include "chart/render.h"
#include "kinds/registry.h"
#include "support/chart_folder.h"
#include "support/helm.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"
#include "tree/yaml.h"

using namespace chartwright;
using namespace chartwright_test;

namespace {

int runs() { return std::max(1, qEnvironmentVariableIntValue("CHARTWRIGHT_PROPERTY_RUNS")); }
bool isSet(const char *name) { return qEnvironmentVariableIsSet(name); }

QString identity(const Value &object)
{
    return object[u"kind"].scalarText() + u' ' + object[u"metadata"][u"namespace"].scalarText() +
           u'/' + object[u"metadata"][u"name"].scalarText();
}

} // namespace

// Random drawings through the real helm. CHARTWRIGHT_PROPERTY_RUNS: how many (300);
// CHARTWRIGHT_PROPERTY_SEED: where to start, to repeat one that failed.
class TestProperty : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void sameSeedSameDrawing();
    void rendersAsHelm();
    void everythingWasTried();

private:
    void tryOne(quint32 seed);
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

void TestProperty::tryOne(quint32 seed)
{
    QRandomGenerator random(seed);
    GeneratorOptions options;
    // Mostly small ones, so that there can be many; some large.
    options.most = seed % 10 == 0 ? 60 : 14;
    const Topology topology = randomTopology(seed, options, &m_hits);
    ChartFolder chart(topology);
    QVERIFY2(chart.problem().isEmpty(), qPrintable(chart.problem()));
    const QString folder = chart.path();
    if (isSet("CHARTWRIGHT_KEEP")) {
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

void TestProperty::rendersAsHelm()
{
    const int count = isSet("CHARTWRIGHT_PROPERTY_RUNS") ? runs() : 300;
    const quint32 start = quint32(qEnvironmentVariableIntValue("CHARTWRIGHT_PROPERTY_SEED"));
    int failures = 0;
    for (quint32 seed = start; seed < start + quint32(count); ++seed) {
        tryOne(seed);
        if (QTest::currentTestFailed()) {
            qInfo("Repeat it: CHARTWRIGHT_PROPERTY_SEED=%u CHARTWRIGHT_PROPERTY_RUNS=1", seed);
            if (++failures >= 1)
                return;
        }
    }
    qInfo("%d drawings, %d renderings equal, %d of them byte for byte", count, m_rendered,
          m_identical);
}

void TestProperty::everythingWasTried()
{
    if (isSet("CHARTWRIGHT_PROPERTY_RUNS") && runs() < 300)
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
        for (const FieldSpec &field : kind.fields) {
            if (!field.readOnly && field.type != FieldType::StructMap)
                want(QStringLiteral("field/") + kind.kind + u' ' + Path(field.path).pattern());
        }
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
}

CHARTWRIGHT_TEST(TestProperty)
#include "test_property.moc"
