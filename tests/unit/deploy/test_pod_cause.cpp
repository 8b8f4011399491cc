// SPDX-License-Identifier: Apache-2.0
#include "deploy/pod_cause.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "tree/yaml.h"

#include <QDateTime>

using namespace chartwright;
using namespace Qt::StringLiterals;

using What = PodCause::What;

// Why pods do not get on; the texts are kubelet's and the scheduler's.
class PodCauseTest : public TestCase
{
    Q_OBJECT

private slots:
    void causes_data();
    void causes();
    void none_data();
    void none();
    void withoutPods_data();
    void withoutPods();
};

namespace {

Value yaml(const QByteArray &text)
{
    const auto read = readYaml(text, u"pod"_s);
    return read ? *read : Value();
}

QByteArray waiting(const QByteArray &reason, const QByteArray &message)
{
    return "status: {phase: Pending, containerStatuses: [{name: web, image: \"nope:1\", "
           "restartCount: 0, state: {waiting: {reason: " +
           reason + ", message: '" + message + "'}}}]}";
}

QByteArray crashed(const QByteArray &how)
{
    return "status: {phase: Running, containerStatuses: [{name: web, image: \"a:1\", restartCount: "
           "3, state: {waiting: {reason: CrashLoopBackOff, message: back-off}}, lastState: "
           "{terminated: {" +
           how + "}}}]}";
}

QByteArray running(int seconds)
{
    const QByteArray since =
        QDateTime::currentDateTimeUtc().addSecs(-seconds).toString(Qt::ISODate).toLatin1();
    return "status: {phase: Running, containerStatuses: [{name: web, image: \"a:1\", ready: false, "
           "restartCount: 0, state: {running: {startedAt: '" +
           since + "'}}}]}";
}

QByteArray unschedulable(const QByteArray &message)
{
    return "status: {phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: "
           "Unschedulable, message: '" +
           message + "'}]}";
}

QByteArray unhealthy(const QByteArray &message, int count)
{
    return "[{reason: Unhealthy, message: '" + message + "', count: " + QByteArray::number(count) +
           ", involvedObject: {fieldPath: 'spec.containers{web}'}}]";
}

const QByteArray Spec =
    "spec: {containers: [{name: web, resources: {limits: {memory: 64Mi}}, readinessProbe: "
    "{httpGet: "
    "{path: /health, port: 8080}}, livenessProbe: {tcpSocket: {port: 8081}}}]}\n";

} // namespace

void PodCauseTest::causes_data()
{
    QTest::addColumn<What>("what");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("events");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, What what, const QByteArray &status, const char *words,
                        const QByteArray &events = "[]") {
        QTest::newRow(name) << what << status << events << QString::fromUtf8(words);
    };
    row("image", What::ImageMissing,
        waiting("ErrImagePull", "failed to pull and unpack image: nope:1: not found"), "nope:1");
    row("image, backing off", What::ImageMissing,
        waiting("ImagePullBackOff", "Back-off pulling image \"nope:1\""), "no image nope:1",
        "[{reason: Failed, message: 'Failed to pull image \"nope:1\": manifest unknown'}]");
    row("private", What::ImageDenied,
        waiting("ErrImagePull", "pull access denied, repository does not exist or may require "
                                "authorization"),
        "nope:1");
    row("registry", What::Registry,
        waiting("ErrImagePull", "dial tcp 127.0.0.1:1: connect: connection refused"), "registry");
    row("name", What::ImageName, waiting("InvalidImageName", "couldn t parse"), "nope:1");
    row("never", What::ImageNever, waiting("ErrImageNeverPull", "not present"), "may not pull");
    row("secret", What::SecretMissing,
        waiting("CreateContainerConfigError", "secret \"todo-secrets\" not found"), "todo-secrets");
    row("key", What::SecretKeyMissing,
        waiting("CreateContainerConfigError", "couldn''t find key API_KEY in Secret team-a/todo"),
        "The Secret todo has no key API_KEY");
    row("config", What::ConfigMapMissing,
        waiting("CreateContainerConfigError", "configmap \"todo-config\" not found"),
        "todo-config");
    row("config key", What::ConfigMapKeyMissing,
        waiting("CreateContainerConfigError", "couldn''t find key LEVEL in ConfigMap a/todo"),
        "LEVEL");
    row("root", What::RunsAsRoot,
        waiting("CreateContainerConfigError", "container has runAsNonRoot and image will run as "
                                              "root"),
        "root");
    row("program", What::NoProgram,
        crashed("exitCode: 128, reason: StartError, message: 'exec: \"serve\": executable file not "
                "found in $PATH'"),
        "command");
    row("crash", What::Crash, crashed("exitCode: 3, reason: Error"), "exit code 3");
    row("ends", What::Crash, crashed("exitCode: 0, reason: Completed"), "ends by itself");
    row("memory", What::OutOfMemory, crashed("exitCode: 137, reason: OOMKilled"), "64Mi");
    row("liveness", What::Liveness, crashed("exitCode: 137, reason: Error"), "port 8081",
        unhealthy("Liveness probe failed: dial tcp: connection refused", 3));
    row("readiness", What::Readiness, running(90), "port 8080",
        unhealthy("Readiness probe failed: HTTP probe failed with statuscode: 503", 12));
    row("too little memory to begin", What::OutOfMemory,
        "status: {phase: Pending, containerStatuses: [{name: web, state: {waiting: {reason: "
        "ContainerCreating}}}]}",
        "memory limit is too low",
        "[{reason: FailedCreatePodSandBox, message: 'container init was OOM-killed (memory limit "
        "too low?)'}]");
    row("room", What::NoRoom, unschedulable("0/1 nodes are available: 1 Insufficient cpu."),
        "Insufficient cpu");
    row("node", What::NoNode,
        unschedulable("0/1 nodes are available: 1 node(s) had untolerated taint {a: b}."), "taint");
    row("claim", What::Claim,
        unschedulable("0/1 nodes are available: persistentvolumeclaim \"data\" not found."),
        "data");
    row("volume", What::SecretMissing, "status: {phase: Pending}", "certs",
        "[{reason: FailedMount, message: 'MountVolume.SetUp failed for volume \"c\" : secret "
        "\"certs\" not found'}]");
    row("evicted", What::Evicted,
        "status: {phase: Failed, reason: Evicted, message: The node was low on memory}", "low");
}

void PodCauseTest::causes()
{
    QFETCH(What, what);
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, events);
    QFETCH(QString, words);
    const Value pod = yaml(Spec + status);
    QVERIFY(!pod.isNull());
    const auto cause = causeOf(pod, yaml(events).list());
    QVERIFY(cause);
    QVERIFY2(cause->what == what, qPrintable(cause->sentence));
    QVERIFY2(cause->sentence.contains(words), qPrintable(cause->sentence));
    QVERIFY(!cause->remedy.isEmpty());
}

void PodCauseTest::none_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("events");
    QTest::newRow("starting") << waiting("ContainerCreating", "") << QByteArray("[]");
    QTest::newRow("slow") << running(10) << unhealthy("Readiness probe failed: refused", 9);
    QTest::newRow("not often") << running(90) << unhealthy("Readiness probe failed: refused", 2);
    QTest::newRow("other container")
        << running(90)
        << unhealthy("Readiness probe failed: refused", 9).replace("{web}", "{other}");
    QTest::newRow("leaving") << QByteArray(
                                    "metadata: {deletionTimestamp: '2026-01-01T00:00:00Z'}\n") +
                                    crashed("exitCode: 1, reason: Error")
                             << QByteArray("[]");
    QTest::newRow("done") << QByteArray(
                                 "status: {phase: Succeeded, containerStatuses: [{name: web, "
                                 "restartCount: 0, state: {terminated: {exitCode: 0, "
                                 "reason: Completed}}}]}")
                          << QByteArray("[]");
}

void PodCauseTest::none()
{
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, events);
    const auto cause = causeOf(yaml(Spec + status), yaml(events).list());
    QCOMPARE(cause ? cause->sentence : QString(), QString());
}

void PodCauseTest::withoutPods_data()
{
    QTest::addColumn<What>("what");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("quota") << What::Quota
                           << QByteArray(
                                  "pods \"a\" is forbidden: exceeded quota: pods, requested: "
                                  "pods=1");
    QTest::newRow("security") << What::PodSecurity
                              << QByteArray("pods \"a\" is forbidden: violates PodSecurity "
                                            "\"restricted:latest\": runAsNonRoot");
    QTest::newRow("account") << What::ServiceAccount
                             << QByteArray("pods \"a\" is forbidden: error looking up service "
                                           "account x/bot: serviceaccount \"bot\" not found");
}

void PodCauseTest::withoutPods()
{
    QFETCH(What, what);
    QFETCH(QByteArray, message);
    const Map event{{u"reason"_s, u"FailedCreate"_s}, {u"message"_s, QString::fromUtf8(message)}};
    const auto cause = causeWithoutPods({Value(event)});
    QVERIFY(cause && cause->what == what);
    QVERIFY(!causeWithoutPods({}));
}

CHARTWRIGHT_TEST(PodCauseTest)
#include "test_pod_cause.moc"
