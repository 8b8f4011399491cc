// SPDX-License-Identifier: Apache-2.0
#include "app/file_dialog.h"
#include "app/message_bar.h"
#include "app/message_box.h"
#include "gui/workbench.h"
#include "kinds/kept_values.h"
#include "model/edits.h"
#include "panels/env_import_dialog.h"
#include "panels/findings_model.h"
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
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScreen>
#include <QTableView>
#include <QToolButton>
#include <QTreeView>
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
    void movesACredential();
    void movesAVariable();
    void tellsWhatGitSees();
    void asksForTheKeyring();
    void leavesNothingWhenCancelled();
    void keepsForTheSession();
    void noValueIsAnywhere();

private:
    QString id(const QString &secret, const QString &key);
    QByteArray kept(const QString &id);
    bool isInAFile(const QByteArray &text);
    QString write(const QString &name, const QByteArray &text);
    EnvImportDialog *openByMenu();
    EnvImportDialog *waitForDialog();
    void press(QWidget *dialog, const QString &name);
    void import(EnvImportDialog *dialog);
    void drop(const QString &path, QPoint at);
    QModelIndex problem(const QString &text);
    void pressFix(const QString &text);
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

QModelIndex EnvWindowTest::problem(const QString &text)
{
    const QAbstractItemModel *model =
        m_bench->window().findChild<QTreeView *>(u"problems:list"_s)->model();
    return model
        ->match(model->index(0, FindingsModel::What), Qt::DisplayRole, text, 1, Qt::MatchContains)
        .value(0);
}

void EnvWindowTest::pressFix(const QString &text)
{
    QTRY_VERIFY(problem(text).isValid());
    auto *list = m_bench->window().findChild<QTreeView *>(u"problems:list"_s);
    const QModelIndex fix = problem(text).siblingAtColumn(FindingsModel::Fix);
    list->scrollTo(fix);
    m_bench->hand().click(list->viewport()->mapToGlobal(list->visualRect(fix).center()));
}

void EnvWindowTest::movesACredential()
{
    const QByteArray value = newValue();
    const ResourceId config = m_bench->named(u"ConfigMap"_s, u"todo-config"_s);
    Document &document = m_bench->document();
    document.push(setField(document.topology(), document.refs(), config,
                           Path(u"data.DB_PASSWORD"_s), QString::fromLatin1(value)));
    m_bench->window().session()->flush();
    QVERIFY(isInAFile(value)); // what is to be rewritten
    // The box runs a loop of its own, in which the hand still waits for its click to end.
    QString text;
    const auto answer = [&](const QString &name) {
        auto *look = new QTimer(this);
        connect(look, &QTimer::timeout, this, [this, look, name, &text] {
            auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            if (!box || !box->isActiveWindow())
                return;
            look->stop();
            look->deleteLater();
            text = box->text() + box->informativeText();
            shoot(u"move-asked"_s);
            box->findChild<QPushButton *>(name)->click();
        });
        look->start(50);
    };
    answer(u"cancel"_s);
    pressFix(u"DB_PASSWORD"_s);
    QTRY_VERIFY(!text.isEmpty() && !QApplication::activeModalWidget());
    QVERIFY(text.contains(u"cannot be undone"_s) && text.contains(u"version control"_s));
    QVERIFY(!text.contains(QString::fromLatin1(value)));
    QVERIFY(document.undoStack()->canUndo());
    QTest::qWait(QApplication::doubleClickInterval() + 100); // two clicks, not a double one
    answer(u"move"_s);
    pressFix(u"DB_PASSWORD"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!id(u"todo-secrets"_s, u"DB_PASSWORD"_s).isEmpty(), 10'000);
    QCOMPARE(kept(id(u"todo-secrets"_s, u"DB_PASSWORD"_s)), value);
    QVERIFY(!document.undoStack()->canUndo() && !document.undoStack()->canRedo());
    QVERIFY(document.isModified());
    QVERIFY(!isInAFile(value));
    QTRY_VERIFY(!problem(u"DB_PASSWORD"_s).isValid());
    shoot(u"move-done"_s);
    QVERIFY_BENCH(*m_bench);
}

void EnvWindowTest::movesAVariable()
{
    const QByteArray value = "sk-" + newValue(); // an error by its looks
    const ResourceId backend = m_bench->named(u"Deployment"_s, u"todo-backend"_s);
    Document &document = m_bench->document();
    const Path variable(u"spec.template.spec.containers[backend].env[AI_TOKEN]"_s);
    document.push(
        setField(document.topology(), document.refs(), backend, variable,
                 Map{{u"name"_s, u"AI_TOKEN"_s}, {u"value"_s, QString::fromLatin1(value)}}));
    m_bench->save(m_bench->folder(u"moved"_s));
    QVERIFY(isInAFile(value));
    MessageBox::setNextAnswer(u"move"_s);
    pressFix(u"A credential stands"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!id(u"todo-secrets"_s, u"AI_TOKEN"_s).isEmpty(), 10'000);
    QCOMPARE(kept(id(u"todo-secrets"_s, u"AI_TOKEN"_s)), value);
    const ResourcePtr pods = document.topology().find(backend);
    QVERIFY((*pods)[variable][u"valueFrom"][u"secretKeyRef"].isMap());
    shoot(u"move-saved"_s);
    QVERIFY(isInAFile(value)); // the file that was saved
    auto *bar = m_bench->window().findChild<MessageBar *>();
    QVERIFY(bar->isVisible() && bar->text().contains(u"until you save"_s));
    m_bench->hand().key(u"ctrl+s"_s);
    QTRY_VERIFY(!document.isModified() && !bar->isVisible());
    QVERIFY(!isInAFile(value));
    QVERIFY_BENCH(*m_bench);
}

void EnvWindowTest::tellsWhatGitSees()
{
    const QString folder = m_bench->folder(u"moved"_s);
    QCOMPARE(m_bench->document().projectFolder(), folder);
    QCOMPARE(QProcess::execute(u"git"_s, {u"init"_s, u"-q"_s, folder}), 0);
    QFile file(folder + u"/.env"_s);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("A=1\n") > 0);
    file.close();
    const QString text = u".env is not in .gitignore"_s;
    QVERIFY(!problem(text).isValid());
    m_bench->hand().key(u"ctrl+s"_s);
    QTRY_VERIFY_WITH_TIMEOUT(problem(text).isValid(), 10'000);
    shoot(u"env-exposed"_s);
    QVERIFY(file.remove());
    m_bench->hand().key(u"ctrl+s"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!problem(text).isValid(), 10'000);
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
    m_bench->document().push(moveResources(
        m_bench->topology(), {{m_bench->named(u"Secret"_s, u"todo-secrets"_s), QPointF(0, 0)}},
        u"Move"_s));
    QTest::qWait(2500); // the autosave
    for (const QByteArray &value : std::as_const(m_values))
        QVERIFY(!isInAFile(value) && !isInAFile(value.toBase64()));
    QVERIFY_BENCH(*m_bench);
}

/// Of the projects, and of what the program keeps beside them.
bool EnvWindowTest::isInAFile(const QByteArray &text)
{
    bool found = false;
    int files = 0;
    for (const QString &root :
         {m_bench->folder({}), QDir::homePath(), qEnvironmentVariable("XDG_CONFIG_HOME"),
          qEnvironmentVariable("XDG_CACHE_HOME")}) {
        QDirIterator it(root, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            if (!file.open(QIODevice::ReadOnly))
                qFatal("%s cannot be read", qPrintable(file.fileName()));
            found = found || file.readAll().contains(text);
            ++files;
        }
    }
    return found || files == 0;
}

CHARTWRIGHT_TEST(EnvWindowTest)
#include "test_env_window.moc"
