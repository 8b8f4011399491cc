// SPDX-License-Identifier: Apache-2.0
#include "app/theme.h"
#include "gui/workbench.h"
#include "model/edits.h"
#include "panels/preview_panel.h"
#include "support/places.h"
#include "support/test_case.h"

#include <QDir>
#include <QDockWidget>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QScopeGuard>
#include <QScreen>
#include <QSet>

using namespace Qt::StringLiterals;
using namespace chartwright;
using namespace chartwright_test;

// Pictures of the main states, written to pictures/ of the build folder; packaging/update-pictures
// takes those that the documents show. The test is that the states can be reached and are not
// blank.
class TestPictures : public TestCase
{
    Q_OBJECT
private slots:
    void initTestCase();
    void welcome();
    void todo_data();
    void todo();
    void empty();
    void wiring();
    void problem();
    void preview();
    void dialogs();
    void twice();

private:
    void shoot(Workbench &bench, const QString &name);
    void keep(const QImage &image, const QString &name);

    QDir m_folder;
};

void TestPictures::initTestCase()
{
    QVERIFY2(QGuiApplication::platformName() == u"xcb"_s, "these tests need an X display");
    m_folder = QDir(QLatin1StringView(CHARTWRIGHT_BIN_DIR) + u"/../pictures"_s);
    QVERIFY(m_folder.mkpath(u"."_s));
}

void TestPictures::keep(const QImage &image, const QString &name)
{
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 7) {
        for (int x = 0; x < image.width(); x += 7)
            colours.insert(image.pixel(x, y));
    }
    QVERIFY2(colours.size() > 12, qPrintable(name + u" is blank"_s));
    QVERIFY(image.save(m_folder.filePath(name + u".png"_s)));
}

// What the screen shows of the window, with what stands in front of it.
void TestPictures::shoot(Workbench &bench, const QString &name)
{
    QGuiApplication::sync();
    const QRect r(bench.window().mapToGlobal(QPoint()), bench.window().size());
    keep(bench.window().screen()->grabWindow(0, r.x(), r.y(), r.width(), r.height()).toImage(),
         name);
}

void TestPictures::welcome()
{
    Workbench bench(QSize(1280, 800));
    Settings settings;
    const QByteArray home = qgetenv("HOME");
    const auto goHome = qScopeGuard([&] { qputenv("HOME", home); });
    qputenv("HOME", QFile::encodeName(bench.folder({})));
    settings.addRecent({bench.folder(u"gone/topology.yaml"_s), u"shop"_s});
    QDir().mkpath(bench.folder(u"todo"_s));
    QFile file(bench.folder(u"todo/topology.yaml"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    settings.addRecent({file.fileName(), u"todo-app"_s});
    applyTheme(Settings::Theme::Dark);
    shoot(bench, u"welcome-dark"_s);
    applyTheme(Settings::Theme::Light);
    shoot(bench, u"welcome"_s);
}

void TestPictures::todo_data()
{
    QTest::addColumn<Settings::Theme>("theme");
    QTest::addColumn<QSize>("size");
    QTest::newRow("todo-app-light") << Settings::Theme::Light << QSize(1600, 950);
    QTest::newRow("todo-app-dark") << Settings::Theme::Dark << QSize(1600, 950);
    QTest::newRow("todo-1280") << Settings::Theme::Light << QSize(1280, 800);
}

void TestPictures::todo()
{
    QFETCH(Settings::Theme, theme);
    QFETCH(QSize, size);
    Workbench bench(size);
    applyTheme(theme);
    bench.openTodo();
    QVERIFY_BENCH(bench);
    bench.select(bench.named(u"Deployment"_s, u"todo-backend"_s));
    QVERIFY_BENCH(bench);
    shoot(bench, QLatin1String(QTest::currentDataTag()));
    applyTheme(Settings::Theme::Light);
}

void TestPictures::empty()
{
    Workbench bench(QSize(1280, 800));
    bench.newDrawing();
    QVERIFY_BENCH(bench);
    shoot(bench, u"empty"_s);
}

void TestPictures::wiring()
{
    Workbench bench;
    bench.openTodo();
    QVERIFY_BENCH(bench);
    const ResourceId service = bench.named(u"Service"_s, u"frontend-service"_s);
    const ResourceId backend = bench.named(u"Deployment"_s, u"todo-backend"_s);
    const ResourceId config = bench.named(u"ConfigMap"_s, u"todo-config"_s);
    const auto from = bench.canvas().socketPosition(config, {}, true);
    QVERIFY(from);
    const QRectF refuses = bench.canvas().nodeRect(service),
                 accepts = bench.canvas().nodeRect(backend);
    bench.hand().dragAndHold(bench.onCanvas(*from), bench.onCanvas(refuses.center()));
    QTRY_VERIFY(bench.canvas().isGestureActive());
    shoot(bench, u"wiring-refused"_s);
    bench.hand().moveTo(bench.onCanvas({accepts.left() + 4, accepts.top() + 14}));
    shoot(bench, u"wiring"_s);
    bench.hand().release();
    QTRY_VERIFY(bench.window().findChild<QWidget *>(u"wireChooser"_s));
    shoot(bench, u"wire-chooser"_s);
    bench.hand().key(u"Escape"_s);
    QTRY_VERIFY(!bench.window().findChild<QWidget *>(u"wireChooser"_s));
    QVERIFY(!bench.document().isModified());
    QVERIFY_BENCH(bench);
}

void TestPictures::problem()
{
    Workbench bench;
    bench.openTodo();
    QVERIFY_BENCH(bench);
    const ResourceId backend = bench.named(u"Deployment"_s, u"todo-backend"_s);
    bench.select(backend);
    bench.enter(Section::Resources,
                u"spec.template.spec.containers[backend].resources.requests.cpu"_s, u"1500m"_s);
    QTRY_VERIFY(!bench.document().findings(backend).isEmpty());
    QVERIFY_BENCH(bench);
    shoot(bench, u"problems"_s);
}

void TestPictures::preview()
{
    Workbench bench;
    bench.openTodo();
    QVERIFY_BENCH(bench);
    auto *panel = bench.window().findChild<PreviewPanel *>();
    QVERIFY(panel);
    bench.hand().key(u"ctrl+shift+p"_s);
    QTRY_VERIFY(panel->isVisible() && !panel->currentItem().isEmpty());
    shoot(bench, u"preview"_s);
}

void TestPictures::dialogs()
{
    Workbench bench(QSize(1280, 800));
    bench.openTodo();
    QVERIFY_BENCH(bench);
    const QList<std::pair<QString, QString>> dialogs{{u"ctrl+comma"_s, u"settings"_s},
                                                     {u"ctrl+question"_s, u"keys"_s},
                                                     {u"ctrl+s"_s, u"save"_s}};
    for (const auto &[key, name] : dialogs) {
        // The dialog runs a loop of its own inside that of the key.
        QTimer look;
        connect(&look, &QTimer::timeout, this, [&, name = name] {
            QWidget *dialog = QApplication::activeModalWidget();
            if (!dialog || !dialog->isActiveWindow())
                return;
            look.stop();
            shoot(bench, name);
            dialog->close();
        });
        look.start(50);
        bench.hand().key(key);
        QTRY_VERIFY(!look.isActive());
    }
    QTRY_VERIFY(bench.window().isActiveWindow());
    bench.hand().key(u"alt+i"_s);
    QTRY_VERIFY(QApplication::activePopupWidget());
    shoot(bench, u"insert-menu"_s);
    bench.hand().key(u"Escape"_s);
    QTRY_VERIFY(!QApplication::activePopupWidget());
    QVERIFY_BENCH(bench);
}

// At 200 %.
void TestPictures::twice()
{
    Workbench bench(QSize(1280, 800));
    bench.openTodo();
    QVERIFY_BENCH(bench);
    bench.select(bench.named(u"Deployment"_s, u"todo-backend"_s));
    QImage image(bench.window().size() * 2, QImage::Format_RGB32);
    image.setDevicePixelRatio(2);
    bench.window().render(&image);
    keep(image, u"todo-200"_s);
}

CHARTWRIGHT_TEST(TestPictures)
#include "test_pictures.moc"
