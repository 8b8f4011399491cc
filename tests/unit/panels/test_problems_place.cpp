// SPDX-License-Identifier: Apache-2.0
#include "model/edits.h"
#include "panels/findings_model.h"
#include "panels/problems_panel.h"
#include "unit/panels/fixture.h"

#include <QDialogButtonBox>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QTimer>
#include <QTreeView>

using namespace chartwright;
using namespace chartwright_test;

namespace {

/// Many problems that a fix takes away, in a list that has to be scrolled.
struct ListFixture
{
    Document document{allKinds()};
    Selection selection{&document};
    std::unique_ptr<ProblemsPanel> panel;
    QTreeView *list = nullptr;

    ListFixture()
    {
        document.reset(todoApp(), {});
        for (int i = 0; i < 40; ++i) {
            const Resource made =
                newResource(document.topology(), QStringLiteral("ConfigMap"),
                            QStringLiteral("unused-%1").arg(i, 2, 10, QLatin1Char('0')));
            document.push(insertResource(document.topology(), made, {}));
        }
        panel = std::make_unique<ProblemsPanel>(&document, &selection);
        panel->resize(900, 260);
        panel->show();
        panel->activateWindow();
        if (!QTest::qWaitForWindowActive(panel.get()))
            qFatal("the panel's window did not become active");
        list = panel->findChild<QTreeView *>(QStringLiteral("problems:list"));
    }
    QModelIndex at(int row, int column = FindingsModel::What) const
    {
        return list->model()->index(row, column);
    }
    QString what(int row) const
    {
        return at(row, FindingsModel::Where).data().toString() + QStringLiteral(": ") +
               at(row).data().toString();
    }
    int y(int row) const { return list->visualRect(at(row)).top(); }
    int selectedRow() const
    {
        const QModelIndexList rows = list->selectionModel()->selectedRows();
        return rows.size() == 1 ? rows.first().row() : -1;
    }
    /// The first row that a fix deletes, scrolled to the top of the list.
    int scrolledTo(int fixable)
    {
        int row = 0;
        for (; row < list->model()->rowCount(); ++row) {
            if (at(row, FindingsModel::Fix).data().toString().contains(u"elete") && fixable-- == 0)
                break;
        }
        list->scrollTo(at(row), QAbstractItemView::PositionAtTop);
        return row;
    }
    void click(int row, int column)
    {
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          list->visualRect(at(row, column)).center());
    }
};

} // namespace

class TestProblemsPlace : public PanelTest
{
    Q_OBJECT

private slots:
    void nextOneTakesThePlaceOfTheFixedOne()
    {
        ListFixture f;
        const int row = f.scrolledTo(15) + 2;
        // Its explanation opens at once, and takes room of the list.
        f.click(row, FindingsModel::What);
        QCoreApplication::processEvents();
        for (int i = 0; i < 5; ++i) {
            const int rows = f.list->model()->rowCount();
            const int y = f.y(row), scrolled = f.list->verticalScrollBar()->value();
            const QString next = f.what(row + 1);
            QVERIFY(scrolled > 0);
            f.click(row, FindingsModel::Fix);
            QCoreApplication::processEvents();
            QVERIFY(f.list->model()->rowCount() < rows);
            QCOMPARE(f.selectedRow(), row);
            QCOMPARE(f.what(row), next);
            QCOMPARE(f.list->verticalScrollBar()->value(), scrolled);
            QCOMPARE(f.y(row), y);
        }
        // Undo brings rows back, and moves nothing else.
        const int scrolled = f.list->verticalScrollBar()->value();
        f.document.undoStack()->undo();
        QCoreApplication::processEvents();
        QCOMPARE(f.list->verticalScrollBar()->value(), scrolled);
    }

    void theLastOneLeavesTheOneBefore()
    {
        ListFixture f;
        QTest::keyClicks(f.panel->findChild<QLineEdit *>(QStringLiteral("problems:filter")),
                         QStringLiteral("unused-0"));
        const int last = f.list->model()->rowCount() - 1;
        QVERIFY(last > 1);
        f.list->scrollToBottom();
        const QString before = f.what(last - 1);
        f.click(last, FindingsModel::Fix);
        QCOMPARE(f.selectedRow(), last - 1);
        QCOMPARE(f.what(last - 1), before);
        while (f.list->model()->rowCount() > 0)
            f.click(f.list->model()->rowCount() - 1, FindingsModel::Fix);
        QCOMPARE(f.selectedRow(), -1);
    }

    // The one that took the place was not looked at yet.
    void theKeyShowsTheOneInPlaceFirst()
    {
        ListFixture f;
        const int row = f.scrolledTo(3);
        f.click(row, FindingsModel::Fix);
        QSignalSpy revealed(&f.selection, &Selection::revealed);
        f.panel->revealNext();
        QCOMPARE(f.selectedRow(), row);
        f.panel->revealNext();
        QCOMPARE(f.selectedRow(), row + 1);
        QCOMPARE(revealed.size(), 2);
    }

    void acceptingKeepsThePlaceToo()
    {
        ListFixture f;
        const int row = f.scrolledTo(15) + 1;
        const int scrolled = f.list->verticalScrollBar()->value();
        const QString next = f.what(row + 1);
        f.click(row, FindingsModel::What);
        QTimer::singleShot(0, f.list, [&] {
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            QVERIFY(menu);
            for (QAction *action : menu->actions()) {
                if (action->text().startsWith(u"Accept"))
                    action->trigger();
            }
            menu->close();
        });
        emit f.list->customContextMenuRequested(f.list->visualRect(f.at(row)).center());
        auto *dialog = f.panel->findChild<QDialog *>(QStringLiteral("AcceptFinding"));
        QVERIFY(dialog);
        dialog->findChild<QLineEdit *>(QStringLiteral("reason"))->setText(QStringLiteral("later"));
        dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok)->click();
        QCOMPARE(f.what(row), next);
        QCOMPARE(f.selectedRow(), row);
        QCOMPARE(f.list->verticalScrollBar()->value(), scrolled);
    }

    void whoeverWentElsewhereIsLeftThere()
    {
        ListFixture f;
        const int row = f.scrolledTo(3);
        f.click(row, FindingsModel::Fix);
        f.click(row + 2, FindingsModel::What);
        const QString chosen = f.what(row + 2);
        f.document.undoStack()->undo();
        QCOMPARE(f.what(f.selectedRow()), chosen);
        f.document.undoStack()->redo();
        QCOMPARE(f.what(f.selectedRow()), chosen);
    }
};

CHARTWRIGHT_TEST(TestProblemsPlace)
#include "test_problems_place.moc"
