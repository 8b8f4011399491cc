// SPDX-License-Identifier: Apache-2.0
#include "app/live_desk.h"
#include "app/message_box.h"
#include "app/theme.h"
#include "cluster/cluster_window.h"
#include "panels/pods_model.h"
#include "support/helm.h"
#include "support/places.h"

#include <QCheckBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTreeView>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

constexpr int Soon = 60'000; // ms
using Tone = NodeMark::Tone;

void note(QStringList &seen, const QString &text)
{
    if (seen.isEmpty() || seen.last() != text)
        seen.append(text);
}

bool cameInOrder(const QStringList &seen, const QStringList &wanted)
{
    qsizetype next = 0;
    for (const QString &text : seen)
        next += next < wanted.size() && text == wanted[next] ? 1 : 0;
    return next == wanted.size();
}

} // namespace

// All states of pods and rollouts, of real ones: what the window shows of them on the canvas and in
// the Live panel. The drawing is states/topology.yaml.
class LiveStatesTest : public ClusterWindow
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { tearDown(); }
    void aRolloutBecomesAvailable();
    void aPodThatIsNotReady();
    void anImageThatCannotBePulled();
    void aContainerThatTakesTooMuchMemory();
    void aPodThatHasNoRoom();
    void aContainerThatCrashedOnce();
    void servicesAndAnIngress();
    void restartsByTheButton();
    void pausesAndResumes();
    void aPodThatTakesItsTimeToEnd();
    void aPodThatEndsAsItShould();
    void aTestPodIsTheReleases();
    void inTheDark();

private:
    NodeMark markOf(const QString &kind, const QString &name)
    {
        return m_bench->canvas().marks().value(m_bench->named(kind, name));
    }
    void look(const QString &kind, const QString &name);
    QStringList pods(PodsModel::Column column);
    QStringList events();
    QString told() { return find<QLabel>(u"live:message"_s)->text(); }
    QByteArray kubectl(const QStringList &more)
    {
        return cluster().kubectl(more + QStringList{u"-n"_s, m_namespace->name()});
    }
    void runTestPod();

    QHash<QString, QStringList> m_marks; // of each Deployment all that came after one another
    QHash<QString, QStringList> m_words; // of each pod that was in the list
};

void LiveStatesTest::initTestCase()
{
    setUp(u"states"_s,
          QStringLiteral(CHARTWRIGHT_SOURCE_DIR "/tests/cluster/states/topology.yaml"));
    connect(find<LiveDesk>({}), &LiveDesk::marksChanged, this, [this] {
        for (const ResourcePtr &r : m_bench->topology().ofKind(u"Deployment"))
            note(m_marks[r->name], mark(r->kind, r->name));
    });
    const auto notePods = [this] {
        const QStringList names = pods(PodsModel::Name), words = pods(PodsModel::State);
        for (int i = 0; i < names.size(); ++i)
            note(m_words[names[i]], words[i]);
    };
    const auto *model = find<QTreeView>(u"live:pods"_s)->model();
    connect(model, &QAbstractItemModel::dataChanged, this, notePods);
    connect(model, &QAbstractItemModel::rowsInserted, this, notePods);
    applyThere(11);
    m_bench->hand().key(u"ctrl+alt+3"_s);
}

void LiveStatesTest::look(const QString &kind, const QString &name)
{
    m_bench->select(m_bench->named(kind, name));
    QVERIFY_BENCH(*m_bench);
    QTRY_VERIFY(find<QLabel>(u"live:title"_s)->text().startsWith(name + u": "_s));
}

QStringList LiveStatesTest::pods(PodsModel::Column column)
{
    const auto *model = find<QTreeView>(u"live:pods"_s)->model();
    QStringList out;
    for (int row = 0; row < model->rowCount(); ++row)
        out.append(model->index(row, column).data().toString());
    return out;
}

QStringList LiveStatesTest::events()
{
    QStringList out;
    const auto *list = find<QTreeWidget>(u"live:events"_s);
    for (int i = 0; i < list->topLevelItemCount(); ++i)
        out.append(list->topLevelItem(i)->text(0) + u": "_s + list->topLevelItem(i)->text(2));
    return out;
}

void LiveStatesTest::aRolloutBecomesAvailable()
{
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Deployment"_s, u"web"_s), u"1/1 Available"_s, Soon);
    QCOMPARE(markOf(u"Deployment"_s, u"web"_s).tone, Tone::Good);
    QVERIFY2(cameInOrder(m_marks[u"web"_s], {u"0/1 Progressing"_s, u"1/1 Available"_s}),
             qPrintable(m_marks[u"web"_s].join(u", ")));
}

void LiveStatesTest::aPodThatIsNotReady()
{
    look(u"Deployment"_s, u"unready"_s);
    const QString why = u"Readiness probe failed: HTTP probe failed with statuscode: 503"_s;
    QTRY_VERIFY2_WITH_TIMEOUT(told().contains(why), qPrintable(told()), Soon);
    QCOMPARE(pods(PodsModel::State), QStringList{u"Running"_s});
    QCOMPARE(pods(PodsModel::Ready), QStringList{u"0/1"_s});
    QTRY_VERIFY(!events().filter(u"Unhealthy"_s).isEmpty());
    QTRY_COMPARE(mark(u"Service"_s, u"unready"_s), u"endpoints: 0 of 1 ready"_s);
    shoot(u"state-unready"_s);
    // Until the rollout has had its time.
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Deployment"_s, u"unready"_s), u"0/1 Failed"_s, Soon);
    QCOMPARE(markOf(u"Deployment"_s, u"unready"_s).tone, Tone::Bad);
    QVERIFY2(cameInOrder(m_marks[u"unready"_s], {u"0/1 Progressing"_s, u"0/1 Failed"_s}),
             qPrintable(m_marks[u"unready"_s].join(u", ")));
    QVERIFY2(told().contains(u"has timed out progressing") && told().contains(why),
             qPrintable(told()));
    shoot(u"state-failed"_s);
}

void LiveStatesTest::anImageThatCannotBePulled()
{
    look(u"Deployment"_s, u"no-image"_s);
    const auto isPull = [](const QString &text) {
        return text.contains(u"ErrImagePull") || text.contains(u"ImagePullBackOff");
    };
    QTRY_VERIFY_WITH_TIMEOUT(isPull(mark(u"Deployment"_s, u"no-image"_s)), Soon);
    QVERIFY(mark(u"Deployment"_s, u"no-image"_s).startsWith(u"0/1 "));
    QCOMPARE(markOf(u"Deployment"_s, u"no-image"_s).tone, Tone::Bad);
    QTRY_VERIFY(isPull(pods(PodsModel::State).value(0)));
    QTRY_VERIFY2(told().contains(u"localhost:1/nope:1"), qPrintable(told()));
    QTRY_VERIFY(!events().filter(u"Failed to pull image"_s).isEmpty());
    shoot(u"state-pull"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_words[pods(PodsModel::Name).value(0)].contains(u"ImagePullBackOff"),
                             Soon);
}

void LiveStatesTest::aContainerThatTakesTooMuchMemory()
{
    look(u"Deployment"_s, u"hungry"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_words[pods(PodsModel::Name).value(0)].contains(u"CrashLoopBackOff"),
                             Soon);
    QVERIFY(mark(u"Deployment"_s, u"hungry"_s).startsWith(u"0/1 "));
    QCOMPARE(markOf(u"Deployment"_s, u"hungry"_s).tone, Tone::Bad);
    // Whatever its word is just now.
    QTRY_VERIFY2_WITH_TIMEOUT(
        told().contains(u"more memory than its limit. It is started again after "),
        qPrintable(told()), Soon);
    shoot(u"state-memory"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_words[pods(PodsModel::Name).value(0)].contains(u"OOMKilled"), Soon);
}

void LiveStatesTest::aPodThatHasNoRoom()
{
    look(u"Deployment"_s, u"too-big"_s);
    QTRY_COMPARE_WITH_TIMEOUT(pods(PodsModel::State), QStringList{u"Pending"_s}, Soon);
    QTRY_COMPARE(mark(u"Deployment"_s, u"too-big"_s), u"0/1 Pending"_s);
    QTRY_VERIFY2(told().contains(u"Insufficient cpu"), qPrintable(told()));
    QTRY_VERIFY(!events().filter(u"FailedScheduling"_s).isEmpty());
    shoot(u"state-pending"_s);
}

void LiveStatesTest::aContainerThatCrashedOnce()
{
    look(u"Deployment"_s, u"stumbles"_s);
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Deployment"_s, u"stumbles"_s), u"1/1 Available"_s, Soon);
    QTRY_VERIFY2(pods(PodsModel::Restarts).value(0).startsWith(u"1 ("),
                 qPrintable(pods(PodsModel::Restarts).join(u", ")));
    pressIn(u"live:logs"_s);
    QWidget *logs = m_bench->opened(u"logWindow"_s);
    QVERIFY(logs);
    auto *text = logs->findChild<QPlainTextEdit *>(u"log:text"_s);
    QTRY_VERIFY_WITH_TIMEOUT(text->toPlainText().contains(u"the second run"), Soon);
    QVERIFY(!text->toPlainText().contains(u"the first run"));
    m_bench->hand().click(logs->findChild<QCheckBox *>(u"log:previous"_s));
    QTRY_VERIFY_WITH_TIMEOUT(text->toPlainText().contains(u"the first run"), Soon);
    QVERIFY(!text->toPlainText().contains(u"the second run"));
    shoot(u"state-previous"_s);
    m_bench->hand().key(u"Escape"_s);
    QTRY_VERIFY(!find<QWidget>(u"logWindow"_s));
}

void LiveStatesTest::servicesAndAnIngress()
{
    QTRY_COMPARE(mark(u"Service"_s, u"web"_s), u"endpoints: 1"_s);
    QCOMPARE(markOf(u"Service"_s, u"web"_s).tone, Tone::Good);
    QCOMPARE(mark(u"Service"_s, u"too-big"_s), u"no endpoints"_s);
    QCOMPARE(markOf(u"Service"_s, u"too-big"_s).tone, Tone::Waiting);
    look(u"Ingress"_s, u"web"_s);
    QCOMPARE(mark(u"Ingress"_s, u"web"_s), u"no address yet"_s);
    shoot(u"state-ingress"_s);
    // As an ingress controller would, which the cluster has not.
    kubectl({u"patch"_s, u"ingress"_s, u"web"_s, u"--subresource=status"_s, u"--type=merge"_s,
             u"-p"_s, uR"({"status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.7"}]}}})"_s});
    QTRY_COMPARE(mark(u"Ingress"_s, u"web"_s), u"192.0.2.7"_s);
    QTRY_COMPARE(find<QLabel>(u"live:title"_s)->text(), u"web: 192.0.2.7"_s);
}

void LiveStatesTest::restartsByTheButton()
{
    look(u"Deployment"_s, u"web"_s);
    const QStringList before = pods(PodsModel::Name);
    QCOMPARE(before.size(), 1);
    MessageBox::takeTexts();
    MessageBox::setNextAnswer(u"go"_s);
    pressIn(u"live:restart"_s);
    QVERIFY(MessageBox::takeTexts().join(u' ').contains(u"Restart the pods of web?"));
    QTRY_VERIFY_WITH_TIMEOUT(pods(PodsModel::Name).size() == 1 && pods(PodsModel::Name) != before,
                             Soon);
    const QString after = pods(PodsModel::Name).constFirst();
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Deployment"_s, u"web"_s), u"1/1 Available"_s, Soon);
    QVERIFY2(cameInOrder(m_words[after], {u"ContainerCreating"_s, u"Running"_s}),
             qPrintable(m_words[after].join(u", ")));
    QVERIFY2(cameInOrder(m_words[before.first()], {u"Running"_s, u"Terminating"_s}),
             qPrintable(m_words[before.first()].join(u", ")));
}

void LiveStatesTest::pausesAndResumes()
{
    const QStringList before = pods(PodsModel::Name);
    auto *button = find<QPushButton>(u"live:pause"_s);
    QCOMPARE(button->text(), u"Pause"_s);
    MessageBox::setNextAnswer(u"go"_s);
    pressIn(u"live:pause"_s);
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Deployment"_s, u"web"_s), u"1/1 Paused"_s, Soon);
    QTRY_COMPARE(button->text(), u"Resume"_s);
    kubectl({u"set"_s, u"env"_s, u"deployment/web"_s, u"NAME=changed"_s});
    const auto web = [this] {
        return cluster().object(u"deployment"_s, u"web"_s, m_namespace->name());
    };
    QTRY_VERIFY(web()[u"status"][u"observedGeneration"] == web()[u"metadata"][u"generation"]);
    QCOMPARE(pods(PodsModel::Name), before);
    shoot(u"state-paused"_s);
    pressIn(u"live:pause"_s);
    QTRY_VERIFY_WITH_TIMEOUT(pods(PodsModel::Name).size() == 1 && pods(PodsModel::Name) != before,
                             Soon);
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Deployment"_s, u"web"_s), u"1/1 Available"_s, Soon);
    QVERIFY2(cameInOrder(m_marks[u"web"_s], {u"1/1 Available"_s, u"1/1 Paused"_s,
                                             u"1/1 Progressing"_s, u"1/1 Available"_s}),
             qPrintable(m_marks[u"web"_s].join(u", ")));
    QCOMPARE(button->text(), u"Pause"_s);
}

void LiveStatesTest::aPodThatTakesItsTimeToEnd()
{
    look(u"Deployment"_s, u"slow-end"_s);
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Deployment"_s, u"slow-end"_s), u"1/1 Available"_s, Soon);
    const QString old = pods(PodsModel::Name).value(0);
    kubectl({u"delete"_s, u"pod"_s, old, u"--wait=false"_s});
    QTRY_VERIFY_WITH_TIMEOUT(pods(PodsModel::State).contains(u"Terminating"_s) &&
                                 pods(PodsModel::State).contains(u"Running"_s),
                             Soon);
    const QList<Tone> squares = markOf(u"Deployment"_s, u"slow-end"_s).pods;
    QVERIFY(squares.size() == 2 && squares.contains(Tone::Quiet));
    shoot(u"state-terminating"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!pods(PodsModel::Name).contains(old), Soon);
    QVERIFY2(cameInOrder(m_words[old], {u"Running"_s, u"Terminating"_s}),
             qPrintable(m_words[old].join(u", ")));
    // It had to be killed, which is nobody's worry.
    QVERIFY2(m_marks[u"slow-end"_s].filter(u"Error"_s).isEmpty(),
             qPrintable(m_marks[u"slow-end"_s].join(u", ")));
}

void LiveStatesTest::aPodThatEndsAsItShould()
{
    look(u"Deployment"_s, u"web"_s);
    const QString old = pods(PodsModel::Name).value(0);
    const auto hold = [&](const QString &finalizers) {
        kubectl({u"patch"_s, u"pod"_s, old, u"--type=merge"_s, u"-p"_s,
                 uR"({"metadata":{"finalizers":%1}})"_s.arg(finalizers)});
    };
    hold(uR"(["chartwright.org/looked-at"])"_s); // else it would be gone at once
    kubectl({u"delete"_s, u"pod"_s, old, u"--wait=false"_s});
    QTRY_VERIFY_WITH_TIMEOUT(pods(PodsModel::State).contains(u"Completed"_s), Soon);
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Deployment"_s, u"web"_s), u"1/1 Available"_s, Soon);
    QVERIFY2(cameInOrder(m_words[old], {u"Running"_s, u"Terminating"_s, u"Completed"_s}),
             qPrintable(m_words[old].join(u", ")));
    shoot(u"state-completed"_s);
    hold(u"null"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!pods(PodsModel::Name).contains(old), Soon);
}

/// As `helm test` does, with an image that the cluster has.
void LiveStatesTest::runTestPod()
{
    kubectl({u"delete"_s, u"pod"_s, u"states-test"_s, u"--ignore-not-found"_s});
    const QString chart = m_bench->folder(u"chart"_s);
    if (!QFile::exists(chart))
        m_bench->exportInto(chart);
    QVERIFY_BENCH(*m_bench);
    QVERIFY_HELM(Helm::four());
    const Helm::Output pod = Helm::four().render(
        chart, u"states"_s,
        {u"-n"_s, m_namespace->name(), u"-s"_s, u"templates/tests/connection.yaml"_s});
    QVERIFY2(pod.ok(), qPrintable(pod.text()));
    QFile file(m_bench->folder(u"pod.yaml"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(pod.out).replace("busybox:1.37", "localhost/app:1"));
    file.close();
    kubectl({u"apply"_s, u"-f"_s, file.fileName()});
}

void LiveStatesTest::aTestPodIsTheReleases()
{
    look(u"Release"_s, u"states"_s);
    QVERIFY(pods(PodsModel::Name).isEmpty());
    const QString inAll = mark(u"Release"_s, u"states"_s);
    QVERIFY2(inAll.endsWith(u" of 11 as they should be"), qPrintable(inAll));
    runTestPod();
    QTRY_COMPARE_WITH_TIMEOUT(pods(PodsModel::State), QStringList{u"Completed"_s}, Soon);
    QCOMPARE(pods(PodsModel::Name), QStringList{u"states-test"_s});
    QTRY_COMPARE(markOf(u"Release"_s, u"states"_s).pods, QList{Tone::Good});
    QCOMPARE(mark(u"Release"_s, u"states"_s), inAll);
    QTRY_VERIFY(!events().filter(u"Started"_s).isEmpty());
    shoot(u"state-succeeded"_s);

    kubectl({u"scale"_s, u"deployment"_s, u"web"_s, u"--replicas=0"_s});
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Service"_s, u"web"_s), u"no endpoints"_s, Soon);
    runTestPod();
    QTRY_COMPARE_WITH_TIMEOUT(pods(PodsModel::State), QStringList{u"Error"_s}, Soon);
    QTRY_COMPARE(mark(u"Release"_s, u"states"_s), u"states-test: Error"_s);
    QTRY_COMPARE(markOf(u"Release"_s, u"states"_s).pods, QList{Tone::Bad});
    QTRY_VERIFY2(told().contains(u"exit code 1"), qPrintable(told()));
    shoot(u"state-test-failed"_s);
}

void LiveStatesTest::inTheDark()
{
    applyTheme(Settings::Theme::Dark);
    shoot(u"state-dark-release"_s);
    look(u"Deployment"_s, u"unready"_s);
    shoot(u"state-dark-failed"_s);
    applyTheme(Settings::Theme::Light);
}

CHARTWRIGHT_TEST(LiveStatesTest)
#include "test_live_states.moc"
