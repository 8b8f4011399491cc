// SPDX-License-Identifier: Apache-2.0
#include "unit/canvas/fixture.h"

#include "canvas/diagram.h"
#include "canvas/layout.h"
#include "model/edits.h"

#include <QScreen>
#include <QSet>
#include <QTemporaryDir>

using namespace chartwright;
using namespace Qt::StringLiterals;

// Every main state once, in both themes; kept where CHARTWRIGHT_PICTURES names a folder.
class TestCanvasPictures : public TestCase
{
    Q_OBJECT
private slots:
    void states_data();
    void states();
    void shownIsWhatIsDrawn_data();
    void shownIsWhatIsDrawn();
    void pathsOfAnIngressAreWhole();
    void unknownKindIsDrawnWithoutIcon();
};

namespace {

QPalette themed(bool dark)
{
    QPalette p;
    const auto set = [&p](QPalette::ColorRole role, QRgb rgb) {
        p.setColor(role, QColor::fromRgb(rgb));
    };
    set(QPalette::Window, dark ? 0x262b31 : 0xfbfcfe);
    set(QPalette::WindowText, dark ? 0xe6e9ed : 0x1f2730);
    set(QPalette::Base, dark ? 0x2d343c : 0xffffff);
    set(QPalette::Text, dark ? 0xe6e9ed : 0x1f2730);
    set(QPalette::Button, dark ? 0x2d343c : 0xf7f9fb);
    set(QPalette::ButtonText, dark ? 0xe6e9ed : 0x1f2730);
    set(QPalette::Highlight, dark ? 0x4f9ae6 : 0x2277cc);
    return p;
}

void keep(CanvasView &view, const QString &name)
{
    const QImage picture = view.grab().toImage();
    QSet<QRgb> colours;
    for (int y = 0; y < picture.height(); y += 3) {
        for (int x = 0; x < picture.width(); x += 3)
            colours.insert(picture.pixel(x, y));
    }
    QVERIFY2(colours.size() > 8, "nothing was painted");
    const QString folder = qEnvironmentVariable("CHARTWRIGHT_PICTURES");
    if (!folder.isEmpty())
        QVERIFY(picture.save(folder + u'/' + name + u".png"_s));
}

} // namespace

void TestCanvasPictures::states_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestCanvasPictures::states()
{
    QFETCH(bool, dark);
    const QString theme = dark ? u"-dark"_s : u"-light"_s;
    const QPalette before = QApplication::palette();
    QApplication::setPalette(themed(dark));
    {
        CanvasFixture empty(false);
        keep(empty.view, u"empty"_s + theme);
        CanvasFixture f;
        keep(f.view, u"todo"_s + theme);
        f.document.push(moveResources(
            f.document.topology(), layout(f.document.topology(), f.document.refs()), u"Arrange"_s));
        f.view.fitAll();
        keep(f.view, u"arranged"_s + theme);
        f.view.setZoom(1);
        f.selection.set({f.id(u"Deployment"_s, u"todo-backend"_s)});
        f.view.showNode(f.id(u"Deployment"_s, u"todo-backend"_s));
        keep(f.view, u"selected"_s + theme);
        f.selection.clear();
        const QPoint from = f.socket(u"Service"_s, u"backend-service"_s, u"port/http"_s, true);
        f.press(from);
        f.drag(from, f.socket(u"Deployment"_s, u"todo-frontend"_s, u"port/http"_s, false));
        keep(f.view, u"wiring-accepts"_s + theme);
        f.drag(from, f.header(u"Secret"_s, u"todo-secrets"_s));
        keep(f.view, u"wiring-refuses"_s + theme);
        QTest::keyClick(&f.view, Qt::Key_Escape);
        f.view.setZoom(0.4);
        keep(f.view, u"middle"_s + theme);
        f.view.setZoom(0.15);
        keep(f.view, u"far"_s + theme);
    }
    QApplication::setPalette(before);
}

void TestCanvasPictures::shownIsWhatIsDrawn_data()
{
    QTest::addColumn<double>("zoom");
    QTest::newRow("near") << 1.0;
    QTest::newRow("middle") << 0.4;
    QTest::newRow("far") << 0.15;
    QTest::newRow("all of a wide drawing") << 0.0;
}

// Only what changed is painted: nothing of what was there before may stay behind.
void TestCanvasPictures::shownIsWhatIsDrawn()
{
    QFETCH(double, zoom);
    CanvasFixture f;
    const ResourceId backend = f.id(u"Deployment"_s, u"todo-backend"_s);
    f.view.showNode(backend);
    if (zoom > 0) {
        f.view.setZoom(zoom, f.view.mapFromScene(f.view.nodeRect(backend).center()));
    } else {
        const ResourceId image = f.id(u"Image"_s, u"todo-backend"_s);
        f.document.push(
            moveResources(f.document.topology(), {{image, QPointF(-60000, 4000)}}, u"Move"_s));
        f.view.fitAll();
        QVERIFY(f.view.zoom() < CanvasView::MinZoom);
    }
    const QPoint from = f.at(f.view.nodeRect(backend).center() - QPointF(0, 20));
    QApplication::processEvents();
    const double now = f.view.zoom();
    f.press(from);
    for (const QPoint by : {QPoint(30, 60), QPoint(-50, -90), QPoint(0, 0), QPoint(90, 40)}) {
        f.drag(from, from + by);
        QApplication::processEvents();
        // Near an edge the view goes on by itself, and has not been painted yet where it has just
        // moved.
        const auto isWhole = [&] {
            const QImage shown = f.view.screen()->grabWindow(f.view.winId()).toImage();
            const QImage drawn = f.view.grab().toImage();
            return shown.convertToFormat(QImage::Format_RGB32) ==
                   drawn.convertToFormat(QImage::Format_RGB32);
        };
        QTRY_VERIFY(isWhole());
    }
    f.release(from + QPoint(90, 40));
    QCOMPARE(f.view.zoom(), now);
    QCOMPARE(f.document.undoStack()->undoText(), u"Move todo-backend"_s);
}

// They tell the rows apart; the host is the same in all of them.
void TestCanvasPictures::pathsOfAnIngressAreWhole()
{
    CanvasFixture f;
    const ResourceId ingress = f.document.topology().ofKind(u"Ingress").constFirst()->id;
    const auto set = [&](const QString &path, const QString &text) {
        f.document.push(setField(f.document.topology(), f.document.refs(), ingress,
                                 Path(u"spec.rules[#0]."_s + path), text));
    };
    set(u"host"_s, u"todo.example-of-a-long-host.com"_s);
    set(u"http.paths[#0].path"_s, u"/files"_s);
    set(u"http.paths[#1].path"_s, u"/a/path/that/is/longer/than/its/row/has/room"_s);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"drawing.svg"_s);
    QVERIFY_RESULT(writeDiagram(f.document.topology(), file));
    QFile svg(file);
    QVERIFY(svg.open(QIODevice::ReadOnly));
    const QString drawn = QString::fromUtf8(svg.readAll());
    QVERIFY(drawn.contains(QRegularExpression(u">todo[^<]*…/files<"_s)));
    QVERIFY(drawn.contains(QRegularExpression(u">…/a/[^<]*…[^<]*room<"_s)));
}

void TestCanvasPictures::unknownKindIsDrawnWithoutIcon()
{
    CanvasFixture f(false);
    Topology t = f.document.topology();
    Resource job;
    job.id = {u"nightly"_s};
    job.kind = u"CronJob"_s;
    job.name = u"nightly"_s;
    t.put(job);
    t.place(job.id, QPointF(0, 0));
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"drawing.svg"_s);
    QVERIFY_RESULT(writeDiagram(t, file));
    QFile svg(file);
    QVERIFY(svg.open(QIODevice::ReadOnly) && svg.readAll().contains(">nightly<"));
}

CHARTWRIGHT_TEST(TestCanvasPictures)
#include "test_pictures.moc"
