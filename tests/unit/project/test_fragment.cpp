// SPDX-License-Identifier: Apache-2.0
#include "kinds/registry.h"
#include "model/edits.h"
#include "project/fragment.h"
#include "project/topology_file.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

using namespace chartwright;

class FragmentTest : public TestCase
{
    Q_OBJECT

private slots:
    void roundTrip();
    void otherTextIsRefused();
};

void FragmentTest::roundTrip()
{
    const Topology topology = chartwright_test::randomTopology(7);
    QHash<ResourceId, QPointF> positions;
    QList<ResourcePtr> copied;
    for (const ResourcePtr &r : topology.resources()) {
        positions.insert(r->id, QPointF(positions.size() * 10, 5));
        if (r->kind != u"Chart")
            copied.append(r);
    }
    const auto read = readFragment(writeFragment(topology.resources(), positions), allKinds());
    QVERIFY_RESULT(read);
    QCOMPARE(read->resources.size(), copied.size()); // the chart is not copied
    QCOMPARE(read->positions.size(), copied.size());
    for (const ResourcePtr &r : read->resources) {
        QCOMPARE(r->fields == topology.find(r->id)->fields, true);
        QCOMPARE(read->positions.value(r->id), positions.value(r->id));
    }
    QList<ResourceId> made;
    const Edit paste = duplicate(topology, read->resources, read->positions, QPointF(20, 20),
                                 QStringLiteral("Paste"), &made);
    QCOMPARE(made.size(), copied.size());
    Topology after = topology;
    after.apply(paste);
    QCOMPARE(integrityProblems(after), QStringList());
}

void FragmentTest::otherTextIsRefused()
{
    const QByteArray drawing = writeTopology(emptyTopology());
    for (const QByteArray &text :
         {QByteArray("hello"), QByteArray(), QByteArray("a: 1\n"), drawing,
          QByteArray("chartwright: 9\n"), QByteArray("chartwright: 1\nresources: 3\n"),
          QByteArray("chartwright: 1\nresources:\n  a:\n    kind: What\n")})
        QVERIFY2(!readFragment(text, allKinds()).has_value(), text.constData());
}

CHARTWRIGHT_TEST(FragmentTest)
#include "test_fragment.moc"
