// SPDX-License-Identifier: Apache-2.0
#include "model/edits.h"
#include "unit/canvas/fixture.h"

using namespace chartwright;
using namespace Qt::StringLiterals;

// How nodes come onto the canvas.
class TestInserting : public TestCase
{
    Q_OBJECT
private slots:
    void newNodeShowsItsProblemsAtOnce();
    void newNodesDoNotHideEachOther();
};

void TestInserting::newNodeShowsItsProblemsAtOnce()
{
    CanvasFixture f;
    const Topology &t = f.document.topology();
    f.document.push(insertResource(t, newResource(t, u"Deployment"_s), {40, 900}));
    const ResourceId id = f.id(u"Deployment"_s, u"deployment"_s);
    const auto node = f.view.scene().find(id);
    QVERIFY(node);
    QVERIFY(!f.document.findings(id).isEmpty());
    QVERIFY(f.view.scene().node(*node).problems() > 0);
}

void TestInserting::newNodesDoNotHideEachOther()
{
    CanvasFixture f(false);
    QTest::mouseMove(f.view.viewport(), {400, 300});
    QList<QPointF> corners;
    for (int i = 0; i < 3; ++i) {
        f.view.insertKind(u"Service"_s);
        const QPointF corner = f.view.nodeRect(f.selection.ids().value(0)).topLeft();
        for (const QPointF other : std::as_const(corners))
            QVERIFY((corner - other).manhattanLength() >= 40);
        corners.append(corner);
    }
}

CHARTWRIGHT_TEST(TestInserting)
#include "test_inserting.moc"
