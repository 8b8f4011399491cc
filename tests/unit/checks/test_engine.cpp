// SPDX-License-Identifier: Apache-2.0
#include "checks/rule.h"
#include "kinds/registry.h"
#include "model/overlay.h"
#include "model/wires.h"
#include "support/seeds.h"
#include "support/test_case.h"
#include "support/topology_generator.h"
#include "unit/checks/cases.h"

#include <QRandomGenerator>
#include <QSet>

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace {

/// Random edits of the kinds that a person does: fields, names, keys, deletions, copies, wires,
/// fixes.
class RandomEdits
{
public:
    explicit RandomEdits(quint32 seed) : m_random(seed) {}

    Edit next(const Topology &t, const RefIndex &refs, const QList<Finding> &findings)
    {
        const ResourcePtr r = pick(t.resources());
        switch (m_random.bounded(12)) {
        case 0:
            return renameResource(t, r->id, pick(t.resources())->name);
        case 1:
            return removeResources(t, refs, {r->id});
        case 2:
            return duplicate(t, {r}, {}, {}, u"Duplicate"_s);
        case 3:
            return dropped(t, r);
        case 4:
            return wired(t);
        case 5:
            return unwired(t, refs, r);
        case 6:
            return setField(t, refs, r->id, Path(u"metadata.namespace"_s),
                            pick(QList<Value>{Value(), u"a"_s, u"b"_s}));
        case 7:
            return setValuesKey(t, r->id, pick(t.resources())->valuesKey);
        case 8:
            return accepted(t, findings);
        case 9:
            return fixed(t, refs, findings);
        case 10:
            return setField(t, refs, t.chart() ? t.chart()->id : r->id, Path(u"type"_s),
                            pick(QList<Value>{u"library"_s, u"application"_s}));
        default:
            return anyField(t, refs, r);
        }
    }

private:
    template <class List> typename List::value_type pick(const List &list)
    {
        return list[m_random.bounded(int(list.size()))];
    }

    /// Takes a resource out without its wires: references dangle, as after a bad merge.
    Edit dropped(const Topology &t, const ResourcePtr &r)
    {
        Topology after = t;
        after.remove(r->id);
        after.place(r->id, std::nullopt);
        return difference(t, after, u"Drop"_s);
    }

    Edit wired(const Topology &t)
    {
        const WireEnd from{pick(t.resources())->id, {}}, to{pick(t.resources())->id, {}};
        const WireOffer offered = offer(t, from, to);
        return offered.meanings.isEmpty() ? Edit()
                                          : drawWire(t, *pick(offered.meanings), from, to, {});
    }

    Edit unwired(const Topology &t, const RefIndex &refs, const ResourcePtr &r)
    {
        const QList<Wire> wires = wiresAt(t, refs, r->id);
        return wires.isEmpty() ? Edit() : removeWire(t, pick(wires));
    }

    Edit accepted(const Topology &t, const QList<Finding> &findings)
    {
        if (findings.isEmpty())
            return {};
        const Finding f = pick(findings);
        return accept(t, f.resource,
                      {f.rule, f.path.text(), pick(QStringList{QString(), u"known"_s})});
    }

    Edit fixed(const Topology &t, const RefIndex &refs, QList<Finding> findings)
    {
        findings.removeIf([](const Finding &f) { return !f.fix; });
        if (findings.isEmpty())
            return {};
        const Finding f = pick(findings);
        return f.fix(t, refs, f);
    }

    Edit anyField(const Topology &t, const RefIndex &refs, const ResourcePtr &r)
    {
        QList<Path> paths;
        walk(r->fields, [&](const Path &p, const Value &) { paths.append(p); });
        const Path path = pick(paths);
        const Value value = pick(
            QList<Value>{Value(), 0, 1, 70000, 30080, true, u"x"_s, u"BAD name"_s, u"latest"_s,
                         u"nginx"_s, at(r->fields, pick(paths)), Ref{pick(t.resources())->id, {}}});
        return path.isEmpty() ? Edit() : setField(t, refs, r->id, path, value);
    }

    QRandomGenerator m_random;
};

} // namespace

class TestEngine : public TestCase
{
    Q_OBJECT
private slots:
    void incrementalEqualsFull_data();
    void incrementalEqualsFull();
    void tellsWhoChanged();
    void isSorted();
    void acceptedWithAReason();
    void errorsAreNotAccepted();
    void profileNoneHasNoLimits();
    void overridesAreHeldAgainstTheProfile();
    void scopesHold();
};

void TestEngine::incrementalEqualsFull_data()
{
    chartwright_test::addSeeds(12);
    const quint32 seed = QRandomGenerator::global()->generate();
    QTest::addRow("seed %u, of this run", seed) << seed;
}

void TestEngine::incrementalEqualsFull()
{
    QFETCH(quint32, seed);
    Topology topology = seed % 3 == 0 ? chartwright_test::todoApp()
                                      : chartwright_test::randomTopology(seed, {5, 30, true});
    TargetFacts facts = TargetFacts::ofProfile(seed % 4 == 0 ? u"none"_s : u"minikube"_s);
    facts.secrets.isKeychainOpen = seed % 2 == 0;
    RefIndex refs(topology);
    CheckEngine engine;
    engine.reset(topology, facts);
    RandomEdits edits(seed);
    QList<Edit> done;
    for (int i = 0; i < 60 && topology.resources().size() > 2; ++i) {
        const bool undo = i % 7 == 6 && !done.isEmpty();
        const QList<Finding> before = engine.findings();
        const Edit edit = undo ? done.takeLast().reversed() : edits.next(topology, refs, before);
        if (edit.isEmpty())
            continue;
        if (!undo)
            done.append(edit);
        topology.apply(edit);
        refs.update(edit);
        QSet<ResourceId> told = engine.update(topology, refs, edit);
        if (i % 5 == 4) { // a keychain was opened or locked, a file came or went
            facts.secrets.isKeychainOpen = !facts.secrets.isKeychainOpen;
            facts.secrets.envFiles = {{u".env"_s, EnvExposure::How(i % 3)}};
            told += engine.update(topology, refs, facts.secrets);
        }
        const QList<Finding> now = engine.findings();
        const QList<Finding> full = CheckEngine::check(topology, facts);
        QList<Finding> more = now, less = full;
        more.removeIf([&](const Finding &f) { return full.contains(f); });
        less.removeIf([&](const Finding &f) { return now.contains(f); });
        QVERIFY2(now == full, qPrintable(u"step %1, “%2”\ntoo many:%3\ntoo few:%4"_s.arg(
                                  QString::number(i), edit.text, lines(more), lines(less))));
        // Those that were not named have what they had.
        for (const Finding &f : now)
            QVERIFY2(told.contains(f.resource) || before.contains(f), qPrintable(lines({f})));
    }
}

void TestEngine::tellsWhoChanged()
{
    Topology topology = chartwright_test::todoApp();
    RefIndex refs(topology);
    CheckEngine engine;
    engine.reset(topology, TargetFacts::of(topology));
    const ResourceId backend{u"todo-backend-0001"_s};
    const Edit edit = setField(topology, refs, backend, Path(u"spec.replicas"_s), 9);
    topology.apply(edit);
    refs.update(edit);
    QCOMPARE(engine.update(topology, refs, edit), QSet<ResourceId>{backend});
    QVERIFY(!engine.findings(backend).isEmpty());
    const Edit move = moveResources(topology, {{backend, QPointF(1, 2)}}, u"Move"_s);
    topology.apply(move);
    QVERIFY(engine.update(topology, refs, move).isEmpty());
}

void TestEngine::isSorted()
{
    const Topology topology = chartwright_test::randomTopology(7, {30, 40, true});
    const QList<Finding> all = CheckEngine::check(topology, TargetFacts::of(topology));
    QVERIFY(all.size() > 10);
    const auto key = [&](const Finding &f) {
        return std::tuple(int(f.severity), topology.find(f.resource)->name, f.resource.text,
                          f.path.text(), f.rule);
    };
    QVERIFY(std::is_sorted(all.begin(), all.end(),
                           [&](const Finding &a, const Finding &b) { return key(a) < key(b); }));
}

void TestEngine::acceptedWithAReason()
{
    const QString path = u"spec.template.spec.containers[backend].resources.limits.cpu"_s;
    Topology topology = changed(Map{{u"todo-backend-0001"_s, Map{{path, u"2"_s}}}});
    const ResourceId backend{u"todo-backend-0001"_s};
    topology.apply(accept(topology, backend, {u"resources/cpu-max"_s, path, u"A large model"_s}));
    int seen = 0;
    for (const Finding &f : CheckEngine::check(topology, TargetFacts::of(topology))) {
        if (f.rule != u"resources/cpu-max")
            continue;
        ++seen;
        QCOMPARE(f.accepted, std::optional(u"A large model"_s));
        QVERIFY(!f.isOpen());
    }
    QCOMPARE(seen, 1);
}

void TestEngine::errorsAreNotAccepted()
{
    const ResourceId id{u"service-backend-0001"_s};
    Topology topology = changed(Map{{id.text, Map{{u"spec.ports[http].port"_s, 0}}}});
    for (const Finding &f : CheckEngine::check(topology, TargetFacts::of(topology)))
        topology.apply(accept(topology, f.resource, {f.rule, f.path.text(), u"no"_s}));
    int open = 0;
    for (const Finding &f : CheckEngine::check(topology, TargetFacts::of(topology))) {
        QCOMPARE(f.isOpen(), f.severity == Severity::Error);
        open += f.isOpen() && f.resource == id;
    }
    QCOMPARE(open, 1);
}

void TestEngine::profileNoneHasNoLimits()
{
    const Topology topology =
        changed(Map{{u"todo-backend-0001"_s, Map{{u"C.resources.limits.cpu"_s, u"8"_s},
                                                 {u"C.resources.requests.memory"_s, u"1Mi"_s},
                                                 {u"spec.replicas"_s, 50}}},
                    {u"image-backend-0001"_s, Map{{u"tag"_s, u"V1_0"_s}}}});
    const auto count = [&](const QString &profile) {
        int n = 0;
        for (const Finding &f : CheckEngine::check(topology, TargetFacts::of(topology, profile)))
            n += f.severity == Severity::Error || f.rule == u"replicas/minikube-max";
        return n;
    };
    QCOMPARE(count(u"none"_s), 0);
    QCOMPARE(count(u"minikube"_s), 4);
    QCOMPARE(TargetFacts::of(topology).profile, u"minikube"_s);
    QVERIFY(TargetFacts::profiles().contains(u"none"_s));
}

// As the fields themselves, but what was drawn already is told once.
void TestEngine::overridesAreHeldAgainstTheProfile()
{
    const ResourceId release{u"release-0001"_s}, backend{u"todo-backend-0001"_s};
    const Path resources(u"spec.template.spec.containers[backend].resources"_s);
    Topology topology = changed(Map{{backend.text, Map{{u"spec.replicas"_s, 9}}}});
    const auto override = [&](const QList<Override> &list) {
        Resource r = *topology.find(release);
        r.fields = with(r.fields, Path(u"overrides"_s), overridesValue(list));
        topology.put(r);
    };
    const auto said = [&](const QString &profile) {
        QStringList out;
        for (const Finding &f : CheckEngine::check(topology, TargetFacts::of(topology, profile))) {
            if (f.resource == release)
                out.append(f.path.text() + u": "_s + f.message);
        }
        return out.join(u'\n');
    };
    const Path cpu = resources / Path(u"limits.cpu"_s), least = resources / Path(u"requests.cpu"_s);
    override({{backend, Path(u"spec.replicas"_s), 9}, {backend, cpu, u"2"_s}});
    QCOMPARE(said({}), u"overrides[#1].value: CPU limit of todo-backend: CPU limit 2 of backend is "
                       "above the profile's 1000m"_s);
    QCOMPARE(said(u"none"_s), QString());
    // Two that are right together are not wrong one by one.
    override({{backend, least, u"1"_s}, {backend, cpu, u"1"_s}});
    QCOMPARE(said({}), QString());
    // Accepted for the release alone.
    override({{backend, cpu, u"2"_s}});
    topology.apply(accept(topology, release, {u"resources/cpu-max"_s, {}, u"A large node"_s}));
    for (const Finding &f : CheckEngine::check(topology, TargetFacts::of(topology)))
        QCOMPARE(f.isOpen(), !(f.resource == release));
}

// A rule sees no more than its scope says.
void TestEngine::scopesHold()
{
    const Topology topology = chartwright_test::todoApp();
    const RefIndex refs(topology);
    const TargetFacts facts;
    const ResourcePtr config = topology.findByName(u"ConfigMap", u"todo-config");
    const ResourceId backend{u"todo-backend-0001"_s};
    const RuleInput own(*config, topology, nullptr, facts, nullptr);
    QVERIFY(!own.find(backend) && own.usedBy().isEmpty() && !own.anyHas(u"x"_s));
    const RuleInput around(*config, topology, &refs, facts, nullptr);
    QVERIFY(around.find(backend) && around.find(config->id) && !around.usedBy().isEmpty());
    QVERIFY(!around.find(topology.chart()->id));
    QVERIFY(!around.find({u"ingress-0001"_s}));
}

CHARTWRIGHT_TEST(TestEngine)
#include "test_engine.moc"
