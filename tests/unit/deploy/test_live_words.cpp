// SPDX-License-Identifier: Apache-2.0
#include "deploy/live_state.h"
#include "support/test_case.h"
#include "tree/yaml.h"

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace {

Value yaml(const QByteArray &text)
{
    const auto read = readYaml(text, u"test"_s);
    return read ? *read : Value();
}

LivePod pod(const QByteArray &containerState, const QByteArray &more = {})
{
    return livePod(yaml("{metadata: {name: web-1}, spec: {containers: [{name: app}]}, status: "
                        "{phase: Running, containerStatuses: [{name: app, ready: false, state: " +
                        containerState + more + "}]}}"));
}

LivePod unready() { return pod("{running: {}}"); }

Value deployment(const QByteArray &conditions = "[]")
{
    return yaml("{metadata: {generation: 1}, spec: {replicas: 1}, status: {observedGeneration: 1, "
                "replicas: 1, updatedReplicas: 1, conditions: " +
                conditions + "}}");
}

LiveEvent eventOf(const char *about, const char *message, bool isWarning = true)
{
    LiveEvent out;
    out.about = QLatin1String(about);
    out.message = QLatin1String(message);
    out.isWarning = isWarning;
    return out;
}

} // namespace

// What is said of why something is not well.
class LiveWordsTest : public TestCase
{
    Q_OBJECT

private slots:
    void tellsHowAContainerEnded();
    void tellsWhyAPodWaits();
    void aFailedRolloutTellsTheCauseToo();
    void aReleaseIsAsWellAsItsPods();
    void aReleaseIsWhatHelmSaysOfIt();
    void aBalancerWithoutAnAddress();
};

void LiveWordsTest::tellsHowAContainerEnded()
{
    QCOMPARE(pod("{terminated: {reason: OOMKilled, exitCode: 137}}").state.message,
             u"It was ended because it took more memory than its limit."_s);
    QCOMPARE(pod("{waiting: {reason: CrashLoopBackOff, message: 'back-off 2m40s restarting failed "
                 "container=app pod=web-1_demo(5faf2217)'}}",
                 ", lastState: {terminated: {reason: Error, exitCode: 3}}")
                 .state.message,
             u"It ended with exit code 3. It is started again after 2m40s."_s);
    QCOMPARE(pod("{running: {}}", ", lastState: {terminated: {reason: Error, exitCode: 3}}")
                 .state.message,
             QString()); // that is over
}

void LiveWordsTest::tellsWhyAPodWaits()
{
    const QList<LiveEvent> events{eventOf("Pod other", "no"), eventOf("Pod web-1", "probe\nfailed"),
                                  eventOf("Pod web-1", "older")};
    QList<LivePod> pods{unready()};
    tellWhyPodsWait(pods, events);
    QCOMPARE(pods[0].state.message, u"probe failed"_s);
    QCOMPARE(deploymentState(deployment(), pods).message, u"probe failed"_s);

    // Something went well since.
    pods = {unready()};
    tellWhyPodsWait(pods, QList{eventOf("Pod web-1", "Started", false)} + events);
    QCOMPARE(pods[0].state.message, QString());
    QCOMPARE(deploymentState(deployment(), pods).message, QString());
}

void LiveWordsTest::aFailedRolloutTellsTheCauseToo()
{
    QList<LivePod> pods{unready()};
    pods[0].state.message = u"probe failed"_s;
    const LiveState state = deploymentState(
        deployment("[{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded, "
                   "message: It has timed out.}]"),
        pods);
    QCOMPARE(state.word, u"0/1 Failed"_s);
    QCOMPARE(state.message, u"It has timed out. probe failed"_s);
}

void LiveWordsTest::aReleaseIsAsWellAsItsPods()
{
    LiveState good;
    good.isKnown = good.isThere = true;
    good.health = Health::Good;
    QCOMPARE(releaseState({good, good}, {}).word, u"2 of 2 as they should be"_s);
    LivePod test = unready();
    QCOMPARE(releaseState({good}, {test}).health, Health::Good); // a test that runs
    test.state.health = Health::Bad;
    test.state.word = u"Error"_s;
    test.state.message = u"It ended with exit code 1."_s;
    const LiveState state = releaseState({good}, {test});
    QCOMPARE(state.health, Health::Bad);
    QCOMPARE(state.word, u"web-1: Error"_s);
    QCOMPARE(state.message, u"It ended with exit code 1."_s);
    QCOMPARE(releaseState({}, {}).word, u"not in the cluster"_s);
}

void LiveWordsTest::aReleaseIsWhatHelmSaysOfIt()
{
    const auto record = [](const QByteArray &status, const QByteArray &more = {}) {
        return helmRecord(yaml("{metadata: {creationTimestamp: '2026-01-02T03:04:05Z', labels: "
                               "{owner: helm, name: todo, version: '3', status: " +
                               status + more + "}}}"));
    };
    LiveState good;
    good.isKnown = good.isThere = true;
    good.health = Health::Good;
    const LiveState deployed = releaseState({good}, {}, record("deployed"));
    QCOMPARE(deployed.word, u"deployed · revision 3"_s);
    QCOMPARE(deployed.health, Health::Good);
    QCOMPARE(deployed.advice, QString());
    QCOMPARE(deployed.helm->revision, 3);

    const HelmRecord cutOff = record("pending-upgrade", ", modifiedAt: '1767323045'");
    QCOMPARE(cutOff.changed, QDateTime::fromString(u"2026-01-02T03:04:05Z"_s, Qt::ISODate));
    QCOMPARE(record("pending-upgrade").changed, cutOff.changed); // as far as it is known
    const LiveState pending = releaseState({good}, {}, cutOff);
    QCOMPARE(pending.health, Health::Waiting);
    QCOMPARE(pending.word,
             u"pending-upgrade since %1 · revision 3"_s.arg(momentText(cutOff.changed)));
    QVERIFY(pending.advice.contains(u"roll it back"));

    QCOMPARE(releaseState({good}, {}, record("failed")).health, Health::Bad);
    LiveState bad = good;
    bad.health = Health::Bad;
    QCOMPARE(releaseState({good, bad}, {}, record("deployed")).word,
             u"deployed · revision 3 · 1 of 2 as they should be"_s);
    // Its objects are gone, or not there yet.
    const LiveState kept = releaseState({}, {}, record("uninstalled"));
    QCOMPARE(kept.health, Health::Unknown);
    QCOMPARE(kept.word, u"uninstalled · revision 3"_s);
    QVERIFY(kept.isThere);

    const Value other = yaml("{metadata: {labels: {owner: helm, name: other}}}");
    QVERIFY(isHelmRecord(other, u"other"_s));
    QVERIFY(!isHelmRecord(other, u"todo"_s));
    QVERIFY(!isHelmRecord(yaml("{metadata: {labels: {name: todo}}}"), u"todo"_s));
}

/// Minikube has none, and its pods are ready all the same.
void LiveWordsTest::aBalancerWithoutAnAddress()
{
    const auto state = [](const char *type, const char *status, const char *ready) {
        return serviceState(
            yaml("{spec: {type: " + QByteArray(type) + "}, status: {" + status + "}}"),
            {yaml("{endpoints: [{conditions: {ready: " + QByteArray(ready) + "}}]}")});
    };
    const char *address = "loadBalancer: {ingress: [{ip: 192.0.2.1}]}";
    QVERIFY(state("LoadBalancer", "", "true").lacksAddress);
    QVERIFY(!state("LoadBalancer", "", "true").isGood());
    QVERIFY(!state("LoadBalancer", "", "false").lacksAddress);
    QVERIFY(!state("LoadBalancer", address, "true").lacksAddress);
    QVERIFY(state("LoadBalancer", address, "true").isGood());
    QVERIFY(!state("NodePort", "", "false").lacksAddress);
}

CHARTWRIGHT_TEST(LiveWordsTest)
#include "test_live_words.moc"
