// SPDX-License-Identifier: Apache-2.0
#include "app/exporter.h"
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
};

// 1366x768, less a panel of the desktop and the title bar.
void TestWindow::fitsALaptopWhateverItSays()
{
    constexpr int Height = 660;
    Workbench bench(QSize(1280, Height));
    QVERIFY(bench.window().openStarter(u"todo-app"_s));
    QTRY_VERIFY(!bench.document().isChecking());
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

CHARTWRIGHT_TEST(TestWindow)
#include "test_window.moc"
