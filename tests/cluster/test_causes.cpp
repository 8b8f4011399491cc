// SPDX-License-Identifier: Apache-2.0
#include "cluster/cluster_connection.h"
#include "cluster/real_cluster.h"
#include "deploy/crash_logs.h"
#include "deploy/pod_cause.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "tree/yaml.h"

#include <QDeadlineTimer>
#include <QTemporaryFile>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

using What = PodCause::What;

// Real pods that do not run, each in its own way, and what is said of them.
class CausesTest : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void named_data();
    void named();
    void workloads_data();
    void workloads();
    void slowOnesGiveNone_data();
    void slowOnesGiveNone();
    void lastWords();

private:
    void apply(const QString &name, const QByteArray &spec, const QByteArray &kind = "Pod");
    List items(const QStringList &arguments) const;
    QList<Value> eventsOf(const QString &name) const;
    std::optional<PodCause> causeOfPod(const QString &name) const;

    std::unique_ptr<TestNamespace> m_namespace;
    QByteArray m_all;
};

namespace {

constexpr const char *App = "image: localhost/app:1, imagePullPolicy: IfNotPresent";

/// Each look takes kubectl a while, so that it is the clock that counts.
std::optional<PodCause> await(const std::function<std::optional<PodCause>()> &look, What what)
{
    const QDeadlineTimer end(std::chrono::seconds(60));
    std::optional<PodCause> cause = look();
    while (!(cause && cause->what == what) && !end.hasExpired()) {
        QTest::qWait(300);
        cause = look();
    }
    return cause;
}

QString said(const std::optional<PodCause> &cause)
{
    return cause ? u"%1: %2"_s.arg(int(cause->what)).arg(cause->sentence) : u"none"_s;
}

QByteArray container(const QByteArray &more)
{
    return "{containers: [{name: app, " + QByteArray(App) + ", " + more + "}]}";
}

struct Broken
{
    const char *name;
    QByteArray spec;
    What what;
    const char *words; // of the sentence
};

QList<Broken> brokenPods()
{
    const QByteArray unhealthy = "env: [{name: UNHEALTHY, value: '1'}], ";
    const QByteArray probe = "{httpGet: {path: /health, port: 8080}, periodSeconds: 1, "
                             "failureThreshold: 1}";
    return {
        {"registry", "{containers: [{name: app, image: 'localhost:1/nope:1'}]}", What::Registry,
         "localhost:1"},
        {"image-name", "{containers: [{name: app, image: 'Not A Name'}]}", What::ImageName, "name"},
        {"image-never",
         "{containers: [{name: app, image: 'localhost/nope:1', imagePullPolicy: Never}]}",
         What::ImageNever, "localhost/nope:1"},
        {"no-program", container("command: [/no/such/program]"), What::NoProgram, "command"},
        {"root", container("securityContext: {runAsNonRoot: true, runAsUser: 0}"), What::RunsAsRoot,
         "root"},
        {"crash", container("command: [/bin/sh, -c, 'echo no luck today; exit 7']"), What::Crash,
         "exit code 7"},
        {"memory",
         container("env: [{name: HUNGRY, value: '128'}], resources: {limits: {memory: 32Mi}}"),
         What::OutOfMemory, "32Mi"},
        {"readiness", container(unhealthy + "readinessProbe: " + probe), What::Readiness, "503"},
        {"liveness", container(unhealthy + "livenessProbe: " + probe), What::Liveness, ""},
        {"startup", container(unhealthy + "startupProbe: " + probe), What::Startup, ""},
        {"secret", container("envFrom: [{secretRef: {name: nowhere}}]"), What::SecretMissing,
         "nowhere"},
        {"secret-key",
         container("env: [{name: A, valueFrom: {secretKeyRef: {name: here, key: other}}}]"),
         What::SecretKeyMissing, "other"},
        {"config", container("envFrom: [{configMapRef: {name: nowhere}}]"), What::ConfigMapMissing,
         "nowhere"},
        {"config-key",
         container("env: [{name: A, valueFrom: {configMapKeyRef: {name: here, key: other}}}]"),
         What::ConfigMapKeyMissing, "other"},
        {"room", container("resources: {requests: {memory: 64Ti}}"), What::NoRoom, "memory"},
        {"node", "{nodeSelector: {disk: gold}, containers: [{name: app, " + QByteArray(App) + "}]}",
         What::NoNode, ""},
        {"claim",
         "{volumes: [{name: v, persistentVolumeClaim: {claimName: nowhere}}], containers: [{name: "
         "app, " +
             QByteArray(App) + "}]}",
         What::Claim, "nowhere"},
    };
}

} // namespace

void CausesTest::apply(const QString &name, const QByteArray &spec, const QByteArray &kind)
{
    const QByteArray version = kind == "Deployment" ? "apps/v1" : "v1";
    m_all += "---\napiVersion: " + version + "\nkind: " + kind +
             "\nmetadata: {name: " + name.toUtf8() + "}\nspec: " + spec + '\n';
}

void CausesTest::initTestCase()
{
    const RealCluster &cluster = RealCluster::instance();
    QVERIFY2(cluster.problem().isEmpty(), qPrintable(cluster.problem()));
    m_namespace = std::make_unique<TestNamespace>(u"causes"_s);
    const QStringList here{u"-n"_s, m_namespace->name()};
    cluster.kubectl(here + QStringList{u"create"_s, u"secret"_s, u"generic"_s, u"here"_s,
                                       u"--from-literal=key=x"_s});
    cluster.kubectl(here +
                    QStringList{u"create"_s, u"configmap"_s, u"here"_s, u"--from-literal=key=x"_s});
    // Pods need it, and it is made a moment after the namespace.
    QTRY_VERIFY_WITH_TIMEOUT(
        !cluster.object(u"serviceaccount"_s, u"default"_s, m_namespace->name()).isNull(), 20'000);
    for (const Broken &broken : brokenPods())
        apply(QLatin1String(broken.name), broken.spec);
    apply(u"healthy"_s, container("readinessProbe: {httpGet: {path: /health, port: 8080}}"));
    apply(u"slow"_s, container("readinessProbe: {httpGet: {path: /health, port: 8080}, "
                               "initialDelaySeconds: 20}"));
    apply(u"no-account"_s,
          "{selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: "
          "{serviceAccountName: nowhere, containers: [{name: app, " +
              QByteArray(App) + "}]}}}",
          "Deployment");
    apply(u"few"_s, "{hard: {requests.cpu: 1m}, scopes: [NotBestEffort]}", "ResourceQuota");
    apply(u"no-quota"_s,
          "{selector: {matchLabels: {a: c}}, template: {metadata: {labels: {a: c}}, spec: "
          "{containers: [{name: app, resources: {requests: {cpu: 5m}}, " +
              QByteArray(App) + "}]}}}",
          "Deployment");
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write(m_all);
    file.close();
    cluster.kubectl(here + QStringList{u"apply"_s, u"-f"_s, file.fileName()});
}

void CausesTest::cleanupTestCase() { m_namespace.reset(); }

List CausesTest::items(const QStringList &arguments) const
{
    const QByteArray json = RealCluster::instance().kubectl(
        arguments + QStringList{u"-n"_s, m_namespace->name(), u"-o"_s, u"json"_s});
    const auto read = readJson(json, u"kubectl"_s);
    return read ? (*read)[u"items"].list() : List();
}

/// The last one first, as the live view has them.
QList<Value> CausesTest::eventsOf(const QString &name) const
{
    QList<Value> out;
    for (const Value &event : items({u"get"_s, u"events"_s, u"--sort-by=.lastTimestamp"_s})) {
        if (event[u"involvedObject"][u"name"].toString().startsWith(name))
            out.prepend(event);
    }
    return out;
}

std::optional<PodCause> CausesTest::causeOfPod(const QString &name) const
{
    return causeOf(RealCluster::instance().object(u"pod"_s, name, m_namespace->name()),
                   eventsOf(name));
}

void CausesTest::named_data()
{
    QTest::addColumn<int>("what");
    QTest::addColumn<QString>("words");
    for (const Broken &broken : brokenPods())
        QTest::newRow(broken.name) << int(broken.what) << QString::fromLatin1(broken.words);
}

void CausesTest::named()
{
    QFETCH(int, what);
    QFETCH(QString, words);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    // States take turns, and a back-off takes its time.
    const auto cause = await([&] { return causeOfPod(name); }, What(what));
    QVERIFY2(cause && int(cause->what) == what, qPrintable(said(cause)));
    QVERIFY2(cause->sentence.contains(words), qPrintable(cause->sentence));
    QVERIFY(!cause->remedy.isEmpty());
}

void CausesTest::workloads_data()
{
    QTest::addColumn<int>("what");
    QTest::newRow("no-account") << int(What::ServiceAccount);
    QTest::newRow("no-quota") << int(What::Quota);
}

/// They have no pods at all; their ReplicaSets tell.
void CausesTest::workloads()
{
    QFETCH(int, what);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const auto cause = await([&] { return causeWithoutPods(eventsOf(name)); }, What(what));
    QVERIFY2(cause && int(cause->what) == what, qPrintable(said(cause)));
}

void CausesTest::slowOnesGiveNone_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("healthy") << u"healthy"_s;
    QTest::newRow("slow") << u"slow"_s;
}

void CausesTest::slowOnesGiveNone()
{
    QFETCH(QString, name);
    const auto isReady = [&] {
        const Value pod = RealCluster::instance().object(u"pod"_s, name, m_namespace->name());
        const List &states = pod[u"status"][u"containerStatuses"].list();
        return !states.isEmpty() && states.first()[u"ready"].toBool();
    };
    QElapsedTimer time;
    time.start();
    while (!isReady() && time.elapsed() < 60'000) {
        const auto cause = causeOfPod(name);
        QVERIFY2(!cause, qPrintable(cause ? cause->sentence : QString()));
        QTest::qWait(500);
    }
    QVERIFY(isReady());
    QVERIFY(!causeOfPod(name));
}

/// The end of its log comes into the sentence.
void CausesTest::lastWords()
{
    const auto config = loadKubeconfig({{RealCluster::instance().adminConfig()}, true});
    QVERIFY_RESULT(config);
    auto target = targetOf(*config);
    QVERIFY_RESULT(target);
    ClusterConnection connection(std::make_shared<const Target>(std::move(*target)), nullptr);
    CrashLogs logs(connection.client());
    const auto ask = [&] {
        const Value pod = RealCluster::instance().object(u"pod"_s, u"crash"_s, m_namespace->name());
        const QString words = logs.end(pod, u"app"_s);
        const auto cause = causeOf(pod, eventsOf(u"crash"_s), words);
        return words.isEmpty() ? std::optional<PodCause>() : cause;
    };
    const auto cause = await(ask, What::Crash);
    QVERIFY2(cause && cause->sentence.contains(u"no luck today"), qPrintable(said(cause)));
}

CHARTWRIGHT_TEST(CausesTest)
#include "test_causes.moc"
