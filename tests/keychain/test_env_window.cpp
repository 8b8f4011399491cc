// SPDX-License-Identifier: Apache-2.0
#include "app/actions.h"
#include "app/file_dialog.h"
#include "app/message_box.h"
#include "gui/file_icon.h"
#include "model/edits.h"
#include "panels/env_import_dialog.h"
#include "panels/keep_values_dialog.h"
#include "panels/revealed_value.h"
#include "secrets/secret_index.h"
#include "vault_window.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QTableView>
#include <QTreeView>
#include <QUndoStack>
#include <csignal>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// A .env file comes into the real window, and its values into a real keyring.
class EnvWindowTest : public VaultWindow
{
    Q_OBJECT

private slots:
    void initTestCase() { setUp(); }
    void cleanupTestCase() { tearDown(); }
    void importsByMenu();
    void listsHiddenFiles();
    void isOneStep();
    void takesADropOnASecret();
    void takesADropOnTheCanvas();
    void asksForTheKeyring();
    void typedSecretsTakeNone();
    void leavesNothingWhenCancelled();
    void keepsForTheSession();
    void keepsTheValuesOfAManifest();
    void noValueIsAnywhere();

private:
    EnvImportDialog *openByMenu();
    void pressMenu();
    EnvImportDialog *waitForDialog();
    void import(EnvImportDialog *dialog);
    void drop(const QString &path, QPoint at);
};

namespace {

KeepValuesDialog *keepingOf(const EnvImportDialog *dialog)
{
    KeepValuesDialog *keeping = nullptr;
    const bool shown = QTest::qWaitFor(
        [&] { return (keeping = dialog->findChild<KeepValuesDialog *>()) && keeping->isVisible(); },
        20'000);
    return shown ? keeping : nullptr;
}

} // namespace

void EnvWindowTest::pressMenu()
{
    m_bench->hand().key(u"ctrl+1"_s);
    m_bench->select(m_bench->named(u"Secret"_s, u"todo-secrets"_s));
    m_bench->hand().key(u"alt+f"_s);
    const auto *menu = m_bench->window().findChild<QWidget *>(u"menu.file"_s);
    QTRY_VERIFY(menu->isVisible());
    m_bench->hand().key(u"m"_s);
}

EnvImportDialog *EnvWindowTest::openByMenu()
{
    pressMenu();
    return waitForDialog();
}

EnvImportDialog *EnvWindowTest::waitForDialog()
{
    EnvImportDialog *dialog = nullptr;
    const bool open = QTest::qWaitFor([&] {
        dialog = m_bench->window().findChild<EnvImportDialog *>();
        return dialog && dialog->isActiveWindow();
    });
    return open ? dialog : nullptr;
}

void EnvWindowTest::import(EnvImportDialog *dialog)
{
    m_bench->hand().click(
        dialog->findChild<QDialogButtonBox *>(u"buttons"_s)->button(QDialogButtonBox::Ok));
}

void EnvWindowTest::drop(const QString &path, QPoint at)
{
    FileIcon icon({path});
    icon.show();
    QVERIFY(QTest::qWaitForWindowExposed(&icon));
    QTest::qWait(200);
    m_bench->hand().drag(icon.mapToGlobal(icon.rect().center()), at);
}

void EnvWindowTest::importsByMenu()
{
    const QByteArray url = "postgres://todo:" + newValue() + "@db.example.com/todo";
    const QByteArray key = newValue(), lines = newValue() + "\n" + newValue();
    const QString path =
        write(u".env"_s, "# of the backend\nexport DATABASE_URL=" + url + "\nOPENAI_API_KEY='" +
                             key + "' # new\nBETTER_AUTH_SECRET=\"" + lines +
                             "\"\nLOG_LEVEL=warning\nthis is no variable\nLOG_LEVEL=debug\n"
                             "NEXT_PUBLIC_API_URL=http://localhost:8000\nPORT=8000\n");
    FileDialog::setNextFileName(path);
    EnvImportDialog *dialog = openByMenu();
    QVERIFY2(dialog, qPrintable(m_bench->problem()));
    shoot(u"env-import"_s);
    auto *keys = dialog->findChild<QTableView *>(u"keys"_s);
    QCOMPARE(keys->model()->rowCount(), 6);
    QVERIFY(dialog->findChild<QLabel *>(u"problems"_s)->text().startsWith(u"Line 7: "_s));
    // Shown for a moment.
    press(dialog, u"show"_s);
    auto *shown = dialog->findChild<RevealedValue *>();
    QTRY_VERIFY(shown->isVisible());
    shoot(u"env-import-shown"_s);
    press(dialog, u"show"_s);
    QTRY_VERIFY(!shown->isVisible());
    QPointer<EnvImportDialog> open(dialog);
    import(dialog);
    QTRY_VERIFY_WITH_TIMEOUT(!open, 10'000);
    QCOMPARE(kept(id(u"todo-secrets"_s, u"DATABASE_URL"_s)), url);
    QCOMPARE(kept(id(u"todo-secrets"_s, u"OPENAI_API_KEY"_s)), key);
    QCOMPARE(kept(id(u"todo-secrets"_s, u"BETTER_AUTH_SECRET"_s)), lines);
    const ResourcePtr config = m_bench->topology().findByName(u"ConfigMap", u"todo-config");
    const Value &data = config->fields[u"data"];
    QCOMPARE(data[u"LOG_LEVEL"].toString(), u"debug"_s);
    QCOMPARE(data[u"PORT"].toString(), u"8000"_s);
    QVERIFY(data[u"NEXT_PUBLIC_API_URL"].asText()); // the wire stays
    shoot(u"env-imported"_s);
    QVERIFY_BENCH(*m_bench);
}

void EnvWindowTest::isOneStep()
{
    const QString stored = id(u"todo-secrets"_s, u"DATABASE_URL"_s);
    const QByteArray value = kept(stored);
    QCOMPARE(m_bench->document().undoStack()->count(), 1);
    m_bench->hand().key(u"ctrl+z"_s);
    QTRY_VERIFY(id(u"todo-secrets"_s, u"DATABASE_URL"_s).isEmpty());
    QVERIFY(!m_bench->document().isModified());
    QCOMPARE(kept(stored), value);
    m_bench->hand().key(u"ctrl+shift+z"_s);
    QTRY_COMPARE(id(u"todo-secrets"_s, u"DATABASE_URL"_s), stored);
    QVERIFY_BENCH(*m_bench);
}

void EnvWindowTest::takesADropOnASecret()
{
    const QString before = id(u"todo-secrets"_s, u"DATABASE_URL"_s);
    const QByteArray old = kept(before), token = newValue(), url = newValue();
    const ResourceId secret = m_bench->named(u"Secret"_s, u"todo-secrets"_s);
    drop(write(u"more.env"_s, "API_TOKEN=" + token + "\nDATABASE_URL=" + url + "\n"),
         m_bench->onCanvas(m_bench->canvas().nodeRect(secret).center()));
    EnvImportDialog *dialog = waitForDialog();
    QVERIFY2(dialog, qPrintable(m_bench->problem()));
    QPointer<EnvImportDialog> open(dialog);
    import(dialog);
    QTRY_VERIFY_WITH_TIMEOUT(!open, 10'000);
    QCOMPARE(kept(id(u"todo-secrets"_s, u"API_TOKEN"_s)), token);
    const QString after = id(u"todo-secrets"_s, u"DATABASE_URL"_s);
    QVERIFY(after != before);
    QCOMPARE(kept(after), url);
    // What it was comes back with undo.
    QCOMPARE(kept(before), old);
    QCOMPARE(m_bench->window().selection()->ids(), QList<ResourceId>{secret});
    QVERIFY_BENCH(*m_bench);
}

void EnvWindowTest::takesADropOnTheCanvas()
{
    const QByteArray pass = newValue();
    const QWidget *view = m_bench->canvas().viewport();
    const QPointF place = m_bench->canvas().mapToScene(QPointF(130, view->height() - 90));
    drop(write(u".env.db"_s, "PGPASSWORD=" + pass + "\nPGHOST=db\n"), m_bench->onCanvas(place));
    EnvImportDialog *dialog = waitForDialog();
    QVERIFY2(dialog, qPrintable(m_bench->problem()));
    for (const QString &name : {u"secret"_s, u"config"_s}) {
        auto *combo = dialog->findChild<QComboBox *>(name);
        m_bench->hand().click(combo);
        m_bench->hand().key(u"ctrl+a"_s);
        m_bench->hand().type(u"db-"_s + name);
        QTRY_COMPARE(combo->currentText(), u"db-"_s + name);
    }
    shoot(u"env-new"_s);
    QPointer<EnvImportDialog> open(dialog);
    import(dialog);
    QTRY_VERIFY_WITH_TIMEOUT(!open, 10'000);
    QCOMPARE(kept(id(u"db-secret"_s, u"PGPASSWORD"_s)), pass);
    const QRectF made = m_bench->canvas().nodeRect(m_bench->named(u"Secret"_s, u"db-secret"_s));
    QVERIFY2((made.center() - place).manhattanLength() < 200,
             qPrintable(u"%1 %2"_s.arg(made.x()).arg(place.x())));
    QVERIFY(m_bench->topology().findByName(u"ConfigMap", u"db-config"));
    QVERIFY_BENCH(*m_bench);
}

void EnvWindowTest::asksForTheKeyring()
{
    QVERIFY(session().lock());
    const QByteArray value = newValue();
    FileDialog::setNextFileName(write(u"locked.env"_s, "LOCKED_TOKEN=" + value + "\n"));
    EnvImportDialog *dialog = openByMenu();
    QVERIFY2(dialog, qPrintable(m_bench->problem()));
    QPointer<EnvImportDialog> open(dialog);
    import(dialog);
    KeepValuesDialog *keeping = keepingOf(dialog);
    QVERIFY(keeping);
    shoot(u"env-locked"_s);
    press(keeping, u"unlock"_s);
    QTRY_VERIFY_WITH_TIMEOUT(session().isPromptShown(), 20'000);
    QTest::qWait(500);
    session().type({u"type"_s, QString::fromLatin1(m_password)});
    session().type({u"key"_s, u"Return"_s});
    QTRY_VERIFY_WITH_TIMEOUT(!open, 20'000);
    QCOMPARE(kept(id(u"todo-secrets"_s, u"LOCKED_TOKEN"_s)), value);
    QVERIFY_BENCH(*m_bench);
}

void EnvWindowTest::typedSecretsTakeNone()
{
    const Topology &topology = m_bench->topology();
    Resource tls = newResource(topology, u"Secret"_s, u"a-pair"_s);
    tls.fields = Map{{u"type"_s, u"kubernetes.io/tls"_s},
                     {u"data"_s, Map{{u"tls.crt"_s, Map()}, {u"tls.key"_s, Map()}}}};
    m_bench->document().push(insertResource(topology, tls, {900, 900}));
    m_bench->window().selection()->set({m_bench->named(u"Secret"_s, u"a-pair"_s)});
    FileDialog::setNextFileName(write(u"typed.env"_s, "A_TOKEN=" + newValue() + "\n"));
    m_bench->window().findChild<QAction *>(action::ImportEnv)->trigger();
    EnvImportDialog *dialog = waitForDialog();
    QVERIFY2(dialog, qPrintable(m_bench->problem()));
    const auto *targets = dialog->findChild<QComboBox *>(u"secret"_s);
    QVERIFY(targets->findText(u"todo-secrets"_s, Qt::MatchContains) >= 0);
    QCOMPARE(targets->findText(u"a-pair"_s, Qt::MatchContains), -1);
    m_bench->hand().key(u"Escape"_s);
    QTRY_VERIFY(!m_bench->window().findChild<EnvImportDialog *>());
    m_bench->document().undoStack()->undo();
    QVERIFY_BENCH(*m_bench);
}

void EnvWindowTest::leavesNothingWhenCancelled()
{
    const int steps = m_bench->document().undoStack()->count();
    const qsizetype known = SecretIndex().list()->size();
    session().signalKeyring(SIGSTOP);
    FileDialog::setNextFileName(
        write(u"hung.env"_s, "A_TOKEN=" + newValue() + "\nB_TOKEN=" + newValue() + "\n"));
    EnvImportDialog *dialog = openByMenu();
    QVERIFY2(dialog, qPrintable(m_bench->problem()));
    import(dialog);
    KeepValuesDialog *keeping = keepingOf(dialog);
    QVERIFY(keeping);
    shoot(u"env-hung"_s);
    QPointer<KeepValuesDialog> open(keeping);
    m_bench->hand().click(
        keeping->findChild<QDialogButtonBox *>(u"buttons"_s)->button(QDialogButtonBox::Cancel));
    QTRY_VERIFY(!open);
    session().signalKeyring(SIGCONT);
    m_bench->hand().click(
        dialog->findChild<QDialogButtonBox *>(u"buttons"_s)->button(QDialogButtonBox::Cancel));
    QTRY_VERIFY(!m_bench->window().findChild<EnvImportDialog *>());
    QCOMPARE(m_bench->document().undoStack()->count(), steps);
    QTRY_COMPARE(SecretIndex().list()->size(), known);
    QVERIFY_BENCH(*m_bench);
}

void EnvWindowTest::keepsForTheSession()
{
    session().stopKeyring();
    const QByteArray value = newValue();
    FileDialog::setNextFileName(write(u"away.env"_s, "AWAY_TOKEN=" + value + "\n"));
    EnvImportDialog *dialog = openByMenu();
    QVERIFY2(dialog, qPrintable(m_bench->problem()));
    QPointer<EnvImportDialog> open(dialog);
    import(dialog);
    KeepValuesDialog *keeping = keepingOf(dialog);
    QVERIFY(keeping);
    shoot(u"env-away"_s);
    press(keeping, u"session"_s);
    QTRY_VERIFY(!open);
    QVERIFY(!id(u"todo-secrets"_s, u"AWAY_TOKEN"_s).isEmpty());
    QVERIFY(session().startKeyring(m_password));
    QCOMPARE(kept(id(u"todo-secrets"_s, u"AWAY_TOKEN"_s)),
             "the keychain holds no such value"); // it is in the window's own vault only
    QVERIFY_BENCH(*m_bench);
}

void EnvWindowTest::keepsTheValuesOfAManifest()
{
    const QByteArray value = newValue();
    FileDialog::setNextFileName(
        write(u"secret.yaml"_s, "apiVersion: v1\nkind: Secret\nmetadata: {name: imported}\n"
                                "stringData: {A: " +
                                    value + "}\n"));
    MessageBox::setNextAnswer(u"keep"_s);
    m_bench->window().findChild<QAction *>(action::ImportManifests)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!id(u"imported"_s, u"A"_s).isEmpty(), 20'000);
    QCOMPARE(kept(id(u"imported"_s, u"A"_s)), value);
}

void EnvWindowTest::noValueIsAnywhere()
{
    m_bench->document().push(moveResources(
        m_bench->topology(), {{m_bench->named(u"Secret"_s, u"todo-secrets"_s), QPointF(0, 0)}},
        u"Move"_s));
    QTest::qWait(2500); // the autosave
    for (const QByteArray &value : std::as_const(m_values))
        QVERIFY(!isInAFile(value) && !isInAFile(value.toBase64()));
    QVERIFY_BENCH(*m_bench);
}

// The name of the file that is meant begins with a dot.
void EnvWindowTest::listsHiddenFiles()
{
    const QString path = write(u"hidden/.env"_s, "A=1\n");
    QSettings().setValue(u"lastFolder"_s, QFileInfo(path).path());
    const auto listed = std::make_shared<bool>(false);
    auto *look = new QTimer(this);
    connect(look, &QTimer::timeout, this, [this, look, listed] {
        auto *dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget());
        auto *list = dialog ? dialog->findChild<QTreeView *>(u"treeView"_s) : nullptr;
        if (!list || list->model()->rowCount(list->rootIndex()) == 0)
            return;
        look->stop();
        *listed = list->model()->index(0, 0, list->rootIndex()).data().toString() == u".env"_s;
        shoot(u"env-files"_s);
        dialog->reject();
    });
    look->start(100);
    pressMenu();
    QTRY_VERIFY_WITH_TIMEOUT(*listed, 10'000);
    QTRY_VERIFY(!QApplication::activeModalWidget());
    delete look;
    QVERIFY(!m_bench->window().findChild<EnvImportDialog *>());
    QVERIFY_BENCH(*m_bench);
}

CHARTWRIGHT_TEST(EnvWindowTest)
#include "test_env_window.moc"
