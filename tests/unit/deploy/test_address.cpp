// SPDX-License-Identifier: Apache-2.0
#include "deploy/address.h"
#include "deploy/release_plan.h"
#include "model/edits.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"
#include "tree/yaml.h"

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// What of a release is opened.
class AddressTest : public TestCase
{
    Q_OBJECT

private slots:
    void ofAnIngress();
    void ofServices_data();
    void ofServices();
    void ofTheTodoApplication();
};

namespace {

QList<ApplyObject> objectsOf(const QByteArray &yaml)
{
    QList<ApplyObject> out;
    for (const QByteArray &document : yaml.split('|')) {
        const Value object = *readYaml(document, u"object"_s);
        out.append({refOf(object), {object[u"metadata"][u"name"].toString()}, object});
    }
    return out;
}

} // namespace

void AddressTest::ofAnIngress()
{
    const auto ingress = doorOf(
        objectsOf("{kind: Service, spec: {type: NodePort, ports: [{port: 80}]}}|{kind: Ingress, "
                  "spec: {tls: [{hosts: [a.example]}], rules: [{host: a.example, http: {paths: "
                  "[{path: /api}, {path: /}]}}]}}"),
        {});
    QVERIFY(ingress);
    QCOMPARE(ingress->kind, Door::Kind::Ingress);
    QCOMPARE(ingress->host, u"a.example"_s);
    QCOMPARE(ingress->path, u"/"_s);
    QVERIFY(ingress->isTls);
    const auto api =
        doorOf(objectsOf("{kind: Ingress, spec: {rules: [{http: {paths: [{path: /api}]}}]}}"), {});
    QCOMPARE(api->path, u"/api"_s);
    QVERIFY(!api->isTls);
}

void AddressTest::ofServices_data()
{
    QTest::addColumn<QByteArray>("services");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isOutside");
    const auto service = [](const char *name, const char *spec) {
        return "{kind: Service, metadata: {name: " + QByteArray(name) + "}, spec: {" + spec + "}}";
    };
    const auto row = [](const char *name, const QByteArrayList &services, const char *chosen,
                        bool isOutside = false) {
        QTest::newRow(name) << services.join('|') << QString::fromLatin1(chosen) << isOutside;
    };
    const QByteArray plain = service("plain", "ports: [{port: 5000}]");
    row("one", {plain}, "plain");
    row("outside first", {plain, service("node", "type: NodePort, ports: [{port: 5000}]")}, "node",
        true);
    row("balancer", {plain, service("lb", "type: LoadBalancer, ports: [{port: 80}]")}, "lb", true);
    row("port 80", {plain, service("web", "ports: [{port: 80}]")}, "web");
    row("name http", {plain, service("web", "ports: [{name: http, port: 5000}]")}, "web");
    row("port before name",
        {service("a", "ports: [{name: http, port: 5000}]"), service("b", "ports: [{port: 80}]")},
        "b");
    row("no address", {service("headless", "clusterIP: None, ports: [{port: 80}]"), plain},
        "plain");
    row("elsewhere", {service("far", "type: ExternalName, ports: [{port: 80}]")}, "");
    row("UDP", {service("dns", "ports: [{port: 53, protocol: UDP}]")}, "");
    row("no port", {service("none", "ports: []")}, "");
}

void AddressTest::ofServices()
{
    QFETCH(const QByteArray, services);
    QFETCH(const QString, name);
    QFETCH(const bool, isOutside);
    const auto door = doorOf(objectsOf(services), {});
    QCOMPARE(door ? door->ref.name : QString(), name);
    if (door)
        QCOMPARE(door->kind, isOutside ? Door::Kind::Outside : Door::Kind::Inside);
}

/// Its backend comes first, but a ConfigMap for the frontend refers to that.
void AddressTest::ofTheTodoApplication()
{
    Topology topology = todoApp();
    topology.apply(removeResources(topology, RefIndex(topology),
                                   {topology.findByName(u"Ingress", u"todo-ingress")->id}));
    const auto plan = releasePlan(topology, {u"todo"_s, u"shop"_s, {}}, ApiKinds());
    QVERIFY_RESULT(plan);
    const auto door = doorOf(plan->objects, RefIndex(topology));
    QVERIFY(door);
    QCOMPARE(door->ref.name, u"frontend-service"_s);
    QCOMPARE(door->ref.ns, u"shop"_s);
    QCOMPARE(door->portName, u"http"_s);
    QCOMPARE(door->port, 3000);
}

CHARTWRIGHT_TEST(AddressTest)
#include "test_address.moc"
