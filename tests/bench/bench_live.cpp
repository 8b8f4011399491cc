// SPDX-License-Identifier: Apache-2.0
// bench_live [--json FILE] [PODS …]: the window before a real API server with pods on fake nodes
// (tests/cluster/up --fake-nodes 10 DIR; CHARTWRIGHT_CLUSTER, CHARTWRIGHT_KUBECTL). What the live
// view costs beside the same window without it: frames, an idle program, the time from a change to
// the screen, and frames while every pod is replaced.
#include "app/main_window.h"
#include "bench/bench.h"
#include "bench/canvas_mouse.h"
#include "cluster/api_client.h"
#include "cluster/credentials.h"
#include "cluster/kubeconfig.h"
#include "cluster/real_cluster.h"
#include "kinds/registry.h"
#include "project/project.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

constexpr int PodsEach = 100;

/// Deployments of 100 pods that the fake nodes take, each with its Service.
Topology drawing(int deployments, const QString &ns)
{
    Topology t = emptyTopology(u"many"_s);
    const auto put = [&](const QString &kind, const QString &name, const Value &fields,
                         QPointF place) {
        Resource r;
        r.id.text = u"%1-%2"_s.arg(name, kind.toLower());
        r.kind = kind;
        r.name = name;
        r.valuesKey = kind == u"Image" ? QString() : name + kind;
        r.fields = fields;
        t.place(r.id, place);
        t.put(r);
        return r.id;
    };
    const ResourceId image = put(u"Image"_s, u"app"_s, Map{{u"tag"_s, u"1"_s}}, {900, 0});
    put(u"Release"_s, u"many"_s, Map{{u"namespace"_s, ns}}, {-400, 0});
    for (int i = 0; i < deployments; ++i) {
        const QString name = u"web-%1"_s.arg(i);
        const double y = (i / 8) * 300, x = (i % 8) * 700;
        const ResourceId self{name + u"-deployment"_s};
        const Map toleration{{u"key"_s, u"kwok.x-k8s.io/node"_s},
                             {u"operator"_s, u"Exists"_s},
                             {u"effect"_s, u"NoSchedule"_s}};
        const Map container{
            {u"name"_s, u"app"_s},
            {u"image"_s, Ref{image, {}}},
            {u"ports"_s, List{Map{{u"name"_s, u"http"_s}, {u"containerPort"_s, 8080}}}}};
        const Map pod{{u"nodeSelector"_s, Map{{u"type"_s, u"kwok"_s}}},
                      {u"tolerations"_s, List{toleration}},
                      {u"containers"_s, List{container}}};
        put(u"Deployment"_s, name,
            Map{{u"spec"_s,
                 Map{{u"replicas"_s, PodsEach}, {u"template"_s, Map{{u"spec"_s, pod}}}}}},
            {x + 330, y});
        put(u"Service"_s, name,
            Map{{u"spec"_s,
                 Map{{u"selector"_s, Ref{self, u"selector"_s}},
                     {u"ports"_s, List{Map{{u"name"_s, u"http"_s},
                                           {u"port"_s, 80},
                                           {u"targetPort"_s, Ref{self, u"port/http"_s}}}}}}}},
            {x, y});
    }
    return t;
}

/// Somebody else, who changes what the window shows.
class Other
{
public:
    Other()
    {
        const auto config =
            loadKubeconfig(KubeconfigFiles::find(RealCluster::instance().adminConfig()));
        auto found = config ? targetOf(*config) : tl::unexpected(config.error());
        if (!found)
            qFatal("%s", qPrintable(found.error().text()));
        const auto target = std::make_shared<Target>(std::move(*found));
        m_credentials = std::make_unique<Credentials>(target, nullptr);
        m_api = std::make_unique<ApiClient>(target, m_credentials.get());
    }
    void scale(const QString &ns, const QString &name, int replicas,
               const std::function<void()> &done)
    {
        m_api->send({ApiRequest::Verb::Patch,
                     u"/apis/apps/v1/namespaces/%1/deployments/%2"_s.arg(ns, name),
                     {},
                     "{\"spec\":{\"replicas\":" + QByteArray::number(replicas) + "}}",
                     "application/merge-patch+json"},
                    m_api.get(), [done](const ApiResult<ApiAnswer> &answer) {
                        if (!answer)
                            qFatal("The bench could not scale");
                        done();
                    });
    }

private:
    std::unique_ptr<Credentials> m_credentials;
    std::unique_ptr<ApiClient> m_api;
};

class LiveBench
{
public:
    LiveBench(Bench &bench, int pods)
        : m_bench(bench), m_pods(pods), m_deployments(std::max(1, pods / PodsEach)), m_ns(u"live"_s)
    {
    }

    void run()
    {
        apply();
        m_window.resize(1600, 1000);
        m_window.show();
        if (!m_window.openPath(m_folder.path()))
            qFatal("The drawing could not be opened");
        m_window.canvas()->fitAll();
        settle(2000);
        pan(u"pan at fit-all, no cluster"_s, 8);
        idle(u"idle, no cluster"_s);
        const double before = residentMegabytes();

        QElapsedTimer clock;
        clock.start();
        m_window.actions()[action::ViewLive]->trigger();
        const double longest = until([this] { return isWhole(); }, 240'000);
        m_bench.record(m_pods, u"live: until each node says how it does"_s, 0,
                       double(clock.elapsed()), u"ms"_s);
        m_bench.record(m_pods, u"  longest that the window computes at a stretch"_s, 100, longest,
                       u"ms"_s);
        settle(3000);
        m_bench.record(m_pods, u"live: memory beside no cluster"_s, 0, residentMegabytes() - before,
                       u"MB"_s);
        pan(u"pan at fit-all, live"_s, 8);
        idle(u"idle, live"_s);
        note(u"A frame of the live view takes %1 times one without a cluster."_s,
             m_bench.ratio(u"pan at fit-all, live"_s, u"pan at fit-all, no cluster"_s, m_pods));
        changeToScreen();
        storm();
        m_window.actions()[action::ViewDesign]->trigger();
        settle(500);
    }

private:
    void apply()
    {
        const Topology topology = drawing(m_deployments, m_ns.name());
        if (const auto saved = saveProject(topology, m_folder.filePath(u"topology.yaml"_s)); !saved)
            qFatal("%s", qPrintable(saved.error().text()));
        QProcess cli;
        cli.start(QCoreApplication::applicationDirPath() + u"/chartwright-cli"_s,
                  {u"apply"_s, m_folder.path(), u"--kubeconfig"_s,
                   RealCluster::instance().adminConfig(), u"--without-secrets"_s});
        if (!cli.waitForFinished(120'000) || cli.exitCode() != 0)
            qFatal("apply: %s", cli.readAllStandardError().constData());
        for (int i = 0; i < m_deployments; ++i)
            RealCluster::instance().kubectl({u"rollout"_s, u"status"_s,
                                             u"deployment/web-%1"_s.arg(i), u"-n"_s, m_ns.name(),
                                             u"--timeout=55s"_s});
    }

    QString mark(int deployment) const
    {
        return m_window.canvas()->marks().value({u"web-%1-deployment"_s.arg(deployment)}).text;
    }

    bool isWhole() const
    {
        for (int i = 0; i < m_deployments; ++i) {
            if (mark(i) != u"%1/%1 Available"_s.arg(PodsEach))
                return false;
        }
        return true;
    }

    /// Works until `done`; gives how long, at most, the main thread computed at a stretch.
    double until(const std::function<bool()> &done, int limit)
    {
        QElapsedTimer clock;
        QTimer beat; // what is waited for may tell nobody
        beat.start(5);
        clock.start();
        double longest = 0;
        while (!done()) {
            if (clock.elapsed() > limit)
                qFatal("It did not come to that in time");
            const double start = threadMilliseconds();
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
            longest = std::max(longest, threadMilliseconds() - start);
        }
        return longest;
    }

    void settle(int ms)
    {
        QElapsedTimer clock;
        clock.start();
        until([&] { return clock.elapsed() > ms; }, ms * 2);
    }

    void note(const QString &text, double value)
    {
        m_bench.note(u"%1 pods: "_s.arg(m_pods) + text.arg(value, 0, 'f', 2));
    }

    void pull(QEvent::Type type, QPointF at)
    {
        mouse(*m_window.canvas(), type, at, Qt::MiddleButton);
    }

    void step(QPointF &at, int i)
    {
        at += (i / 30) % 2 == 0 ? QPointF(-17, -9) : QPointF(17, 9);
        pull(QEvent::MouseMove, at);
        QApplication::sendPostedEvents();
        QApplication::processEvents();
        m_window.canvas()->viewport()->repaint(); // whole: of a child Qt paints when it likes
    }

    /// From the input event to the painted window, by what the main thread computes.
    void pan(const QString &name, double target)
    {
        Measure m{m_pods, name, {}, target};
        QPointF at(600, 300);
        const QPointF before = m_window.canvas()->mapToScene(QPoint());
        pull(QEvent::MouseButtonPress, at);
        step(at, 0);
        if (m_window.canvas()->mapToScene(QPoint()) == before)
            qFatal("The canvas does not move");
        for (int i = 0; i < 120; ++i) {
            const double start = threadMilliseconds();
            step(at, i);
            m.times.append(threadMilliseconds() - start);
        }
        pull(QEvent::MouseButtonRelease, at);
        std::sort(m.times.begin(), m.times.end());
        m_bench.add(std::move(m));
    }

    /// What the program takes of a processor while nobody touches it.
    void idle(const QString &name)
    {
        constexpr int Seconds = 10;
        const double start = cpuMilliseconds();
        QEventLoop loop;
        QTimer::singleShot(Seconds * 1000, &loop, &QEventLoop::quit);
        loop.exec();
        const double used = cpuMilliseconds() - start;
        m_bench.record(m_pods, name, 1, used / (Seconds * 10.0), u"% CPU"_s);
    }

    /// A Deployment is scaled by somebody else, until its node says so.
    void changeToScreen()
    {
        Measure answer{m_pods, u"scaled by somebody: until the answer"_s, {}, 0};
        Measure screen{m_pods, u"scaled by somebody: until it is on the screen"_s, {}, 1000};
        for (int i = 0; i < 20; ++i) {
            const QString before = mark(0);
            const int wanted = PodsEach - 1 + i % 2;
            QElapsedTimer clock;
            clock.start();
            bool answered = false;
            m_other.scale(m_ns.name(), u"web-0"_s, wanted, [&] {
                answer.times.append(double(clock.nsecsElapsed()) / 1e6);
                answered = true;
            });
            until([&] { return answered && mark(0) != before; }, 30'000);
            m_window.canvas()->repaint();
            screen.times.append(double(clock.nsecsElapsed()) / 1e6);
            const QString last = u"%1/%1 Available"_s.arg(wanted);
            until([&] { return mark(0) == last; }, 60'000);
        }
        for (Measure *m : {&answer, &screen}) {
            std::sort(m->times.begin(), m->times.end());
            m_bench.add(std::move(*m));
        }
    }

    /// Every pod is replaced, while the person moves over the canvas.
    void storm()
    {
        QProcess restart;
        restart.start(qEnvironmentVariable("CHARTWRIGHT_KUBECTL"),
                      {u"--kubeconfig"_s, RealCluster::instance().adminConfig(), u"rollout"_s,
                       u"restart"_s, u"deployment"_s, u"-n"_s, m_ns.name()});
        until([&] { return !isWhole(); }, 60'000);
        Measure m{m_pods, u"pan at fit-all, all pods replaced"_s, {}, 16.7};
        QPointF at(600, 300);
        pull(QEvent::MouseButtonPress, at);
        QElapsedTimer clock;
        clock.start();
        double longest = 0;
        int frames = 0;
        while (clock.elapsed() < 120'000 && !isWhole()) {
            QElapsedTimer turn;
            turn.start();
            const double start = threadMilliseconds();
            step(at, frames++);
            m.times.append(threadMilliseconds() - start);
            longest = std::max(longest, m.times.last());
            // As a screen of 60 Hz has it.
            longest = std::max(longest, until([&] { return turn.elapsed() >= 16; }, 10'000));
        }
        pull(QEvent::MouseButtonRelease, at);
        restart.waitForFinished();
        std::sort(m.times.begin(), m.times.end());
        m_bench.add(std::move(m));
        m_bench.record(m_pods, u"  longest that the window computes at a stretch"_s, 100, longest,
                       u"ms"_s);
        note(u"It took %1 s to replace them all."_s, double(clock.elapsed()) / 1000);
    }

    Bench &m_bench;
    int m_pods, m_deployments;
    TestNamespace m_ns;
    QTemporaryDir m_folder;
    Settings m_settings;
    MainWindow m_window{&m_settings};
    Other m_other;
};

} // namespace

int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"bench_live"_s);
    QStandardPaths::setTestModeEnabled(true);
    QSettings().clear();
    if (const QString problem = RealCluster::instance().problem(); !problem.isEmpty())
        qFatal("%s", qPrintable(problem));
    qputenv("KUBECONFIG", RealCluster::instance().adminConfig().toLocal8Bit());
    return runBench(app, [](Bench &bench, int pods) { LiveBench(bench, pods).run(); });
}
