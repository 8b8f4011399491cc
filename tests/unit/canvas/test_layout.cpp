// SPDX-License-Identifier: Apache-2.0
#include "canvas/layered_part.h"
#include "canvas/layout.h"
#include "support/test_case.h"
#include "unit/kinds/todo.h"

#include <QRectF>

using namespace chartwright;
using namespace Qt::StringLiterals;

class TestLayout : public TestCase
{
    Q_OBJECT
private slots:
    void kindsGiveTheColumns();
    void nothingOverlaps();
    void sameTwice();
    void stops();
    void spreadKeepsOrderAndGap();
};

namespace
{

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

} // namespace

void TestLayout::kindsGiveTheColumns()
{
    Drawing d;
    addApplication(d, u"web"_s);
    const auto release = d.add(u"Release"_s, u"web"_s);
    const auto places = *layout(d.topology, d.refs(), {});
    const auto x = [&](QStringView kind) { return places[d.topology.findByName(kind, u"web")->id].x(); };
    QVERIFY(places[release].x() < x(u"Ingress"));
    QVERIFY(x(u"Ingress") < x(u"Service"));
    QVERIFY(x(u"Service") < x(u"Deployment"));
    QVERIFY(x(u"Deployment") < x(u"Image"));
    // One line straight through, its configuration under it.
    const auto y = [&](QStringView kind) { return places[d.topology.findByName(kind, u"web")->id].y(); };
    QCOMPARE(y(u"Service"), y(u"Deployment"));
    QVERIFY(y(u"ConfigMap") >= y(u"Deployment") + 100);
    QVERIFY(!places.contains(d.topology.chart()->id));
}

void TestLayout::nothingOverlaps()
{
    Drawing d;
    for (int i = 0; i < 12; ++i)
        addApplication(d, u"app%1"_s.arg(i));
    for (int i = 0; i < 5; ++i)
        d.add(u"Secret"_s, u"alone%1"_s.arg(i));
    const auto places = *layout(d.topology, d.refs(), {});
    QCOMPARE(places.size(), d.topology.resources().size() - 1);
    QList<QRectF> boxes;
    for (const QPointF &p : places) {
        const QRectF box(p, QSizeF(220, 100));
        for (const QRectF &other : std::as_const(boxes))
            QVERIFY(!other.intersects(box));
        boxes.append(box);
    }
}

void TestLayout::sameTwice()
{
    Drawing d;
    for (int i = 0; i < 6; ++i)
        addApplication(d, u"app%1"_s.arg(i));
    QCOMPARE(*layout(d.topology, d.refs(), {}), *layout(d.topology, d.refs(), {}));
}

void TestLayout::stops()
{
    Drawing d;
    addApplication(d, u"web"_s);
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(!layout(d.topology, d.refs(), {}, stop.get_token()));
}

void TestLayout::spreadKeepsOrderAndGap()
{
    QCOMPARE(spread({0, 0, 500}, {100, 100, 100}, 20), (QList<double>{-60, 60, 500}));
    QCOMPARE(spread({}, {}, 20), QList<double>());
}

CHARTWRIGHT_TEST(TestLayout)
#include "test_layout.moc"
