// SPDX-License-Identifier: Apache-2.0
#include "unit/canvas/fixture.h"

#include <QDropEvent>
#include <QMimeData>
#include <QSignalSpy>

using namespace chartwright;
using namespace Qt::StringLiterals;

class TestGestures : public TestCase
{
    Q_OBJECT
private slots:
    void clickSelects();
    void ctrlAddsAndRemoves();
    void marquee();
    void dragMovesOnTheGrid();
    void dragMovesWhatIsSelected();
    void altCopies();
    void frameMovesWhatItHolds();
    void escapeLeavesNothing_data();
    void escapeLeavesNothing();
    void arrows();
    void undoWhatWasNeverPlaced();
    void dropFromThePalette();
    void contextMenus();
    void replacedInTheMiddle();
    void randomGestures();
};

namespace {

const QString Deployment = u"Deployment"_s, Service = u"Service"_s, Secret = u"Secret"_s;

// What a gesture did is one step, and undo takes all of it back.
#define VERIFY_ONE_STEP(fixture, before, steps)                                                    \
    do {                                                                                           \
        QUndoStack *undo = (fixture).document.undoStack();                                         \
        QCOMPARE(undo->index(), (steps) + 1);                                                      \
        const Topology after = (fixture).document.topology();                                      \
        QVERIFY(!(after == (before)));                                                             \
        undo->undo();                                                                              \
        QVERIFY((fixture).document.topology() == (before));                                        \
        undo->redo();                                                                              \
        QVERIFY((fixture).document.topology() == after);                                           \
    } while (false)

} // namespace

void TestGestures::clickSelects()
{
    CanvasFixture f;
    const auto backend = f.id(Deployment, u"todo-backend"_s);
    QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {},
                      f.header(Deployment, u"todo-backend"_s));
    QCOMPARE(f.selection.ids(), QList<ResourceId>{backend});
    QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {},
                      f.at(f.view.nodeRect(backend).bottomLeft() + QPointF(-40, 60)));
    QVERIFY(f.selection.ids().isEmpty());
    // A wire.
    const auto service = f.id(Service, u"backend-service"_s);
    QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {},
                      f.at(*f.view.wireMiddle(service, backend)));
    QVERIFY(f.selection.wire() == std::pair(service, backend));
    // The frame by its title.
    const auto chart = f.document.topology().chart()->id;
    QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {},
                      f.at(f.view.nodeRect(chart).topLeft() + QPointF(300, 15)));
    QCOMPARE(f.selection.ids(), QList<ResourceId>{chart});
    QCOMPARE(f.document.undoStack()->count(), 0);
}

void TestGestures::ctrlAddsAndRemoves()
{
    CanvasFixture f;
    const QPoint a = f.header(Deployment, u"todo-backend"_s),
                 b = f.header(Secret, u"todo-secrets"_s);
    QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, a);
    QTest::mouseClick(f.view.viewport(), Qt::LeftButton, Qt::ControlModifier, b);
    QCOMPARE(f.selection.ids().size(), 2);
    QTest::mouseClick(f.view.viewport(), Qt::LeftButton, Qt::ControlModifier, a);
    QCOMPARE(f.selection.ids(), QList<ResourceId>{f.id(Secret, u"todo-secrets"_s)});
    QTest::mouseClick(f.view.viewport(), Qt::LeftButton, Qt::ControlModifier, a);
    QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, a); // one of several: alone
    QCOMPARE(f.selection.ids(), QList<ResourceId>{f.id(Deployment, u"todo-backend"_s)});
}

void TestGestures::marquee()
{
    CanvasFixture f;
    const QRectF node = f.view.nodeRect(f.id(Secret, u"todo-secrets"_s));
    const QPoint outside = f.at(node.bottomLeft() + QPointF(-20, 20));
    f.pull(outside, f.at(node.center())); // touching counts
    QCOMPARE(f.selection.ids(), QList<ResourceId>{f.id(Secret, u"todo-secrets"_s)});
    f.pull(outside, f.at(node.center()), Qt::AltModifier); // with Alt it has to enclose
    QVERIFY(f.selection.ids().isEmpty());
    f.pull(outside, f.at(node.topRight() + QPointF(8, -8)), Qt::AltModifier);
    QCOMPARE(f.selection.ids(), QList<ResourceId>{f.id(Secret, u"todo-secrets"_s)});
    QCOMPARE(f.document.undoStack()->count(), 0);
}

void TestGestures::dragMovesOnTheGrid()
{
    CanvasFixture f;
    const Topology before = f.document.topology();
    const auto id = f.id(Secret, u"todo-secrets"_s);
    const QPointF from = f.view.nodeRect(id).topLeft();
    const QPoint start = f.header(Secret, u"todo-secrets"_s);
    f.pull(start, start + QPoint(53, 37));
    const QPointF to = f.view.nodeRect(id).topLeft();
    QVERIFY(to != from);
    QCOMPARE(std::fmod(to.x(), 10), 0.0);
    QCOMPARE(std::fmod(to.y(), 10), 0.0);
    QVERIFY(QLineF(from + QPointF(53, 37) / f.view.zoom(), to).length() < 8);
    QCOMPARE(*f.document.topology().placement(id), to);
    VERIFY_ONE_STEP(f, before, 0);
    QCOMPARE(f.view.nodeRect(id).topLeft(), to);
}

void TestGestures::dragMovesWhatIsSelected()
{
    CanvasFixture f;
    const Topology before = f.document.topology();
    f.view.selectAll();
    const auto ids = f.selection.ids();
    QHash<ResourceId, QPointF> from;
    for (const ResourceId &id : ids)
        from.insert(id, f.view.nodeRect(id).topLeft());
    const QPoint start = f.header(Secret, u"todo-secrets"_s);
    f.pull(start, start + QPoint(-40, 20));
    const QPointF by = f.view.nodeRect(ids.first()).topLeft() - from[ids.first()];
    QVERIFY(!by.isNull());
    for (const ResourceId &id : ids)
        QCOMPARE(f.view.nodeRect(id).topLeft(), from[id] + by);
    QCOMPARE(f.selection.ids(), ids);
    VERIFY_ONE_STEP(f, before, 0);
}

void TestGestures::altCopies()
{
    CanvasFixture f;
    const Topology before = f.document.topology();
    const auto id = f.id(Secret, u"todo-secrets"_s);
    const QPointF from = f.view.nodeRect(id).topLeft();
    const QPoint start = f.header(Secret, u"todo-secrets"_s);
    f.pull(start, start + QPoint(0, 120), Qt::AltModifier);
    QCOMPARE(f.view.nodeRect(id).topLeft(), from);
    QCOMPARE(f.document.topology().resources().size(), before.resources().size() + 1);
    QCOMPARE(f.selection.ids().size(), 1);
    QVERIFY(f.selection.ids().constFirst() != id);
    QVERIFY(f.view.nodeRect(f.selection.ids().constFirst()).top() > from.y() + 100);
    VERIFY_ONE_STEP(f, before, 0);
}

void TestGestures::frameMovesWhatItHolds()
{
    CanvasFixture f;
    const Topology before = f.document.topology();
    const auto chart = f.document.topology().chart()->id;
    const QRectF frame = f.view.nodeRect(chart);
    const QRectF image = f.view.nodeRect(f.id(u"Image"_s, u"todo-backend"_s));
    const QPoint title = f.at(frame.topLeft() + QPointF(300, 15));
    f.pull(title, title + QPoint(30, 40));
    QVERIFY(f.view.nodeRect(chart).left() > frame.left() + 20);
    QCOMPARE(f.view.nodeRect(chart).size(), frame.size());
    QCOMPARE(f.view.nodeRect(f.id(u"Image"_s, u"todo-backend"_s)), image);
    VERIFY_ONE_STEP(f, before, 0);
}

void TestGestures::escapeLeavesNothing_data()
{
    QTest::addColumn<QString>("gesture");
    QTest::addColumn<bool>("byButton");
    for (const char *gesture : {"move", "copy", "marquee", "wire", "reattach"}) {
        QTest::addRow("%s, Esc", gesture) << QString::fromLatin1(gesture) << false;
        QTest::addRow("%s, right button", gesture) << QString::fromLatin1(gesture) << true;
    }
}

void TestGestures::escapeLeavesNothing()
{
    QFETCH(QString, gesture);
    QFETCH(bool, byButton);
    CanvasFixture f;
    const Topology before = f.document.topology();
    const auto backend = f.id(Deployment, u"todo-backend"_s);
    const auto service = f.id(Service, u"backend-service"_s);
    QPoint start = f.header(Deployment, u"todo-backend"_s);
    Qt::KeyboardModifiers modifiers;
    if (gesture == u"copy")
        modifiers = Qt::AltModifier;
    if (gesture == u"marquee")
        start = f.at(f.view.nodeRect(backend).bottomLeft() + QPointF(-30, 80));
    if (gesture == u"wire")
        start = f.socket(Service, u"frontend-service"_s, u"port/http"_s, true);
    if (gesture == u"reattach") {
        f.selection.setWire(service, backend);
        start = f.socket(Deployment, u"todo-backend"_s, u"port/http"_s, false);
    }
    const QRectF node = f.view.nodeRect(backend);
    const QImage picture = f.view.grab().toImage();
    QSignalSpy menus(&f.view, &CanvasView::contextMenuRequested);
    f.press(start, modifiers);
    f.drag(start, start + QPoint(70, 50), modifiers);
    QVERIFY(f.view.isGestureActive());
    if (byButton) {
        QTest::mousePress(f.view.viewport(), Qt::RightButton, {}, start + QPoint(70, 50));
        QContextMenuEvent event(QContextMenuEvent::Mouse, start, f.view.mapToGlobal(start));
        QApplication::sendEvent(f.view.viewport(), &event);
        QVERIFY(menus.isEmpty());
        QTest::mouseRelease(f.view.viewport(), Qt::RightButton, {}, start + QPoint(70, 50));
    } else {
        QTest::keyClick(&f.view, Qt::Key_Escape);
    }
    QVERIFY(!f.view.isGestureActive());
    f.release(start + QPoint(70, 50), modifiers);
    QVERIFY(f.document.topology() == before);
    QCOMPARE(f.document.undoStack()->count(), 0);
    QCOMPARE(f.view.nodeRect(backend), node);
    if (gesture == u"reattach")
        QVERIFY(f.selection.wire() == std::pair(service, backend));
    else if (gesture != u"marquee" && gesture != u"wire")
        f.selection.clear(); // the press selected it
    QTest::mouseMove(f.view.viewport(), QPoint(3, 3));
    QCOMPARE(f.view.grab().toImage(), picture);
}

void TestGestures::arrows()
{
    CanvasFixture f;
    const Topology before = f.document.topology();
    const auto id = f.id(Secret, u"todo-secrets"_s);
    f.selection.set({id});
    const QPointF from = f.view.nodeRect(id).topLeft();
    QTest::keyClick(&f.view, Qt::Key_Right);
    QTest::keyClick(&f.view, Qt::Key_Right);
    QTest::keyClick(&f.view, Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(f.view.nodeRect(id).topLeft(), from + QPointF(20, 1));
    VERIFY_ONE_STEP(f, before, 0); // they merge
}

void TestGestures::dropFromThePalette()
{
    CanvasFixture f;
    const Topology before = f.document.topology();
    QMimeData mime;
    mime.setData(QLatin1String(KindMimeType), "Service");
    const QPoint at(500, 80);
    QDragEnterEvent enter(at, Qt::CopyAction, &mime, Qt::LeftButton, {});
    QApplication::sendEvent(f.view.viewport(), &enter);
    QVERIFY(enter.isAccepted());
    QDragMoveEvent move(at, Qt::CopyAction, &mime, Qt::LeftButton, {});
    QApplication::sendEvent(f.view.viewport(), &move);
    QDropEvent drop(at, Qt::CopyAction, &mime, Qt::LeftButton, {});
    QApplication::sendEvent(f.view.viewport(), &drop);
    const auto made = f.id(Service, u"service"_s);
    QVERIFY(!made.isEmpty());
    QVERIFY(f.view.nodeRect(made).contains(f.view.mapToScene(at)));
    QCOMPARE(f.selection.ids(), QList<ResourceId>{made});
    VERIFY_ONE_STEP(f, before, 0);

    mime.setData(QLatin1String(KindMimeType), "Chart"); // there is one already
    QDragEnterEvent refused(at, Qt::CopyAction, &mime, Qt::LeftButton, {});
    refused.ignore();
    QApplication::sendEvent(f.view.viewport(), &refused);
    QVERIFY(!refused.isAccepted());
}

void TestGestures::contextMenus()
{
    CanvasFixture f;
    QSignalSpy menus(&f.view, &CanvasView::contextMenuRequested);
    const auto menuAt = [&](QPoint p) {
        QContextMenuEvent event(QContextMenuEvent::Mouse, p, f.view.mapToGlobal(p));
        QApplication::sendEvent(f.view.viewport(), &event);
        return menus.isEmpty() ? CanvasPlace::Chart : menus.takeLast().at(0).value<CanvasPlace>();
    };
    const auto backend = f.id(Deployment, u"todo-backend"_s);
    const auto service = f.id(Service, u"backend-service"_s);
    QCOMPARE(menuAt(f.header(Deployment, u"todo-backend"_s)), CanvasPlace::Node);
    QCOMPARE(f.selection.ids(), QList<ResourceId>{backend});
    QCOMPARE(menuAt(f.at(*f.view.wireMiddle(service, backend))), CanvasPlace::Wire);
    QVERIFY(f.selection.wire());
    QCOMPARE(menuAt({20, 20}), CanvasPlace::Empty);
    QVERIFY(f.selection.ids().isEmpty());
}

void TestGestures::replacedInTheMiddle()
{
    CanvasFixture f;
    const QPoint start = f.socket(Service, u"backend-service"_s, u"port/http"_s, true);
    f.press(start);
    f.drag(start, start + QPoint(80, 60));
    f.document.reset(emptyTopology(u"other"_s), {});
    QVERIFY(!f.view.isGestureActive());
    f.release(start + QPoint(80, 60));
    QCOMPARE(f.document.topology().resources().size(), 1);
    f.view.grab();
}

// A drawing without places is shown arranged; that is where its nodes go back to.
void TestGestures::undoWhatWasNeverPlaced()
{
    CanvasFixture f;
    Topology bare = f.document.topology();
    for (const ResourcePtr &r : f.document.topology().resources())
        bare.place(r->id, std::nullopt);
    f.document.reset(bare, {});
    const auto id = f.id(Secret, u"todo-secrets"_s);
    const QRectF before = f.view.nodeRect(id);
    f.selection.set({id});
    QTest::keyClick(&f.view, Qt::Key_Right);
    QCOMPARE(f.view.nodeRect(id), before.translated(10, 0));
    f.document.undoStack()->undo();
    QCOMPARE(f.view.nodeRect(id), before);
    QTest::keyClick(&f.view, Qt::Key_Delete);
    f.document.undoStack()->undo();
    QCOMPARE(f.view.nodeRect(id), before);
}

// Whatever the hand does: undone to the start all is as it was, and redone as it became.
void TestGestures::randomGestures()
{
    CanvasFixture f;
    const Topology before = f.document.topology();
    QRandomGenerator random(20260121);
    const QRect room = f.view.viewport()->rect().adjusted(30, 30, -30, -30);
    const auto somewhere = [&] {
        const auto &all = f.document.topology().resources();
        const QRectF node = f.view.nodeRect(all[random.bounded(all.size())]->id);
        const QPointF corners[] = {node.topLeft() + QPointF(0, 15),
                                   node.topRight() + QPointF(0, 15),
                                   node.center(),
                                   node.topLeft() + QPointF(0, 45),
                                   node.topRight() + QPointF(0, 45),
                                   node.bottomRight() + QPointF(30, 30)};
        const QPoint p = f.at(corners[random.bounded(6)]);
        return room.contains(p) ? p
                                : QPoint(room.left() + random.bounded(room.width()),
                                         room.top() + random.bounded(room.height()));
    };
    for (int i = 0; i < 250; ++i) {
        const Qt::KeyboardModifiers modifiers[] = {
            {}, {}, {}, Qt::ControlModifier, Qt::AltModifier};
        const int steps = f.document.undoStack()->index();
        f.pull(somewhere(), somewhere(), modifiers[random.bounded(5)]);
        for (int k = 0; k < 2 && f.popup(); ++k) // the chooser may follow the list of kinds
            QTest::keyClick(f.popup()->focusWidget(),
                            random.bounded(3) > 0 ? Qt::Key_Return : Qt::Key_Escape);
        if (f.popup()) // nothing ticked
            QTest::keyClick(f.popup()->focusWidget(), Qt::Key_Escape);
        QVERIFY(!f.view.isGestureActive());
        QVERIFY2(f.document.undoStack()->index() <= steps + 1, "more than one step");
        if (random.bounded(8) == 0)
            f.view.deleteSelection();
        if (random.bounded(10) == 0)
            f.view.fitAll();
    }
    f.view.grab();
    const Topology after = f.document.topology();
    QUndoStack *undo = f.document.undoStack();
    QVERIFY(undo->count() > 40);
    while (undo->canUndo())
        undo->undo();
    QVERIFY(f.document.topology() == before);
    while (undo->canRedo())
        undo->redo();
    QVERIFY(f.document.topology() == after);

    // And the canvas shows what a new one would.
    CanvasView fresh(&f.document, &f.selection);
    for (const ResourcePtr &r : after.resources())
        QCOMPARE(f.view.nodeRect(r->id), fresh.nodeRect(r->id));
    QCOMPARE(allWires(after, f.document.refs()).size(), [&] {
        qsizetype count = 0;
        for (int w = 0; w < f.view.scene().wireCount(); ++w)
            count += f.view.scene().wire(w).alive ? 1 : 0;
        return count;
    }());
}

CHARTWRIGHT_TEST(TestGestures)
#include "test_gestures.moc"
