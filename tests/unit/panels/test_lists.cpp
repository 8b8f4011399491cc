// SPDX-License-Identifier: Apache-2.0
#include "panels/edit_context.h"
#include "panels/findings_model.h"
#include "panels/outline_model.h"
#include "panels/outline_panel.h"
#include "panels/palette_panel.h"
#include "panels/preview_panel.h"
#include "panels/problems_panel.h"
#include "unit/panels/fixture.h"

#include <QAbstractItemModelTester>
#include <QDialog>
#include <QDialogButtonBox>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocumentFragment>
#include <QTreeView>
#include <QTreeWidget>

using namespace chartwright;
using namespace chartwright_test;

namespace {

void set(Document &document, const QString &id, const QString &path, const Value &value)
{
    document.push(
        setField(document.topology(), document.refs(), ResourceId{id}, Path(path), value));
}

void show(QWidget *widget, const QSize &size)
{
    widget->resize(size);
    widget->show();
    widget->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(widget));
}

} // namespace

class TestLists : public PanelTest
{
    Q_OBJECT

private slots:
    void problemsFollowTheDocument()
    {
        Document document(allKinds());
        Selection selection(&document);
        document.reset(todoApp(), {});
        FindingsModel model(&document);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        FindingsFilter filter;
        filter.setSourceModel(&model);
        const QAbstractItemModelTester second(
            &filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const int before = model.rowCount();
        set(document, Backend, QStringLiteral("spec.replicas"), QStringLiteral("two"));
        QVERIFY(model.rowCount() > before);
        QCOMPARE(model.rowCount(), int(document.findings().size()));
        // Two of one name are told apart by their kinds.
        const QModelIndex where = model.index(0, FindingsModel::Where);
        QVERIFY(!where.data(Qt::DecorationRole).value<QIcon>().isNull());
        QVERIFY(
            where.data(Qt::AccessibleTextRole).toString().endsWith(u' ' + where.data().toString()));
        document.undoStack()->undo();
        QCOMPARE(model.rowCount(), before);
        for (const QString &word :
             {QStringLiteral("backend"), QStringLiteral("nothing at all"), QString()})
            filter.setText(word);
        QCOMPARE(filter.rowCount(), model.rowCount() - model.accepted());
    }

    void problemsAreRevealedFixedAndAccepted()
    {
        Document document(allKinds());
        Selection selection(&document);
        document.reset(todoApp(), {});
        set(document, Backend,
            QStringLiteral("spec.template.spec.containers[backend].resources.requests.cpu"),
            QStringLiteral("1200m"));
        ProblemsPanel panel(&document, &selection);
        show(&panel, {900, 240});
        QVERIFY(panel.errors() > 0);
        auto *list = panel.findChild<QTreeView *>(QStringLiteral("problems:list"));
        QSignalSpy revealed(&selection, &Selection::revealed);
        const QModelIndex first = list->model()->index(0, 0);
        const QPoint at = list->visualRect(first).center();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, at);
        QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(revealed.size(), 1);
        panel.revealNext();
        panel.revealPrevious();
        QCOMPARE(revealed.size(), 3);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(revealed.size(), 4);
        // The fix is a click on its words.
        QModelIndex fix;
        for (int i = 0; i < list->model()->rowCount(); ++i) {
            const QModelIndex index = list->model()->index(i, FindingsModel::Fix);
            if (!index.data().toString().isEmpty()) {
                fix = index;
                break;
            }
        }
        QVERIFY(fix.isValid());
        const int before = document.undoStack()->count();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(fix).center());
        QCOMPARE(document.undoStack()->count(), before + 1);
        // Accepted ones are hidden until they are asked for.
        const Finding *open = nullptr;
        for (const Finding &finding : document.findings()) {
            if (finding.acceptable && finding.isOpen())
                open = &finding;
        }
        if (open) {
            const Finding finding = *open;
            const int rows = list->model()->rowCount();
            document.push(accept(document.topology(), finding.resource,
                                 {finding.rule, finding.path.text(), QStringLiteral("as wanted")}));
            QVERIFY(list->model()->rowCount() < rows);
            QTest::mouseClick(panel.findChild<QToolButton *>(QStringLiteral("problems:accepted")),
                              Qt::LeftButton);
            QCOMPARE(list->model()->rowCount(), rows);
        }
    }

    // The second click of a double click would hit the row that slid into the place of the first.
    void aDoubleClickFixesOnce()
    {
        Document document(allKinds());
        Selection selection(&document);
        document.reset(todoApp(), {});
        for (const QString &name : {QStringLiteral("one"), QStringLiteral("two")}) {
            Resource made = newResource(document.topology(), QStringLiteral("ConfigMap"), name);
            document.push(insertResource(document.topology(), made, {}));
        }
        ProblemsPanel panel(&document, &selection);
        show(&panel, {900, 400});
        auto *list = panel.findChild<QTreeView *>(QStringLiteral("problems:list"));
        const auto fixAt = [&](int row) { return list->model()->index(row, FindingsModel::Fix); };
        int row = 0;
        while (row < list->model()->rowCount() && !fixAt(row).data().toString().contains(u"elete"))
            ++row;
        QVERIFY(row + 1 < list->model()->rowCount());
        const QPoint place = list->visualRect(fixAt(row)).center();
        const int before = document.undoStack()->count();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, place);
        QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, place);
        QTest::mouseRelease(list->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(document.undoStack()->count(), before + 1);
        // The next one stands in its place.
        QVERIFY(list->selectionModel()->isSelected(list->model()->index(row, 0)));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          list->visualRect(list->model()->index(0, 0)).center());
        QVERIFY(list->selectionModel()->hasSelection());
    }

    void nextProblemSkipsNone()
    {
        Document document(allKinds());
        Selection selection(&document);
        document.reset(todoApp(), {});
        for (int i = 0; i < 3; ++i) {
            Resource made = newResource(document.topology(), QStringLiteral("Service"));
            document.push(insertResource(document.topology(), made, {}));
        }
        ProblemsPanel panel(&document, &selection);
        show(&panel, {900, 400});
        auto *list = panel.findChild<QTreeView *>(QStringLiteral("problems:list"));
        panel.revealNext();
        document.push(
            removeResources(document.topology(), document.refs(), {selection.ids().value(0)}));
        // Where the one that was shown is gone, the next one is the one that took its place.
        panel.revealNext();
        QCOMPARE(list->currentIndex().row(), 0);
    }

    void filteringSaysWhatIsLeft()
    {
        Document document(allKinds());
        Selection selection(&document);
        document.reset(todoApp(), {});
        ProblemsPanel panel(&document, &selection);
        show(&panel, {700, 200});
        const auto *empty = panel.findChild<QLabel *>(QStringLiteral("problems:empty"));
        auto *filter = panel.findChild<QLineEdit *>(QStringLiteral("problems:filter"));
        QVERIFY(!empty->isVisible());
        filter->setText(QStringLiteral("nothing has this"));
        QVERIFY(empty->isVisible());
        filter->clear();
        QVERIFY(!empty->isVisible());
        for (const QString &name :
             {QStringLiteral("errors"), QStringLiteral("warnings"), QStringLiteral("advice")})
            panel.findChild<QToolButton *>(QStringLiteral("problems:") + name)->click();
        QVERIFY(empty->isVisible());
    }

    void aFixOfManyWordsLeavesTheMessageItsRoom()
    {
        Document document(allKinds());
        Selection selection(&document);
        document.reset(todoApp(), {});
        const QString name(150, u'a');
        const Value route = Map{{QStringLiteral("path"), name}};
        const Value http = Map{{QStringLiteral("paths"), List{route}}};
        set(document, QStringLiteral("ingress-0001"), QStringLiteral("spec.rules"),
            List{Map{{QStringLiteral("http"), http}}});
        ProblemsPanel panel(&document, &selection);
        show(&panel, {700, 200});
        auto *list = panel.findChild<QTreeView *>(QStringLiteral("problems:list"));
        const auto wide = [&](int column) { return list->columnWidth(column); };
        bool met = false;
        for (int i = 0; i < list->model()->rowCount(); ++i)
            met |= list->model()->index(i, FindingsModel::Fix).data().toString().contains(name);
        QVERIFY(met);
        QVERIFY2(wide(FindingsModel::What) > 300,
                 qPrintable(QString::number(wide(FindingsModel::What))));
        QVERIFY(wide(0) + wide(1) + wide(2) <= list->viewport()->width());
        list->setCurrentIndex(list->model()->index(0, FindingsModel::Fix));
        QCOMPARE(list->horizontalScrollBar()->value(), 0);
    }

    void acceptingAsksForAReason()
    {
        PanelFixture f;
        const QList<Finding> findings = f.document.findings();
        const auto it = std::find_if(findings.begin(), findings.end(),
                                     [](const Finding &x) { return x.acceptable && x.isOpen(); });
        if (it == findings.end())
            return; // the drawing has nothing to accept
        const Finding &finding = *it;
        emit f.panel.findChild<EditContext *>()->acceptRequested(finding);
        auto *dialog = f.panel.findChild<QDialog *>(QStringLiteral("AcceptFinding"));
        QVERIFY(dialog);
        auto *buttons = dialog->findChild<QDialogButtonBox *>();
        QVERIFY(!buttons->button(QDialogButtonBox::Ok)->isEnabled());
        QTest::keyClicks(dialog->findChild<QLineEdit *>(QStringLiteral("reason")),
                         QStringLiteral("it is a demo"));
        QTest::mouseClick(buttons->button(QDialogButtonBox::Ok), Qt::LeftButton);
        const ResourcePtr r = f.document.topology().find(finding.resource);
        QVERIFY(!r->accepted.isEmpty());
        QCOMPARE(r->accepted.last().reason, QStringLiteral("it is a demo"));
    }

    void outlineFollowsBothWays()
    {
        Document document(allKinds());
        Selection selection(&document);
        document.reset(todoApp(), {});
        OutlineModel model(&document);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        OutlinePanel panel(&document, &selection);
        show(&panel, {240, 600});
        auto *tree = panel.findChild<QTreeView *>(QStringLiteral("outline:tree"));
        selection.set({ResourceId{Backend}});
        QCOMPARE(tree->currentIndex().data().toString(), QStringLiteral("todo-backend"));
        // Names are changed in place, and move to where they belong.
        tree->setFocus();
        QTest::keyClick(tree, Qt::Key_F2);
        auto *editor = qobject_cast<QLineEdit *>(tree->indexWidget(tree->currentIndex()));
        if (!editor)
            editor = tree->viewport()->findChild<QLineEdit *>();
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("zebra"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(document.topology().find({Backend})->name, QStringLiteral("zebra"));
        QCOMPARE(tree->currentIndex().data().toString(), QStringLiteral("zebra"));
        QCOMPARE(selection.ids(), QList<ResourceId>{ResourceId{Backend}});
        document.push(removeResources(document.topology(), document.refs(), {ResourceId{Backend}}));
        QVERIFY(selection.ids().isEmpty());
        document.undoStack()->undo();
        const QModelIndex config = model.indexOf(ResourceId{QStringLiteral("config-0001")});
        QCOMPARE(config.data().toString(), QStringLiteral("todo-config"));
        // Clicked in the tree, selected everywhere.
        auto *filter = panel.findChild<QLineEdit *>(QStringLiteral("outline:filter"));
        QTest::keyClicks(filter, QStringLiteral("todo-config"));
        QModelIndex found = tree->model()->index(0, 0);
        while (tree->model()->rowCount(found) > 0)
            found = tree->model()->index(0, 0, found);
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(found).center());
        QCOMPARE(selection.ids(), QList<ResourceId>{ResourceId{QStringLiteral("config-0001")}});
        document.reset(emptyTopology(), {});
        QCOMPARE(model.rowCount(), 1);
    }

    void paletteOffersTheKinds()
    {
        Document document(allKinds());
        Selection selection(&document);
        PalettePanel panel(&document, &selection);
        show(&panel, {200, 320});
        auto *list = panel.findChild<QListWidget *>(QStringLiteral("palette:list"));
        QCOMPARE(list->count(), 8);
        QSignalSpy inserted(&panel, &PalettePanel::insertRequested);
        const QPoint second = list->visualItemRect(list->item(1)).center();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, second);
        QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, second);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(inserted.first().first().toString(), QStringLiteral("Service"));
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(inserted.size(), 2);
    }

    void previewIsLive()
    {
        Document document(allKinds());
        Selection selection(&document);
        document.reset(todoApp(), {});
        PreviewPanel panel(&document, &selection);
        QSignalSpy updated(&panel, &PreviewPanel::updated);
        show(&panel, {1000, 400});
        QTRY_COMPARE(updated.size(), 1);
        auto *text = panel.findChild<QPlainTextEdit *>(QStringLiteral("preview:text"));
        QCOMPARE(panel.currentItem(), QStringLiteral("values.yaml"));
        QVERIFY(text->toPlainText().contains(QStringLiteral("replicas: 2")));
        set(document, Backend, QStringLiteral("spec.replicas"), 7);
        QTRY_COMPARE(updated.size(), 2);
        QVERIFY(text->toPlainText().contains(QStringLiteral("replicas: 7")));
        // What changed is marked, and in sight.
        QCOMPARE(text->extraSelections().size(), 1);
        const QTextCursor mark = text->extraSelections().constFirst().cursor;
        QVERIFY(mark.selection().toPlainText().contains(QStringLiteral("replicas: 7")));
        QCOMPARE(mark.selection().toPlainText().trimmed().count(u'\n'), 0);
        QVERIFY(text->viewport()->rect().contains(text->cursorRect()));
        // An override is tried on the manifests.
        auto *box = panel.findChild<QLineEdit *>(QStringLiteral("preview:set"));
        box->setFocus();
        QTest::keyClicks(box, QStringLiteral("backend.replicas=5"));
        QTRY_VERIFY(text->toPlainText().contains(QStringLiteral("replicas: 5")));
        // One that is not seen where one looks shows what it changes.
        selection.set({ResourceId{QStringLiteral("config-0001")}});
        QCOMPARE(panel.currentItem(), QStringLiteral("ConfigMap/todo-config"));
        QTest::keyClick(box, Qt::Key_Backspace);
        QTest::keyClicks(box, QStringLiteral("6"));
        QTRY_COMPARE(panel.currentItem(), QStringLiteral("Deployment/todo-backend"));
        QCOMPARE(text->extraSelections().size(), 1);
        QCOMPARE(panel.mode(), PreviewPanel::Mode::Manifests);
        auto *message = panel.findChild<QLabel *>(QStringLiteral("preview:message"));
        QVERIFY(!message->isVisible());
        QTest::keyClicks(box, QStringLiteral("x"));
        QTRY_VERIFY(message->isVisible());
        QVERIFY2(message->text().contains(QStringLiteral("backend.replicas")),
                 qPrintable(message->text()));
        // What is left to see is not what it would be: it loses its colours.
        const auto colours = [&] {
            qsizetype n = text->extraSelections().size();
            for (QTextBlock b = text->document()->begin(); b.isValid(); b = b.next())
                n += b.layout()->formats().size();
            return n;
        };
        QTRY_COMPARE(colours(), 0);
        QVERIFY(!text->isEnabled());
        box->selectAll();
        QTest::keyClicks(box, QStringLiteral("secrets.data.DATABASE_URL=x"));
        QTRY_VERIFY(message->text().contains(QStringLiteral("secret")));
        box->selectAll();
        QTest::keyClick(box, Qt::Key_Delete);
        QTRY_VERIFY(!message->isVisible());
        QTRY_VERIFY(colours() > 0);
        // Selecting a node shows what becomes of it.
        selection.set({ResourceId{QStringLiteral("ingress-0001")}});
        QCOMPARE(panel.currentItem(), QStringLiteral("Ingress/todo-ingress"));
        // Of the selection alone.
        selection.set({ResourceId{Backend}});
        QTest::mouseClick(panel.findChild<QToolButton *>(QStringLiteral("preview:selectionOnly")),
                          Qt::LeftButton);
        auto *list = panel.findChild<QTreeWidget *>(QStringLiteral("preview:files"));
        QTRY_COMPARE(panel.currentItem(), QStringLiteral("Deployment/todo-backend"));
        QTRY_COMPARE(list->topLevelItemCount(), 1);
        // Found and counted.
        text->setFocus();
        QTest::keyClick(text, Qt::Key_F, Qt::ControlModifier);
        auto *find = panel.findChild<QLineEdit *>(QStringLiteral("find:text"));
        QTRY_VERIFY(find->hasFocus());
        QTest::keyClicks(find, QStringLiteral("containerPort"));
        QVERIFY(panel.findChild<QLabel *>(QStringLiteral("find:count"))
                    ->text()
                    .startsWith(QStringLiteral("1")));
        QCOMPARE(text->textCursor().selectedText(), QStringLiteral("containerPort"));
    }
};

CHARTWRIGHT_TEST(TestLists)
#include "test_lists.moc"
