// SPDX-License-Identifier: Apache-2.0
// A person who keeps secret values in every way that there is, and uses the program with them.
// Started by test_canary in a session of its own, and traced. Says on standard output, line by
// line: "value BASE64" for each value, "folder PATH" for what to search, "dumpable N", "copied"
// once a value is on the clipboard; "crash" on standard input ends it with a SIGSEGV. With the
// argument "control" it does that at once, without any value. Exit code 3: a step went wrong.
#include "app/actions.h"
#include "app/file_dialog.h"
#include "app/log.h"
#include "app/message_box.h"
#include "canary/drawing.h"
#include "gui/workbench.h"
#include "kinds/kept_values.h"
#include "model/edits.h"
#include "panels/env_import_dialog.h"
#include "panels/findings_model.h"
#include "panels/secret_dialog.h"
#include "project/project.h"
#include "secrets/generator.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QDir>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QProcess>
#include <QPushButton>
#include <QScreen>
#include <QSocketNotifier>
#include <QTreeView>
#include <QUndoStack>
#include <QtTest/QtTest>
#include <csignal>
#include <cstdio>
#include <sys/prctl.h>
#include <sys/resource.h>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

constexpr int FromFile = 36; ///< values in the .env file

void say(const QByteArray &line)
{
    std::puts(line.constData());
    std::fflush(stdout);
}

void must(bool ok, const QString &step)
{
    if (ok)
        return;
    std::fprintf(stderr, "canary: %s\n", qPrintable(step));
    QGuiApplication::primaryScreen()->grabWindow(0).save(QLatin1StringView(CHARTWRIGHT_BIN_DIR) +
                                                         u"/../pictures/canary-failed.png"_s);
    std::_Exit(3);
}

[[noreturn]] void crash()
{
    std::raise(SIGSEGV);
    std::_Exit(4);
}

QByteArray told(const QByteArray &value)
{
    say("value " + value.toBase64());
    return value;
}

QByteArray newValue() { return told(generate(24, Alphabet::Alphanumeric)->view().toByteArray()); }

QByteArray output(const QString &program, const QStringList &arguments,
                  const QByteArray &input = {})
{
    QProcess process;
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    must(process.waitForFinished(60'000), program + u" did not end"_s);
    return process.readAllStandardOutput() + process.readAllStandardError();
}

class Person
{
public:
    void work()
    {
        say("folder " + m_bench.folder({}).toUtf8());
        open();
        moveCredentials();
        fillDialogs();
        importEnv();
        onTheCommandLine();
        changeNames();
        lookAtAll();
        leaveUnsavedWork();
        say("dumpable " + QByteArray::number(::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0)));
        copy();
    }

private:
    MainWindow &window() { return m_bench.window(); }
    Document &document() { return m_bench.document(); }
    void await(const std::function<bool()> &done, const QString &step)
    {
        must(QTest::qWaitFor(done, 30'000), step + u' ' + m_bench.problem());
    }
    void check(const QString &step)
    {
        must(m_bench.problem().isEmpty(), step + u": "_s + m_bench.problem());
    }

    void open()
    {
        const QString file = m_bench.folder(u"project/topology.yaml"_s);
        must(QDir().mkpath(QFileInfo(file).path()) &&
                 saveProject(canaryDrawing(), file).has_value(),
             u"make a project"_s);
        must(window().openPath(file), u"open it"_s);
        await([&] { return !document().isChecking(); }, u"checks"_s);
        m_bench.hand().key(u"ctrl+1"_s);
        check(u"open"_s);
    }

    void select(const QString &secret)
    {
        window().selection()->set({m_bench.named(u"Secret"_s, secret)});
    }

    QString id(const QString &secret, const QString &key)
    {
        const ResourcePtr r = m_bench.topology().findByName(u"Secret", secret);
        return r ? keptValueId(*r, key) : QString();
    }

    void moveCredentials()
    {
        const ResourceId config = m_bench.named(u"ConfigMap"_s, u"todo-config"_s);
        document().push(setField(document().topology(), document().refs(), config,
                                 Path(u"data.DB_PASSWORD"_s), QString::fromLatin1(newValue())));
        const ResourceId backend = m_bench.named(u"Deployment"_s, u"todo-backend"_s);
        document().push(setField(document().topology(), document().refs(), backend,
                                 Path(u"spec.template.spec.containers[backend].env[AI_TOKEN]"_s),
                                 Map{{u"name"_s, u"AI_TOKEN"_s},
                                     {u"value"_s, QString::fromLatin1(told("sk-" + newValue()))}}));
        window().session()->flush(); // into the autosave, which the move has to rewrite
        const auto move = [&](const QString &problem, const QString &key) {
            auto *list = window().findChild<QTreeView *>(u"problems:list"_s);
            const auto row = [&] {
                return list->model()
                    ->match(list->model()->index(0, FindingsModel::What), Qt::DisplayRole, problem,
                            1, Qt::MatchContains)
                    .value(0);
            };
            await([&] { return row().isValid(); }, u"find "_s + problem);
            MessageBox::setNextAnswer(u"move"_s);
            QTest::qWait(QApplication::doubleClickInterval() + 100);
            const QModelIndex fix = row().siblingAtColumn(FindingsModel::Fix);
            list->scrollTo(fix);
            m_bench.hand().click(list->viewport()->mapToGlobal(list->visualRect(fix).center()));
            await([&] { return !id(u"todo-secrets"_s, key).isEmpty(); }, u"move "_s + key);
        };
        move(u"DB_PASSWORD"_s, u"DB_PASSWORD"_s);
        move(u"A credential stands"_s, u"AI_TOKEN"_s);
        check(u"move"_s);
    }

    void pressOk(QDialog *dialog)
    {
        // xdotool asks for what is under the pointer, which must not go away meanwhile.
        m_bench.hand().moveTo(window().mapToGlobal(QPoint(5, 5)));
        dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok)->setFocus();
        m_bench.hand().key(u"space"_s);
    }

    void keep(const QString &secret, const QString &key,
              const std::function<void(SecretDialog *)> &fill)
    {
        select(secret);
        m_bench.press(Section::Main, u"field:"_s + keptValuePath(key).text());
        SecretDialog *dialog = nullptr;
        await(
            [&] {
                dialog = window().findChild<SecretDialog *>();
                return dialog && dialog->isActiveWindow();
            },
            u"the dialog of "_s + key + u' ' + m_bench.problem());
        const QPointer<SecretDialog> open(dialog);
        fill(dialog);
        pressOk(dialog);
        await([&] { return !open; }, u"keep "_s + key);
        must(!id(secret, key).isEmpty(), u"an id for "_s + key);
        check(key);
    }

    void fillDialogs()
    {
        const auto type = [&](const QByteArray &value) {
            return [&hand = m_bench.hand(), value](SecretDialog *) {
                hand.type(QString::fromLatin1(value));
            };
        };
        keep(u"opaque"_s, u"TYPED"_s,
             type(told("postgres://todo:" + newValue() + "@db.example.com/todo?a=b c&d=%25")));
        keep(u"opaque"_s, u"LINES"_s, [&](SecretDialog *dialog) {
            m_bench.hand().click(dialog->findChild<QWidget *>(u"several"_s));
            m_bench.hand().type(QString::fromLatin1(told(newValue() + '\n' + newValue())));
        });
        const QString path = m_bench.folder(u"value"_s);
        QFile file(path);
        must(file.open(QIODevice::WriteOnly) && file.write(newValue()) > 0, u"a file"_s);
        file.close();
        keep(u"opaque"_s, u"FILE"_s, [&](SecretDialog *dialog) {
            FileDialog::setNextFileName(path);
            m_bench.hand().click(dialog->findChild<QWidget *>(u"file"_s));
        });
        QFile::remove(path);
        keep(u"opaque"_s, u"MADE"_s, [&](SecretDialog *dialog) {
            m_bench.hand().click(dialog->findChild<QWidget *>(u"generate"_s));
            const auto *line = dialog->findChild<QLineEdit *>(u"line"_s);
            await([&] { return !line->text().isEmpty(); }, u"generate"_s);
            told(line->text().toUtf8());
        });
        keep(u"basic"_s, u"username"_s, type(newValue()));
        keep(u"basic"_s, u"password"_s, type(newValue()));
        const QByteArray pem =
            output(u"openssl"_s, {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ed25519"_s, u"-nodes"_s,
                                  u"-subj"_s, u"/CN=todo.example.com"_s, u"-keyout"_s, u"-"_s});
        const qsizetype at = pem.indexOf("-----BEGIN CERTIFICATE");
        const qsizetype key = pem.indexOf("-----BEGIN PRIVATE");
        must(at > key && key >= 0, u"openssl made no pair"_s);
        const QByteArray privateKey = told(pem.mid(key, at - key)), certificate = pem.mid(at);
        keep(u"pair"_s, u"tls.crt"_s, type(certificate));
        keep(u"pair"_s, u"tls.key"_s, type(privateKey));
        keep(u"ssh"_s, u"ssh-privatekey"_s, type(told(newValue() + '\n' + newValue() + '\n')));
        keep(u"registry"_s, u".dockerconfigjson"_s, [&](SecretDialog *) {
            m_bench.hand().type(u"todo"_s);
            m_bench.hand().key(u"Tab"_s);
            m_bench.hand().type(QString::fromLatin1(newValue()));
        });
    }

    void importEnv()
    {
        QByteArray text;
        for (int i = 0; i < FromFile; ++i)
            text += "TOKEN_" + QByteArray::number(i) + '=' + newValue() + '\n';
        const QString path = m_bench.folder(u"mine.env"_s);
        QFile file(path);
        must(file.open(QIODevice::WriteOnly) && file.write(text) == text.size(), u"a .env"_s);
        file.close();
        FileDialog::setNextFileName(path);
        select(u"todo-secrets"_s);
        window().findChild<QAction *>(action::ImportEnv)->trigger();
        EnvImportDialog *dialog = nullptr;
        await(
            [&] {
                dialog = window().findChild<EnvImportDialog *>();
                return dialog && dialog->isActiveWindow();
            },
            u"the import"_s);
        const QPointer<EnvImportDialog> open(dialog);
        pressOk(dialog);
        await([&] { return !open; }, u"the import's end"_s);
        must(!id(u"todo-secrets"_s, u"TOKEN_35"_s).isEmpty(), u"what was imported"_s);
        QFile::remove(path);
        save();
        check(u"import"_s);
    }

    void save()
    {
        await([&] { return window().isActiveWindow(); }, u"the window after a dialog"_s);
        m_bench.hand().key(u"ctrl+s"_s);
        await([&] { return !document().isModified(); }, u"save"_s);
    }

    void onTheCommandLine()
    {
        const QString cli = QLatin1StringView(CHARTWRIGHT_BIN_DIR) + u"/chartwright-cli"_s;
        const QString project = m_bench.folder(u"project"_s);
        const auto run = [&](const QStringList &arguments, const QByteArray &input = {}) {
            m_seen += output(cli, arguments, input);
        };
        run({u"secret"_s, u"set"_s, project, u"opaque/CLI"_s}, newValue());
        run({u"import"_s, project, u"-"_s, u"--keep-values"_s},
            "apiVersion: v1\nkind: Secret\nmetadata: {name: imported}\nstringData: {A: " +
                newValue() + "}\n");
        run({u"secret"_s, u"list"_s, project});
        run({u"secret"_s, u"check"_s, project});
        run({u"check"_s, project});
        run({u"check"_s, project, u"--output"_s, u"sarif"_s});
        run({u"render"_s, project});
        run({u"export"_s, project, m_bench.folder(u"cli-chart"_s)});
        // The file has changed by the command line.
        must(window().openPath(project), u"open again"_s);
        must(!id(u"opaque"_s, u"CLI"_s).isEmpty(), u"the value of the command line"_s);
        m_bench.hand().key(u"ctrl+1"_s);
    }

    void changeNames()
    {
        select(u"opaque"_s);
        m_bench.canvas().setFocus();
        m_bench.hand().key(u"ctrl+d"_s); // copies get copies of the values
        await([&] { return !id(u"opaque-2"_s, u"TYPED"_s).isEmpty(); }, u"duplicate"_s);
        m_bench.hand().key(u"ctrl+c"_s);
        await([&] { return !QApplication::clipboard()->text().isEmpty(); }, u"copy a Secret"_s);
        m_seen += QApplication::clipboard()->text().toUtf8();
        m_bench.hand().key(u"ctrl+z"_s);
        m_bench.hand().key(u"ctrl+shift+z"_s);
        m_bench.hand().key(u"ctrl+z"_s);
        document().push(renameResource(document().topology(),
                                       m_bench.named(u"Secret"_s, u"opaque"_s), u"renamed"_s));
        save();
        m_bench.exportInto(m_bench.folder(u"chart"_s));
        FileDialog::setNextFileName(m_bench.folder(u"todo.tgz"_s));
        window().findChild<QAction *>(action::ExportArchive)->trigger();
        await([&] { return QFile::exists(m_bench.folder(u"todo.tgz"_s)); }, u"the archive"_s);
        check(u"export"_s);
    }

    void pressOfTyped(const QString &what)
    {
        const QString value = keptValuePath(u"TYPED"_s).text();
        select(u"renamed"_s);
        m_bench.reach(Section::Main, u"field:"_s + value);
        await(
            [&] {
                const auto *button = window().findChild<QWidget *>(what + u':' + value);
                return button && button->isVisible();
            },
            what);
        m_bench.press(Section::Main, what + u':' + value);
        check(what);
    }

    void lookAtAll()
    {
        window().findChild<QAction *>(action::Preview)->trigger();
        auto *text = window().findChild<QPlainTextEdit *>(u"preview:text"_s);
        await([&] { return !text->toPlainText().isEmpty(); }, u"the preview"_s);
        m_seen += text->toPlainText().toUtf8();
        pressOfTyped(u"show"_s);
        QTest::qWait(300);
        pressOfTyped(u"show"_s);
        const auto *list = window().findChild<QTreeView *>(u"problems:list"_s);
        for (int row = 0; row < list->model()->rowCount(); ++row)
            m_seen += list->model()->index(row, FindingsModel::What).data().toString().toUtf8();
        const QUndoStack *undo = document().undoStack();
        for (int i = 0; i < undo->count(); ++i)
            m_seen += undo->text(i).toUtf8();
        m_seen += window().windowTitle().toUtf8();
        QFile file(m_bench.folder(u"seen.txt"_s));
        must(file.open(QIODevice::WriteOnly) && file.write(m_seen) > 1000, u"what was seen"_s);
    }

    void leaveUnsavedWork()
    {
        const ResourceId secret = m_bench.named(u"Secret"_s, u"renamed"_s);
        document().push(moveResources(document().topology(), {{secret, QPointF(0, 0)}}, u"Move"_s));
        window().session()->flush();
    }

    void copy()
    {
        QApplication::clipboard()->clear();
        pressOfTyped(u"copy"_s);
        await([&] { return !QApplication::clipboard()->text().isEmpty(); }, u"copy"_s);
        check(u"copy"_s);
        say("copied");
    }

    Workbench m_bench;
    QByteArray m_seen; ///< all that was on the screen or came out of a program
};

} // namespace

int main(int argc, char *argv[])
{
    rlimit limit{};
    ::getrlimit(RLIMIT_CORE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_CORE, &limit);
    if (argc > 1 && QByteArrayView(argv[1]) == "control")
        crash();
    qputenv("LC_ALL", "C.UTF-8");
    const QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(u"chartwright"_s);
    QCoreApplication::setApplicationName(u"chartwright"_s);
    startLog(Settings::LogLevel::Debug);
    Person person;
    person.work();
    QSocketNotifier orders(0, QSocketNotifier::Read);
    QObject::connect(&orders, &QSocketNotifier::activated, [] { crash(); });
    return QApplication::exec();
}
