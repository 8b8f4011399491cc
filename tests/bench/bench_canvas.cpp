// SPDX-License-Identifier: Apache-2.0
// bench_canvas [--json FILE] [NODES …]: open to first paint, layout, pan, zoom, fit-all, drag, on
// the software raster. A frame runs from the input event to the painted window. Times are those
// that the main thread computes (it waits for nothing), so that what else the machine does hardly
// counts; only that of a stopped layout is the clock's.
#include "bench/bench.h"
#include "bench/canvas_mouse.h"
#include "bench/large_topology.h"
#include "canvas/layout.h"
#include "kinds/registry.h"
#include "project/project.h"

#include <QApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTextStream>
#include <QWheelEvent>
#include <chrono>
#include <memory>
#include <thread>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

constexpr QSize ViewSize{1600, 1000};

void show(CanvasView &view)
{
    view.resize(ViewSize);
    view.show();
    QApplication::processEvents();
}

void wheel(CanvasView &view, QPointF at, int steps)
{
    QWheelEvent event(at, view.viewport()->mapToGlobal(at), {}, QPoint(0, 120 * steps),
                      Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(view.viewport(), &event);
}

class CanvasBench
{
public:
    CanvasBench(Bench &bench, int nodes) : m_bench(bench), m_nodes(nodes), m_big(nodes > 2000) {}

    void run()
    {
        const Topology generated = largeTopology(m_nodes);
        const RefIndex refs(generated);
        QHash<ResourceId, QPointF> places;
        measure(u"layout"_s, m_big ? 2000 : 300, m_big ? 5 : 15,
                [&] { places = chartwright::layout(generated, refs); });
        m_bench.measure(m_nodes, u"layout, stopped after 20 ms"_s, 100, 5, [&] {
            std::stop_source stop;
            std::jthread later([&stop] {
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
                stop.request_stop();
            });
            (void)chartwright::layout(generated, refs, stop.get_token());
        });
        Topology arranged = generated;
        arranged.apply(moveResources(arranged, places, u"Arrange"_s));
        QTemporaryDir folder;
        m_file = folder.filePath(u"topology.yaml"_s);
        if (const auto saved = saveProject(arranged, m_file); !saved)
            qFatal("%s", qPrintable(saved.error().text()));
        open();
        memory();
        frames(arranged);
    }

private:
    struct Opened
    {
        Document document{allKinds()};
        Selection selection{&document};
        CanvasView view{&document, &selection};
    };

    void open()
    {
        std::unique_ptr<Opened> opened;
        const auto close = [&] {
            while (opened && opened->document.isChecking())
                QApplication::processEvents(QEventLoop::WaitForMoreEvents);
            opened = std::make_unique<Opened>();
            show(opened->view);
        };
        measure(
            u"open to first paint"_s, m_big ? 1000 : 200, m_big ? 5 : 15,
            [&] {
                const auto loaded = loadProject(m_file, allKinds());
                if (!loaded)
                    qFatal("%s", qPrintable(loaded.error().text()));
                opened->document.reset(loaded->topology, m_file);
                opened->view.repaint();
            },
            close);
        measure(u"of it: read"_s, 0, m_big ? 5 : 15,
                [&] { (void)loadProject(m_file, allKinds()); });
        const auto loaded = loadProject(m_file, allKinds());
        const RefIndex refs(loaded->topology);
        measure(u"of it: places and wires"_s, 0, m_big ? 5 : 15, [&] {
            Scene scene;
            scene.rebuild(loaded->topology, refs);
        });
    }

    /// In a process of its own: this one's heap has been used before.
    void memory()
    {
        QProcess other;
        other.start(QCoreApplication::applicationFilePath(), {u"--memory"_s, m_file});
        other.waitForFinished(-1);
        m_bench.note(u"%1 nodes: %2"_s.arg(m_nodes).arg(
            QString::fromUtf8(other.readAllStandardOutput()).trimmed()));
    }

    void measure(const QString &name, double target, int runs, const std::function<void()> &run,
                 const std::function<void()> &prepare = {})
    {
        Measure m{m_nodes, name, {}, target};
        for (int i = -1; i < runs; ++i) {
            if (prepare)
                prepare();
            const double start = threadMilliseconds();
            run();
            if (i >= 0)
                m.times.append(threadMilliseconds() - start);
        }
        std::sort(m.times.begin(), m.times.end());
        m_bench.add(std::move(m));
    }

    /// `next` gives the input of frame i; the painting that it causes belongs to it.
    template <class Next>
    void measureFrames(const QString &name, double target, int count, Next next)
    {
        Measure m{m_nodes, name, {}, target};
        for (int i = -3; i < count; ++i) {
            const double start = threadMilliseconds();
            next(i);
            QApplication::sendPostedEvents();
            QApplication::processEvents();
            if (i >= 0)
                m.times.append(threadMilliseconds() - start);
        }
        std::sort(m.times.begin(), m.times.end());
        m_bench.add(std::move(m));
    }

    void frames(const Topology &arranged)
    {
        Document document(allKinds());
        document.reset(arranged, m_file);
        Selection selection(&document);
        CanvasView view(&document, &selection);
        show(view);
        while (document.isChecking())
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QApplication::processEvents();

        for (const double zoom : {1.0, 0.5, 0.1}) {
            const QString at = u" at %1 %"_s.arg(zoom * 100);
            view.setZoom(zoom);
            pan(view, u"pan"_s + at);
        }
        view.setZoom(1);
        const QPointF middle(ViewSize.width() / 2.0, ViewSize.height() / 2.0);
        const double slow = m_big ? 33 : 16.7;
        measureFrames(u"zoom, 5 % to 400 % and back"_s, slow, 96,
                      [&](int i) { wheel(view, middle, (i / 24) % 2 == 0 ? -1 : 1); });
        measureFrames(u"fit-all"_s, slow, 40, [&](int) {
            view.fitAll();
            view.viewport()->update();
        });
        view.fitAll();
        pan(view, u"pan at fit-all"_s);
        view.fitAll();
        drag(view, u"drag at fit-all"_s, 3);
        view.setZoom(1);
        drag(view, u"drag at 100 %"_s, 7);
        view.setZoom(0.5);
        drag(view, u"drag at 50 %"_s, 7);
    }

    void pan(CanvasView &view, const QString &name)
    {
        QPointF at(800, 500);
        mouse(view, QEvent::MouseButtonPress, at, Qt::MiddleButton);
        measureFrames(name, m_big ? 16.7 : 8, 120, [&](int i) {
            at += (i / 30) % 2 == 0 ? QPointF(-17, -9) : QPointF(17, 9);
            mouse(view, QEvent::MouseMove, at, Qt::MiddleButton);
        });
        mouse(view, QEvent::MouseButtonRelease, at, Qt::MiddleButton);
    }

    void drag(CanvasView &view, const QString &name, int deployment)
    {
        Document &document = *view.document();
        const ResourcePtr pods = document.topology().ofKind(u"Deployment").value(deployment);
        if (view.zoom() >= 0.5) // a fit-all keeps all in view
            view.showNode(pods->id);
        QPointF at = view.mapFromScene(view.nodeRect(pods->id).topLeft() + QPointF(110, 15));
        mouse(view, QEvent::MouseButtonPress, at, Qt::LeftButton);
        measureFrames(name, m_big ? 8 : 4, 120, [&](int i) {
            at += (i / 30) % 2 == 0 ? QPointF(5, 3) : QPointF(-5, -3);
            mouse(view, QEvent::MouseMove, at, Qt::LeftButton);
        });
        mouse(view, QEvent::MouseButtonRelease, at, Qt::LeftButton);
        QApplication::processEvents();
    }

    Bench &m_bench;
    int m_nodes;
    bool m_big;
    QString m_file;
};

// What an open drawing needs, with its findings, over the empty program.
void printMemory(const QString &file)
{
    Document document(allKinds());
    Selection selection(&document);
    CanvasView view(&document, &selection);
    show(view);
    const double empty = residentMegabytes();
    {
        const auto loaded = loadProject(file, allKinds());
        if (!loaded)
            qFatal("%s", qPrintable(loaded.error().text()));
        document.reset(loaded->topology, file);
    }
    while (document.isChecking())
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    for (const double zoom : {0.05, 0.3, 1.0}) {
        view.setZoom(zoom);
        QApplication::processEvents();
    }
    QTextStream(stdout)
        << u"%1 MB over the empty window with the drawing, its findings and its canvas."_s.arg(
               residentMegabytes() - empty, 0, 'f', 0);
}

} // namespace

int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    // Asked by memory(), in a process of its own.
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--memory") {
        printMemory(arguments.value(2));
        return 0;
    }
    return runBench(app, [](Bench &bench, int nodes) { CanvasBench(bench, nodes).run(); });
}
