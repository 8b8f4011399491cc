// SPDX-License-Identifier: Apache-2.0
// bench_model [--json FILE] [--only WORD] [NODES …]: open, save, check, re-check, export, render.
#include "bench/bench.h"
#include "bench/large_topology.h"
#include "chart/render.h"
#include "checks/check_engine.h"
#include "kinds/registry.h"
#include "model/edits.h"
#include "model/wires.h"
#include "project/export.h"
#include "project/project.h"
#include "support/helm.h"

#include <QCoreApplication>
#include <QDir>
#include <QTemporaryDir>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

void measure(Bench &bench, int nodes)
{
    const bool big = nodes > 2000;
    const int runs = big ? 7 : 21;
    const double empty = residentMegabytes();
    const Topology topology = largeTopology(nodes);
    const RefIndex refs(topology);
    QTemporaryDir folder;
    const QString file = folder.filePath(u"topology.yaml"_s);

    bench.measure(nodes, u"save"_s, big ? 250 : 50, runs,
                  [&] { (void)saveProject(topology, file); });
    bench.measure(nodes, u"open (read, index)"_s, big ? 1000 : 200, runs, [&] {
        const auto loaded = loadProject(file, allKinds());
        if (!loaded)
            qFatal("%s", qPrintable(loaded.error().text()));
        const RefIndex index(loaded->topology);
    });
    const TargetFacts facts = TargetFacts::of(topology);
    bench.measure(nodes, u"full check"_s, big ? 500 : 50, runs,
                  [&] { (void)CheckEngine::check(topology, facts); });
    CheckEngine engine;
    engine.reset(topology, facts);
    bench.record(nodes, u"memory of drawing, index and findings"_s, big ? 250 : 60,
                 residentMegabytes() - empty, u"MB"_s);
    Topology edited = topology;
    RefIndex index = refs;
    bench.note(u"%1 nodes have %2 wires."_s.arg(nodes).arg(allWires(topology, refs).size()));
    const ResourcePtr pods = topology.ofKind(u"Deployment").value(3);
    int replicas = 2;
    bench.measure(nodes, u"re-check after an edit"_s, big ? 16 : 5, 101, [&] {
        const Edit edit =
            setField(edited, index, pods->id, Path(u"spec.replicas"_s), ++replicas % 9);
        edited.apply(edit);
        index.update(edit);
        (void)engine.update(edited, index, edit);
    });
    bench.measure(nodes, u"chart export"_s, big ? 2000 : 300, runs, [&] {
        const auto report = exportChart(topology, folder.filePath(u"out"_s));
        if (!report)
            qFatal("%s", qPrintable(report.error().text()));
    });
    bench.measure(nodes, u"render"_s, 0, runs, [&] { (void)render(topology); });
    const Helm &helm = Helm::three();
    const auto byHelm = [&] {
        return helm.run({u"template"_s, u"todo"_s, folder.filePath(u"out"_s)});
    };
    if (const auto tried = byHelm(); !tried.ok()) {
        bench.note(u"%1 nodes: helm does not take the chart: %2."_s.arg(nodes).arg(
            QString::fromUtf8(tried.err).section(u':', 1).trimmed()));
        return;
    }
    bench.measure(nodes, u"helm 3 template"_s, 0, big ? 3 : 7, [&] { (void)byHelm(); });
    bench.note(
        u"%1 nodes: our rendering takes %2 of the time of `helm template` of the same chart."_s
            .arg(nodes)
            .arg(bench.ratio(u"render"_s, u"helm 3 template"_s, nodes), 0, 'f', 3));
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    return runBench(app, measure);
}
