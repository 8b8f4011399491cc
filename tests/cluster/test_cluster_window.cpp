// SPDX-License-Identifier: Apache-2.0
#include "app/file_dialog.h"
#include "app/message_box.h"
#include "cluster/real_cluster.h"
#include "gui/workbench.h"
#include "model/edits.h"
#include "panels/foldable.h"
#include "support/test_case.h"
#include "tree/yaml.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QRadioButton>
#include <QScreen>
#include <QSpinBox>
#include <QToolButton>
#include <QTreeView>
#include <QTreeWidget>
#include <QUndoStack>
#include <QUrl>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

const RealCluster &cluster() { return RealCluster::instance(); }

} // namespace

// The real window under a real mouse, before a real cluster. One window lives through all of the
// test: its functions build on each other.
class ClusterWindowTest : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void choosesATarget();
    void comparesBeforeAnythingIsThere();
    void applies();
    void showsItLive();
    void logsAreFollowed();
    void aCommandRunsInAPod();
    void aPortIsForwarded();
    void aChangeIsADifference();
    void scalesInTheClusterAlone();
    void whatOthersOwnIsKept();
    void whatOthersOwnIsAdopted();
    void whatTheClusterRefusesIsAProblem();
    void productionAsksForItsName();
    void prunes();
    void deletesAllOfIt();
    void drawsWhatLivesThere();

private:
    template <class T> T *find(const QString &name)
    {
        return m_bench->window().findChild<T *>(name);
    }
    QDialog *dialog(const QString &name);
    template <class T> void press(QDialog *dialog, const QString &name);
    void pressIn(const QString &name); ///< a button of the window
    QWidget *tool(const QString &name);
    QString message() { return find<QLabel>(u"difference:message"_s)->text(); }
    QTreeWidgetItem *row(const QString &object);
    QTreeWidgetItem *field(const QString &object, const QString &path);
    QString mark(const QString &kind, const QString &name);
    void setReplicas(int replicas);
    void compare();
    void shoot(const QString &name);
    qint64 liveReplicas();

    std::unique_ptr<TestNamespace> m_namespace;
    std::unique_ptr<Workbench> m_bench;
};

void ClusterWindowTest::initTestCase()
{
    QVERIFY2(cluster().problem().isEmpty(), qPrintable(cluster().problem()));
    qputenv("KUBECONFIG", cluster().adminConfig().toLocal8Bit());
    m_namespace = std::make_unique<TestNamespace>(u"window"_s);
    m_bench = std::make_unique<Workbench>();
    m_bench->openTodo();
    QVERIFY_BENCH(*m_bench);
}

void ClusterWindowTest::cleanupTestCase()
{
    m_bench.reset();
    m_namespace.reset();
}

QDialog *ClusterWindowTest::dialog(const QString &name)
{
    QDialog *out = nullptr;
    const bool isThere = QTest::qWaitFor(
        [&] {
            out = m_bench->window().findChild<QDialog *>(name);
            return out && out->isVisible();
        },
        20'000);
    if (!isThere)
        qCritical().noquote() << "no dialog" << name << message();
    QTest::qWait(300); // until the window manager has put it in its place
    return isThere ? out : nullptr;
}

template <class T> void ClusterWindowTest::press(QDialog *dialog, const QString &name)
{
    m_bench->hand().click(dialog->findChild<T *>(name));
}

void ClusterWindowTest::pressIn(const QString &name)
{
    auto *button = find<QPushButton>(name);
    QTRY_VERIFY_WITH_TIMEOUT(button->isVisible() && button->isEnabled(), 20'000);
    m_bench->hand().click(button);
}

QTreeWidgetItem *ClusterWindowTest::row(const QString &object)
{
    const auto found = find<QTreeWidget>(u"difference:list"_s)->findItems(object, Qt::MatchExactly);
    return found.isEmpty() ? nullptr : found.first();
}

QTreeWidgetItem *ClusterWindowTest::field(const QString &object, const QString &path)
{
    QTreeWidgetItem *item = row(object);
    for (int i = 0; item && i < item->childCount(); ++i) {
        if (item->child(i)->text(0) == path)
            return item->child(i);
    }
    return nullptr;
}

QString ClusterWindowTest::mark(const QString &kind, const QString &name)
{
    return m_bench->canvas().marks().value(m_bench->named(kind, name)).text;
}

void ClusterWindowTest::setReplicas(int replicas)
{
    m_bench->select(m_bench->named(u"Deployment"_s, u"todo-backend"_s));
    m_bench->enter(Section::Main, u"spec.replicas"_s, QString::number(replicas));
    QVERIFY_BENCH(*m_bench);
}

void ClusterWindowTest::compare()
{
    m_bench->hand().key(u"ctrl+shift+d"_s);
    QTRY_VERIFY(find<QPushButton>(u"difference:cancel"_s)->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(u"difference:compare"_s)->isVisible(), 30'000);
}

qint64 ClusterWindowTest::liveReplicas()
{
    return cluster()
        .object(u"deployment"_s, u"todo-backend"_s, m_namespace->name())[u"spec"][u"replicas"]
        .toInt();
}

/// With the dialogs that stand before the window.
void ClusterWindowTest::shoot(const QString &name)
{
    const QDir folder(QLatin1StringView(CHARTWRIGHT_BIN_DIR) + u"/../pictures"_s);
    QVERIFY(folder.mkpath(u"."_s));
    QTest::qWait(200);
    const QRect frame = m_bench->window().frameGeometry();
    QVERIFY(m_bench->window()
                .screen()
                ->grabWindow(0, frame.x(), frame.y(), frame.width(), frame.height())
                .save(folder.filePath(u"cluster-"_s + name + u".png"_s)));
}

void ClusterWindowTest::choosesATarget()
{
    m_bench->hand().key(u"ctrl+shift+t"_s);
    QDialog *targets = dialog(u"TargetsDialog"_s);
    QVERIFY(targets);
    auto *list = targets->findChild<QTreeWidget *>(u"list"_s);
    QCOMPARE(list->topLevelItemCount(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(list->topLevelItem(0)->text(2).startsWith(u"Ready, v1."), 20'000);
    auto *ns = targets->findChild<QComboBox *>(u"ns"_s);
    QTRY_VERIFY(ns->findText(m_namespace->name()) >= 0);
    QCOMPARE(ns->currentText(), u"default"_s); // as the release is drawn
    m_bench->hand().click(ns->lineEdit());
    m_bench->hand().key(u"ctrl+a"_s);
    m_bench->hand().type(u"nowhere"_s);
    QTRY_VERIFY(targets->findChild<QLabel *>(u"nsNote"_s)->text().contains(u"not there yet"));
    m_bench->hand().key(u"ctrl+a"_s);
    m_bench->hand().type(m_namespace->name());
    shoot(u"targets"_s);
    m_bench->hand().key(u"Return"_s);
    QTRY_VERIFY(find<QToolButton>(u"difference:target"_s)->text().endsWith(m_namespace->name()));
}

void ClusterWindowTest::comparesBeforeAnythingIsThere()
{
    compare();
    QVERIFY(row(u"Deployment todo-backend"_s));
    QCOMPARE(row(u"Deployment todo-backend"_s)->text(1), u"new"_s);
    QCOMPARE(mark(u"Deployment"_s, u"todo-backend"_s), u"new"_s);
    QTRY_VERIFY(!find<QPlainTextEdit>(u"difference:drawn"_s)->toPlainText().isEmpty());
    shoot(u"new"_s);
}

void ClusterWindowTest::applies()
{
    m_bench->hand().key(u"ctrl+shift+a"_s);
    QDialog *question = dialog(u"ApplyDialog"_s);
    QVERIFY(question);
    QVERIFY(question->findChild<QLabel *>(u"details"_s)->text().contains(u"New: 6"_s));
    shoot(u"question"_s);
    m_bench->hand().key(u"Return"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"6 created"), 30'000);
    QCOMPARE(row(u"Ingress todo-ingress"_s)->text(1), u"created"_s);
    QCOMPARE(liveReplicas(), 2);
    shoot(u"applied"_s);
}

void ClusterWindowTest::showsItLive()
{
    // The starter's Secret has no values: its pods say so.
    QTRY_VERIFY_WITH_TIMEOUT(
        mark(u"Deployment"_s, u"todo-backend"_s).contains(u"CreateContainerConfigError"), 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Deployment"_s, u"todo-frontend"_s), u"2/2 Available"_s,
                              60'000);
    QCOMPARE(mark(u"Secret"_s, u"todo-secrets"_s), u"not in the cluster"_s);
    m_bench->hand().key(u"ctrl+alt+3"_s);
    m_bench->select(m_bench->named(u"Deployment"_s, u"todo-backend"_s));
    auto *pods = find<QTreeView>(u"live:pods"_s);
    QTRY_COMPARE(pods->model()->rowCount(), 2);
    QTRY_VERIFY(find<QTreeWidget>(u"live:events"_s)->topLevelItemCount() > 0);
    shoot(u"waits"_s);
    cluster().kubectl({u"create"_s, u"secret"_s, u"generic"_s, u"todo-secrets"_s,
                       u"--from-literal=DATABASE_URL=a"_s, u"--from-literal=OPENAI_API_KEY=b"_s,
                       u"--from-literal=BETTER_AUTH_SECRET=c"_s, u"-n"_s, m_namespace->name()});
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Deployment"_s, u"todo-backend"_s), u"2/2 Available"_s, 90'000);
    QTRY_COMPARE(mark(u"Secret"_s, u"todo-secrets"_s), u"there"_s);
    QTRY_VERIFY_WITH_TIMEOUT(mark(u"Service"_s, u"backend-service"_s).contains(u"2"), 20'000);
    QTRY_VERIFY(pods->model()->index(0, 1).data().toString() == u"Running");
    shoot(u"live"_s);
}

/// A window on a pod.
QWidget *ClusterWindowTest::tool(const QString &name)
{
    QWidget *out = nullptr;
    const bool isThere = QTest::qWaitFor(
        [&] {
            out = find<QWidget>(name);
            return out && out->isActiveWindow();
        },
        20'000);
    QTest::qWait(300);
    return isThere ? out : nullptr;
}

void ClusterWindowTest::logsAreFollowed()
{
    pressIn(u"live:logs"_s);
    QWidget *logs = tool(u"logWindow"_s);
    QVERIFY(logs);
    auto *text = logs->findChild<QPlainTextEdit *>(u"log:text"_s);
    QTRY_COMPARE_WITH_TIMEOUT(text->toPlainText().count(u"listening on port 8000"), 2, 20'000);
    QVERIFY(text->toPlainText().contains(u"todo-backend-")); // of which pod
    QTRY_COMPARE(logs->findChild<QLabel *>(u"log:state"_s)->text(), u"Follows 2 pods."_s);
    shoot(u"logs"_s);
    const QString file = m_bench->folder(u"backend.log"_s);
    FileDialog::setNextFileName(file);
    m_bench->hand().click(logs->findChild<QPushButton *>(u"log:save"_s));
    QTRY_VERIFY(QFileInfo(file).size() > 0);
    m_bench->hand().key(u"Escape"_s);
    QTRY_VERIFY(!find<QWidget>(u"logWindow"_s));
}

void ClusterWindowTest::aCommandRunsInAPod()
{
    pressIn(u"live:exec"_s);
    QWidget *exec = tool(u"execWindow"_s);
    QVERIFY(exec);
    m_bench->hand().click(exec->findChild<QLineEdit *>(u"exec:command"_s));
    m_bench->hand().type(u"no-such-program"_s);
    QVERIFY(
        exec->findChild<QLineEdit *>(u"exec:kubectl"_s)->text().endsWith(u" -- no-such-program"_s));
    m_bench->hand().key(u"Return"_s);
    // The image has one program and no shell.
    QTRY_VERIFY_WITH_TIMEOUT(
        exec->findChild<QLabel *>(u"exec:state"_s)->text().contains(u"not found"), 20'000);
    shoot(u"exec"_s);
    m_bench->hand().key(u"Escape"_s);
    QTRY_VERIFY(!find<QWidget>(u"execWindow"_s));
}

void ClusterWindowTest::aPortIsForwarded()
{
    pressIn(u"live:forward"_s);
    QWidget *forward = tool(u"forwardWindow"_s);
    QVERIFY(forward);
    QCOMPARE(forward->findChild<QComboBox *>(u"forward:port"_s)->currentText(), u"8000"_s);
    m_bench->hand().click(forward->findChild<QPushButton *>(u"forward:start"_s));
    auto *address = forward->findChild<QLineEdit *>(u"forward:address"_s);
    QTRY_VERIFY(address->text().startsWith(u"http://127.0.0.1:"_s));
    QProcess visitor;
    visitor.start(
        u"bash"_s,
        {u"-c"_s,
         u"exec 3<>/dev/tcp/127.0.0.1/%1; printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3"_s
             .arg(QUrl(address->text()).port())});
    QTRY_VERIFY_WITH_TIMEOUT(visitor.state() == QProcess::NotRunning, 20'000);
    const QByteArray answer = visitor.readAllStandardOutput();
    QVERIFY2(answer.startsWith("HTTP/1") && answer.contains("200"), answer);
    shoot(u"forward"_s);
    m_bench->hand().key(u"Escape"_s);
    QTRY_VERIFY(!find<QWidget>(u"forwardWindow"_s));
}

void ClusterWindowTest::aChangeIsADifference()
{
    setReplicas(3);
    compare();
    QTreeWidgetItem *replicas = field(u"Deployment todo-backend"_s, u"spec.replicas"_s);
    QVERIFY(replicas);
    QCOMPARE(replicas->text(1), u"2 → 3"_s);
    QCOMPARE(replicas->text(2), u"drawn since"_s);
    QCOMPARE(mark(u"Deployment"_s, u"todo-backend"_s), u"1 field to change"_s);
    shoot(u"changed"_s);
    pressIn(u"difference:apply"_s);
    QVERIFY(dialog(u"ApplyDialog"_s));
    m_bench->hand().key(u"Return"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"1 changed"), 30'000);
    QCOMPARE(liveReplicas(), 3);
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Deployment"_s, u"todo-backend"_s), u"3/3 Available"_s, 60'000);
}

void ClusterWindowTest::scalesInTheClusterAlone()
{
    m_bench->hand().key(u"ctrl+alt+3"_s);
    m_bench->select(m_bench->named(u"Deployment"_s, u"todo-backend"_s));
    pressIn(u"live:scale"_s);
    QDialog *scale = nullptr;
    QTRY_VERIFY(scale = qobject_cast<QDialog *>(QApplication::activeModalWidget()));
    QTest::qWait(300);
    scale->findChild<QSpinBox *>(u"replicas"_s)->setValue(1);
    m_bench->hand().key(u"alt+c"_s); // in the cluster alone
    QTRY_VERIFY(scale->findChild<QRadioButton *>(u"live"_s)->isChecked());
    m_bench->hand().key(u"Return"_s);
    QTRY_COMPARE_WITH_TIMEOUT(liveReplicas(), 1, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Deployment"_s, u"todo-backend"_s), u"1/1 Available"_s, 60'000);
}

void ClusterWindowTest::whatOthersOwnIsKept()
{
    compare();
    QTreeWidgetItem *replicas = field(u"Deployment todo-backend"_s, u"spec.replicas"_s);
    QVERIFY(replicas);
    QVERIFY2(replicas->text(2).contains(u"belongs to chartwright-scale"),
             qPrintable(replicas->text(2)));
    // Not applied over without a word on it.
    pressIn(u"difference:apply"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"1 field belongs to somebody else"), 30'000);
    shoot(u"conflict"_s);
    pressIn(u"difference:keep"_s);
    pressIn(u"difference:apply"_s);
    QVERIFY(dialog(u"ApplyDialog"_s));
    m_bench->hand().key(u"Return"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u" is in "), 30'000);
    QCOMPARE(liveReplicas(), 1);
}

void ClusterWindowTest::whatOthersOwnIsAdopted()
{
    cluster().kubectl({u"scale"_s, u"deployment"_s, u"todo-backend"_s, u"--replicas=2"_s, u"-n"_s,
                       m_namespace->name()});
    compare();
    QTreeWidgetItem *replicas = field(u"Deployment todo-backend"_s, u"spec.replicas"_s);
    QVERIFY(replicas);
    find<QTreeWidget>(u"difference:list"_s)->setCurrentItem(replicas);
    pressIn(u"difference:adopt"_s);
    QTRY_COMPARE(at(m_bench->topology().findByName(u"Deployment", u"todo-backend")->fields,
                    Path(u"spec.replicas"_s))
                     .toInt(),
                 2);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"just what is drawn"), 30'000);
}

void ClusterWindowTest::whatTheClusterRefusesIsAProblem()
{
    const ResourcePtr backend = m_bench->topology().findByName(u"Deployment", u"todo-backend");
    // Right for the drawing, and not for a cluster.
    m_bench->document().push(setField(m_bench->topology(), m_bench->document().refs(), backend->id,
                                      Path(u"metadata.annotations"_s), Map{{u"a b"_s, u"x"_s}}));
    pressIn(u"difference:apply"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"would refuse 1 object"), 30'000);
    const QList<Finding> findings = m_bench->document().findings(backend->id);
    QVERIFY(std::any_of(findings.begin(), findings.end(), [](const Finding &f) {
        return f.rule == u"cluster/refused" && f.path.startsWith(Path(u"metadata.annotations"_s));
    }));
    shoot(u"refused"_s);
    m_bench->hand().key(u"ctrl+z"_s);
    QTRY_VERIFY(m_bench->document().clusterFacts().sayings.value(backend->id).isEmpty());
}

void ClusterWindowTest::productionAsksForItsName()
{
    m_bench->hand().key(u"ctrl+shift+t"_s);
    QDialog *targets = dialog(u"TargetsDialog"_s);
    QVERIFY(targets);
    const QString context = targets->findChild<QTreeWidget *>(u"list"_s)
                                ->topLevelItem(0)
                                ->data(0, Qt::UserRole)
                                .toString();
    press<QCheckBox>(targets, u"production"_s);
    press<QPushButton>(targets, u"use"_s);
    m_bench->hand().key(u"ctrl+shift+a"_s);
    QDialog *question = dialog(u"ApplyDialog"_s);
    QVERIFY(question);
    auto *go = question->findChild<QPushButton *>(u"go"_s);
    QVERIFY(!go->isEnabled());
    shoot(u"production"_s);
    m_bench->hand().click(question->findChild<QLineEdit *>(u"confirm"_s));
    m_bench->hand().type(context);
    QTRY_VERIFY(go->isEnabled());
    m_bench->hand().key(u"Escape"_s);
    QTRY_VERIFY(find<QPushButton>(u"difference:compare"_s)->isVisible());
    m_bench->hand().key(u"ctrl+shift+t"_s);
    targets = dialog(u"TargetsDialog"_s);
    QVERIFY(targets);
    press<QCheckBox>(targets, u"production"_s);
    press<QPushButton>(targets, u"use"_s);
}

void ClusterWindowTest::prunes()
{
    m_bench->hand().key(u"ctrl+1"_s);
    m_bench->select(m_bench->named(u"Ingress"_s, u"todo-ingress"_s));
    QVERIFY_BENCH(*m_bench);
    m_bench->hand().key(u"Delete"_s);
    QTRY_VERIFY(!m_bench->topology().findByName(u"Ingress", u"todo-ingress"));
    m_bench->hand().key(u"ctrl+shift+a"_s);
    QDialog *question = dialog(u"ApplyDialog"_s);
    QVERIFY(question);
    press<QCheckBox>(question, u"prune"_s);
    press<QPushButton>(question, u"go"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"1 deleted"), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(
        cluster().object(u"ingress"_s, u"todo-ingress"_s, m_namespace->name()).isNull(), 20'000);
}

void ClusterWindowTest::deletesAllOfIt()
{
    auto *action = m_bench->window().actions()[u"cluster.deleteAll"_s];
    action->trigger();
    QDialog *question = dialog(u"ApplyDialog"_s);
    QVERIFY(question);
    QVERIFY(!question->findChild<QCheckBox *>(u"secrets"_s)->isVisible()); // kubectl made it
    press<QPushButton>(question, u"go"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"5 deleted"), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(cluster()
                                 .kubectl({u"get"_s, u"deployments,services,ingresses"_s, u"-o"_s,
                                           u"name"_s, u"-n"_s, m_namespace->name()})
                                 .isEmpty(),
                             30'000);
    QVERIFY(cluster().object(u"secret"_s, u"todo-secrets"_s, m_namespace->name()).isMap());
    QVERIFY(!QString::fromUtf8(cluster().kubectl({u"get"_s, u"configmaps"_s, u"-o"_s, u"name"_s,
                                                  u"-n"_s, m_namespace->name()}))
                 .contains(u"chartwright"));
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Deployment"_s, u"todo-backend"_s), u"not in the cluster"_s,
                              20'000);
}

void ClusterWindowTest::drawsWhatLivesThere()
{
    const QStringList here{u"-n"_s, m_namespace->name()};
    cluster().kubectl(
        QStringList{u"create"_s, u"deployment"_s, u"web"_s, u"--image=localhost/app:1"_s} + here);
    cluster().kubectl(QStringList{u"expose"_s, u"deployment"_s, u"web"_s, u"--port=80"_s,
                                  u"--target-port=8080"_s} +
                      here);
    MessageBox::setNextAnswer(u"discard"_s);
    m_bench->window().actions()[u"cluster.draw"_s]->trigger();
    QDialog *draw = dialog(u"drawLive"_s);
    QVERIFY(draw);
    auto *ns = draw->findChild<QComboBox *>(u"draw:ns"_s);
    QTRY_VERIFY(ns->findText(m_namespace->name()) >= 0);
    ns->setCurrentText(m_namespace->name());
    press<QPushButton>(draw, u"draw:go"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_bench->topology().findByName(u"Deployment", u"web"), 30'000);
    const ResourcePtr web = m_bench->topology().findByName(u"Deployment", u"web");
    const ResourcePtr service = m_bench->topology().findByName(u"Service", u"web");
    QVERIFY(service);
    QVERIFY(m_bench->document().refs().neighbours(service->id).contains(web->id)); // a wire
    QVERIFY(m_bench->topology().findByName(u"Secret", u"todo-secrets"));
    QCOMPARE(m_bench->topology().ofKind(u"Deployment").size(), 1);
    QVERIFY(!m_bench->document().isModified() || m_bench->document().filePath().isEmpty());
    shoot(u"drawn"_s);
    m_bench->document().undoStack()->setClean();
}

CHARTWRIGHT_TEST(ClusterWindowTest)
#include "test_cluster_window.moc"
