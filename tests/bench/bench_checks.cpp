// SPDX-License-Identifier: Apache-2.0
// bench_checks [--json FILE] [--only WORD] [NODES …]: full check, re-check after edits of several
// kinds, and what each rule costs.
#include "bench/bench.h"
#include "bench/large_topology.h"
#include "checks/rule.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSet>
#include <QTextStream>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

void measureEdit(Bench &bench, const Topology &topology, const QString &name,
                 const std::function<Edit(const Topology &, const RefIndex &, int)> &edit)
{
    const int nodes = int(topology.resources().size());
    Topology edited = topology;
    RefIndex refs(topology);
    CheckEngine engine;
    engine.reset(topology, TargetFacts::of(topology));
    Edit next;
    int n = 0;
    bench.measure(
        nodes, u"re-check after "_s + name, nodes > 2000 ? 16 : 5, 51,
        [&] { (void)engine.update(edited, refs, next); },
        [&] {
            next = edit(edited, refs, n++);
            edited.apply(next);
            refs.update(next);
        });
}

QString dearestRules(const Topology &topology)
{
    const RefIndex refs(topology);
    const TargetFacts facts = TargetFacts::of(topology);
    const QHash<QString, QSet<ResourceId>> noGroups;
    QMultiMap<double, QString> times;
    for (const RuleSpec &rule : allRules()) {
        QList<Finding> found;
        QElapsedTimer timer;
        timer.start();
        for (const ResourcePtr &r : topology.resources()) {
            if (!rule.kinds.isEmpty() && !rule.kinds.contains(r->kind))
                continue;
            Report report(rule, *r, found);
            const bool own = rule.scope == Scope::Own;
            rule.run(
                RuleInput(*r, topology, own ? nullptr : &refs, facts, own ? nullptr : &noGroups),
                report);
        }
        times.insert(-double(timer.nsecsElapsed()) / 1e6, rule.id);
    }
    QString text;
    QTextStream out(&text);
    out << u"\nThe dearest rules at %1 nodes, in ms:\n"_s.arg(topology.resources().size());
    int shown = 0;
    for (auto it = times.cbegin(); it != times.cend() && shown < 12; ++it, ++shown)
        out << u"- %1 %2\n"_s.arg(it.value()).arg(-it.key(), 0, 'f', 1);
    return text;
}

void measure(Bench &bench, int nodes)
{
    const Topology topology = largeTopology(nodes);
    const TargetFacts facts = TargetFacts::of(topology);
    bench.measure(nodes, u"full check"_s, nodes > 2000 ? 500 : 50, 7,
                  [&] { (void)CheckEngine::check(topology, facts); });
    bench.measure(nodes, u"  of it the index of references"_s, 0, 7,
                  [&] { (void)RefIndex(topology); });
    CheckEngine engine;
    engine.reset(topology, facts);
    bench.measure(nodes, u"list of all findings"_s, 0, 21, [&] { (void)engine.findings(); });
    const ResourceId pods = topology.ofKind(u"Deployment").value(1)->id;
    const ResourceId config = topology.ofKind(u"ConfigMap").value(1)->id;
    measureEdit(bench, topology, u"typing in a field"_s,
                [&](const Topology &t, const RefIndex &refs, int n) {
                    return setField(t, refs, pods, Path(u"spec.replicas"_s), 1 + n % 7);
                });
    measureEdit(bench, topology, u"a rename"_s, [&](const Topology &t, const RefIndex &, int n) {
        return renameResource(t, pods, u"name-%1"_s.arg(n));
    });
    measureEdit(bench, topology, u"deleting a ConfigMap"_s,
                [&](const Topology &t, const RefIndex &refs, int n) {
                    return n % 2 ? removeResources(t, refs, {config})
                                 : insertResource(t, *topology.find(config), {});
                });
    measureEdit(bench, topology, u"a change of the chart"_s,
                [&](const Topology &t, const RefIndex &refs, int n) {
                    return setField(t, refs, t.chart()->id, Path(u"type"_s),
                                    n % 2 ? u"library"_s : u"application"_s);
                });
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    return runBench(app, measure, [](int nodes) { return dearestRules(largeTopology(nodes)); });
}
