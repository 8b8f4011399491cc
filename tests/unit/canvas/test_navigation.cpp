// SPDX-License-Identifier: Apache-2.0
#include "unit/canvas/fixture.h"

#include <QSignalSpy>
#include <QWheelEvent>

using namespace chartwright;
using namespace Qt::StringLiterals;

class TestNavigation : public TestCase
{
    Q_OBJECT
private slots:
    void pan();
    void autoScroll();
    void wheelZoomsAtThePointer();
    void zoomLimits();
    void staysFitted();
    void fitsWhatWasOpenedMeanwhile();
    void hugeOnesFit();
};

namespace {

const QString Secret = u"Secret"_s;

} // namespace

void TestNavigation::pan()
{
    CanvasFixture f;
    const QPointF before = f.view.mapToScene(QPointF());
    f.press({300, 60}, {}, Qt::MiddleButton);
    f.drag({300, 60}, {360, 100}, {}, Qt::MiddleButton);
    f.release({360, 100}, {}, Qt::MiddleButton);
    QCOMPARE((before - f.view.mapToScene(QPointF())) * f.view.zoom(), QPointF(60, 40));
    QTest::keyPress(&f.view, Qt::Key_Space);
    const QPoint onNode = f.header(Secret, u"todo-secrets"_s);
    f.pull(onNode, onNode - QPoint(60, 40));
    QTest::keyRelease(&f.view, Qt::Key_Space);
    QCOMPARE(f.view.mapToScene(QPointF()), before);
    QVERIFY(f.selection.ids().isEmpty());
    QCOMPARE(f.document.undoStack()->count(), 0);
}

void TestNavigation::autoScroll()
{
    CanvasFixture f;
    f.view.setZoom(2);
    f.view.showNode(f.id(Secret, u"todo-secrets"_s));
    const auto id = f.id(Secret, u"todo-secrets"_s);
    const QPointF from = f.view.nodeRect(id).topLeft();
    const QPoint start = f.header(Secret, u"todo-secrets"_s);
    const QPoint edge(start.x(), f.view.viewport()->height() - 2);
    f.press(start);
    f.drag(start, edge);
    const QPointF origin = f.view.mapToScene(QPointF());
    QTRY_VERIFY(f.view.mapToScene(QPointF()).y() > origin.y() + 50);
    f.release(edge);
    QVERIFY(f.view.nodeRect(id).top() > from.y() + 50);
    QCOMPARE(f.document.undoStack()->count(), 1);
}

void TestNavigation::wheelZoomsAtThePointer()
{
    CanvasFixture f;
    f.view.setZoom(1);
    const QPointF at(400, 300);
    const QPointF scene = f.view.mapToScene(at);
    QSignalSpy zoomed(&f.view, &CanvasView::zoomChanged);
    for (const int steps : {1, 1, -1, -1, -1}) {
        QWheelEvent event(at, f.view.viewport()->mapToGlobal(at), {}, QPoint(0, 120 * steps),
                          Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(f.view.viewport(), &event);
        QVERIFY(QLineF(f.view.mapToScene(at), scene).length() < 2);
    }
    QCOMPARE(zoomed.count(), 5);
    QVERIFY(qAbs(f.view.zoom() - 1 / 1.2) < 1e-6);
}

void TestNavigation::zoomLimits()
{
    CanvasFixture f;
    for (int i = 0; i < 40; ++i)
        f.view.zoomIn();
    QCOMPARE(f.view.zoom(), 4.0);
    for (int i = 0; i < 80; ++i)
        f.view.zoomOut();
    QCOMPARE(f.view.zoom(), 0.05);
    f.view.zoomToActualSize();
    QCOMPARE(f.view.zoom(), 1.0);
    f.view.fitAll();
    for (const ResourcePtr &r : f.document.topology().resources())
        QVERIFY(QRectF(f.view.viewport()->rect())
                    .contains(f.view.mapFromScene(f.view.nodeRect(r->id))));
    f.selection.set({f.id(Secret, u"todo-secrets"_s)});
    f.view.fitSelection();
    QCOMPARE(f.view.zoom(), 1.0); // not beyond
}

// The welcome page stood before it, and it keeps its size.
void TestNavigation::fitsWhatWasOpenedMeanwhile()
{
    CanvasFixture f;
    f.view.setZoom(1);
    f.view.hide();
    f.document.reset(Topology(f.document.topology()), {});
    f.view.show();
    QTRY_VERIFY(
        QRectF(f.view.viewport()->rect()).contains(f.view.mapFromScene(f.view.scene().contents())));
}

// A window gets its size and its docks in steps; later the view is the person's.
void TestNavigation::staysFitted()
{
    CanvasFixture f;
    const auto isAllSeen = [&] {
        return QRectF(f.view.viewport()->rect())
            .contains(f.view.mapFromScene(f.view.scene().contents()));
    };
    f.view.fitAll();
    f.view.resize(700, 500);
    QVERIFY(isAllSeen());
    f.view.resize(1000, 700);
    QVERIFY(isAllSeen());
    const double fitted = f.view.zoom();
    f.pull(f.header(Secret, u"todo-secrets"_s),
           f.header(Secret, u"todo-secrets"_s) + QPoint(40, 0));
    f.view.resize(700, 500);
    QCOMPARE(f.view.zoom(), fitted);
}

void TestNavigation::hugeOnesFit()
{
    CanvasFixture f;
    f.document.push(moveResources(f.document.topology(),
                                  {{f.id(Secret, u"todo-secrets"_s), QPointF(90000, 60000)}},
                                  u"Move"_s));
    f.view.fitAll();
    QVERIFY(
        QRectF(f.view.viewport()->rect()).contains(f.view.mapFromScene(f.view.scene().contents())));
    const double fitted = f.view.zoom();
    QVERIFY(fitted < CanvasView::MinZoom);
    f.view.zoomOut(); // not nearer, of all things
    QCOMPARE(f.view.zoom(), fitted);
    f.view.zoomIn();
    QCOMPARE(f.view.zoom(), CanvasView::MinZoom);
}

CHARTWRIGHT_TEST(TestNavigation)
#include "test_navigation.moc"
