// SPDX-License-Identifier: Apache-2.0
// bench_canvas [--json FILE] [NODES …]: open to first paint, layout, pan, zoom, fit-all, drag, on the
// software raster. A frame's time runs from the input event to the painted window.
#include "bench/bench.h"
#include "bench/large_topology.h"
#include "canvas/canvas_view.h"
#include "canvas/layout.h"
#include "kinds/registry.h"
#include "project/project.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QMouseEvent>
#include <QTemporaryDir>
#include <QTextStream>
#include <QWheelEvent>
#include <chrono>
#include <thread>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace
{

constexpr QSize ViewSize{1600, 1000};

void show(CanvasView &view)
{
    view.resize(ViewSize);
    view.show();
    QApplication::processEvents();
}

void mouse(CanvasView &view, QEvent::Type type, QPointF at, Qt::MouseButton button)
{
    const bool moves = type == QEvent::MouseMove;
    QMouseEvent event(type, at, view.viewport()->mapToGlobal(at), moves ? Qt::NoButton : button,
                      type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::MouseButtons(button),
                      Qt::NoModifier);
    QApplication::sendEvent(view.viewport(), &event);
}

void wheel(CanvasView &view, QPointF at, int steps)
{
    QWheelEvent event(at, view.viewport()->mapToGlobal(at), {}, QPoint(0, 120 * steps), Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
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
        m_bench.measure(m_nodes, u"layout"_s, m_big ? 2000 : 300, m_big ? 5 : 15,
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
        frames(arranged);
    }

private:
    void open()
    {
        m_bench.measure(m_nodes, u"open to first paint"_s, m_big ? 1000 : 200, m_big ? 5 : 15, [&] {
            const auto loaded = loadProject(m_file, allKinds());
            if (!loaded)
                qFatal("%s", qPrintable(loaded.error().text()));
            Document document(allKinds());
            document.reset(loaded->topology, m_file);
            Selection selection(&document);
            CanvasView view(&document, &selection);
            view.resize(ViewSize);
            view.show();
            view.repaint();
        });
    }

    /// `next` gives the input of frame i; the painting that it causes belongs to it.
    template <class Next> void measureFrames(const QString &name, double target, int count, Next next)
    {
        Measure m{m_nodes, name, {}, target};
        for (int i = -3; i < count; ++i) {
            QElapsedTimer timer;
            timer.start();
            next(i);
            QApplication::sendPostedEvents();
            QApplication::processEvents();
            if (i >= 0)
                m.times.append(double(timer.nsecsElapsed()) / 1e6);
        }
        std::sort(m.times.begin(), m.times.end());
        m_bench.add(std::move(m));
    }

    void frames(const Topology &arranged)
    {
        const double empty = residentMegabytes();
        Document document(allKinds());
        document.reset(arranged, m_file);
        Selection selection(&document);
        const double before = residentMegabytes();
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
        const double after = residentMegabytes();
        m_bench.note(u"%1 nodes: %2 MB with the document and its findings, %3 MB of them for the canvas."_s
                         .arg(m_nodes)
                         .arg(after - empty, 0, 'f', 0)
                         .arg(after - before, 0, 'f', 0));
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

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption json(u"json"_s, u"Also as JSON."_s, u"file"_s);
    parser.addOption(json);
    parser.process(app);
    QList<int> sizes;
    for (const QString &n : parser.positionalArguments())
        sizes.append(n.toInt());
    if (sizes.isEmpty())
        sizes = {100, 1000, 10000};
    Bench bench;
    for (int nodes : sizes)
        CanvasBench(bench, nodes).run();
    QTextStream(stdout) << bench.table();
    return parser.isSet(json) && !bench.writeJson(parser.value(json)) ? 1 : 0;
}
