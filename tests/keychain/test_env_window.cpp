// SPDX-License-Identifier: Apache-2.0
#include "app/file_dialog.h"
#include "gui/workbench.h"
#include "kinds/kept_values.h"
#include "panels/env_import_dialog.h"
#include "panels/keep_values_dialog.h"
#include "panels/revealed_value.h"
#include "secrets/generator.h"
#include "session.h"
#include "support/test_case.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QDirIterator>
#include <QDrag>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QScreen>
#include <QTableView>
#include <csignal>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// A .env file comes into the real window, and its values into a real keyring. One session and one
// window live through all of it: the functions build on each other.
class EnvWindowTest : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void importsByMenu();
    void isOneStep();
    void takesADropOnASecret();
    void takesADropOnTheCanvas();
    void asksForTheKeyring();
    void leavesNothingWhenCancelled();
    void keepsForTheSession();
    void noValueIsAnywhere();

private:
    QString id(const QString &secret, const QString &key);
    QByteArray kept(const QString &id);
    QString write(const QString &name, const QByteArray &text);
    EnvImportDialog *openByMenu();
    EnvImportDialog *waitForDialog();
    void press(QWidget *dialog, const QString &name);
    void import(EnvImportDialog *dialog);
    void drop(const QString &path, QPoint at);
    void shoot(const QString &name);
    QByteArray newValue();

    std::unique_ptr<Workbench> m_bench;
    std::unique_ptr<Vault> m_vault;
    QByteArray m_password;
    QList<QByteArray> m_values;
};

namespace {

// Before the application, whose platform plug-in may ask for the address of the bus.
std::unique_ptr<Session> session = std::make_unique<Session>(Session::Display::Outer);

/// Another program's window, as a file manager: what is pulled out of it is a file.
class FileIcon : public QLabel
{
public:
    explicit FileIcon(const QString &path) : QLabel(u"file"_s), m_path(path) {}

protected:
    void mouseMoveEvent(QMouseEvent *) override
    {
        if (std::exchange(m_dragging, true))
            return;
        auto *data = new QMimeData;
        data->setUrls({QUrl::fromLocalFile(m_path)});
        auto *drag = new QDrag(this);
        drag->setMimeData(data);
        drag->exec(Qt::CopyAction);
    }

private:
    QString m_path;
    bool m_dragging = false;
};

} // namespace

QByteArray EnvWindowTest::newValue()
{
    m_values.append(generate(24, Alphabet::Alphanumeric)->view().toByteArray());
    return m_values.last();
}

QString EnvWindowTest::id(const QString &secret, const QString &key)
{
    const ResourcePtr r = m_bench->topology().findByName(u"Secret", secret);
    return r ? keptValueId(*r, key) : QString();
}

/// What the keychain holds, or in words why not.
QByteArray EnvWindowTest::kept(const QString &id)
{
    std::optional<QByteArray> out;
    m_vault->read({id, {}}, this, [&](const VaultResult<SecretValue> &value) {
        out = value ? value->view().toByteArray() : value.error().error.message.toUtf8();
    });
    return QTest::qWaitFor([&] { return out.has_value(); }, 20'000) ? *out : "no answer";
}

/// Outside the folder that is searched for values in the end.
QString EnvWindowTest::write(const QString &name, const QByteArray &text)
{
    static const QTemporaryDir away;
    QFile file(away.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("%s cannot be written", qPrintable(file.fileName()));
    return file.fileName();
}

EnvImportDialog *EnvWindowTest::openByMenu()
{
    m_bench->hand().key(u"ctrl+1"_s);
    m_bench->select(m_bench->named(u"Secret"_s, u"todo-secrets"_s));
    m_bench->hand().key(u"alt+f"_s);
    auto *menu = m_bench->window().findChild<QWidget *>(u"menu.file"_s);
    if (!QTest::qWaitFor([&] { return menu->isVisible(); }))
        return nullptr;
    m_bench->hand().key(u"m"_s);
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

void EnvWindowTest::press(QWidget *dialog, const QString &name)
{
    QWidget *button = dialog->findChild<QWidget *>(name);
    QVERIFY(button && QTest::qWaitFor([&] { return button->isVisible(); }, 20'000));
    m_bench->hand().click(button);
}

void EnvWindowTest::import(EnvImportDialog *dialog)
{
    m_bench->hand().click(
        dialog->findChild<QDialogButtonBox *>(u"buttons"_s)->button(QDialogButtonBox::Ok));
}

void EnvWindowTest::drop(const QString &path, QPoint at)
{
    FileIcon icon(path);
    icon.setWindowFlags(Qt::Window | Qt::WindowStaysOnTopHint | Qt::FramelessWindowHint);
    const QRect screen = m_bench->window().screen()->geometry();
    icon.setGeometry(screen.right() - 90, screen.bottom() - 50, 80, 40);
    icon.show();
    QVERIFY(QTest::qWaitForWindowExposed(&icon));
    QTest::qWait(200);
    m_bench->hand().drag(icon.mapToGlobal(icon.rect().center()), at);
}

void EnvWindowTest::shoot(const QString &name)
{
    const QDir folder(QLatin1StringView(CHARTWRIGHT_BIN_DIR) + u"/../pictures"_s);
    QVERIFY(folder.mkpath(u"."_s));
    QTest::qWait(200);
    m_bench->window().screen()->grabWindow(0).save(folder.filePath(name + u".png"_s));
}

void EnvWindowTest::initTestCase()
{
    m_password = newValue();
    QVERIFY2(session->startBus(), "dbus-daemon is needed");
    QVERIFY2(session->startKeyring(m_password), qPrintable(session->complaints()));
    m_vault = std::make_unique<Vault>();
    m_bench = std::make_unique<Workbench>();
    m_bench->openTodo();
    QVERIFY_BENCH(*m_bench);
}

void EnvWindowTest::cleanupTestCase()
{
    m_bench.reset();
    m_vault.reset();
    session.reset();
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
    QVERIFY(session->lock());
    const QByteArray value = newValue();
    FileDialog::setNextFileName(write(u"locked.env"_s, "LOCKED_TOKEN=" + value + "\n"));
    EnvImportDialog *dialog = openByMenu();
    QVERIFY2(dialog, qPrintable(m_bench->problem()));
    QPointer<EnvImportDialog> open(dialog);
    import(dialog);
    KeepValuesDialog *keeping = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT(
        (keeping = dialog->findChild<KeepValuesDialog *>()) && keeping->isVisible(), 20'000);
    shoot(u"env-locked"_s);
    press(keeping, u"unlock"_s);
    QTRY_VERIFY_WITH_TIMEOUT(session->isPromptShown(), 20'000);
    QTest::qWait(500);
    session->type({u"type"_s, QString::fromLatin1(m_password)});
    session->type({u"key"_s, u"Return"_s});
    QTRY_VERIFY_WITH_TIMEOUT(!open, 20'000);
    QCOMPARE(kept(id(u"todo-secrets"_s, u"LOCKED_TOKEN"_s)), value);
    QVERIFY_BENCH(*m_bench);
}

void EnvWindowTest::leavesNothingWhenCancelled()
{
    const int steps = m_bench->document().undoStack()->count();
    const qsizetype known = SecretIndex().list()->size();
    session->signalKeyring(SIGSTOP);
    FileDialog::setNextFileName(
        write(u"hung.env"_s, "A_TOKEN=" + newValue() + "\nB_TOKEN=" + newValue() + "\n"));
    EnvImportDialog *dialog = openByMenu();
    QVERIFY2(dialog, qPrintable(m_bench->problem()));
    import(dialog);
    KeepValuesDialog *keeping = nullptr;
    QTRY_VERIFY((keeping = dialog->findChild<KeepValuesDialog *>()) && keeping->isVisible());
    shoot(u"env-hung"_s);
    QPointer<KeepValuesDialog> open(keeping);
    m_bench->hand().click(
        keeping->findChild<QDialogButtonBox *>(u"buttons"_s)->button(QDialogButtonBox::Cancel));
    QTRY_VERIFY(!open);
    session->signalKeyring(SIGCONT);
    m_bench->hand().click(
        dialog->findChild<QDialogButtonBox *>(u"buttons"_s)->button(QDialogButtonBox::Cancel));
    QTRY_VERIFY(!m_bench->window().findChild<EnvImportDialog *>());
    QCOMPARE(m_bench->document().undoStack()->count(), steps);
    QTRY_COMPARE(SecretIndex().list()->size(), known);
    QVERIFY_BENCH(*m_bench);
}

void EnvWindowTest::keepsForTheSession()
{
    session->stopKeyring();
    const QByteArray value = newValue();
    FileDialog::setNextFileName(write(u"away.env"_s, "AWAY_TOKEN=" + value + "\n"));
    EnvImportDialog *dialog = openByMenu();
    QVERIFY2(dialog, qPrintable(m_bench->problem()));
    QPointer<EnvImportDialog> open(dialog);
    import(dialog);
    KeepValuesDialog *keeping = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT(
        (keeping = dialog->findChild<KeepValuesDialog *>()) && keeping->isVisible(), 20'000);
    shoot(u"env-away"_s);
    press(keeping, u"session"_s);
    QTRY_VERIFY(!open);
    QVERIFY(!id(u"todo-secrets"_s, u"AWAY_TOKEN"_s).isEmpty());
    QVERIFY(session->startKeyring(m_password));
    QCOMPARE(kept(id(u"todo-secrets"_s, u"AWAY_TOKEN"_s)),
             "the keychain holds no such value"); // it is in the window's own vault only
    QVERIFY_BENCH(*m_bench);
}

void EnvWindowTest::noValueIsAnywhere()
{
    m_bench->save(m_bench->folder(u"project"_s));
    QTest::qWait(2500); // the autosave
    int files = 0;
    for (const QString &root :
         {m_bench->folder({}), QDir::homePath(), qEnvironmentVariable("XDG_CONFIG_HOME"),
          qEnvironmentVariable("XDG_CACHE_HOME")}) {
        QDirIterator it(root, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            ++files;
            for (const QByteArray &value : std::as_const(m_values))
                QVERIFY2(!bytes.contains(value) && !bytes.contains(value.toBase64()),
                         qPrintable(file.fileName()));
        }
    }
    QVERIFY(files > 5);
    QVERIFY_BENCH(*m_bench);
}

CHARTWRIGHT_TEST(EnvWindowTest)
#include "test_env_window.moc"
