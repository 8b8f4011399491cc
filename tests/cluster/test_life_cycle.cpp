// SPDX-License-Identifier: Apache-2.0
#include "app/live_desk.h"
#include "cluster/releases_case.h"
#include "support/chart_folder.h"

#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QUndoStack>
#include <csignal>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// The life of a release, state by state, as the node on the canvas, its properties and the window
// on releases tell it: with both helms, at work in a terminal. Pods wait for their Secret, so that
// nothing is over before it was seen.
class LifeCycleTest : public ReleasesCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void init() override;
    void goesThroughAll_data() { helms(); }
    void goesThroughAll();
    void firstOneFails_data() { helms(); }
    void firstOneFails();
    void firstOneIsCutOff_data() { helms(); }
    void firstOneIsCutOff();
    void testsThatCannotRun_data() { helms(); }
    void testsThatCannotRun();

private:
    void helms();
    const Helm &helm() const;
    void start(const QStringList &words);
    void hold(const QString &finalizers);
    void takeSecret();
    void giveSecret();
    void see(const QString &status, int revision);
    void seeEnd();

    QProcess m_helm;
    QStringList m_states; ///< of the node, as they followed each other
};

void LifeCycleTest::initTestCase()
{
    for (const Helm *helm : Helm::both())
        QVERIFY_HELM(*helm);
    setUp(u"cycle"_s);
    drawNamespace();
    m_bench->window().actions()[u"cluster.viewLive"_s]->trigger();
    connect(m_bench->window().findChild<LiveDesk *>(), &LiveDesk::marksChanged, this, [this] {
        const QString word = mark(u"Release"_s, u"todo"_s), status = word.section(u' ', 0, 0);
        const bool isOfHelm = word.contains(u"revision"); // else there is no release
        if (isOfHelm && (m_states.isEmpty() || m_states.last() != status))
            m_states.append(status);
    });
}

void LifeCycleTest::cleanupTestCase()
{
    m_bench->document().undoStack()->setClean();
    tearDown();
}

void LifeCycleTest::helms()
{
    QTest::addColumn<QString>("program");
    for (const Helm *helm : Helm::both())
        QTest::newRow(qPrintable(helm->name())) << helm->program();
}

const Helm &LifeCycleTest::helm() const
{
    return QLatin1String(QTest::currentDataTag()) == Helm::three().name() ? Helm::three()
                                                                          : Helm::four();
}

/// The window asks the same helm.
void LifeCycleTest::init()
{
    ReleasesCase::init();
    // What a test that failed has left.
    m_helm.kill();
    m_helm.waitForFinished();
    Helm::four().run(QStringList{u"uninstall"_s, u"todo"_s, u"--ignore-not-found"_s} + here());
    takeSecret();
    m_states.clear();
    Settings().setHelmPath(helm().program());
    m_bench->hand().key(u"ctrl+shift+r"_s);
    QVERIFY(m_bench->opened(u"releasesWindow"_s));
    pressButton(u"releases:refresh"_s);
    QTRY_VERIFY_WITH_TIMEOUT(said(u"releases:state"_s).startsWith(u"There is no release"), 20'000);
}

void LifeCycleTest::start(const QStringList &words)
{
    m_helm.start(helm().program(), words + QStringList{u"--wait"_s} + here());
    QVERIFY(m_helm.waitForStarted());
}

void LifeCycleTest::takeSecret()
{
    cluster().kubectl({u"delete"_s, u"secret"_s, u"todo-secrets"_s, u"--ignore-not-found"_s,
                       u"-n"_s, m_namespace->name()});
}

/// What waits goes on.
void LifeCycleTest::giveSecret()
{
    cluster().kubectl({u"create"_s, u"secret"_s, u"generic"_s, u"todo-secrets"_s,
                       u"--from-literal=DATABASE_URL=a"_s, u"--from-literal=OPENAI_API_KEY=b"_s,
                       u"--from-literal=BETTER_AUTH_SECRET=c"_s, u"-n"_s, m_namespace->name()});
    QVERIFY(QTest::qWaitFor([this] { return m_helm.state() == QProcess::NotRunning; }, 120'000));
    QVERIFY2(m_helm.exitCode() == 0, m_helm.readAllStandardError());
}

/// It is kept from going.
void LifeCycleTest::hold(const QString &finalizers)
{
    cluster().kubectl({u"patch"_s, u"configmap"_s, u"todo-config"_s, u"--type=merge"_s, u"-p"_s,
                       u"{\"metadata\":{\"finalizers\":[%1]}}"_s.arg(finalizers), u"-n"_s,
                       m_namespace->name()});
}

void LifeCycleTest::see(const QString &status, int revision)
{
    const auto node = [this] { return mark(u"Release"_s, u"todo"_s); };
    QTRY_VERIFY2_WITH_TIMEOUT(node().startsWith(status + u' ') &&
                                  node().contains(u"revision %1"_s.arg(revision)),
                              qPrintable(status + u", but the node says: "_s + node()), 60'000);
    const auto row = [this] { return line(u"releases:list"_s, u"todo (drawn)"_s); };
    QTRY_VERIFY2_WITH_TIMEOUT(
        row() && row()->text(4) == status && row()->text(3) == QString::number(revision),
        qPrintable(status + u", but the list says: "_s + (row() ? row()->text(4) : u"nothing"_s)),
        20'000);
    const auto last = [&] { return line(u"releases:history"_s, QString::number(revision)); };
    QTRY_VERIFY_WITH_TIMEOUT(last() && last()->text(1) == status, 20'000);
}

void LifeCycleTest::seeEnd()
{
    QTRY_VERIFY_WITH_TIMEOUT(!mark(u"Release"_s, u"todo"_s).contains(u"revision"), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(said(u"releases:state"_s).startsWith(u"There is no release"), 20'000);
}

void LifeCycleTest::goesThroughAll()
{
    const ChartFolder chart(m_bench->topology());
    start({u"install"_s, u"todo"_s, chart.path()});
    see(u"pending-install"_s, 1);
    // Its properties tell the same.
    m_bench->window().selection()->set({m_bench->named(u"Release"_s, u"todo"_s)});
    QTRY_VERIFY(find<QLineEdit>(u"field:status"_s));
    QTRY_COMPARE(find<QLineEdit>(u"field:status"_s)->text(), u"pending-install"_s);
    giveSecret();
    see(u"deployed"_s, 1);
    QTRY_COMPARE(find<QLineEdit>(u"field:status"_s)->text(), u"deployed"_s);

    takeSecret();
    start({u"upgrade"_s, u"todo"_s, chart.path(), u"--set"_s, u"config.LOG_LEVEL=debug"_s});
    see(u"pending-upgrade"_s, 2);
    QTRY_VERIFY(in<QLabel>(u"releases:pending"_s)->isVisible());
    giveSecret();
    see(u"deployed"_s, 2);
    QTRY_VERIFY(!in<QLabel>(u"releases:pending"_s)->isVisible());
    QCOMPARE(line(u"releases:history"_s, u"1"_s)->text(1), u"superseded"_s);

    start({u"upgrade"_s, u"todo"_s, chart.path(), u"--set"_s,
           u"frontend.image.repository=localhost:1/nope"_s, u"--timeout"_s, u"5s"_s});
    see(u"pending-upgrade"_s, 3);
    see(u"failed"_s, 3);
    QCOMPARE(line(u"releases:history"_s, u"2"_s)->text(1), u"deployed"_s); // still stands
    QVERIFY(!said(u"releases:description"_s).isEmpty());

    takeSecret();
    start({u"rollback"_s, u"todo"_s, u"1"_s});
    see(u"pending-rollback"_s, 4);
    giveSecret();
    see(u"deployed"_s, 4);
    QCOMPARE(line(u"releases:history"_s, u"3"_s)->text(1), u"failed"_s);
    QCOMPARE(line(u"releases:history"_s, u"2"_s)->text(1), u"superseded"_s);

    hold(u"\"chartwright.org/test\""_s);
    start({u"uninstall"_s, u"todo"_s, u"--keep-history"_s});
    see(u"uninstalling"_s, 4);
    hold({});
    see(u"uninstalled"_s, 4);
    shoot(u"cycle-uninstalled"_s);
    QCOMPARE(m_states,
             (QStringList{u"pending-install"_s, u"deployed"_s, u"pending-upgrade"_s, u"deployed"_s,
                          u"pending-upgrade"_s, u"failed"_s, u"pending-rollback"_s, u"deployed"_s,
                          u"uninstalling"_s, u"uninstalled"_s}));

    // What is kept of it goes, too.
    pressButton(u"releases:uninstall"_s);
    QWidget *dialog = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(dialog);
    press(dialog, u"go"_s);
    seeEnd();
    QVERIFY(said(u"releases:message"_s).startsWith(u"todo is uninstalled"));
}

void LifeCycleTest::firstOneFails()
{
    const ChartFolder chart(m_bench->topology());
    start({u"install"_s, u"todo"_s, chart.path(), u"--timeout"_s, u"5s"_s});
    see(u"pending-install"_s, 1);
    see(u"failed"_s, 1);
    hold(u"\"chartwright.org/test\""_s);
    QTRY_COMPARE(m_helm.state(), QProcess::NotRunning);
    start({u"uninstall"_s, u"todo"_s});
    see(u"uninstalling"_s, 1);
    hold({});
    seeEnd();
}

void LifeCycleTest::firstOneIsCutOff()
{
    const ChartFolder chart(m_bench->topology());
    start({u"install"_s, u"todo"_s, chart.path()});
    see(u"pending-install"_s, 1);
    ::kill(pid_t(m_helm.processId()), SIGKILL);
    QTRY_COMPARE(m_helm.state(), QProcess::NotRunning);
    QTRY_VERIFY_WITH_TIMEOUT(in<QLabel>(u"releases:pending"_s)->isVisible(), 20'000);
    QVERIFY2(said(u"releases:pending"_s).contains(u"uninstall it: no revision was ever deployed"),
             qPrintable(said(u"releases:pending"_s)));
    pressButton(u"releases:mend"_s);
    QWidget *dialog = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(dialog);
    press(dialog, u"go"_s);
    seeEnd();
}

/// The image of the test is not to be had here: while it runs that is said, and it is ended.
void LifeCycleTest::testsThatCannotRun()
{
    const ChartFolder chart(m_bench->topology());
    start({u"install"_s, u"todo"_s, chart.path()});
    giveSecret();
    see(u"deployed"_s, 1);
    pressButton(u"releases:test"_s);
    QTRY_VERIFY_WITH_TIMEOUT(in<QPushButton>(u"releases:cancel"_s)->isVisible(), 10'000);
    QTRY_VERIFY2_WITH_TIMEOUT(said(u"releases:message"_s).contains(u"todo-test: ") &&
                                  said(u"releases:message"_s).contains(u"busybox:1.37"),
                              qPrintable(said(u"releases:message"_s)), 20'000);
    QVERIFY2(said(u"releases:message"_s).startsWith(u"The tests of todo run…"),
             qPrintable(said(u"releases:message"_s)));
    shoot(u"releases-test-waits"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(
        said(u"releases:message"_s).startsWith(u"The tests of todo cannot run and were ended: "),
        qPrintable(said(u"releases:message"_s)), 60'000);
    QVERIFY2(said(u"releases:message"_s).contains(u"load the image into the cluster") &&
                 said(u"releases:message"_s)
                     .contains(u"Left behind, as the chart has it: "
                               "todo-test. The next run replaces that."),
             qPrintable(said(u"releases:message"_s)));
    shoot(u"releases-test-ended"_s);
    QTRY_VERIFY(!in<QPushButton>(u"releases:cancel"_s)->isVisible());
    QVERIFY(cluster().object(u"pod"_s, u"todo-test"_s, m_namespace->name()).isMap());
    // Cancelled before that.
    pressButton(u"releases:test"_s);
    QTRY_VERIFY_WITH_TIMEOUT(in<QPushButton>(u"releases:cancel"_s)->isVisible(), 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(said(u"releases:message"_s).contains(u"todo-test: "), 20'000);
    pressButton(u"releases:cancel"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(said(u"releases:message"_s).startsWith(u"The tests were cancelled."),
                              qPrintable(said(u"releases:message"_s)), 20'000);
    QTRY_VERIFY(!in<QPushButton>(u"releases:cancel"_s)->isVisible());
    pressButton(u"releases:uninstall"_s);
    QWidget *dialog = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(dialog);
    press(dialog, u"go"_s);
    seeEnd();
}

CHARTWRIGHT_TEST(LifeCycleTest)
#include "test_life_cycle.moc"
