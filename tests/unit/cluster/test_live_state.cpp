// SPDX-License-Identifier: Apache-2.0
#include "cluster/pod_state.h"
#include "cluster/rollout.h"
#include "support/result_check.h"
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

/// A pod of one container "app", with this status.
Value pod(const QByteArray &status, const QByteArray &metadata = "{}", int containers = 1)
{
    QByteArray names;
    for (int i = 0; i < containers; ++i)
        names += "{name: c" + QByteArray::number(i) + "},";
    return yaml("{metadata: " + metadata + ", spec: {containers: [" + names +
                "]}, status: " + status + "}");
}

} // namespace

class LiveStateTest : public TestCase
{
    Q_OBJECT

private slots:
    void podInKubectlsWords_data();
    void podInKubectlsWords();
    void restartsAreCounted();
    void sidecarsCountAsContainers();
    void rollouts_data();
    void rollouts();
};

void LiveStateTest::podInKubectlsWords_data()
{
    QTest::addColumn<Value>("object");
    QTest::addColumn<QString>("word");
    QTest::addColumn<Health>("health");
    const auto row = [](const char *name, const Value &object, const char *word, Health health) {
        QTest::newRow(name) << object << QString::fromLatin1(word) << health;
    };
    row("empty", Value(Map()), "Unknown", Health::Unknown);
    row("pending", pod("{phase: Pending}"), "Pending", Health::Waiting);
    row("unschedulable",
        pod("{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: "
            "Unschedulable, message: 0/1 nodes}]}"),
        "Pending", Health::Waiting);
    row("gated",
        pod("{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: "
            "SchedulingGated}]}"),
        "SchedulingGated", Health::Waiting);
    row("creating",
        pod("{phase: Pending, containerStatuses: [{name: c0, state: {waiting: {reason: "
            "ContainerCreating}}}]}"),
        "ContainerCreating", Health::Waiting);
    row("pull",
        pod("{phase: Pending, containerStatuses: [{name: c0, state: {waiting: {reason: "
            "ImagePullBackOff, message: Back-off}}}]}"),
        "ImagePullBackOff", Health::Bad);
    row("config",
        pod("{phase: Pending, containerStatuses: [{name: c0, state: {waiting: {reason: "
            "CreateContainerConfigError}}}]}"),
        "CreateContainerConfigError", Health::Bad);
    row("running",
        pod("{phase: Running, containerStatuses: [{name: c0, ready: true, state: {running: {}}}]}"),
        "Running", Health::Good);
    row("unready",
        pod("{phase: Running, containerStatuses: [{name: c0, ready: false, state: {running: "
            "{}}}]}"),
        "Running", Health::Waiting);
    row("crash",
        pod("{phase: Running, containerStatuses: [{name: c0, state: {waiting: {reason: "
            "CrashLoopBackOff}}}]}"),
        "CrashLoopBackOff", Health::Bad);
    row("oom",
        pod("{phase: Running, containerStatuses: [{name: c0, state: {terminated: {reason: "
            "OOMKilled, exitCode: 137}}}]}"),
        "OOMKilled", Health::Bad);
    row("exit code",
        pod("{phase: Running, containerStatuses: [{name: c0, state: {terminated: {exitCode: "
            "3}}}]}"),
        "ExitCode:3", Health::Bad);
    row("signal",
        pod("{phase: Running, containerStatuses: [{name: c0, state: {terminated: {exitCode: 137, "
            "signal: 9}}}]}"),
        "Signal:9", Health::Bad);
    row("succeeded",
        pod("{phase: Succeeded, containerStatuses: [{name: c0, state: {terminated: {reason: "
            "Completed, exitCode: 0}}}]}"),
        "Completed", Health::Done);
    row("failed",
        pod("{phase: Failed, containerStatuses: [{name: c0, state: {terminated: {reason: Error, "
            "exitCode: 1}}}]}"),
        "Error", Health::Bad);
    row("evicted", pod("{phase: Failed, reason: Evicted, message: The node was low on resource}"),
        "Evicted", Health::Bad);
    row("first container's word",
        pod("{phase: Running, containerStatuses: [{name: c0, state: {waiting: {reason: "
            "CrashLoopBackOff}}}, {name: c1, ready: true, state: {running: {}}}]}",
            "{}", 2),
        "CrashLoopBackOff", Health::Bad);
    row("one completed beside a ready one",
        pod("{phase: Running, conditions: [{type: Ready, status: 'True'}], containerStatuses: "
            "[{name: c0, state: {terminated: {reason: Completed, exitCode: 0}}}, {name: c1, ready: "
            "true, state: {running: {}}}]}",
            "{}", 2),
        "Running", Health::Waiting);
    row("one completed, pod not ready",
        pod("{phase: Running, containerStatuses: [{name: c0, state: {terminated: {reason: "
            "Completed, exitCode: 0}}}, {name: c1, ready: true, state: {running: {}}}]}",
            "{}", 2),
        "NotReady", Health::Waiting);
    row("terminating",
        pod("{phase: Running, containerStatuses: [{name: c0, ready: true, state: {running: {}}}]}",
            "{deletionTimestamp: '2026-01-01T00:00:00Z'}"),
        "Terminating", Health::Leaving);
    row("deleted when it had ended",
        pod("{phase: Succeeded, containerStatuses: [{name: c0, state: {terminated: {reason: "
            "Completed, exitCode: 0}}}]}",
            "{deletionTimestamp: '2026-01-01T00:00:00Z'}"),
        "Completed", Health::Done);
    row("killed while it was deleted",
        pod("{phase: Failed, containerStatuses: [{name: c0, state: {terminated: {reason: Error, "
            "exitCode: 137}}}]}",
            "{deletionTimestamp: '2026-01-01T00:00:00Z'}"),
        "Error", Health::Leaving);
    row("node lost",
        pod("{phase: Running, reason: NodeLost}", "{deletionTimestamp: '2026-01-01T00:00:00Z'}"),
        "Unknown", Health::Unknown);
    const auto init = [](const QByteArray &statuses) {
        return yaml("{spec: {initContainers: [{name: i0}, {name: i1}], containers: [{name: c0}]}, "
                    "status: {phase: Pending, initContainerStatuses: [" +
                    statuses +
                    "], containerStatuses: [{name: c0, state: {waiting: {reason: "
                    "PodInitializing}}}]}}");
    };
    row("first init container runs",
        init("{name: i0, state: {running: {}}}, {name: i1, state: {waiting: {reason: "
             "PodInitializing}}}"),
        "Init:0/2", Health::Waiting);
    row("second init container waits",
        init("{name: i0, state: {terminated: {exitCode: 0, reason: Completed}}}, {name: i1, state: "
             "{waiting: {reason: PodInitializing}}}"),
        "Init:1/2", Health::Waiting);
    row("init container crashes", init("{name: i0, state: {waiting: {reason: CrashLoopBackOff}}}"),
        "Init:CrashLoopBackOff", Health::Bad);
    row("init container failed", init("{name: i0, state: {terminated: {exitCode: 2}}}"),
        "Init:ExitCode:2", Health::Bad);
    row("init container was killed",
        init("{name: i0, state: {terminated: {exitCode: 137, signal: 9}}}"), "Init:Signal:9",
        Health::Bad);
    row("init containers done",
        init("{name: i0, state: {terminated: {exitCode: 0}}}, {name: i1, state: {terminated: "
             "{exitCode: 0}}}"),
        "PodInitializing", Health::Waiting);
}

void LiveStateTest::podInKubectlsWords()
{
    QFETCH(Value, object);
    QFETCH(QString, word);
    QFETCH(Health, health);
    const PodState state = podState(object);
    QCOMPARE(state.word, word);
    QCOMPARE(state.health, health);
}

void LiveStateTest::restartsAreCounted()
{
    const PodState state = podState(pod(
        "{phase: Running, containerStatuses: [{name: c0, ready: true, restartCount: 2, state: "
        "{running: {}}, lastState: {terminated: {finishedAt: '2026-01-01T10:00:00Z'}}}, {name: c1, "
        "ready: true, restartCount: 1, state: {running: {}}, lastState: {terminated: {finishedAt: "
        "'2026-01-01T11:00:00Z'}}}]}",
        "{}", 2));
    QCOMPARE(state.restarts, 3);
    QCOMPARE(state.ready, 2);
    QCOMPARE(state.containers, 2);
    QCOMPARE(state.lastRestart.toUTC().toString(Qt::ISODate), u"2026-01-01T11:00:00Z"_s);
    // The cause of a bad word, on one line.
    QCOMPARE(
        podState(pod("{phase: Pending, containerStatuses: [{name: c0, state: {waiting: {reason: "
                     "ErrImagePull, message: \"failed to pull\\n image\"}}}]}"))
            .message,
        u"failed to pull image"_s);
    QCOMPARE(podState(pod("{phase: Pending, conditions: [{type: PodScheduled, status: 'False', "
                          "message: 0/1 nodes are available}]}"))
                 .message,
             u"0/1 nodes are available"_s);
}

void LiveStateTest::sidecarsCountAsContainers()
{
    const PodState state = podState(
        yaml("{spec: {initContainers: [{name: side, restartPolicy: Always}], containers: [{name: "
             "c0}]}, status: {phase: Running, conditions: [{type: Initialized, status: 'True'}], "
             "initContainerStatuses: [{name: side, started: true, ready: true, restartCount: 1, "
             "state: {running: {}}}], containerStatuses: [{name: c0, ready: true, restartCount: 1, "
             "state: {running: {}}}]}}"));
    QCOMPARE(state.word, u"Running"_s);
    QCOMPARE(state.ready, 2);
    QCOMPARE(state.containers, 2);
    QCOMPARE(state.restarts, 2);
    QCOMPARE(state.health, Health::Good);
}

void LiveStateTest::rollouts_data()
{
    QTest::addColumn<QByteArray>("object");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QByteArray &object, const char *word,
                        const char *message = "") {
        QTest::newRow(name) << object << QString::fromLatin1(word) << QString::fromLatin1(message);
    };
    row("new", "{metadata: {generation: 1}, spec: {replicas: 2}}", "Progressing");
    row("old generation",
        "{metadata: {generation: 2}, spec: {replicas: 1}, status: {observedGeneration: 1, "
        "replicas: "
        "1, updatedReplicas: 1, availableReplicas: 1}}",
        "Progressing");
    row("not all updated",
        "{metadata: {generation: 1}, spec: {replicas: 2}, status: {observedGeneration: 1, "
        "replicas: "
        "2, updatedReplicas: 1, availableReplicas: 2}}",
        "Progressing");
    row("old pods left",
        "{metadata: {generation: 1}, spec: {replicas: 2}, status: {observedGeneration: 1, "
        "replicas: "
        "3, updatedReplicas: 2, availableReplicas: 3}}",
        "Progressing");
    row("not available",
        "{metadata: {generation: 1}, spec: {replicas: 2}, status: {observedGeneration: 1, "
        "replicas: "
        "2, updatedReplicas: 2, availableReplicas: 1}}",
        "Progressing");
    row("done",
        "{metadata: {generation: 1}, spec: {replicas: 2}, status: {observedGeneration: 1, "
        "replicas: "
        "2, updatedReplicas: 2, availableReplicas: 2}}",
        "Available");
    row("none wanted",
        "{metadata: {generation: 1}, spec: {replicas: 0}, status: {observedGeneration: 1}}",
        "Available");
    row("paused",
        "{metadata: {generation: 1}, spec: {replicas: 2, paused: true}, status: "
        "{observedGeneration: 1}}",
        "Paused");
    row("deadline",
        "{metadata: {generation: 1}, spec: {replicas: 1}, status: {observedGeneration: 1, "
        "conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded, "
        "message: 'has timed out'}]}}",
        "Failed", "has timed out");
    row("quota",
        "{metadata: {generation: 1}, spec: {replicas: 1}, status: {observedGeneration: 1, "
        "conditions: [{type: ReplicaFailure, status: 'True', message: 'exceeded quota'}]}}",
        "Failed", "exceeded quota");
}

void LiveStateTest::rollouts()
{
    QFETCH(QByteArray, object);
    QFETCH(QString, word);
    QFETCH(QString, message);
    const Rollout rollout = rolloutOf(yaml(object));
    QCOMPARE(rolloutWord(rollout.state), word);
    QCOMPARE(rollout.message, message);
}

CHARTWRIGHT_TEST(LiveStateTest)
#include "test_live_state.moc"
