// SPDX-License-Identifier: Apache-2.0
#include "app/cluster_desk.h"
#include "app/message_box.h"
#include "app/theme.h"
#include "cluster/releases_case.h"
#include "model/edits.h"
#include "panels/deploy_panel.h"
#include "support/chart_folder.h"

#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QUndoStack>
#include <csignal>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

const QString Word = u"open-Sesame-4711"_s, OtherWord = u"shut-Sesame-0815"_s;

} // namespace

// The life of a release as a person follows it: deployed, upgraded, looked through, taken back,
// mended, uninstalled.
class ReleasesWindowTest : public ReleasesCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { tearDown(); }
    void noHelm();
    void nothingYet();
    void theNodeTellsTheRevision();
    void theNodeFollowsAnUpgrade();
    void listsWhatOthersMade();
    void showsARevision();
    void showsChangesWithoutSecrets();
    void previewsOnTheCanvas();
    void rollsBack();
    void asksBeforeItTakesAField();
    void pendingIsExplainedAndMended();
    void productionHasToBeTyped();
    void uninstalls();
    void adoptsWhatOthersMade();
    void remembersItsPlace();
};

void ReleasesWindowTest::initTestCase()
{
    QVERIFY_HELM(Helm::four());
    setUp(u"releases"_s);
    drawNamespace();
}

void ReleasesWindowTest::noHelm()
{
    Settings().setHelmPath(u"/no/such/helm"_s);
    open();
    QTRY_VERIFY2_WITH_TIMEOUT(said(u"releases:state"_s).contains(u"/no/such/helm"),
                              qPrintable(said(u"releases:state"_s)), 20'000);
    Settings().setHelmPath(Helm::four().program());
}

void ReleasesWindowTest::nothingYet()
{
    pressButton(u"releases:refresh"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(
        said(u"releases:state"_s)
            .startsWith(u"There is no release of Helm in the namespace "_s + m_namespace->name()),
        qPrintable(said(u"releases:state"_s)), 20'000);
    QVERIFY(!in<QPushButton>(u"releases:uninstall"_s)->isVisible());
    shoot(u"releases-none"_s);
    m_bench->hand().key(u"Escape"_s);
    QTRY_VERIFY(!view());
}

void ReleasesWindowTest::theNodeTellsTheRevision()
{
    deploy(true);
    QTRY_VERIFY2_WITH_TIMEOUT(isDeployed(1), qPrintable(mark(u"Release"_s, u"todo"_s)), 60'000);
    pressIn(u"deploy:cancel"_s); // it would wait for values that nobody gives
    // And so do its properties.
    m_bench->select(m_bench->named(u"Release"_s, u"todo"_s));
    QTRY_VERIFY(find<QLineEdit>(u"field:revision"_s));
    QTRY_COMPARE(find<QLineEdit>(u"field:revision"_s)->text(), u"1"_s);
    QCOMPARE(find<QLineEdit>(u"field:status"_s)->text(), u"deployed"_s);
    shoot(u"releases-node"_s);
}

void ReleasesWindowTest::theNodeFollowsAnUpgrade()
{
    m_bench->document().push(setField(m_bench->topology(), m_bench->document().refs(),
                                      m_bench->named(u"Deployment"_s, u"todo-backend"_s),
                                      Path(u"spec.replicas"_s), 1));
    deploy(false);
    QTRY_VERIFY2_WITH_TIMEOUT(isDeployed(2), qPrintable(mark(u"Release"_s, u"todo"_s)), 60'000);
    pressIn(u"deploy:cancel"_s);
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(u"deploy:go"_s)->isEnabled(), 20'000);
    QCOMPARE(liveReplicas(), 1);
    // … and what is done elsewhere.
    for (const QString &word : {Word, OtherWord}) {
        upgradeByHand({u"--set"_s, u"backend.replicas=1"_s, u"--set"_s,
                       u"secrets.data.DATABASE_URL="_s + word, u"--set"_s,
                       u"secrets.data.OPENAI_API_KEY=a,secrets.data.BETTER_AUTH_SECRET=b"_s});
    }
    QTRY_VERIFY2_WITH_TIMEOUT(isDeployed(4), qPrintable(mark(u"Release"_s, u"todo"_s)), 20'000);
}

void ReleasesWindowTest::listsWhatOthersMade()
{
    const QTemporaryDir dir;
    QVERIFY(QDir(dir.path()).mkpath(u"other/templates"_s));
    const auto write = [&](const QString &name, const QByteArray &text) {
        QFile file(dir.filePath(u"other/"_s + name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    write(u"Chart.yaml"_s, "apiVersion: v2\nname: other\nversion: 0.1.0\n");
    write(u"templates/a.yaml"_s, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n"
                                 "data: {A: a}\n");
    const auto made =
        Helm::four().run(QStringList{u"install"_s, u"aaa"_s, dir.filePath(u"other"_s)} + here());
    QVERIFY2(made.ok(), qPrintable(made.text()));

    open();
    QTRY_VERIFY_WITH_TIMEOUT(line(u"releases:list"_s, u"todo (drawn)"_s), 20'000);
    auto *list = in<QTreeWidget>(u"releases:list"_s);
    QCOMPARE(list->topLevelItemCount(), 2);
    QCOMPARE(list->currentItem(), line(u"releases:list"_s, u"todo (drawn)"_s)); // first
    QCOMPARE(list->currentItem()->text(3), u"4"_s);
    QCOMPARE(list->currentItem()->text(4), u"deployed"_s);
    pick(u"releases:list"_s, u"aaa"_s);
    QVERIFY(line(u"releases:list"_s, u"aaa"_s)->toolTip(0).contains(u"Shown only"));
    QTRY_VERIFY_WITH_TIMEOUT(line(u"releases:history"_s, u"1"_s), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(shown(u"releases:manifest"_s).contains(u"name: other"), 20'000);
    for (const char *button : {"rollback", "preview", "test", "uninstall"})
        QVERIFY2(!in<QPushButton>(u"releases:"_s + QLatin1String(button))->isEnabled(), button);
    // One more elsewhere.
    const TestNamespace elsewhere(u"elsewhere"_s);
    const auto more =
        Helm::four().run({u"install"_s, u"bbb"_s, dir.filePath(u"other"_s), u"--kubeconfig"_s,
                          cluster().adminConfig(), u"-n"_s, elsewhere.name()});
    QVERIFY2(more.ok(), qPrintable(more.text()));
    m_bench->hand().key(u"alt+a"_s);
    QTRY_VERIFY_WITH_TIMEOUT(line(u"releases:list"_s, u"bbb"_s), 20'000);
    QCOMPARE(line(u"releases:list"_s, u"bbb"_s)->text(1), elsewhere.name());
    shoot(u"releases-all"_s);
    m_bench->hand().key(u"alt+a"_s);
    QTRY_COMPARE_WITH_TIMEOUT(list->topLevelItemCount(), 2, 20'000);
}

void ReleasesWindowTest::showsARevision()
{
    pick(u"releases:list"_s, u"todo (drawn)"_s);
    QTRY_VERIFY_WITH_TIMEOUT(line(u"releases:history"_s, u"4"_s), 20'000);
    QCOMPARE(in<QTreeWidget>(u"releases:history"_s)->topLevelItemCount(), 4);
    QCOMPARE(line(u"releases:history"_s, u"1"_s)->text(1), u"superseded"_s);
    // Why it is there stands below the list, in full.
    QCOMPARE(said(u"releases:description"_s), u"Upgrade complete"_s);
    QVERIFY(in<QLabel>(u"releases:description"_s)->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(shown(u"releases:manifest"_s).contains(u"kind: Deployment"), 20'000);
    QVERIFY(!shown(u"releases:notes"_s).isEmpty());
    QVERIFY2(shown(u"releases:values"_s).contains(u"DATABASE_URL: \"•••\""),
             qPrintable(shown(u"releases:values"_s)));
    showTab(u"Resources"_s);
    QVERIFY(in<QTreeWidget>(u"releases:objects"_s)->topLevelItemCount() >= 6);
    // As they do, since they are watched.
    const auto stateOf = [&](const QString &name) {
        const auto found =
            in<QTreeWidget>(u"releases:objects"_s)->findItems(name, Qt::MatchExactly, 1);
        return found.isEmpty() ? QString() : found.first()->text(3);
    };
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"todo-frontend"_s), u"2/2 Available"_s, 60'000);
    QCOMPARE(stateOf(u"todo-config"_s), u"there"_s);
    shoot(u"releases-resources"_s);
    showTab(u"Manifest"_s);
    shoot(u"releases-manifest"_s);
}

void ReleasesWindowTest::showsChangesWithoutSecrets()
{
    showTab(u"Changes"_s);
    QTRY_VERIFY_WITH_TIMEOUT(line(u"changes:list"_s, u"Secret todo-secrets"_s), 20'000);
    pick(u"changes:list"_s, u"Secret todo-secrets"_s);
    QVERIFY2(shown(u"changes:after"_s).contains(u"DATABASE_URL: \"••• (changed)\"") &&
                 shown(u"changes:after"_s).contains(u"OPENAI_API_KEY: \"•••\""),
             qPrintable(shown(u"changes:after"_s)));
    QVERIFY(!in<QPlainTextEdit>(u"changes:after"_s)->extraSelections().isEmpty());
    shoot(u"releases-changes"_s);
    applyTheme(Settings::Theme::Dark);
    shoot(u"releases-dark"_s);
    applyTheme(Settings::Theme::Light);
    // The first upgrade took a pod.
    pick(u"releases:history"_s, u"2"_s);
    QTRY_VERIFY_WITH_TIMEOUT(line(u"changes:list"_s, u"Deployment todo-backend"_s), 20'000);
    pick(u"changes:list"_s, u"Deployment todo-backend"_s);
    QVERIFY(shown(u"changes:before"_s).contains(u"replicas: 2"));
    QVERIFY(shown(u"changes:after"_s).contains(u"replicas: 1"));
    QVERIFY(!line(u"changes:list"_s, u"Secret todo-secrets"_s));
    // None of the words is anywhere.
    for (const char *revision : {"3", "4"}) {
        pick(u"releases:history"_s, QLatin1String(revision));
        QTRY_VERIFY_WITH_TIMEOUT(shown(u"releases:manifest"_s).contains(u"kind: Secret") &&
                                     line(u"changes:list"_s, u"Secret todo-secrets"_s),
                                 20'000);
        const QList<QPlainTextEdit *> texts = view()->findChildren<QPlainTextEdit *>();
        for (const QPlainTextEdit *text : texts) {
            for (const QString &word : {Word, OtherWord}) {
                QVERIFY2(!text->toPlainText().contains(word) &&
                             !text->toPlainText().contains(
                                 QLatin1StringView(word.toLatin1().toBase64())),
                         qPrintable(text->objectName()));
            }
        }
    }
}

void ReleasesWindowTest::previewsOnTheCanvas()
{
    pick(u"releases:history"_s, u"1"_s);
    pressButton(u"releases:preview"_s);
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Deployment"_s, u"todo-backend"_s), u"1 field to change"_s,
                              30'000);
    QCOMPARE(mark(u"Deployment"_s, u"todo-frontend"_s), u"stays as it is"_s);
    QCOMPARE(mark(u"Secret"_s, u"todo-secrets"_s), u"is kept"_s); // by its annotation
    QVERIFY(message().contains(u"revision 4 to 1"));
    QVERIFY(!find<QPushButton>(u"difference:apply"_s)->isVisible());
    QVERIFY(field(u"Deployment todo-backend"_s, u"spec.replicas"_s));
    QCOMPARE(liveReplicas(), 1); // nothing is changed
    view()->hide();
    shoot(u"releases-preview"_s);
    view()->show();
    m_bench->hand().key(u"ctrl+shift+r"_s);
}

void ReleasesWindowTest::rollsBack()
{
    QVERIFY(m_bench->opened(u"releasesWindow"_s));
    pressButton(u"releases:rollback"_s);
    QWidget *dialog = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(dialog);
    const QString details = dialog->findChild<QLabel *>(u"details"_s)->text();
    QVERIFY2(details.contains(u"becomes revision 5") &&
                 details.contains(u"Changed: Deployment todo-backend") &&
                 details.contains(u"but kept: Secret todo-secrets"),
             qPrintable(details));
    shoot(u"releases-rollback"_s);
    // Of a deploy that failed before.
    find<DeployPanel>(u"deploy"_s)
        ->setMessage(u"The image could not be brought over"_s, true, {DeployPanel::Remedy::Retry});
    press(dialog, u"go"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(said(u"releases:message"_s).contains(u"is rolled back to revision 1"),
                              qPrintable(said(u"releases:message"_s)), 60'000);
    QCOMPARE(find<QLabel>(u"deploy:message"_s)->text(), u"todo is rolled back to revision 1."_s);
    QVERIFY(find<QPushButton>(u"deploy:retry"_s)->isHidden());
    QVERIFY2(!message().contains(u"Nothing is changed yet"), qPrintable(message()));
    QTRY_VERIFY_WITH_TIMEOUT(line(u"releases:history"_s, u"5"_s), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(liveReplicas(), 2, 20'000);
    QVERIFY(cluster().object(u"secret"_s, u"todo-secrets"_s, m_namespace->name()).isMap());
    m_bench->window().actions()[u"cluster.viewLive"_s]->trigger();
    QTRY_VERIFY2_WITH_TIMEOUT(isDeployed(5), qPrintable(mark(u"Release"_s, u"todo"_s)), 30'000);
}

void ReleasesWindowTest::asksBeforeItTakesAField()
{
    cluster().kubectl({u"scale"_s, u"deployment"_s, u"todo-backend"_s, u"--replicas=3"_s, u"-n"_s,
                       m_namespace->name()});
    pick(u"releases:history"_s, u"2"_s);
    MessageBox::takeTexts();
    pressButton(u"releases:rollback"_s);
    QWidget *dialog = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(dialog);
    answerBox(u"alt+t"_s);
    press(dialog, u"go"_s);
    QTRY_COMPARE_WITH_TIMEOUT(liveReplicas(), 1, 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(said(u"releases:message"_s).contains(u"back to revision 2"), 30'000);
    QVERIFY(MessageBox::takeTexts().join(u' ').contains(u"Somebody else has set a field"));
    // The one that failed says why, in more than a line.
    const auto failed = [&] {
        const auto found =
            in<QTreeWidget>(u"releases:history"_s)->findItems(u"failed"_s, Qt::MatchExactly, 1);
        return found.isEmpty() ? nullptr : found.first();
    };
    QTRY_VERIFY_WITH_TIMEOUT(failed(), 20'000);
    const QString message = said(u"releases:message"_s);
    in<QTreeWidget>(u"releases:history"_s)->setCurrentItem(failed());
    QVERIFY2(said(u"releases:description"_s).contains(u".spec.replicas"),
             qPrintable(said(u"releases:description"_s)));
    const auto *words = in<QLabel>(u"releases:description"_s);
    QTRY_VERIFY(words->height() > 2 * words->fontMetrics().height());
    shoot(u"releases-failed"_s);
    QVERIFY(!message.isEmpty() && said(u"releases:message"_s).isEmpty());
}

void ReleasesWindowTest::pendingIsExplainedAndMended()
{
    // It waits for an image that never comes, and is killed.
    const ChartFolder chart(m_bench->topology());
    QProcess cutOff;
    cutOff.start(Helm::four().program(),
                 QStringList{u"upgrade"_s, u"todo"_s, chart.path(), u"--wait"_s, u"--set"_s,
                             u"frontend.image.repository=localhost:1/nope"_s} +
                     here());
    QTRY_VERIFY2_WITH_TIMEOUT(mark(u"Release"_s, u"todo"_s).startsWith(u"pending-upgrade since "),
                              qPrintable(mark(u"Release"_s, u"todo"_s)), 60'000);
    ::kill(pid_t(cutOff.processId()), SIGKILL);
    QVERIFY(cutOff.waitForFinished());
    QTRY_VERIFY_WITH_TIMEOUT(in<QLabel>(u"releases:pending"_s)->isVisible(), 30'000);
    QVERIFY2(said(u"releases:pending"_s).startsWith(u"pending-upgrade since ") &&
                 said(u"releases:pending"_s).contains(u"roll it back to revision"),
             qPrintable(said(u"releases:pending"_s)));
    shoot(u"releases-pending"_s);
    pressButton(u"releases:mend"_s);
    QWidget *dialog = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(dialog);
    press(dialog, u"go"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(said(u"releases:message"_s).contains(u"is rolled back"),
                              qPrintable(said(u"releases:message"_s)), 60'000);
    QTRY_VERIFY2_WITH_TIMEOUT(mark(u"Release"_s, u"todo"_s).startsWith(u"deployed · "),
                              qPrintable(mark(u"Release"_s, u"todo"_s)), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(!in<QLabel>(u"releases:pending"_s)->isVisible(), 20'000);
}

void ReleasesWindowTest::productionHasToBeTyped()
{
    auto *clusters = m_bench->window().findChild<ClusterDesk *>();
    QVERIFY(clusters);
    const QString context = clusters->choice().context;
    clusters->setProduction(context, true);
    QTRY_VERIFY(said(u"releases:place"_s).endsWith(u"(production)"));
    pressButton(u"releases:uninstall"_s);
    QWidget *dialog = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(dialog);
    auto *go = dialog->findChild<QPushButton *>(u"go"_s);
    QVERIFY(!go->isEnabled());
    dialog->findChild<QLineEdit *>(u"confirm"_s)->setFocus();
    m_bench->hand().type(context);
    QTRY_VERIFY(go->isEnabled());
    shoot(u"releases-production"_s);
    m_bench->hand().key(u"Escape"_s);
    clusters->setProduction(context, false);
    QTRY_VERIFY(in<QPushButton>(u"releases:uninstall"_s)->isEnabled());
}

void ReleasesWindowTest::uninstalls()
{
    pressButton(u"releases:uninstall"_s);
    QWidget *dialog = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(dialog);
    QVERIFY(dialog->findChild<QLabel *>(u"details"_s)->text().contains(u"Secrets"));
    press(dialog, u"go"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(said(u"releases:message"_s).contains(u"todo is uninstalled"),
                              qPrintable(said(u"releases:message"_s)), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(!line(u"releases:list"_s, u"todo (drawn)"_s), 20'000);
    QVERIFY(line(u"releases:list"_s, u"aaa"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!mark(u"Release"_s, u"todo"_s).contains(u"revision"), 20'000);
    QVERIFY(cluster().object(u"deployment"_s, u"todo-backend"_s, m_namespace->name()).isNull());
}

void ReleasesWindowTest::adoptsWhatOthersMade()
{
    pick(u"releases:list"_s, u"aaa"_s);
    MessageBox::takeTexts();
    MessageBox::setNextAnswer(u"adopt"_s);
    pressButton(u"releases:adopt"_s);
    QTRY_VERIFY_WITH_TIMEOUT(line(u"releases:list"_s, u"aaa (drawn)"_s), 20'000);
    QCOMPARE(MessageBox::takeTexts().value(0), u"Draw aaa as a release of this drawing?"_s);
    const ResourcePtr drawn = m_bench->topology().findByName(u"Release", u"aaa");
    QVERIFY(drawn);
    QCOMPARE(drawn->fields[u"namespace"].toString(), m_namespace->name());
    QVERIFY(drawn->fields[u"chart"].isRef());
    pressButton(u"releases:uninstall"_s);
    QWidget *dialog = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(dialog);
    press(dialog, u"go"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(said(u"releases:state"_s).startsWith(u"There is no release"),
                              qPrintable(said(u"releases:state"_s)), 60'000);
    m_bench->document().undoStack()->undo();
    QVERIFY(!m_bench->topology().findByName(u"Release", u"aaa"));
}

void ReleasesWindowTest::remembersItsPlace()
{
    view()->resize(1000, 640);
    const QSize size = view()->size();
    m_bench->hand().key(u"Escape"_s);
    QTRY_VERIFY(!view());
    open();
    QTRY_COMPARE(view()->size(), size);
    m_bench->document().undoStack()->setClean();
}

CHARTWRIGHT_TEST(ReleasesWindowTest)
#include "test_releases_window.moc"
