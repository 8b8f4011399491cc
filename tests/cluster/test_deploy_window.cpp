// SPDX-License-Identifier: Apache-2.0
#include "cluster/cluster_window.h"
#include "model/edits.h"
#include "support/chart_folder.h"
#include "support/helm.h"
#include "tree/yaml.h"

#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QUndoStack>
#include <csignal>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// A release of the real Helm from the window: installed, upgraded, held up by somebody else.
class DeployWindowTest : public ClusterWindow
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { tearDown(); }
    void noHelm();
    void installs();
    void upgrades();
    void saysWhoHasAField();
    void onceMore();
    void rollsBackWhatCannotRun();
    void pendingIsTold();

private:
    QString said() { return find<QLabel>(u"deploy:message"_s)->text(); }
    Value release();
    void drawReplicas(int replicas);
    QDialog *ask();
};

void DeployWindowTest::initTestCase()
{
    QVERIFY_HELM(Helm::four());
    setUp(u"deploy"_s);
    drawNamespace();
}

/// As Helm lists it.
Value DeployWindowTest::release()
{
    const auto listed =
        Helm::four().run({u"list"_s, u"-o"_s, u"json"_s, u"-n"_s, m_namespace->name(),
                          u"--kubeconfig"_s, cluster().adminConfig()});
    const auto all = readJson(listed.out, u"list"_s);
    return all && !all->list().isEmpty() ? all->list().first() : Value();
}

void DeployWindowTest::drawReplicas(int replicas)
{
    m_bench->document().push(setField(m_bench->topology(), m_bench->document().refs(),
                                      m_bench->named(u"Deployment"_s, u"todo-backend"_s),
                                      Path(u"spec.replicas"_s), replicas));
}

/// Once the last deploy is over.
QDialog *DeployWindowTest::ask()
{
    auto *go = find<QPushButton>(u"deploy:go"_s);
    if (!QTest::qWaitFor([go] { return go->isEnabled(); }, 60'000))
        return nullptr;
    m_bench->hand().key(u"ctrl+shift+h"_s);
    return qobject_cast<QDialog *>(m_bench->opened(u"ApplyDialog"_s));
}

void DeployWindowTest::noHelm()
{
    Settings().setHelmPath(u"/no/such/helm"_s);
    m_bench->hand().key(u"ctrl+shift+h"_s);
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(u"/no/such/helm"), 20'000);
    Settings().setHelmPath(Helm::four().program());
}

void DeployWindowTest::installs()
{
    m_bench->hand().key(u"ctrl+shift+h"_s);
    QVERIFY(m_bench->opened(u"MissingValuesDialog"_s));
    m_bench->hand().key(u"alt+w"_s);
    auto *dialog = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(dialog);
    QVERIFY(dialog->findChild<QLabel *>(u"text"_s)->text().startsWith(u"Install todo in"));
    QVERIFY(dialog->findChild<QLabel *>(u"details"_s)->text().contains(u"Helm 4."));
    shoot(u"deploy-ask"_s);
    m_bench->hand().key(u"Return"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"created"), 60'000);
    QCOMPARE(release()[u"status"].toString(), u"deployed"_s);
    // And it comes alive on the same canvas.
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Deployment"_s, u"todo-frontend"_s), u"2/2 Available"_s,
                              90'000);
    // Nobody gave its Secret values: in one sentence, with what to do.
    m_bench->select(m_bench->named(u"Deployment"_s, u"todo-backend"_s));
    const QString sentence = u"There is no Secret todo-secrets. Enter its values"_s;
    auto *why = find<QLabel>(u"live:message"_s);
    QTRY_VERIFY_WITH_TIMEOUT(why->text().contains(sentence), 60'000);
    shoot(u"deploy-live"_s);
    // The deploy waits a while for it to get better, and then stops with that.
    QTRY_VERIFY2_WITH_TIMEOUT(said().contains(sentence), qPrintable(said()), 60'000);
    cluster().kubectl({u"create"_s, u"secret"_s, u"generic"_s, u"todo-secrets"_s,
                       u"--from-literal=DATABASE_URL=a"_s, u"--from-literal=OPENAI_API_KEY=b"_s,
                       u"--from-literal=BETTER_AUTH_SECRET=c"_s, u"-n"_s, m_namespace->name()});
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Deployment"_s, u"todo-backend"_s), u"2/2 Available"_s, 90'000);
}

void DeployWindowTest::upgrades()
{
    drawReplicas(1);
    QDialog *dialog = ask();
    QVERIFY(dialog);
    QVERIFY(dialog->findChild<QLabel *>(u"text"_s)->text().startsWith(u"Upgrade todo in"));
    QVERIFY(dialog->findChild<QLabel *>(u"details"_s)->text().contains(u"the last revision is 1"));
    m_bench->hand().key(u"Return"_s);
    QTRY_COMPARE_WITH_TIMEOUT(liveReplicas(), 1, 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(release()[u"revision"].toString(), u"2"_s, 20'000);
    QTRY_VERIFY(message().contains(u"1 changed"));
}

void DeployWindowTest::saysWhoHasAField()
{
    const auto scale = [this](int replicas) {
        cluster().kubectl({u"scale"_s, u"deployment"_s, u"todo-backend"_s,
                           u"--replicas=%1"_s.arg(replicas), u"-n"_s, m_namespace->name()});
    };
    auto *go = find<QPushButton>(u"deploy:go"_s);
    const auto deploy = [&] {
        QTRY_VERIFY_WITH_TIMEOUT(go->isEnabled(), 60'000);
        m_bench->hand().key(u"ctrl+shift+h"_s);
        QTRY_VERIFY_WITH_TIMEOUT(
            said().contains(u"spec.replicas of Deployment todo-backend was set by kubectl: "),
            60'000);
    };
    scale(2);
    deploy();
    QVERIFY2(said().contains(u"it is 2, and 1 is drawn"), qPrintable(said()));
    QCOMPARE(release()[u"revision"].toString(), u"2"_s);
    shoot(u"deploy-conflict"_s);
    // Field by field, and on the node.
    pressIn(u"deploy:compare"_s);
    QTRY_COMPARE(mark(u"Deployment"_s, u"todo-backend"_s), u"belongs to kubectl"_s);
    m_bench->hand().key(u"ctrl+shift+h"_s);
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(u"deploy:take"_s)->isVisible(), 60'000);
    // The button takes it; on a cluster that is not Minikube's the question has it ticked.
    pressIn(u"deploy:take"_s);
    QWidget *dialog = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(dialog);
    QVERIFY(dialog->findChild<QCheckBox *>(u"takeOthers"_s)->isChecked());
    dialog->findChild<QPushButton *>(u"go"_s)->setFocus();
    m_bench->hand().key(u"Return"_s);
    QTRY_COMPARE_WITH_TIMEOUT(liveReplicas(), 1, 60'000);
    // Or it is drawn; then there is nothing left to bring.
    scale(3);
    deploy();
    pressIn(u"deploy:adopt"_s);
    dialog = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(dialog);
    QCOMPARE(
        at(m_bench->topology().find(m_bench->named(u"Deployment"_s, u"todo-backend"_s))->fields,
           Path(u"spec.replicas"_s))
            .scalarText(),
        u"3"_s);
    shoot(u"deploy-adopted"_s);
    m_bench->hand().key(u"Return"_s);
    QTRY_COMPARE_WITH_TIMEOUT(release()[u"revision"].toString(), u"4"_s, 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(go->isEnabled(), 60'000);
    QCOMPARE(liveReplicas(), 3);
}

/// Nothing differs: no revision is made of it.
void DeployWindowTest::onceMore()
{
    QDialog *dialog = ask();
    QVERIFY(dialog);
    const QString details = dialog->findChild<QLabel *>(u"details"_s)->text();
    QVERIFY2(details.contains(u"It is as drawn"), qPrintable(details));
    m_bench->hand().key(u"Return"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!find<QPushButton>(u"deploy:go"_s)->isEnabled(), 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(u"deploy:go"_s)->isEnabled(), 60'000);
    QCOMPARE(release()[u"revision"].toString(), u"4"_s);
}

/// What cannot run leads back to what did.
void DeployWindowTest::rollsBackWhatCannotRun()
{
    const ResourceId image = m_bench->named(u"Image"_s, u"todo-frontend"_s);
    m_bench->document().push(setField(m_bench->topology(), m_bench->document().refs(), image,
                                      Path(u"tag"_s), u"nowhere"_s));
    QVERIFY(ask());
    m_bench->hand().key(u"Return"_s);
    auto *back = find<QPushButton>(u"deploy:rollback"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(back->isVisible(), qPrintable(said()), 120'000);
    shoot(u"deploy-cannot-run"_s);
    pressIn(u"deploy:rollback"_s);
    QWidget *dialog = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(dialog);
    QVERIFY(dialog->findChild<QLabel *>(u"text"_s)->text().contains(u"back to revision 4"));
    dialog->findChild<QPushButton *>(u"go"_s)->setFocus();
    m_bench->hand().key(u"Return"_s);
    QTRY_COMPARE_WITH_TIMEOUT(release()[u"revision"].toString(), u"6"_s, 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Deployment"_s, u"todo-frontend"_s), u"2/2 Available"_s,
                              90'000);
    m_bench->document().undoStack()->undo();
    for (QWidget *window : QApplication::topLevelWidgets()) {
        if (window->objectName() == u"releasesWindow")
            window->close();
    }
}

void DeployWindowTest::pendingIsTold()
{
    // It waits for an image that never comes, and is killed.
    const ChartFolder chart(m_bench->topology());
    QProcess cutOff;
    cutOff.start(Helm::four().program(),
                 {u"upgrade"_s, u"todo"_s, chart.path(), u"--wait"_s, u"--set"_s,
                  u"frontend.image.repository=localhost:1/nope"_s, u"--kubeconfig"_s,
                  cluster().adminConfig(), u"-n"_s, m_namespace->name()});
    QTRY_COMPARE_WITH_TIMEOUT(release()[u"status"].toString(), u"pending-upgrade"_s, 60'000);
    ::kill(pid_t(cutOff.processId()), SIGKILL);
    QVERIFY(cutOff.waitForFinished());
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(u"deploy:go"_s)->isEnabled(), 60'000);
    m_bench->hand().key(u"ctrl+shift+h"_s);
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(u"the release is pending-upgrade since"), 30'000);
    shoot(u"deploy-pending"_s);
    m_bench->document().undoStack()->setClean();
}

CHARTWRIGHT_TEST(DeployWindowTest)
#include "test_deploy_window.moc"
