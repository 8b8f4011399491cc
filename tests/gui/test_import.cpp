// SPDX-License-Identifier: Apache-2.0
#include "app/actions.h"
#include "app/file_dialog.h"
#include "app/message_bar.h"
#include "app/message_box.h"
#include "gui/file_icon.h"
#include "gui/workbench.h"
#include "model/wires.h"
#include "project/safe_write.h"
#include "support/places.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QApplication>
#include <QClipboard>
#include <QMessageBox>
#include <QPushButton>
#include <QStatusBar>
#include <QTimer>
#include <QUndoStack>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// Manifests come into the real window by its menu, by drag and drop and by the clipboard.
class TestGuiImport : public TestCase
{
    Q_OBJECT

private slots:
    void byTheMenu();
    void byDragAndDrop();
    void folderOnTheWelcomePage();
    void byTheClipboard();
    void whatCannotBeReadIsSaid();
};

namespace {

const QString Shop = QStringLiteral(CHARTWRIGHT_SOURCE_DIR "/tests/data/manifests/shop.yaml");

const QByteArray Pair = "apiVersion: v1\nkind: Service\nmetadata: {name: pair}\n"
                        "spec: {selector: {app: pair}, ports: [{port: 80, targetPort: 8080}]}\n"
                        "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: pair}\n"
                        "spec: {selector: {matchLabels: {app: pair}}, template: {metadata: "
                        "{labels: {app: pair}}, spec: {containers: [{name: c, image: 'pair:1', "
                        "ports: [{containerPort: 8080}]}]}}}\n";

const QRegularExpression Refused(QStringLiteral("cannot be imported"));

bool overlapping(CanvasView &canvas, const Topology &topology)
{
    QList<QRectF> rects;
    for (const ResourcePtr &r : topology.resources()) {
        if (r->kind != u"Chart")
            rects.append(canvas.nodeRect(r->id));
    }
    for (qsizetype i = 0; i < rects.size(); ++i) {
        for (qsizetype j = 0; j < i; ++j) {
            if (rects[i].isNull() || rects[i].intersects(rects[j]))
                return true;
        }
    }
    return false;
}

QString barText(Workbench &bench)
{
    const auto *bar = bench.window().findChild<MessageBar *>();
    return bar && bar->isVisible() ? bar->text() : QString();
}

void pressMenu(Workbench &bench)
{
    bench.hand().key(u"alt+f"_s);
    const auto *menu = bench.window().findChild<QWidget *>(u"menu.file"_s);
    QTRY_VERIFY(menu->isVisible());
    bench.hand().key(u"p"_s);
}

void drop(Workbench &bench, const QStringList &paths, QPoint at)
{
    FileIcon icon(paths);
    icon.show();
    QVERIFY(QTest::qWaitForWindowExposed(&icon));
    QTest::qWait(200);
    bench.hand().drag(icon.mapToGlobal(icon.rect().center()), at);
}

} // namespace

void TestGuiImport::byTheMenu()
{
    Workbench bench;
    bench.openTodo();
    const Topology before = bench.topology();
    FileDialog::setNextFileName(Shop);
    // The values are asked for by the names of their keys alone.
    QString asked;
    QTimer answer;
    connect(&answer, &QTimer::timeout, this, [&] {
        const auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
        if (!box)
            return;
        answer.stop();
        asked = box->text() + box->informativeText();
        box->findChild<QPushButton *>(u"leave"_s)->click();
    });
    answer.start(100);
    pressMenu(bench);
    QTRY_COMPARE(bench.topology().resources().size(), before.resources().size() + 13);
    QVERIFY_BENCH(bench);
    QVERIFY2(asked.contains(u"DATABASE_URL of web-secrets") && !asked.contains(u"hunter2"),
             qPrintable(asked));
    QVERIFY2(barText(bench).startsWith(u"Imported: 10 objects and 3 images."),
             qPrintable(barText(bench)));
    QVERIFY(!overlapping(bench.canvas(), bench.topology()));
    const QList<ResourceId> chosen = bench.window().selection()->ids();
    QCOMPARE(chosen.size(), 13);
    const QRectF view(bench.canvas().viewport()->rect());
    for (const ResourceId &id : chosen)
        QVERIFY(view.contains(bench.canvas().mapFromScene(bench.canvas().nodeRect(id))));
    // One step back, and all is as it was.
    QCOMPARE(bench.document().undoStack()->undoText(), u"Import 10 objects"_s);
    bench.hand().key(u"ctrl+z"_s);
    QTRY_VERIFY(bench.topology() == before);
    QVERIFY_BENCH(bench);
}

void TestGuiImport::byDragAndDrop()
{
    Workbench bench;
    bench.newDrawing();
    const QString one = bench.folder(u"one.yaml"_s), two = bench.folder(u"two.json"_s);
    QVERIFY_RESULT(writeFileSafely(one, Pair));
    QVERIFY_RESULT(writeFileSafely(
        two, R"({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "dropped"}})"));
    const QPoint at = bench.canvas().viewport()->mapToGlobal(QPoint(300, 300));
    drop(bench, {one, two}, at);
    // The Chart, three objects and an image.
    QTRY_COMPARE(bench.topology().resources().size(), 5);
    QVERIFY_BENCH(bench);
    QCOMPARE(allWires(bench.topology(), bench.document().refs()).size(), 2);
    QVERIFY(!overlapping(bench.canvas(), bench.topology()));
    QTRY_COMPARE(bench.window().statusBar()->currentMessage(),
                 u"Imported: 3 objects and 1 image."_s);
}

void TestGuiImport::folderOnTheWelcomePage()
{
    Workbench bench;
    QVERIFY(!bench.window().session()->isOpen());
    QVERIFY_RESULT(makeFolder(bench.folder(u"k8s"_s)));
    QVERIFY_RESULT(writeFileSafely(bench.folder(u"k8s/pair.yaml"_s), Pair));
    drop(bench, {bench.folder(u"k8s"_s)},
         bench.window().mapToGlobal(bench.window().rect().center()));
    QTRY_VERIFY(bench.window().session()->isOpen());
    QTRY_COMPARE(bench.topology().resources().size(), 4);
    QVERIFY_BENCH(bench);
}

void TestGuiImport::byTheClipboard()
{
    Workbench bench;
    bench.newDrawing();
    QApplication::clipboard()->setText(QString::fromUtf8(Pair));
    const QPoint at = bench.canvas().viewport()->mapToGlobal(QPoint(400, 300));
    bench.hand().moveTo(at);
    bench.canvas().setFocus();
    bench.hand().key(u"ctrl+v"_s);
    QTRY_COMPARE(bench.topology().resources().size(), 4);
    const ResourceId pair = bench.named(u"Deployment"_s, u"pair"_s);
    QVERIFY(bench.window().selection()->contains(pair));
    // Again: they are drawn already.
    QTest::ignoreMessage(QtWarningMsg, Refused);
    MessageBox::takeTexts();
    MessageBox::setNextAnswer(u"ok"_s);
    bench.hand().key(u"ctrl+v"_s);
    QString said;
    QTRY_VERIFY(!(said += MessageBox::takeTexts().join(u'\n')).isEmpty());
    QVERIFY2(said.contains(u"Deployment pair is left out: it is drawn already"), qPrintable(said));
    // A part of a drawing is still just pasted.
    bench.hand().key(u"ctrl+c"_s);
    bench.hand().key(u"ctrl+v"_s);
    QTRY_COMPARE(bench.topology().resources().size(), 7);
    QVERIFY_BENCH(bench);
}

void TestGuiImport::whatCannotBeReadIsSaid()
{
    Workbench bench;
    bench.newDrawing();
    const QString broken = bench.folder(u"broken.yaml"_s);
    QVERIFY_RESULT(writeFileSafely(broken, Pair + "---\napiVersion: v1\nkind: &k Secret\n"));
    FileDialog::setNextFileName(broken);
    QTest::ignoreMessage(QtWarningMsg, Refused);
    MessageBox::takeTexts();
    MessageBox::setNextAnswer(u"ok"_s);
    pressMenu(bench);
    QString said;
    QTRY_VERIFY(!(said += MessageBox::takeTexts().join(u'\n')).isEmpty());
    QVERIFY2(said.contains(u"broken.yaml:") && said.contains(u"anchors"), qPrintable(said));
    QCOMPARE(bench.topology().resources().size(), 1);
    QVERIFY_BENCH(bench);
}

CHARTWRIGHT_TEST(TestGuiImport)
#include "test_import.moc"
