// SPDX-License-Identifier: Apache-2.0
#include "support/test_case.h"
#include "unit/kinds/todo.h"

#include <QRandomGenerator>

using namespace chartwright;
using namespace Qt::StringLiterals;

class TestTopology : public TestCase
{
    Q_OBJECT
private slots:
    void differenceAndBack();
    void idsAreFree();
    void snapshotsAreIndependent();
    void indexFollowsEdits();
};

void TestTopology::differenceAndBack()
{
    Drawing a;
    const auto pods = a.add(u"Deployment"_s, u"web"_s);
    const Topology before = a.topology;
    a.set(pods, u"spec.replicas"_s, 5);
    a.add(u"Image"_s, u"web"_s);
    a.topology.place(pods, QPointF(40, 50));
    const Edit edit = difference(before, a.topology, u"All"_s);
    QCOMPARE(edit.changes.size(), 2);
    QCOMPARE(edit.moves.size(), 2);
    Topology t = before;
    t.apply(edit);
    QVERIFY(t == a.topology);
    t.apply(edit.reversed());
    QVERIFY(t == before);
    QVERIFY(difference(before, before, {}).isEmpty());
    // The same content in another object is no change.
    Topology copy = before;
    copy.put(Resource(*before.find(pods)));
    QVERIFY(difference(before, copy, {}).isEmpty());
}

void TestTopology::idsAreFree()
{
    Drawing d;
    for (int i = 0; i < 50; ++i)
        d.add(u"Service"_s, u"My Service"_s);
    QCOMPARE(d.topology.ofKind(u"Service").size(), 50);
    QVERIFY(d.topology.ofKind(u"Service").constFirst()->id.text.startsWith(u"my-service"));
    QVERIFY(integrityProblems(d.topology).isEmpty());
}

void TestTopology::snapshotsAreIndependent()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"web"_s);
    const Topology snapshot = d.topology;
    d.set(pods, u"spec.replicas"_s, 9);
    QCOMPARE(at(snapshot.find(pods)->fields, Path(u"spec.replicas"_s)), Value(2));
}

void TestTopology::indexFollowsEdits()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    Drawing d;
    RefIndex index(d.topology);
    QList<Edit> done;
    const QStringList kinds{u"Deployment"_s, u"Service"_s, u"Ingress"_s,
                            u"ConfigMap"_s,  u"Secret"_s,  u"Image"_s};
    const auto apply = [&](const Edit &edit) {
        d.topology.apply(edit);
        index.update(edit);
        done.append(edit);
    };
    const auto any = [&] {
        const auto &all = d.topology.resources();
        return all[random.bounded(all.size())];
    };
    for (int i = 0; i < 400; ++i) {
        const ResourcePtr a = any(), b = any();
        switch (random.bounded(5)) {
        case 0:
            apply(insertResource(d.topology,
                                 newResource(d.topology, kinds[random.bounded(kinds.size())]),
                                 {double(random.bounded(900)), 0}));
            break;
        case 1: {
            const WireOffer wires = offer(d.topology, {a->id, {}}, {b->id, {}});
            if (!wires.meanings.isEmpty())
                apply(drawWire(d.topology, *wires.meanings.first(), {a->id, {}}, {b->id, {}}, {}));
            break;
        }
        case 2:
            if (random.bounded(3) == 0)
                apply(removeResources(d.topology, index, {a->id}));
            break;
        case 3:
            if (a->kind == u"ConfigMap" || a->kind == u"Secret")
                apply(setField(d.topology, index, a->id, Path(u"data.KEY"_s + QString::number(i)),
                               a->kind == u"Secret" ? Value(Map()) : Value(u"v"_s)));
            else if (a->kind == u"Deployment")
                apply(setField(
                    d.topology, index, a->id,
                    Path(u"spec.template.spec.containers[app].ports[p%1].containerPort"_s.arg(i)),
                    80));
            break;
        default:
            if (const auto wires = wiresAt(d.topology, index, a->id); !wires.isEmpty())
                apply(removeWire(d.topology, wires.first()));
        }
        const RefIndex fresh(d.topology);
        for (const ResourcePtr &r : d.topology.resources()) {
            QVERIFY2(fresh.to(r->id) == index.to(r->id) && fresh.from(r->id) == index.from(r->id) &&
                         fresh.neighbours(r->id) == index.neighbours(r->id),
                     qPrintable(u"seed %1, step %2"_s.arg(seed).arg(i)));
        }
        QVERIFY(integrityProblems(d.topology).isEmpty());
    }
    // Undone to the start, redone to the end.
    const Topology end = d.topology;
    for (auto it = done.crbegin(); it != done.crend(); ++it)
        d.topology.apply(it->reversed());
    QCOMPARE(d.topology.resources().size(), 1);
    for (const Edit &edit : std::as_const(done))
        d.topology.apply(edit);
    QVERIFY(d.topology == end);
}

CHARTWRIGHT_TEST(TestTopology)
#include "test_topology.moc"
