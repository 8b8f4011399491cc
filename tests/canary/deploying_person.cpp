// SPDX-License-Identifier: Apache-2.0
#include "app/actions.h"
#include "canary/needles.h"
#include "canary/person.h"
#include "canary/shown_text.h"
#include "gui/browser.h"
#include "model/edits.h"
#include "support/places.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTreeWidget>
#include <QtTest/QtTest>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

const QString Key = u"value:%1:%2"_s;

/// Deploys to a Minikube that cannot start at first, twice more with what changed, looks at the
/// release from all sides, takes it back, and uninstalls it.
class DeployingPerson : public Person
{
public:
    DeployingPerson() { QDesktopServices::setUrlHandler(u"http"_s, &m_browser, "open"); }
    ~DeployingPerson() override { QDesktopServices::unsetUrlHandler(u"http"_s); }
    void work() override;

private:
    template <class T> T *find(const QString &name) { return window().findChild<T *>(name); }
    QString said() { return find<QLabel>(u"deploy:message"_s)->text(); }
    void patiently(const std::function<bool()> &done, const QString &step);
    void draw();
    void drawReplicas(int replicas);
    void enterValues();
    void enter(QWidget *form, const QString &secret, const QString &key, const QByteArray &value);
    void deploy(const QString &button);
    void look();
    void lookAtSteps();
    void lookAtRevisions();
    void rollBack();
    void compare();
    void onTheCommandLine();
    void uninstall();
    void plant();
    QTreeWidgetItem *revision(int number);
    void choose(QTreeWidget *list, QTreeWidgetItem *item);
    void go(const QString &button);

    const QString m_helm = qEnvironmentVariable("CHARTWRIGHT_HELM4");
    Browser m_browser;
};

void DeployingPerson::patiently(const std::function<bool()> &done, const QString &step)
{
    must(QTest::qWaitFor(done, 240'000), step + u": "_s + said());
}

void DeployingPerson::work()
{
    Settings().setHelmPath(m_helm);
    draw();
    qputenv("CHARTWRIGHT_MINIKUBE_FAULT", "start=PROVIDER_DOCKER_NOT_RUNNING");
    m_bench.hand().key(u"ctrl+shift+h"_s);
    enterValues();
    await([&] { return said().contains(u"Docker is not running"); }, u"no Docker: "_s + said());
    look();
    askTest("start");
    qunsetenv("CHARTWRIGHT_MINIKUBE_FAULT");
    deploy(u"deploy:retry"_s);
    // Another value, and another drawing.
    type(u"todo-secrets"_s, u"OPENAI_API_KEY"_s, told("sk-" + newValue() + "$(id)"));
    deploy(u"deploy:go"_s);
    must(m_seen.contains("todo-backend: restarted"), u"restart what reads it"_s);
    drawReplicas(1);
    deploy(u"deploy:go"_s);
    save();
    onTheCommandLine();
    lookAtRevisions();
    rollBack();
    compare();
    plant();
    askTest("deployed");
    uninstall();
    leaveWhatWasSeen();
    drawReplicas(2); // unsaved
    window().session()->flush();
    say("uninstalled");
}

/// The todo application with a Secret beside it whose values are less usual.
void DeployingPerson::draw()
{
    say("folder " + m_bench.folder({}).toUtf8());
    m_bench.openTodo();
    Resource odd = newResource(document().topology(), u"Secret"_s, u"odd"_s);
    odd.fields =
        Map{{u"type"_s, u"Opaque"_s},
            {u"data"_s, Map{{u"PASTED"_s, Map()}, {u"ca.crt"_s, Map()}, {u"MADE"_s, Map()}}}};
    document().push(insertResource(document().topology(), odd, {900, 600}));
    const ResourceId backend = m_bench.named(u"Deployment"_s, u"todo-backend"_s);
    const ResourceId secret = m_bench.named(u"Secret"_s, u"odd"_s);
    document().push(
        setField(document().topology(), document().refs(), backend,
                 Path(u"spec.template.spec.containers[backend].env[PASTED]"_s),
                 Map{{u"name"_s, u"PASTED"_s},
                     {u"valueFrom"_s,
                      Map{{u"secretKeyRef"_s, Map{{u"name"_s, Ref{secret, {}}},
                                                  {u"key"_s, Ref{secret, u"key/PASTED"_s}}}}}}}));
    m_bench.save(m_bench.folder(u"project"_s));
    check(u"draw"_s);
}

void DeployingPerson::drawReplicas(int replicas)
{
    document().push(setField(document().topology(), document().refs(),
                             m_bench.named(u"Deployment"_s, u"todo-backend"_s),
                             Path(u"spec.replicas"_s), replicas));
}

void DeployingPerson::enter(QWidget *form, const QString &secret, const QString &key,
                            const QByteArray &value)
{
    auto *field = form->findChild<QWidget *>(Key.arg(secret, key));
    must(field, u"a field for "_s + key);
    m_bench.hand().click(field);
    m_bench.hand().type(QString::fromLatin1(value));
}

/// The keychain is open: they go there without another word.
void DeployingPerson::enterValues()
{
    QWidget *form = m_bench.opened(u"MissingValuesDialog"_s);
    must(form, u"to be asked for values"_s);
    enter(form, u"todo-secrets"_s, u"DATABASE_URL"_s,
          told("postgres://todo:" + newValue() + "@db.example.com/todo?a=b c&d=%25"));
    enter(form, u"todo-secrets"_s, u"OPENAI_API_KEY"_s,
          told(newValue() + "$HOME 'it' \"is\" <so>\\" + newValue()));
    enter(form, u"todo-secrets"_s, u"BETTER_AUTH_SECRET"_s, told(newValue().toBase64()));
    enter(form, u"odd"_s, u"ca.crt"_s, told(newValue() + '\n' + newValue()));
    // As another program would copy it.
    auto *pasted = form->findChild<QLineEdit *>(Key.arg(u"odd"_s, u"PASTED"_s));
    const QString lines = QString::fromLatin1(told(newValue() + '\n' + newValue()));
    QApplication::clipboard()->setText(lines);
    m_bench.hand().click(pasted);
    m_bench.hand().key(u"ctrl+v"_s);
    await([&] { return pasted->text() == lines; }, u"paste"_s);
    QApplication::clipboard()->clear();
    auto *made = form->findChild<QLineEdit *>(Key.arg(u"odd"_s, u"MADE"_s));
    m_bench.hand().click(form->findChild<QWidget *>(u"generate:odd:MADE"_s));
    await([&] { return !made->text().isEmpty(); }, u"generate"_s);
    told(made->text().toUtf8());
    m_bench.hand().click(form->findChild<QWidget *>(u"keep"_s));
    await([&] { return !id(u"odd"_s, u"PASTED"_s).isEmpty(); }, u"to keep them"_s);
}

void DeployingPerson::deploy(const QString &button)
{
    await([&] { return window().isActiveWindow(); }, u"the window"_s);
    const qsizetype before = m_browser.opened.size();
    go(button);
    patiently([&] { return m_browser.opened.size() > before; }, u"deploy"_s);
    check(u"deploy"_s);
    look();
    lookAtSteps();
}

void DeployingPerson::look() { m_seen += shownText(); }

/// What each one said can be copied.
void DeployingPerson::lookAtSteps()
{
    auto *list = find<QTreeWidget>(u"deploy:list"_s);
    for (int i = 0; i < list->topLevelItemCount(); ++i) {
        list->setCurrentItem(list->topLevelItem(i));
        QTest::qWait(20);
        m_seen += find<QPlainTextEdit>(u"deploy:output"_s)->toPlainText().toUtf8() + '\n';
    }
}

QTreeWidgetItem *DeployingPerson::revision(int number)
{
    auto *list = find<QTreeWidget>(u"releases:history"_s);
    const auto found = list ? list->findItems(QString::number(number), Qt::MatchExactly)
                            : QList<QTreeWidgetItem *>();
    return found.value(0);
}

void DeployingPerson::choose(QTreeWidget *list, QTreeWidgetItem *item)
{
    list->scrollToItem(item);
    QTest::qWait(100);
    QRect at = list->visualItemRect(item);
    at.setWidth(60);
    m_bench.hand().click(list->viewport()->mapToGlobal(at.center()));
}

void DeployingPerson::go(const QString &button)
{
    auto *there = find<QPushButton>(button);
    await([&] { return there && there->isVisible() && there->isEnabled(); }, button);
    m_bench.hand().click(there);
}

/// Each one in each of its tabs, and what it changed.
void DeployingPerson::lookAtRevisions()
{
    m_bench.hand().key(u"ctrl+shift+r"_s);
    must(m_bench.opened(u"releasesWindow"_s), u"the releases"_s);
    auto *manifest = find<QPlainTextEdit>(u"releases:manifest"_s);
    auto *tabs = find<QTabWidget>(u"releases:tabs"_s);
    for (int number = 1; number <= 2; ++number) {
        await([&] { return revision(number); }, u"revision %1"_s.arg(number));
        manifest->clear();
        choose(find<QTreeWidget>(u"releases:history"_s), revision(number));
        await([&] { return manifest->toPlainText().contains(u"kind: Deployment"); },
              u"its manifest"_s);
        auto *changes = find<QTreeWidget>(u"changes:list"_s);
        // One may have none.
        const auto *state = find<QLabel>(u"changes:state"_s);
        await([&] { return changes->topLevelItemCount() > 0 || state->text() != u"Asking Helm…"; },
              u"its changes"_s);
        for (int i = 0; i < tabs->count(); ++i) {
            tabs->setCurrentIndex(i);
            look();
        }
        for (int i = 0; i < changes->topLevelItemCount(); ++i) {
            changes->setCurrentItem(changes->topLevelItem(i));
            look();
        }
    }
}

void DeployingPerson::rollBack()
{
    choose(find<QTreeWidget>(u"releases:history"_s), revision(1));
    auto *message = find<QLabel>(u"releases:message"_s);
    go(u"releases:preview"_s);
    await([&] { return message->text().contains(u"todo-backend"); }, u"a preview"_s);
    look();
    m_bench.hand().key(u"ctrl+shift+r"_s);
    go(u"releases:rollback"_s);
    QWidget *question = m_bench.opened(u"ApplyDialog"_s);
    must(question, u"the question"_s);
    look();
    m_bench.hand().click(question->findChild<QWidget *>(u"go"_s));
    await([&] { return message->text().contains(u"back to revision 1"); }, u"to roll back"_s);
    await([&] { return revision(3); }, u"revision 3"_s);
    look();
    m_bench.hand().key(u"Escape"_s);
    await([&] { return !find<QWidget>(u"releasesWindow"_s); }, u"the window to close"_s);
}

void DeployingPerson::compare()
{
    await([&] { return window().isActiveWindow(); }, u"the window"_s);
    m_bench.hand().key(u"ctrl+shift+d"_s);
    auto *message = find<QLabel>(u"difference:message"_s);
    await([&] { return message->text().startsWith(u"A release of Helm"); }, u"to compare"_s);
    auto *list = find<QTreeWidget>(u"difference:list"_s);
    must(list->topLevelItemCount() > 3, u"differences"_s);
    for (int i = 0; i < list->topLevelItemCount(); ++i) {
        list->setCurrentItem(list->topLevelItem(i));
        QTest::qWait(100);
        look();
    }
}

void DeployingPerson::onTheCommandLine()
{
    const QString cli = QLatin1StringView(CHARTWRIGHT_BIN_DIR) + u"/chartwright-cli"_s;
    const QString project = m_bench.folder(u"project"_s);
    m_seen += output(cli,
                     {u"deploy"_s, project, u"--minikube"_s, u"--secrets-from"_s, u"-"_s,
                      u"--output"_s, u"json"_s, u"--helm"_s, m_helm},
                     "BETTER_AUTH_SECRET=" + newValue() + '\n', 240'000);
    for (const QStringList &words : {QStringList{u"list"_s}, QStringList{u"history"_s, u"todo"_s},
                                     QStringList{u"diff"_s, u"todo"_s, u"1"_s}})
        m_seen += output(cli, QStringList{u"release"_s} + words + QStringList{u"--helm"_s, m_helm});
    m_seen += output(cli, {u"diff"_s, project, u"--helm"_s, m_helm});
    must(m_seen.contains("superseded"), u"an account of the revisions"_s);
}

void DeployingPerson::uninstall()
{
    m_bench.hand().key(u"ctrl+shift+r"_s);
    must(m_bench.opened(u"releasesWindow"_s), u"the releases"_s);
    go(u"releases:uninstall"_s);
    QWidget *question = m_bench.opened(u"ApplyDialog"_s);
    must(question, u"the question"_s);
    m_bench.hand().click(question->findChild<QWidget *>(u"go"_s));
    auto *message = find<QLabel>(u"releases:message"_s);
    await([&] { return message->text().contains(u"todo is uninstalled"); }, u"to uninstall"_s);
    look();
    m_bench.hand().key(u"Escape"_s);
    await([&] { return !find<QWidget>(u"releasesWindow"_s); }, u"the window to close"_s);
}

/// A value that is shown is found, wherever that is.
void DeployingPerson::plant()
{
    const Needles needles(toldValues());
    const QStringList shown = needles.find(shownText());
    must(shown.isEmpty(), u"no value is shown: "_s + shown.join(u", "));
    plantText(QString::fromUtf8(toldValues().last()), [&](const QString &place) {
        must(!needles.find(shownText()).isEmpty(), u"to find what is planted in "_s + place);
    });
}

} // namespace

std::unique_ptr<Person> deployingPerson() { return std::make_unique<DeployingPerson>(); }

#include "deploying_person.moc"
