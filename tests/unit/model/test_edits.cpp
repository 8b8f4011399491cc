// SPDX-License-Identifier: Apache-2.0
#include "model/overlay.h"
#include "support/test_case.h"
#include "unit/kinds/todo.h"

using namespace chartwright;
using namespace Qt::StringLiterals;

class TestEdits : public TestCase
{
    Q_OBJECT
private slots:
    void namesOfEdits();
    void severalAtOnce();
    void clearingAFieldTakesEmptyParentsAlong();
    void portWithoutName();
    void acceptAndPin();
    void valuesKeyTakesItsServicesAlong();
    void valuesKeyIsThatOfTheFirstRealName();
    void valuesKeysFollowTheChart();
    void valuesKeyOfAServiceOfThatName();
    void overrides();
};

void TestEdits::namesOfEdits()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"web"_s);
    const Edit first = setField(d.topology, d.refs(), pods, Path(u"spec.replicas"_s), 3);
    QCOMPARE(first.text, u"Change Replicas of web"_s);
    d.topology.apply(first);
    QCOMPARE(setField(d.topology, d.refs(), pods, Path(u"spec.replicas"_s), 31).mergeKey,
             first.mergeKey);
    QVERIFY(setField(d.topology, d.refs(), pods, Path(u"spec.replicas"_s), 3).isEmpty());
    QCOMPARE(renameResource(d.topology, pods, u"www"_s).text, u"Rename web to www"_s);
    const auto service = d.add(u"Service"_s, u"web-service"_s);
    QCOMPARE(drawWire(d.topology, *allKinds().wire(u"pods"), {service, {}}, {pods, {}}, {}).text,
             u"Wire web-service to web"_s);
}

void TestEdits::severalAtOnce()
{
    Drawing d;
    const auto a = d.add(u"Deployment"_s, u"a"_s);
    const auto b = d.add(u"Deployment"_s, u"b"_s);
    const Edit edit = setField(d.topology, d.refs(), {a, b}, Path(u"spec.replicas"_s), 4);
    QCOMPARE(edit.changes.size(), 2);
    d.topology.apply(edit);
    QCOMPARE(d.get(b, u"spec.replicas"_s), Value(4));
}

void TestEdits::clearingAFieldTakesEmptyParentsAlong()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"a"_s);
    const Value before = d.topology.find(pods)->fields;
    const QString cpu = u"spec.template.spec.containers[app].resources.limits.cpu"_s;
    d.set(pods, cpu, u"500m"_s);
    d.set(pods, cpu, {});
    QCOMPARE(d.topology.find(pods)->fields, before);
}

void TestEdits::portWithoutName()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"a"_s);
    const QString ports = u"spec.template.spec.containers[app].ports"_s;
    d.set(pods, ports, List{Map{{u"containerPort"_s, 80}}});
    const auto service = d.add(u"Service"_s, u"s"_s);
    QVERIFY(d.wire(u"pods"_s, {service, {}}, {pods, {}}));
    QCOMPARE(d.get(service, u"spec.ports[80].targetPort"_s), Value(Ref{pods, u"port/80"_s}));
    d.set(pods, ports + u"[80].containerPort"_s, 8080);
    QCOMPARE(d.get(service, u"spec.ports[80].targetPort"_s), Value(Ref{pods, u"port/8080"_s}));
    d.set(pods, ports + u"[8080].name"_s, u"http"_s);
    QCOMPARE(d.get(service, u"spec.ports[80].targetPort"_s), Value(Ref{pods, u"port/http"_s}));
    d.set(pods, ports + u"[http].name"_s, {});
    QCOMPARE(d.get(service, u"spec.ports[80].targetPort"_s), Value(Ref{pods, u"port/8080"_s}));
}

void TestEdits::acceptAndPin()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"a"_s);
    const Acceptance a{u"probe/missing-liveness"_s, {}, u"a batch job"_s};
    d.topology.apply(accept(d.topology, pods, a));
    QCOMPARE(d.topology.find(pods)->accepted, QList<Acceptance>{a});
    d.topology.apply(accept(d.topology, pods, {a.rule, {}, {}}));
    QVERIFY(d.topology.find(pods)->accepted.isEmpty());
    const Path path(u"spec.minReadySeconds"_s);
    d.topology.apply(pin(d.topology, pods, path, true));
    QCOMPARE(d.topology.find(pods)->pins.value(path.text()), true);
    d.topology.apply(pin(d.topology, pods, path, std::nullopt));
    QVERIFY(d.topology.find(pods)->pins.isEmpty());
}

void TestEdits::valuesKeyTakesItsServicesAlong()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"api"_s);
    const auto service = d.add(u"Service"_s, u"api-service"_s);
    QVERIFY(d.wire(u"pods"_s, {service, {}}, {pods, {}}));
    QCOMPARE(d.topology.find(service)->valuesKey, u"api.service"_s);
    d.topology.apply(setValuesKey(d.topology, pods, u"server"_s));
    QCOMPARE(d.topology.find(service)->valuesKey, u"server.service"_s);
    // A key that was exported stays where it is.
    const auto other = d.add(u"Deployment"_s, u"other"_s);
    d.topology.apply(setValuesKey(d.topology, service, u"kept"_s));
    d.topology.apply(removeWire(d.topology, d.line(service, pods)));
    QVERIFY(d.wire(u"pods"_s, {service, {}}, {other, {}}));
    QCOMPARE(d.topology.find(service)->valuesKey, u"kept"_s);
}

void TestEdits::valuesKeyIsThatOfTheFirstRealName()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"deployment-2"_s);
    const auto service = d.add(u"Service"_s, u"service"_s);
    QVERIFY(d.wire(u"pods"_s, {service, {}}, {pods, {}}));
    d.topology.apply(renameResource(d.topology, pods, u"worker"_s));
    QCOMPARE(d.topology.find(pods)->valuesKey, u"worker"_s);
    QCOMPARE(d.topology.find(service)->valuesKey, u"worker.service"_s);
    // What was chosen or saved stays.
    d.topology.apply(setValuesKey(d.topology, pods, u"jobs"_s));
    d.topology.apply(renameResource(d.topology, pods, u"runner"_s));
    QCOMPARE(d.topology.find(pods)->valuesKey, u"jobs"_s);
    const auto other = d.add(u"Deployment"_s, u"other"_s);
    Resource saved = *d.topology.find(other);
    saved.valuesKeyFixed = true;
    d.topology.put(saved);
    d.topology.apply(renameResource(d.topology, other, u"another"_s));
    QCOMPARE(d.topology.find(other)->valuesKey, u"other"_s);
}

void TestEdits::valuesKeysFollowTheChart()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"shop-api"_s);
    const auto service = d.add(u"Service"_s, u"shop-api"_s);
    const auto fixed = d.add(u"Deployment"_s, u"shop-jobs"_s);
    const auto chosen = d.add(u"Deployment"_s, u"shop-web"_s);
    Resource saved = *d.topology.find(fixed);
    saved.valuesKeyFixed = true;
    d.topology.put(saved);
    d.topology.apply(setValuesKey(d.topology, chosen, u"front"_s));
    QVERIFY(d.wire(u"pods"_s, {service, {}}, {pods, {}}));
    const auto key = [&](const ResourceId &id) { return d.topology.find(id)->valuesKey; };
    QCOMPARE(key(pods), u"shopApi"_s);
    const Edit edit = renameResource(d.topology, d.topology.chart()->id, u"shop"_s);
    d.topology.apply(edit);
    QCOMPARE(key(pods), u"api"_s);
    QCOMPARE(key(service), u"api.service"_s);
    QCOMPARE(key(fixed), u"shopJobs"_s);
    QCOMPARE(key(chosen), u"front"_s);
    d.topology.apply(edit.reversed());
    QCOMPARE(key(service), u"shopApi.service"_s);
}

void TestEdits::valuesKeyOfAServiceOfThatName()
{
    Drawing d;
    const auto key = [&](const QString &name) {
        return d.topology.find(d.add(u"Service"_s, name))->valuesKey;
    };
    QCOMPARE(key(u"service"_s), u"service"_s);
    QCOMPARE(key(u"service"_s), u"service2"_s); // "service-2"
    QCOMPARE(key(u"api"_s), u"apiService"_s);
    QCOMPARE(key(u"service-mesh"_s), u"serviceMeshService"_s);
}

void TestEdits::overrides()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"api"_s);
    const auto release = d.add(u"Release"_s, u"todo"_s);
    const QList<Override> wanted{{pods, Path(u"spec.replicas"_s), 3}};
    d.set(release, u"overrides"_s, overridesValue(wanted));
    const auto read = overridesOf(*d.topology.find(release));
    QCOMPARE(read, wanted);
    const Topology resolved = resolve(d.topology, read);
    QCOMPARE(at(resolved.find(pods)->fields, Path(u"spec.replicas"_s)), Value(3));
    QVERIFY(resolved.find(release) == d.topology.find(release));
    QCOMPARE(d.get(pods, u"spec.replicas"_s), Value(2));
}

CHARTWRIGHT_TEST(TestEdits)
#include "test_edits.moc"
