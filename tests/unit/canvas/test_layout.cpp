// SPDX-License-Identifier: Apache-2.0
#include "canvas/layout.h"
#include "canvas/router.h"
#include "canvas/scene.h"
#include "kinds/registry.h"
#include "project/topology_file.h"
#include "support/places.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "unit/kinds/todo.h"

#include <QFile>

using namespace chartwright;
using namespace Qt::StringLiterals;

class TestLayout : public TestCase
{
    Q_OBJECT
private slots:
    void kindsGiveTheColumns();
    void nothingOverlaps_data();
    void nothingOverlaps();
    void sameTwice();
    void settlesAtOnce();
    void starterAsByHand();
    void secretsOfAnIngress();
    void emptyBandsAreClosed();
    void stops();
    void largeOnesAreFolded();
    void lonelyNodes();
    void wiresGoRoundNodes();
    void wiresKeepApart();
    void backwardWires();
};

namespace {

void addApplication(Drawing &d, const QString &name)
{
    const auto pods = d.add(u"Deployment"_s, name);
    const auto image = d.add(u"Image"_s, name);
    const auto service = d.add(u"Service"_s, name);
    const auto ingress = d.add(u"Ingress"_s, name);
    const auto config = d.add(u"ConfigMap"_s, name);
    d.set(config, u"data.A"_s, u"1"_s);
    d.set(pods, u"spec.template.spec.containers[app].ports[http].containerPort"_s, 80);
    QVERIFY(d.wire(u"pods"_s, {service, {}}, {pods, {}}));
    QVERIFY(d.wire(u"image"_s, {pods, {}}, {image, {}}));
    QVERIFY(d.wire(u"route"_s, {ingress, {}}, {service, {}}));
    QVERIFY(d.wire(u"config-key"_s, {config, {}}, {pods, {}}));
}

QHash<ResourceId, QRectF> boxes(const Topology &topology, const QHash<ResourceId, QPointF> &places)
{
    QHash<ResourceId, QRectF> out;
    for (auto it = places.cbegin(); it != places.cend(); ++it)
        out.insert(it.key(), QRectF(*it, nodeShape(topology, *topology.find(it.key())).size()));
    return out;
}

Router routerAround(const QList<QRectF> &nodes)
{
    return {[nodes](const QRectF &r) {
                return int(std::count_if(nodes.begin(), nodes.end(),
                                         [&](const QRectF &n) { return n.intersects(r); }));
            },
            [nodes](const QRectF &r) {
                QList<QRectF> found;
                std::copy_if(nodes.begin(), nodes.end(), std::back_inserter(found),
                             [&](const QRectF &n) { return n.intersects(r); });
                return found;
            }};
}

bool isOrthogonal(const QList<QPointF> &points)
{
    for (qsizetype i = 0; i + 1 < points.size(); ++i) {
        const QPointF way = points[i + 1] - points[i];
        if (way.x() != 0 && way.y() != 0)
            return false;
    }
    return points.size() >= 2;
}

} // namespace

void TestLayout::kindsGiveTheColumns()
{
    Drawing d;
    addApplication(d, u"web"_s);
    const auto release = d.add(u"Release"_s, u"web"_s);
    const auto places = layout(d.topology, d.refs());
    const auto at = [&](QStringView kind) {
        return places[d.topology.findByName(kind, u"web")->id];
    };
    QVERIFY(places[release].x() < at(u"Ingress").x());
    QVERIFY(at(u"Ingress").x() < at(u"Service").x());
    QVERIFY(at(u"Service").x() < at(u"Deployment").x());
    QVERIFY(at(u"Deployment").x() < at(u"Image").x());
    QVERIFY(at(u"ConfigMap").x() < at(u"Deployment").x());
    QVERIFY(at(u"ConfigMap").y() > at(u"Deployment").y());
    QVERIFY(!places.contains(d.topology.chart()->id));
    // Traffic runs straight through.
    d.topology.apply(moveResources(d.topology, places, u"Arrange"_s));
    Scene scene;
    scene.rebuild(d.topology, d.refs());
    for (int w = 0; w < scene.wireCount(); ++w) {
        if (scene.wire(w).wire.style == WireStyle::Traffic)
            QCOMPARE(scene.wire(w).points.size(), 2);
    }
}

void TestLayout::nothingOverlaps_data()
{
    QTest::addColumn<int>("applications");
    for (const int n : {1, 2, 5, 12, 60})
        QTest::addRow("%d", n) << n;
}

void TestLayout::nothingOverlaps()
{
    QFETCH(int, applications);
    Drawing d;
    for (int i = 0; i < applications; ++i)
        addApplication(d, u"app%1"_s.arg(i));
    const auto shared = d.add(u"ConfigMap"_s, u"shared"_s);
    d.set(shared, u"data.B"_s, u"1"_s);
    for (const ResourcePtr &r : d.topology.ofKind(u"Deployment"))
        QVERIFY(d.wire(u"config-key"_s, {shared, {}}, {r->id, {}}));
    for (int i = 0; i < 5; ++i)
        d.add(u"Secret"_s, u"alone%1"_s.arg(i));
    const auto places = layout(d.topology, d.refs());
    QCOMPARE(places.size(), d.topology.resources().size() - 1);
    const auto all = boxes(d.topology, places).values();
    for (qsizetype i = 0; i < all.size(); ++i) {
        for (qsizetype k = 0; k < i; ++k)
            QVERIFY(!all[i].intersects(all[k]));
    }
}

void TestLayout::sameTwice()
{
    Drawing d;
    for (int i = 0; i < 6; ++i)
        addApplication(d, u"app%1"_s.arg(i));
    QCOMPARE(layout(d.topology, d.refs()), layout(d.topology, d.refs()));
}

void TestLayout::settlesAtOnce()
{
    // Arranged again, it stays as it is: what a person sees does not jump about.
    Drawing d;
    for (int i = 0; i < 4; ++i)
        addApplication(d, u"app%1"_s.arg(i));
    const auto first = layout(d.topology, d.refs());
    d.topology.apply(moveResources(d.topology, first, u"Arrange"_s));
    QCOMPARE(layout(d.topology, d.refs()), first);
}

void TestLayout::starterAsByHand()
{
    QFile file(QStringLiteral(CHARTWRIGHT_SOURCE_DIR "/resources/starters/todo-app/topology.yaml"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto read = readTopology(file.readAll(), file.fileName(), allKinds());
    QVERIFY_RESULT(read);
    Topology todo = *read;
    const auto places = layout(todo, RefIndex(todo));
    todo.apply(moveResources(todo, places, u"Arrange"_s));
    QCOMPARE(layout(todo, RefIndex(todo)), places); // arranged again, it stays
    Scene scene;
    scene.rebuild(todo, RefIndex(todo));
    int straight = 0;
    for (int w = 0; w < scene.wireCount(); ++w) {
        const SceneWire &wire = scene.wire(w);
        straight += wire.wire.style == WireStyle::Traffic && wire.points.size() == 2 ? 1 : 0;
        for (qsizetype i = 0; i + 1 < wire.points.size(); ++i) {
            // No wire comes back from the right, as one did to the ConfigMap, and none meets a
            // node.
            QVERIFY2(wire.points[i].x() <= wire.points[i + 1].x(), qPrintable(wire.wire.label));
            const QRectF part =
                QRectF(wire.points[i], wire.points[i + 1]).normalized().adjusted(1, -1, -1, 1);
            for (const int n : scene.nodesIn(part))
                QVERIFY(!scene.node(n).rect.intersects(part));
        }
    }
    QVERIFY(straight >= 3); // one path's and both Services'
    const QRectF all = scene.contents();
    QVERIFY2(all.width() < 1850 && all.height() < 520, "as compact as by hand");
}

void TestLayout::secretsOfAnIngress()
{
    Drawing d;
    addApplication(d, u"web"_s);
    const auto tls = d.add(u"Secret"_s, u"tls"_s);
    d.set(tls, u"data"_s, Map{{u"tls.crt"_s, Map()}, {u"tls.key"_s, Map()}});
    QVERIFY(d.wire(u"tls"_s, {d.topology.findByName(u"Ingress", u"web")->id, {}}, {tls, {}}));
    const auto places = layout(d.topology, d.refs());
    QCOMPARE(places[tls].x(), places[d.topology.findByName(u"Service", u"web")->id].x());
}

void TestLayout::emptyBandsAreClosed()
{
    Drawing d;
    const auto shared = d.add(u"ConfigMap"_s, u"shared"_s);
    d.set(shared, u"data.B"_s, u"1"_s);
    for (int i = 0; i < 8; ++i) {
        addApplication(d, u"app%1"_s.arg(i));
        QVERIFY(d.wire(u"config-key"_s, {shared, {}},
                       {d.topology.findByName(u"Deployment", u"app%1"_s.arg(i))->id, {}}));
    }
    QList<QRectF> all = boxes(d.topology, layout(d.topology, d.refs())).values();
    std::sort(all.begin(), all.end(),
              [](const QRectF &a, const QRectF &b) { return a.top() < b.top(); });
    double bottom = all.first().bottom();
    for (const QRectF &box : std::as_const(all)) {
        QVERIFY(box.top() - bottom <= 60);
        bottom = std::max(bottom, box.bottom());
    }
}

void TestLayout::stops()
{
    Drawing d;
    addApplication(d, u"web"_s);
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(layout(d.topology, d.refs(), stop.get_token()).isEmpty());
}

void TestLayout::largeOnesAreFolded()
{
    Drawing d;
    for (int i = 0; i < 120; ++i)
        addApplication(d, u"app%1"_s.arg(i));
    QRectF all;
    const auto laid = boxes(d.topology, layout(d.topology, d.refs()));
    for (const QRectF &box : laid)
        all |= box;
    const double shape = all.width() / all.height();
    QVERIFY2(shape > 0.7 && shape < 3.5, qPrintable(QString::number(shape)));
}

void TestLayout::lonelyNodes()
{
    Drawing d;
    QVERIFY(layout(d.topology, d.refs()).isEmpty());
    const auto only = d.add(u"Image"_s, u"only"_s);
    QCOMPARE(layout(d.topology, d.refs()), (QHash<ResourceId, QPointF>{{only, {0, 0}}}));
    const auto release = d.add(u"Release"_s, u"live"_s);
    const auto places = layout(d.topology, d.refs());
    QVERIFY(places[release].x() + NodeShape::Width < places[only].x());
}

void TestLayout::wiresGoRoundNodes()
{
    const QRectF wall(300, -100, 220, 300);
    Router router = routerAround({wall});
    const auto points = router.route(0, {{220, 50}, {700, 50}, 1, 2});
    QVERIFY(isOrthogonal(points));
    for (qsizetype i = 0; i + 1 < points.size(); ++i)
        QVERIFY(
            !QRectF(points[i], points[i + 1]).normalized().adjusted(-1, -1, 1, 1).intersects(wall));
}

void TestLayout::wiresKeepApart()
{
    Router router = routerAround({});
    const auto a = router.route(0, {{0, 0}, {200, 100}, 1, 2});
    const auto b = router.route(1, {{0, 20}, {200, 120}, 3, 4});
    QCOMPARE(a.size(), 4);
    QCOMPARE(b.size(), 4);
    QVERIFY(a[1].x() != b[1].x());
    // One that starts where the first does shares its way.
    const auto c = router.route(2, {{0, 0}, {200, 300}, 1, 5});
    QCOMPARE(c[1].x(), a[1].x());
    router.forget(0);
    router.forget(2);
    QCOMPARE(router.route(3, {{0, 0}, {200, 100}, 6, 7}).at(1).x(), a[1].x());
}

void TestLayout::backwardWires()
{
    Router router = routerAround({});
    const auto points = router.route(0, {{500, 0}, {100, 200}, 1, 2});
    QVERIFY(isOrthogonal(points));
    QCOMPARE(points.size(), 6);
    // It leaves to the right and arrives from the left, as all wires do.
    QVERIFY(points[1].x() > 500);
    QVERIFY(points[4].x() < 100);
}

CHARTWRIGHT_TEST(TestLayout)
#include "test_layout.moc"
