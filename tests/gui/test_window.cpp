// SPDX-License-Identifier: Apache-2.0
#include "app/message_box.h"
#include "gui/workbench.h"
#include "model/edits.h"
#include "support/test_case.h"

#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace chartwright;
using namespace chartwright_test;

// The window as a whole.
class TestWindow : public TestCase
{
    Q_OBJECT
private slots:
    void fitsALaptopWhateverItSays();
    void keepsItsSizeWhenAProjectOpens();
    void takesWhatIsBeingTyped();
    void altWhileDraggingCopies();
    void rightButtonBreaksAGestureOff();
    void draggingToTheEdgeScrolls();

private:
    QPoint header(Workbench &bench, const ResourceId &id);
};

QPoint TestWindow::header(Workbench &bench, const ResourceId &id)
{
    return bench.onCanvas(bench.canvas().nodeRect(id).topLeft() + QPointF(110, 15));
}

// 1366x768, less a panel of the desktop and the title bar.
void TestWindow::fitsALaptopWhateverItSays()
{
    constexpr int Height = 660;
    Workbench bench(QSize(1280, Height));
    bench.openTodo();
    bench.exportInto(bench.folder(u"chart"_s));
    // Problems of many kinds, the explanations of which are read one by one.
    const QList<ResourcePtr> all = bench.topology().resources();
    const auto set = [&](const ResourceId &id, const QString &path, const Value &value) {
        bench.document().push(
            setField(bench.topology(), bench.document().refs(), id, Path(path), value));
    };
    for (const ResourcePtr &r : all) {
        if (r->kind == u"Deployment")
            set(r->id, u"spec.template.spec.containers"_s,
                List{Map{{u"name"_s, u"web"_s}, {u"image"_s, u"nginx"_s}}});
        else if (r->kind == u"Service")
            set(r->id, u"spec.ports"_s, {});
        else if (r->kind == u"ConfigMap")
            set(r->id, u"data"_s, Map{{u"not a key"_s, u"1"_s}});
    }
    QTRY_VERIFY(!bench.document().isChecking());
    auto *list = bench.window().findChild<QTreeView *>(u"problems:list"_s);
    QVERIFY(list->model()->rowCount() > 5);
    for (int i = 0; i < list->model()->rowCount(); ++i) {
        bench.hand().key(u"F8"_s);
        QTest::qWait(30);
        const QString at = list->currentIndex().data().toString();
        QVERIFY2(bench.window().minimumSizeHint().height() <= Height,
                 qPrintable(u"%1 at %2"_s.arg(bench.window().minimumSizeHint().height()).arg(at)));
        QVERIFY2(bench.window().minimumSizeHint().width() <= 1280, qPrintable(at));
        QCOMPARE(bench.window().size(), QSize(1280, Height));
    }
    QVERIFY_BENCH(bench);
}

void TestWindow::keepsItsSizeWhenAProjectOpens()
{
    const QSize size(1280, 700);
    Workbench bench(size);
    bench.openTodo();
    bench.save(bench.folder(u"mine"_s));
    for (int i = 0; i < 2; ++i) {
        bench.hand().key(u"ctrl+w"_s);
        QTRY_VERIFY(!bench.window().session()->isOpen());
        QVERIFY(bench.window().openPath(bench.folder(u"mine"_s)));
        QTest::qWait(100);
        QCOMPARE(bench.window().size(), size);
    }
    QVERIFY_BENCH(bench);
}

// A field need not be left first.
void TestWindow::takesWhatIsBeingTyped()
{
    Workbench bench;
    bench.openTodo();
    bench.save(bench.folder(u"mine"_s));
    const ResourceId id = bench.named(u"Deployment"_s, u"todo-backend"_s);
    bench.select(id);
    const QString image = u"spec.template.spec.containers[backend].image"_s;
    const auto typed = [&](const QString &text) {
        bench.hand().click(bench.reach(Section::Main, u"field:"_s + image));
        bench.hand().key(u"ctrl+a"_s);
        bench.hand().type(text);
    };
    const auto inFile = [&](const QString &text) {
        QFile file(bench.folder(u"mine/topology.yaml"_s));
        return file.open(QIODevice::ReadOnly) && file.readAll().contains(text.toUtf8());
    };
    typed(u"first:1"_s);
    bench.hand().key(u"ctrl+s"_s);
    QTRY_VERIFY(inFile(u"first:1"_s));
    typed(u"second:2"_s);
    MessageBox::setNextAnswer(u"save"_s);
    bench.hand().key(u"ctrl+w"_s);
    QTRY_VERIFY(!bench.window().session()->isOpen());
    QVERIFY(inFile(u"second:2"_s));
    QVERIFY(bench.window().openPath(bench.folder(u"mine"_s)));
    // A name that is being typed on the canvas.
    bench.hand().key(u"ctrl+1"_s);
    bench.select(id);
    bench.hand().key(u"F2"_s);
    bench.hand().key(u"ctrl+a"_s);
    bench.hand().type(u"other-name"_s);
    bench.hand().key(u"ctrl+s"_s);
    QTRY_VERIFY(inFile(u"other-name"_s));
    // Checked, and kept for a recovery, after a pause.
    bench.select(id);
    typed(u"no image"_s);
    QTRY_COMPARE(at(bench.topology().find(id)->fields, Path(image)).toString(), u"no image"_s);
    QVERIFY_BENCH(bench);
}

void TestWindow::altWhileDraggingCopies()
{
    Workbench bench;
    bench.openTodo();
    const ResourceId id = bench.named(u"Deployment"_s, u"todo-backend"_s);
    const QPoint from = header(bench, id);
    const QRectF before = bench.canvas().nodeRect(id);
    const qsizetype count = bench.topology().resources().size();
    // Alt is pressed in the middle: before it, window managers move the window.
    bench.hand().dragAndHold(from, from + QPoint(0, 160));
    bench.hand().hold(u"alt"_s);
    bench.hand().moveTo(from + QPoint(10, 170));
    bench.hand().release();
    bench.hand().let(u"alt"_s);
    QTRY_COMPARE(bench.topology().resources().size(), count + 1);
    QCOMPARE(bench.canvas().nodeRect(id).topLeft(), before.topLeft());
    QVERIFY(bench.topology().findByName(u"Deployment"_s, u"todo-backend-2"_s));
    bench.hand().key(u"ctrl+z"_s);
    QTRY_COMPARE(bench.topology().resources().size(), count);
    QVERIFY_BENCH(bench);
}

void TestWindow::rightButtonBreaksAGestureOff()
{
    Workbench bench;
    bench.openTodo();
    const ResourceId id = bench.named(u"Deployment"_s, u"todo-backend"_s);
    const QPoint from = header(bench, id);
    const QPointF before = bench.canvas().nodeRect(id).topLeft();
    bench.hand().dragAndHold(from, from + QPoint(-60, 160));
    QTRY_VERIFY(bench.canvas().isGestureActive());
    bench.hand().click(from + QPoint(-60, 160), 3);
    QTRY_VERIFY(!bench.canvas().isGestureActive());
    bench.hand().release();
    QCOMPARE(bench.canvas().nodeRect(id).topLeft(), before);
    QCOMPARE(bench.document().undoStack()->count(), 0);
    // No menu is left open by the button.
    QVERIFY(!QApplication::activePopupWidget());
    QVERIFY_BENCH(bench);
}

void TestWindow::draggingToTheEdgeScrolls()
{
    Workbench bench;
    bench.openTodo();
    bench.hand().key(u"ctrl+0"_s);
    const ResourceId id = bench.named(u"Deployment"_s, u"todo-backend"_s);
    bench.window().selection()->reveal(id, {});
    QTRY_VERIFY(bench.canvas().viewport()->rect().contains(
        bench.canvas().mapFromScene(bench.canvas().nodeRect(id).center()).toPoint()));
    const QPoint from = header(bench, id);
    const QRect view(bench.canvas().viewport()->mapToGlobal(QPoint()),
                     bench.canvas().viewport()->size());
    const double before = bench.canvas().nodeRect(id).top();
    bench.hand().dragAndHold(from, {from.x(), view.bottom() - 6});
    const QPointF seen = bench.canvas().mapToScene(QPointF(0, 0));
    QTRY_VERIFY(bench.canvas().mapToScene(QPointF(0, 0)).y() > seen.y() + 60);
    bench.hand().release();
    QTRY_VERIFY(bench.canvas().nodeRect(id).top() > before + 100);
    QVERIFY_BENCH(bench);
}

CHARTWRIGHT_TEST(TestWindow)
#include "test_window.moc"
