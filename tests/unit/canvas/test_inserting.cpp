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
    void newNodesAreSeen();
    void copiesStandClear_data();
    void copiesStandClear();
    void copiesKeepTheirPlacesToEachOther();
    void copiesStayOnTheirSideOfTheFrame();
    void copiesOfEverythingAtOnce();
};

namespace {

constexpr double Apart = 20;

QList<QRectF> rects(const CanvasFixture &f, bool selected)
{
    QList<QRectF> out;
    for (const ResourcePtr &r : f.document.topology().resources()) {
        if (r->kind != u"Chart" && f.selection.contains(r->id) == selected)
            out.append(f.view.nodeRect(r->id));
    }
    return out;
}

// No copy nearer than that to what was there.
bool standsClear(const CanvasFixture &f)
{
    const QList<QRectF> copies = rects(f, true), others = rects(f, false);
    return std::none_of(copies.begin(), copies.end(), [&](const QRectF &copy) {
        const QRectF around = copy.adjusted(1 - Apart, 1 - Apart, Apart - 1, Apart - 1);
        return std::any_of(others.begin(), others.end(),
                           [&](const QRectF &other) { return other.intersects(around); });
    });
}

} // namespace

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

// Keys put one under the other; the last of many is not to stand below what is seen.
void TestInserting::newNodesAreSeen()
{
    CanvasFixture f;
    const QRectF seen(f.view.viewport()->rect());
    for (int i = 0; i < 12; ++i) {
        f.view.insertKind(u"Deployment"_s);
        const QRectF made = f.view.nodeRect(f.selection.ids().value(0));
        QVERIFY(seen.contains(f.view.mapFromScene(made)));
    }
}

void TestInserting::copiesStandClear_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("byClipboard");
    for (const bool byClipboard : {false, true}) {
        const char *how = byClipboard ? "paste" : "duplicate";
        QTest::addRow("%s Deployment", how) << u"Deployment"_s << u"todo-backend"_s << byClipboard;
        QTest::addRow("%s Service", how) << u"Service"_s << u"backend-service"_s << byClipboard;
        QTest::addRow("%s Image", how) << u"Image"_s << u"todo-backend"_s << byClipboard;
    }
}

void TestInserting::copiesStandClear()
{
    QFETCH(QString, kind);
    QFETCH(QString, name);
    QFETCH(bool, byClipboard);
    CanvasFixture f;
    const ResourceId original = f.id(kind, name);
    QVERIFY(!original.isEmpty());
    const QPointF corner = f.view.nodeRect(original).topLeft();
    f.selection.set({original});
    f.view.copy();
    for (int i = 0; i < 3; ++i) {
        if (byClipboard)
            f.view.paste();
        else
            f.view.duplicateSelection();
        QCOMPARE(f.selection.ids().size(), 1);
        const QRectF copy = f.view.nodeRect(f.selection.ids().constFirst());
        QVERIFY(standsClear(f));
        QCOMPARE(std::fmod(copy.left(), 10), 0.0);
        QCOMPARE(std::fmod(copy.top(), 10), 0.0);
        QVERIFY(QLineF(copy.topLeft(), corner).length() < 900);
        QVERIFY(QRectF(f.view.viewport()->rect()).contains(f.view.mapFromScene(copy)));
    }
}

void TestInserting::copiesKeepTheirPlacesToEachOther()
{
    CanvasFixture f;
    const QList<ResourceId> ids{f.id(u"Service"_s, u"backend-service"_s),
                                f.id(u"Deployment"_s, u"todo-backend"_s)};
    const QPointF apart = f.view.nodeRect(ids[1]).topLeft() - f.view.nodeRect(ids[0]).topLeft();
    f.selection.set(ids);
    f.view.duplicateSelection();
    QCOMPARE(f.selection.ids().size(), 2);
    QVERIFY(standsClear(f));
    QPointF now[2];
    for (const ResourceId &id : f.selection.ids())
        now[f.document.topology().find(id)->kind == u"Deployment"] = f.view.nodeRect(id).topLeft();
    QCOMPARE(now[1] - now[0], apart);
}

// Images and Releases stand beside the chart, and what is of the chart does not pull it over them.
void TestInserting::copiesStayOnTheirSideOfTheFrame()
{
    CanvasFixture f;
    const ResourceId chart = f.document.topology().chart()->id;
    for (const QString &kind : {u"Deployment"_s, u"Image"_s, u"Ingress"_s, u"Service"_s}) {
        for (const ResourcePtr &r : f.document.topology().ofKind(kind)) {
            f.selection.set({r->id});
            f.view.duplicateSelection();
            for (const ResourcePtr &image : f.document.topology().ofKind(u"Image"_s))
                QVERIFY2(!f.view.nodeRect(image->id).intersects(f.view.nodeRect(chart)),
                         qPrintable(kind));
        }
    }
}

void TestInserting::copiesOfEverythingAtOnce()
{
    CanvasFixture f;
    const qsizetype before = f.document.topology().resources().size();
    f.view.selectAll();
    f.view.duplicateSelection();
    QCOMPARE(f.document.topology().resources().size(), 2 * before - 1);
    QVERIFY(standsClear(f));
    f.view.selectAll();
    f.view.duplicateSelection();
    QVERIFY(standsClear(f));
}

CHARTWRIGHT_TEST(TestInserting)
#include "test_inserting.moc"
