// SPDX-License-Identifier: Apache-2.0
#include "app/actions.h"
#include "app/file_dialog.h"
#include "app/message_box.h"
#include "canary/person.h"
#include "kinds/kept_values.h"
#include "model/edits.h"
#include "panels/env_import_dialog.h"
#include "panels/findings_model.h"
#include "support/places.h"

#include <QApplication>
#include <QClipboard>
#include <QPlainTextEdit>
#include <QPointer>
#include <QTreeView>
#include <QUndoStack>
#include <QtTest/QtTest>
#include <sys/prctl.h>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

constexpr int FromFile = 36; ///< values in the .env file

class KeepingPerson : public Person
{
public:
    void work() override;

private:
    void moveCredentials();
    void importEnv();
    void onTheCommandLine();
    void changeNames();
    void pressOfTyped(const QString &what);
    void lookAtAll();
    void leaveUnsavedWork();
    void copy();
};

void KeepingPerson::work()
{
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

void KeepingPerson::moveCredentials()
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
                ->match(list->model()->index(0, FindingsModel::What), Qt::DisplayRole, problem, 1,
                        Qt::MatchContains)
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

void KeepingPerson::importEnv()
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

void KeepingPerson::onTheCommandLine()
{
    const QString cli = QLatin1StringView(CHARTWRIGHT_BIN_DIR) + u"/chartwright-cli"_s;
    const QString project = m_bench.folder(u"project"_s);
    const auto run = [&](const QStringList &arguments, const QByteArray &input = {}) {
        m_seen += output(cli, arguments, input);
    };
    run({u"secret"_s, u"set"_s, project, u"opaque/CLI"_s}, newValue());
    run({u"import"_s, project, u"-"_s, u"--keep-values"_s},
        "apiVersion: v1\nkind: Secret\nmetadata: {name: imported}\nstringData: {A: " + newValue() +
            "}\n");
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

void KeepingPerson::changeNames()
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
    document().push(renameResource(document().topology(), m_bench.named(u"Secret"_s, u"opaque"_s),
                                   u"renamed"_s));
    save();
    m_bench.exportInto(m_bench.folder(u"chart"_s));
    FileDialog::setNextFileName(m_bench.folder(u"todo.tgz"_s));
    window().findChild<QAction *>(action::ExportArchive)->trigger();
    await([&] { return QFile::exists(m_bench.folder(u"todo.tgz"_s)); }, u"the archive"_s);
    check(u"export"_s);
}

void KeepingPerson::pressOfTyped(const QString &what)
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

void KeepingPerson::lookAtAll()
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
    leaveWhatWasSeen();
}

void KeepingPerson::leaveUnsavedWork()
{
    const ResourceId secret = m_bench.named(u"Secret"_s, u"renamed"_s);
    document().push(moveResources(document().topology(), {{secret, QPointF(0, 0)}}, u"Move"_s));
    window().session()->flush();
}

void KeepingPerson::copy()
{
    QApplication::clipboard()->clear();
    pressOfTyped(u"copy"_s);
    await([&] { return !QApplication::clipboard()->text().isEmpty(); }, u"copy"_s);
    check(u"copy"_s);
    say("copied");
}

} // namespace

std::unique_ptr<Person> keepingPerson() { return std::make_unique<KeepingPerson>(); }
