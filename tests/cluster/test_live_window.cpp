// SPDX-License-Identifier: Apache-2.0
#include "app/file_dialog.h"
#include "app/message_box.h"
#include "cluster/cluster_window.h"

#include <QApplication>
#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTreeView>
#include <QUndoStack>
#include <QUrl>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// What the window shows of what lives, and what it does there.
class LiveWindowTest : public ClusterWindow
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { tearDown(); }
    void showsItLive();
    void logsAreFollowed();
    void aCommandRunsInAPod();
    void aPortIsForwarded();
    void scalesInTheClusterAlone();
    void drawsWhatLivesThere();
};

void LiveWindowTest::initTestCase()
{
    setUp(u"live"_s);
    applyThere(6);
}

void LiveWindowTest::showsItLive()
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

void LiveWindowTest::logsAreFollowed()
{
    pressIn(u"live:logs"_s);
    QWidget *logs = m_bench->opened(u"logWindow"_s);
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

void LiveWindowTest::aCommandRunsInAPod()
{
    pressIn(u"live:exec"_s);
    QWidget *exec = m_bench->opened(u"execWindow"_s);
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

void LiveWindowTest::aPortIsForwarded()
{
    pressIn(u"live:forward"_s);
    QWidget *forward = m_bench->opened(u"forwardWindow"_s);
    QVERIFY(forward);
    QCOMPARE(forward->findChild<QComboBox *>(u"forward:port"_s)->currentText(), u"8000"_s);
    m_bench->hand().key(u"Return"_s); // in the field for the port
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

void LiveWindowTest::scalesInTheClusterAlone()
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

void LiveWindowTest::drawsWhatLivesThere()
{
    const QStringList here{u"-n"_s, m_namespace->name()};
    cluster().kubectl(
        QStringList{u"create"_s, u"deployment"_s, u"web"_s, u"--image=localhost/app:1"_s} + here);
    cluster().kubectl(QStringList{u"expose"_s, u"deployment"_s, u"web"_s, u"--port=80"_s,
                                  u"--target-port=8080"_s} +
                      here);
    MessageBox::setNextAnswer(u"discard"_s);
    m_bench->window().actions()[u"cluster.draw"_s]->trigger();
    QWidget *draw = m_bench->opened(u"drawLive"_s);
    QVERIFY(draw);
    auto *ns = draw->findChild<QComboBox *>(u"draw:ns"_s);
    QTRY_VERIFY(ns->findText(m_namespace->name()) >= 0);
    ns->setCurrentText(m_namespace->name());
    press(draw, u"draw:go"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_bench->topology().findByName(u"Deployment", u"web"), 30'000);
    const ResourcePtr web = m_bench->topology().findByName(u"Deployment", u"web");
    const ResourcePtr service = m_bench->topology().findByName(u"Service", u"web");
    QVERIFY(service);
    QVERIFY(m_bench->document().refs().neighbours(service->id).contains(web->id)); // a wire
    QVERIFY(m_bench->topology().findByName(u"Secret", u"todo-secrets"));
    QCOMPARE(m_bench->topology().ofKind(u"Deployment").size(), 3);
    QVERIFY(m_bench->document().filePath().isEmpty()); // a drawing of its own
    shoot(u"drawn"_s);
    m_bench->document().undoStack()->setClean();
}

CHARTWRIGHT_TEST(LiveWindowTest)
#include "test_live_window.moc"
