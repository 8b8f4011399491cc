// SPDX-License-Identifier: Apache-2.0
#include "app/secret_desk.h"
#include "app/theme.h"
#include "base/value_id.h"
#include "kinds/kept_values.h"
#include "model/edits.h"
#include "panels/kept_values_page.h"
#include "vault_window.h"

#include <QApplication>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QTabBar>
#include <QTreeView>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// Settings list what is in the keychain and forget it.
class KeptWindowTest : public VaultWindow
{
    Q_OBJECT

private slots:
    void initTestCase() { setUp(); }
    void cleanupTestCase() { tearDown(); }
    void saysHowToBegin();
    void saysThatThereIsNoKeychain();
    void listsWhatIsNotSavedYet();
    void listsByDrawing();
    void showsWhatNoDrawingUses();
    void forgetsTheSelected();
    void forgetsAllUnused();
    void asksBeforeTheOpenDrawingLosesOne();
    void tellsOfALockedKeychain();

private:
    void keep(const QString &key);
    void openPage();
    void closePage();
    template <class T> T *part(const QString &name) { return m_page->findChild<T *>(name); }
    QStringList rows();
    QModelIndex row(const QString &name);
    void click(const QModelIndex &row);
    QDialog *question();
    void answer(QDialogButtonBox::StandardButton button);

    QPointer<KeptValuesPage> m_page;
    QString m_first, m_second; ///< ids of values
};

void KeptWindowTest::keep(const QString &key)
{
    Document &document = m_bench->document();
    const ResourceId secret = m_bench->named(u"Secret"_s, u"todo-secrets"_s);
    const QString id = newValueId();
    bool stored = false;
    m_bench->window().findChild<SecretDesk *>()->keeper()->store(
        {id, document.filePath(), u"todo-secrets"_s, key, {}, {}}, SecretValue(newValue()), this,
        [&](const VaultResult<void> &result) { stored = result.has_value(); });
    QTRY_VERIFY(stored);
    document.push(setField(document.topology(), document.refs(), secret, keptValuePath(key), id));
}

void KeptWindowTest::openPage()
{
    m_bench->hand().key(u"ctrl+comma"_s);
    QTRY_VERIFY((m_page = m_bench->window().findChild<KeptValuesPage *>()) &&
                m_page->window()->isActiveWindow());
    QTest::qWait(500); // for the window manager to have placed it
    auto *tabs = m_page->window()->findChild<QTabBar *>();
    m_bench->hand().click(tabs->mapToGlobal(tabs->tabRect(1).center()));
    QTRY_VERIFY(m_page->isVisible());
}

void KeptWindowTest::closePage()
{
    m_bench->hand().key(u"Escape"_s);
    QTRY_VERIFY(!m_page);
    QTRY_VERIFY(m_bench->window().isActiveWindow());
}

/// "first/topology.yaml", then "  todo-secrets/KEY: In use" for each below it.
QStringList KeptWindowTest::rows()
{
    const QAbstractItemModel *model = part<QTreeView>(u"values"_s)->model();
    QStringList out;
    for (int i = 0; i < model->rowCount(); ++i) {
        const QModelIndex document = model->index(i, 0);
        out.append(document.data().toString());
        for (int row = 0; row < model->rowCount(document); ++row) {
            out.append(u"  "_s + model->index(row, 0, document).data().toString() + u": "_s +
                       model->index(row, KeptValuesModel::State, document).data().toString());
        }
    }
    return out;
}

QModelIndex KeptWindowTest::row(const QString &name)
{
    const QAbstractItemModel *model = part<QTreeView>(u"values"_s)->model();
    return model->match(model->index(0, 0), Qt::DisplayRole, name, 1, Qt::MatchRecursive).value(0);
}

void KeptWindowTest::click(const QModelIndex &row)
{
    auto *list = part<QTreeView>(u"values"_s);
    QVERIFY(row.isValid());
    m_bench->hand().click(list->viewport()->mapToGlobal(list->visualRect(row).center()));
    QTRY_VERIFY(list->selectionModel()->isSelected(row));
}

QDialog *KeptWindowTest::question()
{
    QDialog *dialog = nullptr;
    const bool open = QTest::qWaitFor([&] {
        dialog = m_page->findChild<QDialog *>(u"ForgetDialog"_s);
        return dialog && dialog->isActiveWindow();
    });
    return open ? dialog : nullptr;
}

void KeptWindowTest::answer(QDialogButtonBox::StandardButton button)
{
    QPointer<QDialog> dialog(question());
    QVERIFY(dialog);
    m_bench->hand().click(dialog->findChild<QDialogButtonBox *>()->button(button));
    QTRY_VERIFY(!dialog);
}

void KeptWindowTest::saysHowToBegin()
{
    openPage();
    const auto *empty = part<QLabel>(u"empty"_s);
    QTRY_VERIFY(empty->isVisible() && empty->text().contains(u"press \"Set…\""_s));
    QVERIFY(!part<QPushButton>(u"forget"_s)->isEnabled());
    QVERIFY(!part<QPushButton>(u"forgetUnused"_s)->isEnabled());
    shoot(u"kept-empty"_s);
    closePage();
    QVERIFY_BENCH(*m_bench);
}

void KeptWindowTest::saysThatThereIsNoKeychain()
{
    session().stopKeyring();
    openPage();
    const auto *empty = part<QLabel>(u"empty"_s);
    QTRY_VERIFY_WITH_TIMEOUT(
        empty->isVisible() && empty->text().contains(u"There is no keychain"_s), 20'000);
    shoot(u"kept-no-keychain"_s);
    closePage();
    QVERIFY(session().startKeyring(m_password));
    QVERIFY_BENCH(*m_bench);
}

void KeptWindowTest::listsWhatIsNotSavedYet()
{
    keep(u"DATABASE_URL"_s);
    openPage();
    QTRY_COMPARE(rows(),
                 (QStringList{u"Not saved yet"_s,
                              u"  todo-secrets/DATABASE_URL: In use, by the open drawing"_s}));
    closePage();
    QVERIFY_BENCH(*m_bench);
}

void KeptWindowTest::listsByDrawing()
{
    keep(u"OPENAI_API_KEY"_s);
    m_first = id(u"todo-secrets"_s, u"DATABASE_URL"_s);
    m_bench->save(m_bench->folder(u"first"_s));
    m_bench->openTodo();
    keep(u"BETTER_AUTH_SECRET"_s);
    m_bench->save(m_bench->folder(u"second"_s));
    openPage();
    QTRY_COMPARE(rows(),
                 (QStringList{u"first/topology.yaml"_s, u"  todo-secrets/DATABASE_URL: In use"_s,
                              u"  todo-secrets/OPENAI_API_KEY: In use"_s, u"second/topology.yaml"_s,
                              u"  todo-secrets/BETTER_AUTH_SECRET: In use, by the open "
                              "drawing"_s}));
    QCOMPARE(row(u"first/topology.yaml"_s).data(Qt::ToolTipRole).toString(),
             m_bench->folder(u"first/topology.yaml"_s));
    shoot(u"kept-listed"_s);
    closePage();
    QVERIFY_BENCH(*m_bench);
}

void KeptWindowTest::showsWhatNoDrawingUses()
{
    QVERIFY(m_bench->window().openPath(m_bench->folder(u"first"_s)));
    Document &document = m_bench->document();
    document.push(removeResources(document.topology(), document.refs(),
                                  {m_bench->named(u"Secret"_s, u"todo-secrets"_s)}));
    m_bench->hand().key(u"ctrl+s"_s);
    QTRY_VERIFY(!document.isModified());
    openPage();
    QTRY_COMPARE(rows().value(1), u"  todo-secrets/DATABASE_URL: Undo can bring it back"_s);
    QVERIFY(!part<QPushButton>(u"forgetUnused"_s)->isEnabled());
    closePage();
    QVERIFY(m_bench->window().openPath(m_bench->folder(u"second"_s)));
    openPage();
    QTRY_COMPARE(rows().value(1), u"  todo-secrets/DATABASE_URL: No drawing uses it"_s);
    QCOMPARE(rows().size(), 5);
    m_bench->hand().click(part<QCheckBox>(u"onlyUnused"_s));
    QTRY_COMPARE(rows(), (QStringList{u"first/topology.yaml"_s,
                                      u"  todo-secrets/DATABASE_URL: No drawing uses it"_s,
                                      u"  todo-secrets/OPENAI_API_KEY: No drawing uses it"_s}));
    for (const auto theme : {Settings::Theme::Dark, Settings::Theme::Light}) {
        applyTheme(theme);
        QTest::qWait(200);
        shoot(theme == Settings::Theme::Dark ? u"kept-unused-dark"_s : u"kept-unused-light"_s);
    }
    QVERIFY_BENCH(*m_bench);
}

void KeptWindowTest::forgetsTheSelected()
{
    click(row(u"todo-secrets/DATABASE_URL"_s));
    m_bench->hand().key(u"Delete"_s);
    QVERIFY(question());
    m_bench->hand().key(u"Return"_s); // the default does no harm
    QTRY_VERIFY(!m_page->findChild<QDialog *>(u"ForgetDialog"_s));
    QVERIFY(kept(m_first) == m_values[1]);
    m_bench->hand().key(u"Delete"_s);
    answer(QDialogButtonBox::Ok);
    QTRY_COMPARE(rows(), (QStringList{u"first/topology.yaml"_s,
                                      u"  todo-secrets/OPENAI_API_KEY: No drawing uses it"_s}));
    QCOMPARE(kept(m_first), "the keychain holds no such value");
    QVERIFY_BENCH(*m_bench);
}

void KeptWindowTest::forgetsAllUnused()
{
    m_bench->hand().click(part<QPushButton>(u"forgetUnused"_s));
    answer(QDialogButtonBox::Ok);
    QTRY_COMPARE(part<QLabel>(u"empty"_s)->text(), u"Every value is in use."_s);
    QTRY_VERIFY(part<QLabel>(u"empty"_s)->isVisible());
    QCOMPARE(SecretIndex().list()->size(), 1);
    QVERIFY(!session()
                 .output(u"secret-tool"_s, {u"search"_s, u"--all"_s, u"user"_s, m_first})
                 .contains("label"));
    m_bench->hand().click(part<QCheckBox>(u"onlyUnused"_s));
    QTRY_COMPARE(rows().size(), 2);
    QVERIFY_BENCH(*m_bench);
}

void KeptWindowTest::asksBeforeTheOpenDrawingLosesOne()
{
    click(row(u"second/topology.yaml"_s));
    m_bench->hand().click(part<QPushButton>(u"forget"_s));
    QVERIFY(question());
    QCOMPARE(question()->findChild<QLabel *>(u"cautions"_s)->text(),
             u"The open drawing uses it."_s);
    QVERIFY(question()->findChild<QLabel *>(u"about"_s)->text().contains(u"cannot be undone"_s));
    shoot(u"kept-question"_s);
    answer(QDialogButtonBox::Cancel);
    QCOMPARE(rows().size(), 2);
    QVERIFY_BENCH(*m_bench);
}

void KeptWindowTest::tellsOfALockedKeychain()
{
    QVERIFY(session().lock());
    auto *unlock = part<QPushButton>(u"unlock"_s);
    QTRY_VERIFY(unlock->isVisible());
    QVERIFY(part<QLabel>(u"note"_s)->text().startsWith(u"The keychain is locked."_s));
    shoot(u"kept-locked"_s);
    m_bench->hand().click(unlock);
    QTRY_VERIFY_WITH_TIMEOUT(session().isPromptShown(), 20'000);
    QTest::qWait(500);
    session().type({u"type"_s, QString::fromLatin1(m_password)});
    session().type({u"key"_s, u"Return"_s});
    QTRY_VERIFY_WITH_TIMEOUT(!unlock->isVisible(), 20'000);
    QVERIFY(!part<QLabel>(u"note"_s)->isVisible());
    session().stopKeyring();
    QTRY_VERIFY(part<QLabel>(u"note"_s)->text().startsWith(u"There is no keychain"_s));
    QVERIFY(!unlock->isVisible());
    closePage();
    QVERIFY_BENCH(*m_bench);
}

CHARTWRIGHT_TEST(KeptWindowTest)
#include "test_kept_window.moc"
