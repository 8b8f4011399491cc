// SPDX-License-Identifier: Apache-2.0
#include "app/actions.h"
#include "app/message_box.h"
#include "canary/person.h"
#include "model/edits.h"
#include "support/places.h"

#include <QCheckBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTreeView>
#include <QTreeWidget>
#include <QtTest/QtTest>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

class ApplyingPerson : public Person
{
public:
    explicit ApplyingPerson(const QString &ns) : m_namespace(ns) {}
    void work() override;

private:
    template <class T> T *find(const QString &name) { return window().findChild<T *>(name); }
    void drawNamespace();
    void apply(const QString &outcome);
    void see(const QString &name);
    void seeList(const QAbstractItemModel *model, const QModelIndex &parent = {});
    void compare();
    void watch();
    void onTheCommandLine();
    void drawFromTheCluster();

    QString m_namespace;
};

void ApplyingPerson::work()
{
    open();
    drawNamespace();
    for (const QString &key : {u"DATABASE_URL"_s, u"OPENAI_API_KEY"_s, u"BETTER_AUTH_SECRET"_s})
        type(u"todo-secrets"_s, key, newValue());
    fillDialogs();
    save();
    apply(u" created"_s);
    watch();
    type(u"todo-secrets"_s, u"OPENAI_API_KEY"_s, newValue());
    compare();
    apply(u" changed"_s);
    onTheCommandLine();
    m_bench.exportInto(m_bench.folder(u"chart"_s));
    drawFromTheCluster();
    leaveWhatWasSeen();
    window().session()->flush();
    say("applied");
}

void ApplyingPerson::drawNamespace()
{
    const ResourceId release = m_bench.named(u"Release"_s, u"todo"_s);
    document().push(setField(document().topology(), document().refs(), release,
                             Path(u"namespace"_s), m_namespace));
}

void ApplyingPerson::apply(const QString &outcome)
{
    await([&] { return window().isActiveWindow(); }, u"the window"_s);
    const QWidget *question = m_bench.askToApply();
    must(question && question->findChild<QCheckBox *>(u"secrets"_s)->isChecked(),
         u"a question on the Secrets"_s);
    m_bench.hand().key(u"Return"_s);
    await([&] { return find<QLabel>(u"difference:message"_s)->text().contains(outcome); },
          u"the apply: "_s + find<QLabel>(u"difference:message"_s)->text());
    see(u"difference:message"_s);
    seeList(find<QTreeWidget>(u"difference:list"_s)->model());
}

void ApplyingPerson::see(const QString &name)
{
    if (const auto *label = find<QLabel>(name))
        m_seen += label->text().toUtf8() + '\n';
    if (const auto *text = find<QPlainTextEdit>(name))
        m_seen += text->toPlainText().toUtf8() + '\n';
}

void ApplyingPerson::seeList(const QAbstractItemModel *model, const QModelIndex &parent)
{
    for (int row = 0; row < model->rowCount(parent); ++row) {
        for (int column = 0; column < model->columnCount(parent); ++column) {
            const QModelIndex cell = model->index(row, column, parent);
            m_seen += cell.data().toString().toUtf8() + '\t' +
                      cell.data(Qt::ToolTipRole).toString().toUtf8() + '\n';
        }
        seeList(model, model->index(row, 0, parent));
    }
}

/// Each object's difference, side by side.
void ApplyingPerson::compare()
{
    m_bench.hand().key(u"ctrl+shift+d"_s);
    await([&] { return find<QPushButton>(u"difference:cancel"_s)->isVisible(); }, u"to compare"_s);
    await([&] { return find<QPushButton>(u"difference:compare"_s)->isVisible(); },
          u"the differences"_s);
    auto *list = find<QTreeWidget>(u"difference:list"_s);
    seeList(list->model());
    for (int i = 0; i < list->topLevelItemCount(); ++i) {
        list->setCurrentItem(list->topLevelItem(i));
        QTest::qWait(100);
        see(u"difference:drawn"_s);
        see(u"difference:live"_s);
    }
}

void ApplyingPerson::watch()
{
    m_bench.hand().key(u"ctrl+alt+3"_s);
    const ResourceId backend = m_bench.named(u"Deployment"_s, u"todo-backend"_s);
    await([&] { return m_bench.canvas().marks().value(backend).text == u"2/2 Available"; },
          u"the application to run"_s);
    window().selection()->set({backend});
    await([&] { return find<QTreeWidget>(u"live:events"_s)->topLevelItemCount() > 0; },
          u"its events"_s);
    for (const char *name : {"live:state", "live:title", "live:message"})
        see(QLatin1String(name));
    seeList(find<QTreeView>(u"live:pods"_s)->model());
    seeList(find<QTreeWidget>(u"live:events"_s)->model());
    m_bench.hand().click(find<QPushButton>(u"live:logs"_s));
    must(m_bench.opened(u"logWindow"_s), u"the logs"_s);
    await([&] { return !find<QPlainTextEdit>(u"log:text"_s)->toPlainText().isEmpty(); },
          u"lines of the logs"_s);
    see(u"log:text"_s);
    m_bench.hand().key(u"Escape"_s);
    await([&] { return !find<QWidget>(u"logWindow"_s); }, u"the logs to close"_s);
    check(u"watch"_s);
}

void ApplyingPerson::onTheCommandLine()
{
    save();
    const QString cli = QLatin1StringView(CHARTWRIGHT_BIN_DIR) + u"/chartwright-cli"_s;
    const QString project = m_bench.folder(u"project"_s);
    output(cli, {u"secret"_s, u"set"_s, project, u"todo-secrets/DATABASE_URL"_s}, newValue());
    for (const QStringList &command :
         {QStringList{u"diff"_s}, QStringList{u"apply"_s, u"--dry-run"_s}, QStringList{u"apply"_s},
          QStringList{u"apply"_s, u"-o"_s, u"json"_s}, QStringList{u"status"_s, u"-o"_s, u"json"_s},
          QStringList{u"logs"_s, u"todo-backend"_s}})
        m_seen += output(cli, QStringList{command.first(), project} + command.mid(1));
    must(m_seen.contains("todo-secrets"), u"an account of the Secrets"_s);
}

/// With the values, from the cluster into the keychain.
void ApplyingPerson::drawFromTheCluster()
{
    window().actions()[action::DrawLive]->trigger();
    QWidget *dialog = m_bench.opened(u"drawLive"_s);
    must(dialog, u"to draw from the cluster"_s);
    m_bench.hand().click(dialog->findChild<QCheckBox *>(u"draw:values"_s));
    auto *go = dialog->findChild<QPushButton *>(u"draw:go"_s);
    await([&] { return go->isEnabled(); }, u"the cluster"_s);
    MessageBox::setNextAnswer(u"keep"_s);
    // xdotool asks for what is under the pointer, which must not go away meanwhile.
    m_bench.hand().moveTo(window().mapToGlobal(QPoint(5, 5)));
    m_bench.hand().key(u"Return"_s);
    await([&] { return !id(u"todo-secrets"_s, u"OPENAI_API_KEY"_s).isEmpty(); },
          u"values from the cluster"_s);
    m_bench.save(m_bench.folder(u"drawn"_s));
    check(u"draw from the cluster"_s);
}

} // namespace

std::unique_ptr<Person> applyingPerson(const QString &ns)
{
    return std::make_unique<ApplyingPerson>(ns);
}
