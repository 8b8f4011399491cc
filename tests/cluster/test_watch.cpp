// SPDX-License-Identifier: Apache-2.0
#include "cluster/object_watch.h"
#include "cluster/pod_exec.h"
#include "cluster/pod_log.h"
#include "cluster/pod_state.h"
#include "cluster/port_forward.h"
#include "cluster/real_cluster.h"
#include "support/fault_proxy.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QTcpSocket>
#include <QTemporaryFile>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const RealCluster &cluster() { return RealCluster::instance(); }
const ApiKind Pods{u"v1"_s, u"Pod"_s, u"pods"_s, true};
constexpr int Long = 60'000; // a machine that is busy needs its time

/// What speaks to the cluster as somebody.
struct Client
{
    explicit Client(const QString &kubeconfig, const QUrl &instead = {})
    {
        const auto config = loadKubeconfig(KubeconfigFiles::find(kubeconfig));
        auto found = config ? targetOf(*config) : tl::unexpected(config.error());
        if (!found)
            qFatal("%s", qPrintable(found.error().text()));
        if (!instead.isEmpty())
            found->server = instead;
        target = std::make_shared<Target>(std::move(*found));
        credentials = std::make_unique<Credentials>(target, nullptr);
        api = std::make_unique<ApiClient>(target, credentials.get());
    }

    std::shared_ptr<Target> target;
    std::unique_ptr<Credentials> credentials;
    std::unique_ptr<ApiClient> api;
};

} // namespace

// What a window shows of a cluster while it changes.
class WatchTest : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() override;
    void podsComeAndGo();
    void throughABadConnection();
    void namespaceOnlyAccount();
    void secretsComeWithoutValues();
    void manyPages();
    void log();
    void logOfAContainerThatEnds();
    void exec();
    void forwardsAPort();

private:
    void apply(const QByteArray &yaml) const;
    void runPod(const QString &name, const QByteArray &more = {}) const;
    QString wordOf(const ObjectWatch &watch, const QString &pod) const;

    std::unique_ptr<TestNamespace> m_namespace;
    std::unique_ptr<Client> m_client;
};

void WatchTest::initTestCase()
{
    QVERIFY2(cluster().problem().isEmpty(), qPrintable(cluster().problem()));
}

void WatchTest::init()
{
    TestCase::init();
    m_namespace = std::make_unique<TestNamespace>(u"watch"_s);
    m_client = std::make_unique<Client>(cluster().adminConfig());
}

void WatchTest::apply(const QByteArray &yaml) const
{
    QTemporaryFile file;
    QVERIFY(file.open() && file.write(yaml) == yaml.size() && file.flush());
    cluster().kubectl({u"apply"_s, u"-n"_s, m_namespace->name(), u"-f"_s, file.fileName()});
}

void WatchTest::runPod(const QString &name, const QByteArray &more) const
{
    apply("apiVersion: v1\nkind: Pod\nmetadata: {name: " + name.toUtf8() +
          "}\nspec:\n  restartPolicy: Never\n  terminationGracePeriodSeconds: 0\n  containers:\n"
          "  - {name: app, image: 'localhost/app:1'" +
          more + "}\n");
}

QString WatchTest::wordOf(const ObjectWatch &watch, const QString &pod) const
{
    const Value object = watch.object(m_namespace->name(), pod);
    return object.isNull() ? QString() : podState(object).word;
}

void WatchTest::podsComeAndGo()
{
    ObjectWatch watch(m_client->api.get(), Pods, m_namespace->name());
    QSet<QString> removed;
    connect(&watch, &ObjectWatch::changed, this,
            [&](const QSet<QString> &, const QSet<QString> &gone) { removed += gone; });
    watch.start();
    QTRY_COMPARE_WITH_TIMEOUT(watch.state().phase, WatchState::Phase::Live, Long);
    QVERIFY(watch.objects().isEmpty());
    runPod(u"one"_s);
    QTRY_COMPARE_WITH_TIMEOUT(wordOf(watch, u"one"_s), u"Running"_s, Long);
    QVERIFY(
        !watch.object(m_namespace->name(), u"one"_s)[u"metadata"].map().contains(u"managedFields"));
    cluster().kubectl({u"delete"_s, u"pod"_s, u"one"_s, u"-n"_s, m_namespace->name()});
    QTRY_VERIFY_WITH_TIMEOUT(removed.contains(m_namespace->name() + u"/one"_s), Long);
    QVERIFY(watch.objects().isEmpty());
}

void WatchTest::throughABadConnection()
{
    // The proxy logs in: over plain http a client sends nothing that could.
    FaultProxy proxy(m_client->target->server, m_client->target->tls);
    Client client(cluster().adminConfig(), QUrl(proxy.url()));
    WatchLimits limits;
    limits.silence = 4s;
    limits.backoff = {50ms, 500ms, 120s, 2, 1};
    ObjectWatch watch(client.api.get(), Pods, m_namespace->name(), {}, nullptr, limits);
    watch.start();
    QTRY_COMPARE_WITH_TIMEOUT(watch.state().phase, WatchState::Phase::Live, Long);
    const QList<std::function<void()>> faults{
        [&] { proxy.cutAll(); },
        [&] { proxy.freezeAll(); },
        [&] {
            proxy.setFault(Fault::status(429, "Retry-After: 1\r\n"), 2);
            proxy.cutAll();
        },
        [&] {
            proxy.setFault({Fault::Kind::CutAfter, {}, 300}, 3);
            proxy.cutAll();
        },
        [&] {
            proxy.setFault(Fault::status(410, {}, R"({"reason": "Expired"})"), 1);
            proxy.cutAll();
        },
    };
    for (int i = 0; i < faults.size(); ++i) {
        const QString name = u"cm-%1"_s.arg(i);
        faults[i]();
        runPod(name);
        QTRY_COMPARE_WITH_TIMEOUT(wordOf(watch, name), u"Running"_s, Long);
        QTRY_COMPARE_WITH_TIMEOUT(watch.state().phase, WatchState::Phase::Live, Long);
    }
    QCOMPARE(watch.objects().size(), faults.size());
}

void WatchTest::namespaceOnlyAccount()
{
    Client client(cluster().namespaceConfig());
    ObjectWatch all(client.api.get(), Pods, {}), own(client.api.get(), Pods, u"team-a"_s);
    all.start();
    own.start();
    QTRY_COMPARE_WITH_TIMEOUT(own.state().phase, WatchState::Phase::Live, Long);
    QTRY_COMPARE_WITH_TIMEOUT(all.state().phase, WatchState::Phase::Refused, Long);
    QVERIFY(all.state().failure->error.message.contains("forbidden"_L1));
    QVERIFY(all.state().failure->error.remedy.contains("administrator"_L1));
}

void WatchTest::secretsComeWithoutValues()
{
    apply("apiVersion: v1\nkind: Secret\nmetadata: {name: before}\nstringData: {key: c4n4ry}\n");
    ObjectWatch watch(m_client->api.get(), {u"v1"_s, u"Secret"_s, u"secrets"_s, true},
                      m_namespace->name());
    watch.start();
    QTRY_COMPARE_WITH_TIMEOUT(watch.state().phase, WatchState::Phase::Live, Long);
    apply("apiVersion: v1\nkind: Secret\nmetadata: {name: later}\nstringData: {key: c4n4ry}\n");
    QTRY_COMPARE_WITH_TIMEOUT(watch.objects().size(), 2, Long);
    for (const Value &secret : watch.objects()) {
        QCOMPARE(secret[u"kind"].toString(), u"Secret"_s);
        QCOMPARE(secret.map().keys(), (QStringList{u"apiVersion"_s, u"kind"_s, u"metadata"_s}));
        QVERIFY(!secret[u"metadata"][u"annotations"].map().contains(
            u"kubectl.kubernetes.io/last-applied-configuration"));
    }
}

void WatchTest::manyPages()
{
    QByteArray yaml;
    for (int i = 0; i < 45; ++i)
        yaml += "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: cm-" +
                QByteArray::number(i) + ", labels: {parity: '" + QByteArray::number(i % 2) +
                "'}}\n";
    apply(yaml);
    WatchLimits limits;
    limits.page = 10;
    const ApiKind configMaps{u"v1"_s, u"ConfigMap"_s, u"configmaps"_s, true};
    ObjectWatch even(m_client->api.get(), configMaps, m_namespace->name(), u"parity=0"_s, nullptr,
                     limits);
    even.start();
    QTRY_COMPARE_WITH_TIMEOUT(even.state().phase, WatchState::Phase::Live, Long);
    QCOMPARE(even.objects().size(), 23);
}

void WatchTest::log()
{
    runPod(u"talks"_s, ", command: [sh, -c, 'i=0; while true; do i=$((i+1)); echo line $i; sleep "
                       "0.2; done']");
    FaultProxy proxy(m_client->target->server, m_client->target->tls);
    Client client(cluster().adminConfig(), QUrl(proxy.url()));
    PodLog log(client.api.get(), {m_namespace->name(), u"talks"_s, u"app"_s});
    QStringList lines;
    connect(&log, &PodLog::lines, this, [&](const QList<LogLine> &more) {
        for (const LogLine &line : more) {
            QVERIFY(line.time.isValid());
            lines.append(line.text);
        }
    });
    log.start(); // most likely before the container
    for (qsizetype round = 1; round <= 3; ++round) {
        QTRY_VERIFY_WITH_TIMEOUT(lines.size() >= round * 12, Long);
        proxy.cutAll();
    }
    for (int i = 0; i < lines.size(); ++i)
        QCOMPARE(lines[i], u"line %1"_s.arg(i + 1));
}

void WatchTest::logOfAContainerThatEnds()
{
    runPod(u"ends"_s, ", command: [sh, -c, 'echo one; sleep 1; echo two; printf three']");
    PodLog log(m_client->api.get(), {m_namespace->name(), u"ends"_s, u"app"_s});
    QStringList lines;
    connect(&log, &PodLog::lines, this, [&](const QList<LogLine> &more) {
        for (const LogLine &line : more)
            lines.append(line.text);
    });
    log.start();
    QTRY_COMPARE_WITH_TIMEOUT(log.phase(), PodLog::Phase::Ended, Long);
    QVERIFY(!log.failure());
    QCOMPARE(lines, (QStringList{u"one"_s, u"two"_s, u"three"_s}));
}

void WatchTest::exec()
{
    runPod(u"one"_s);
    cluster().kubectl({u"wait"_s, u"pod/one"_s, u"-n"_s, m_namespace->name(),
                       u"--for=condition=Ready"_s, u"--timeout=60s"_s});
    struct Outcome
    {
        QByteArray output, errors;
        std::optional<int> exit;
        QString failure;
    };
    const auto run = [&](const QStringList &command, const QByteArray &input = {}) {
        Outcome out;
        PodExec exec(m_client->api.get(),
                     {m_namespace->name(), u"one"_s, u"app"_s, command, !input.isEmpty()});
        connect(&exec, &PodExec::started, &exec, [&] {
            if (input.isEmpty())
                return;
            exec.write(input);
            exec.closeInput();
        });
        connect(&exec, &PodExec::output, &exec,
                [&](const QByteArray &bytes) { out.output += bytes; });
        connect(&exec, &PodExec::errors, &exec,
                [&](const QByteArray &bytes) { out.errors += bytes; });
        connect(&exec, &PodExec::finished, &exec, [&](int code) { out.exit = code; });
        connect(&exec, &PodExec::failed, &exec,
                [&](const ApiFailure &failure) { out.failure = failure.error.text(); });
        exec.start();
        if (!QTest::qWaitFor([&] { return out.exit || !out.failure.isEmpty(); }, Long))
            out.failure = u"no answer"_s;
        return out;
    };
    const QString shell = u"sh"_s, c = u"-c"_s;
    Outcome found = run({shell, c, u"echo \"$0\"; echo bad >&2; exit 3"_s, u"a 'b' & ü"_s});
    QCOMPARE(found.failure, QString());
    QCOMPARE(found.output, "a 'b' & ü\n");
    QCOMPARE(found.errors, "bad\n");
    QCOMPARE(found.exit, 3);
    found = run({shell, c, u"cat; echo done"_s}, "typed\n");
    QCOMPARE(found.output, "typed\ndone\n");
    QCOMPARE(found.exit, 0);
    found = run({shell, c,
                 u"i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890; "
                 "i=$((i+1)); done"_s});
    QCOMPARE(found.output.size(), 3000 * 32);
    QVERIFY2(run({u"nothing-like-it"_s}).failure.contains("nothing-like-it"_L1), "not found");
}

void WatchTest::forwardsAPort()
{
    runPod(u"serves"_s, ", env: [{name: NAME, value: forwarded}]");
    cluster().kubectl({u"wait"_s, u"pod/serves"_s, u"-n"_s, m_namespace->name(),
                       u"--for=condition=Ready"_s, u"--timeout=60s"_s});
    PortForward forward(m_client->api.get(), m_namespace->name(), u"serves"_s, 8080);
    QList<ApiFailure> failures;
    connect(&forward, &PortForward::failed, this,
            [&](const ApiFailure &failure) { failures.append(failure); });
    QVERIFY_RESULT(forward.open());
    const auto ask = [](quint16 port) {
        QTcpSocket socket;
        socket.setProxy(QNetworkProxy::NoProxy);
        QByteArray out;
        socket.connectToHost(QHostAddress::LocalHost, port);
        socket.write("GET /through HTTP/1.0\r\n\r\n");
        const bool isOver = QTest::qWaitFor(
            [&] {
                out += socket.readAll();
                return socket.state() == QAbstractSocket::UnconnectedState;
            },
            Long);
        return isOver ? out : "no end: " + out;
    };
    for (int i = 0; i < 3; ++i) {
        const QByteArray answer = ask(forward.localPort());
        QVERIFY2(failures.isEmpty(), qPrintable(failures.value(0).error.text()));
        QVERIFY2(answer.contains("forwarded: GET /through"), answer);
    }
    PortForward nobody(m_client->api.get(), m_namespace->name(), u"serves"_s, 81);
    connect(&nobody, &PortForward::failed, this,
            [&](const ApiFailure &failure) { failures.append(failure); });
    QVERIFY_RESULT(nobody.open());
    ask(nobody.localPort());
    QTRY_COMPARE_WITH_TIMEOUT(failures.size(), 1, Long);
    QVERIFY2(failures[0].error.message.contains("refused"_L1),
             qPrintable(failures[0].error.text()));
}

CHARTWRIGHT_TEST(WatchTest)
#include "test_watch.moc"
