// SPDX-License-Identifier: Apache-2.0
#include "support/test_case.h"
#include "support/topology_generator.h"
#include "unit/kinds/todo.h"

using namespace chartwright;
using namespace Qt::StringLiterals;

class TestWires : public TestCase
{
    Q_OBJECT
    const QString m_container = u"spec.template.spec.containers[app]"_s;

private slots:
    void serviceSelects();
    void serviceTakesOnlyOne();
    void serviceWithoutAPort();
    void ingressRoutes();
    void singleVariables();
    void allVariablesAndVolume();
    void imageOfSeveralContainers();
    void initContainersHaveSockets();
    void addressFollowsTheService();
    void releaseInstallsTheChart();
    void refusalsSayWhy();
    void takesFieldsOfAWrongShape();
    void deletingTakesWiresAlong();
    void renamesFollow();
    void duplicatesPointToEachOther();
    void oneLineAPair();
};

void TestWires::serviceSelects()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"todo-backend"_s);
    d.set(pods, m_container + u".ports[http].containerPort"_s, 8000);
    const auto service = d.add(u"Service"_s, u"backend-service"_s);
    QVERIFY(d.wire(u"pods"_s, {service, {}}, {pods, {}}));
    QCOMPARE(d.get(service, u"spec.selector"_s), Value(Ref{pods, u"selector"_s}));
    QCOMPARE(d.get(service, u"spec.ports[http].port"_s), Value(8000));
    QCOMPARE(d.get(service, u"spec.ports[http].targetPort"_s), Value(Ref{pods, u"port/http"_s}));
    QCOMPARE(d.topology.find(service)->valuesKey, u"backend.service"_s);
    const Wire line = d.line(service, pods);
    QCOMPARE(line.label, u"8000"_s);
    QCOMPARE(line.toSocket, u"port/http"_s);
    QCOMPARE(line.fromSocket, u"port/http"_s);
    d.topology.apply(removeWire(d.topology, line));
    QVERIFY(d.line(service, pods).uses.isEmpty());
    QVERIFY(d.get(service, u"spec.selector"_s).isNull());
    QCOMPARE(d.get(service, u"spec.ports[http].targetPort"_s), Value(u"http"_s));
}

void TestWires::serviceWithoutAPort()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"todo-backend"_s);
    const auto service = d.add(u"Service"_s, u"backend-service"_s);
    const auto ingress = d.add(u"Ingress"_s, u"web"_s);
    const auto config = d.add(u"ConfigMap"_s, u"config"_s);
    const auto says = [&](const QString &what) {
        QCOMPARE(offer(d.topology, {ingress, {}}, {service, {}}).refusal,
                 u"backend-service has no port yet: "_s + what);
        QCOMPARE(offer(d.topology, {service, {}}, {config, {}}).refusal,
                 u"backend-service has no port yet: "_s + what);
    };
    says(u"wire it to a Deployment first"_s);
    QVERIFY(d.wire(u"pods"_s, {service, {}}, {pods, {}}));
    says(u"give todo-backend a port first"_s);
    d.set(pods, m_container + u".ports[http].containerPort"_s, 8000);
    says(u"Problems has a fix that takes those of todo-backend"_s);
    // Drawing it again takes them too.
    QVERIFY(d.wire(u"pods"_s, {service, {}}, {pods, {}}));
    QCOMPARE(d.get(service, u"spec.ports[http].port"_s), Value(8000));
    QVERIFY(d.wire(u"route"_s, {ingress, {}}, {service, {}}));
}

void TestWires::serviceTakesOnlyOne()
{
    Drawing d;
    const auto a = d.add(u"Deployment"_s, u"a"_s);
    const auto b = d.add(u"Deployment"_s, u"b"_s);
    const auto service = d.add(u"Service"_s, u"s"_s);
    QVERIFY(d.wire(u"pods"_s, {service, {}}, {a, {}}));
    const WireOffer second = offer(d.topology, {service, {}}, {b, {}});
    QVERIFY(second.meanings.isEmpty());
    QVERIFY(second.refusal.contains(u"already selects a"_s));
}

void TestWires::ingressRoutes()
{
    Drawing d;
    const auto web = d.add(u"Service"_s, u"frontend-service"_s);
    const auto api = d.add(u"Service"_s, u"backend-service"_s);
    const auto ingress = d.add(u"Ingress"_s, u"todo-ingress"_s);
    QVERIFY(offer(d.topology, {ingress, {}}, {web, {}}).refusal.contains(u"no port"_s));
    d.set(web, u"spec.ports[http].port"_s, 3000);
    d.set(api, u"spec.ports[http].port"_s, 8000);
    QVERIFY(d.wire(u"route"_s, {ingress, {}}, {web, {}}));
    QVERIFY(d.wire(u"route"_s, {ingress, {}}, {api, {}}));
    QCOMPARE(d.get(ingress, u"spec.rules[#0].http.paths[/].backend.service.port.number"_s),
             Value(Ref{web, u"port/http"_s}));
    QCOMPARE(d.get(ingress, u"spec.rules[#0].http.paths[/backend].backend.service.name"_s),
             Value(Ref{api, {}}));
    d.set(ingress, u"spec.rules[#0].http.paths[/backend].path"_s, u"/api"_s);
    const Wire line = d.line(ingress, api);
    QCOMPARE(line.label, u"/api"_s);
    QCOMPARE(line.fromSocket, u"path/0/1"_s);
    d.topology.apply(removeWire(d.topology, line));
    QVERIFY(d.get(ingress, u"spec.rules[#0].http.paths[/api].backend"_s).isNull());
    // The open path is filled before a new one is made.
    QVERIFY(d.wire(u"route"_s, {ingress, {}}, {api, {}}));
    QCOMPARE(d.line(ingress, api).label, u"/api"_s);
}

void TestWires::singleVariables()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"todo-backend"_s);
    const auto config = d.add(u"ConfigMap"_s, u"todo-config"_s);
    QVERIFY(offer(d.topology, {config, {}}, {pods, {}}).refusal.contains(u"no keys"_s));
    d.set(config, u"data.LOG_LEVEL"_s, u"info"_s);
    d.set(config, u"data.'node.env'"_s, u"production"_s);
    const WireSpec *keys = allKinds().wire(u"config-key");
    const auto ticks = keys->ticks(d.topology, {config, u"key/LOG_LEVEL"_s}, {pods, {}});
    QCOMPARE(ticks.size(), 2);
    QVERIFY(ticks[0].on && !ticks[1].on);
    QVERIFY(d.wire(u"config-key"_s, {config, {}}, {pods, u"container/app/env"_s}));
    const QString env = m_container + u".env[LOG_LEVEL].valueFrom.configMapKeyRef"_s;
    QCOMPARE(d.get(pods, env + u".key"_s), Value(Ref{config, u"key/LOG_LEVEL"_s}));
    QVERIFY(!d.get(pods, m_container + u".env[node_env]"_s).isNull());
    QCOMPARE(d.line(config, pods).label, u"2"_s);
    QVERIFY(!keys->ticks(d.topology, {config, {}}, {pods, {}})[0].on);
    d.topology.apply(removeWire(d.topology, d.line(config, pods)));
    QVERIFY(d.get(pods, m_container + u".env"_s).isNull());
}

void TestWires::allVariablesAndVolume()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"todo-backend"_s);
    const auto secret = d.add(u"Secret"_s, u"todo-secrets"_s);
    d.set(secret, u"data.DATABASE_URL"_s, Map());
    // What a wire is dropped on says what it means.
    const auto meanings = [&](const QString &socket) {
        QStringList out;
        for (const WireSpec *spec : offer(d.topology, {secret, {}}, {pods, socket}).meanings)
            out.append(spec->id);
        return out;
    };
    QCOMPARE(meanings(u"volumes"_s), QStringList{u"secret-volume"_s});
    QVERIFY(!meanings(u"container/app/env"_s).contains(u"secret-volume"_s));
    QVERIFY(d.wire(u"secret-all"_s, {secret, {}}, {pods, {}}));
    QVERIFY(d.wire(u"secret-volume"_s, {secret, {}}, {pods, {}}));
    QCOMPARE(d.get(pods, m_container + u".envFrom[#0].secretRef.name"_s), Value(Ref{secret, {}}));
    QCOMPARE(d.get(pods, u"spec.template.spec.volumes[todo-secrets].secret.secretName"_s),
             Value(Ref{secret, {}}));
    QCOMPARE(d.get(pods, m_container + u".volumeMounts[/etc/todo-secrets].name"_s),
             Value(Ref{pods, u"volume/todo-secrets"_s}));
    QCOMPARE(d.line(secret, pods).uses.size(), 2);
    d.topology.apply(removeWire(d.topology, d.line(secret, pods)));
    QVERIFY(d.get(pods, m_container + u".volumeMounts"_s).isNull());
    QVERIFY(d.get(pods, u"spec.template.spec.volumes"_s).isNull());
    QVERIFY(d.get(pods, m_container + u".envFrom"_s).isNull());
}

void TestWires::imageOfSeveralContainers()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"web"_s);
    const auto image = d.add(u"Image"_s, u"web"_s);
    QVERIFY(d.wire(u"image"_s, {pods, {}}, {image, {}}));
    QCOMPARE(d.get(pods, m_container + u".image"_s), Value(Ref{image, {}}));
    d.set(pods, u"spec.template.spec.containers[side].name"_s, u"side"_s);
    const auto ticks = allKinds().wire(u"image")->ticks(d.topology, {pods, {}}, {image, {}});
    QCOMPARE(ticks.size(), 2);
    QVERIFY(!ticks[0].on && ticks[1].on);
    QVERIFY(d.wire(u"image"_s, {pods, u"container/side/image"_s}, {image, {}}));
    QCOMPARE(d.get(pods, u"spec.template.spec.containers[side].image"_s), Value(Ref{image, {}}));
    QCOMPARE(d.line(pods, image).label, u"latest"_s);
}

void TestWires::initContainersHaveSockets()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"web"_s);
    const auto image = d.add(u"Image"_s, u"web"_s);
    const auto config = d.add(u"ConfigMap"_s, u"config"_s);
    d.set(config, u"data.URL"_s, u"x"_s);
    const QString init = u"spec.template.spec.initContainers[migrate]"_s;
    d.set(pods, init + u".name"_s, u"migrate"_s);
    QStringList in, out;
    for (const NodeRow &row :
         allKinds().find(u"Deployment")->rows(d.topology, *d.topology.find(pods))) {
        in << row.in.value_or(QString());
        out << row.out.value_or(QString());
    }
    QVERIFY2(out.contains(u"container/migrate/image"_s), qPrintable(out.join(u' ')));
    QVERIFY2(in.contains(u"container/migrate/env"_s), qPrintable(in.join(u' ')));
    const auto ticks = allKinds().wire(u"image")->ticks(d.topology, {pods, {}}, {image, {}});
    QCOMPARE(ticks.size(), 2);
    QCOMPARE(ticks[1].id, u"migrate"_s);
    QVERIFY(ticks[1].label != ticks[1].id);
    QVERIFY(d.wire(u"image"_s, {pods, {}}, {image, {}}, {u"migrate"_s}));
    QCOMPARE(d.get(pods, init + u".image"_s), Value(Ref{image, {}}));
    QVERIFY(d.get(pods, m_container + u".image"_s).isNull());
    QCOMPARE(d.line(pods, image).fromSocket, u"container/migrate/image"_s);
    const WireEnd env{pods, u"container/migrate/env"_s};
    QVERIFY(d.wire(u"config-key"_s, {config, {}}, env, {u"URL"_s}));
    QCOMPARE(d.get(pods, init + u".env"_s).list().size(), 1);
    QVERIFY(d.get(pods, m_container + u".env"_s).isNull());
    d.set(pods, init + u".volumeMounts[#0].mountPath"_s, u"/etc/config"_s);
    QVERIFY(d.wire(u"config-volume"_s, {config, {}}, {pods, {}}));
    d.set(pods, init + u".volumeMounts[#0].name"_s, Ref{pods, u"volume/config"_s});
    d.topology.apply(removeResources(d.topology, d.refs(), {config}));
    QVERIFY(d.get(pods, init + u".volumeMounts"_s).isNull());
}

void TestWires::addressFollowsTheService()
{
    Drawing d;
    const auto service = d.add(u"Service"_s, u"backend-service"_s);
    d.set(service, u"spec.ports[http].port"_s, 8000);
    const auto config = d.add(u"ConfigMap"_s, u"todo-config"_s);
    d.set(config, u"data.API_URL"_s, u"?"_s);
    QVERIFY(d.wire(u"address"_s, {service, u"port/http"_s}, {config, u"key/API_URL"_s},
                   {u"API_URL"_s}));
    QCOMPARE(displayText(d.topology, d.get(config, u"data.API_URL"_s)),
             u"http://backend-service:8000"_s);
    d.set(service, u"spec.ports[http].port"_s, 81);
    d.topology.apply(renameResource(d.topology, service, u"api"_s));
    QCOMPARE(displayText(d.topology, d.get(config, u"data.API_URL"_s)), u"http://api:81"_s);
    QCOMPARE(d.line(service, config).label, u"API_URL"_s);
    d.topology.apply(removeResources(d.topology, d.refs(), {service}));
    QCOMPARE(d.get(config, u"data.API_URL"_s), Value(u"http://api:81"_s));
}

void TestWires::releaseInstallsTheChart()
{
    Drawing d;
    const auto release = d.add(u"Release"_s, u"todo"_s);
    const auto chart = d.topology.chart()->id;
    QVERIFY(d.wire(u"release"_s, {release, {}}, {chart, {}}));
    QCOMPARE(d.line(release, chart).style, WireStyle::Release);
}

void TestWires::refusalsSayWhy()
{
    Drawing d;
    const auto a = d.add(u"Deployment"_s, u"a"_s);
    const auto b = d.add(u"Deployment"_s, u"b"_s);
    QCOMPARE(offer(d.topology, {a, {}}, {b, {}}).refusal,
             u"Deployment and Deployment cannot be joined"_s);
    QVERIFY(!offer(d.topology, {a, {}}, {a, {}}).refusal.isEmpty());
    // Kinds that are added later may join in.
    QVERIFY(kindsFor(d.topology, {a, {}}, true).contains(u"Image"_s));
    const QStringList before = kindsFor(d.topology, {a, {}}, false);
    for (const QString &kind : {u"Service"_s, u"ConfigMap"_s, u"Secret"_s})
        QVERIFY2(before.contains(kind), qPrintable(kind));
    for (const QString &kind : {u"Deployment"_s, u"Ingress"_s, u"Release"_s, u"Chart"_s})
        QVERIFY2(!before.contains(kind), qPrintable(kind));
}

void TestWires::takesFieldsOfAWrongShape()
{
    // A file may hold a text where a list or a map belongs. Every wire, drawn and removed, with
    // every field of either end of a wrong shape.
    const Topology whole = chartwright_test::todoApp();
    QSet<const WireSpec *> tried;
    for (const ResourcePtr &from : whole.resources()) {
        for (const ResourcePtr &to : whole.resources()) {
            for (const WireSpec *spec : offer(whole, {from->id, {}}, {to->id, {}}).meanings) {
                if (tried.contains(spec))
                    continue;
                tried.insert(spec);
                const ResourcePtr held = spec->heldByFrom ? from : to;
                walk(held->fields, [&](const Path &p, const Value &value) {
                    if (!value.isList() && !value.isMap())
                        return;
                    for (const Value &wrong : {Value(u"x"_s), Value(List{}), Value(List{u"x"_s})}) {
                        Topology t = whole;
                        Resource changed = *held;
                        changed.fields = with(held->fields, p, wrong);
                        t.put(changed);
                        if (offer(t, {from->id, {}}, {to->id, {}}).meanings.contains(spec))
                            t.apply(drawWire(t, *spec, {from->id, {}}, {to->id, {}}, {}));
                        const auto left = [&] { return wiresAt(t, RefIndex(t), held->id); };
                        for (qsizetype n = left().size(); n > 0; --n)
                            t.apply(removeWire(t, left().constFirst()));
                        QVERIFY(left().isEmpty());
                    }
                });
            }
        }
    }
    QVERIFY2(tried.size() > 7, qPrintable(QString::number(tried.size())));
    Drawing d;
    const auto ingress = d.add(u"Ingress"_s, u"web"_s);
    const auto pods = d.add(u"Deployment"_s, u"app"_s);
    d.set(pods, m_container + u".ports[http].containerPort"_s, 8000);
    const auto service = d.add(u"Service"_s, u"app"_s);
    QVERIFY(d.wire(u"pods"_s, {service, {}}, {pods, {}}));
    d.set(ingress, u"spec.rules"_s, List{Map{{u"http"_s, u"x"_s}}});
    const Topology before = d.topology;
    QVERIFY(d.wire(u"route"_s, {ingress, {}}, {service, {}}));
    QVERIFY(difference(before, d.topology, {}).isEmpty());
}

void TestWires::deletingTakesWiresAlong()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"todo-backend"_s);
    const auto config = d.add(u"ConfigMap"_s, u"todo-config"_s);
    const auto release = d.add(u"Release"_s, u"todo"_s);
    d.set(config, u"data.A"_s, u"1"_s);
    QVERIFY(d.wire(u"config-key"_s, {config, {}}, {pods, {}}));
    d.set(release, u"overrides"_s,
          List{Map{{u"of"_s, Ref{config, {}}}, {u"path"_s, u"data.A"_s}, {u"value"_s, u"2"_s}}});
    const Topology before = d.topology;
    const Edit edit = removeResources(d.topology, d.refs(), {config});
    QCOMPARE(edit.text, u"Delete todo-config"_s);
    d.topology.apply(edit);
    QVERIFY(d.get(pods, m_container + u".env"_s).isNull());
    QVERIFY(d.get(release, u"overrides"_s).isNull());
    d.topology.apply(edit.reversed());
    QVERIFY(d.topology == before);
    QVERIFY(removeResources(d.topology, d.refs(), {d.topology.chart()->id}).isEmpty());
}

void TestWires::renamesFollow()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"todo-backend"_s);
    d.set(pods, m_container + u".ports[http].containerPort"_s, 8000);
    const auto service = d.add(u"Service"_s, u"backend-service"_s);
    const auto config = d.add(u"ConfigMap"_s, u"todo-config"_s);
    d.set(config, u"data.A"_s, u"1"_s);
    d.set(config, u"design.keys.A.description"_s, u"about"_s);
    QVERIFY(d.wire(u"pods"_s, {service, {}}, {pods, {}}));
    QVERIFY(d.wire(u"config-key"_s, {config, {}}, {pods, {}}));
    d.topology.apply(
        accept(d.topology, pods, {u"port/name"_s, m_container + u".ports[http].name"_s, u"why"_s}));

    d.topology.apply(renamePart(d.topology, d.refs(), pods, u"port/http"_s, u"web"_s));
    QCOMPARE(d.get(service, u"spec.ports[http].targetPort"_s), Value(Ref{pods, u"port/web"_s}));
    QCOMPARE(d.topology.find(pods)->accepted[0].path, m_container + u".ports[web].name"_s);
    // Typing into the field does the same.
    d.set(pods, m_container + u".ports[web].name"_s, u"main"_s);
    QCOMPARE(d.get(service, u"spec.ports[http].targetPort"_s), Value(Ref{pods, u"port/main"_s}));

    d.topology.apply(renamePart(d.topology, d.refs(), config, u"key/A"_s, u"B"_s));
    QCOMPARE(d.get(pods, m_container + u".env[A].valueFrom.configMapKeyRef.key"_s),
             Value(Ref{config, u"key/B"_s}));
    QCOMPARE(d.get(config, u"design.keys.B.description"_s), Value(u"about"_s));
    QVERIFY(renamePart(d.topology, d.refs(), config, u"key/missing"_s, u"C"_s).isEmpty());

    d.topology.apply(renamePart(d.topology, d.refs(), pods, u"container/app"_s, u"backend"_s));
    QCOMPARE(d.line(config, pods).toSocket, u"container/backend/env"_s);
    QCOMPARE(d.topology.find(pods)->valuesKey, u"backend"_s);
}

void TestWires::duplicatesPointToEachOther()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"web"_s);
    d.set(pods, m_container + u".ports[http].containerPort"_s, 80);
    const auto service = d.add(u"Service"_s, u"web"_s);
    const auto image = d.add(u"Image"_s, u"web"_s);
    QVERIFY(d.wire(u"pods"_s, {service, {}}, {pods, {}}));
    QVERIFY(d.wire(u"image"_s, {pods, {}}, {image, {}}));
    QList<ResourceId> made;
    d.topology.apply(duplicate(d.topology, {d.topology.find(pods), d.topology.find(service)}, {},
                               {40, 40}, u"Duplicate"_s, &made));
    QCOMPARE(made.size(), 2);
    const ResourcePtr copy = d.topology.findByName(u"Service", u"web-2");
    const ResourcePtr copyPods = d.topology.findByName(u"Deployment", u"web-2");
    QVERIFY(copy && copyPods);
    QCOMPARE((*copy)[Path(u"spec.selector"_s)], Value(Ref{copyPods->id, u"selector"_s}));
    QCOMPARE(at(copyPods->fields, Path(m_container + u".image"_s)), Value(Ref{image, {}}));
    QVERIFY(copy->valuesKey != d.topology.find(service)->valuesKey);
    QVERIFY(integrityProblems(d.topology).isEmpty());
}

void TestWires::oneLineAPair()
{
    Drawing d;
    const auto pods = d.add(u"Deployment"_s, u"web"_s);
    const auto config = d.add(u"ConfigMap"_s, u"c"_s);
    for (const QString &key : {u"A"_s, u"B"_s, u"C"_s})
        d.set(config, u"data."_s + key, u"1"_s);
    QVERIFY(d.wire(u"config-key"_s, {config, {}}, {pods, {}}, {u"A"_s, u"B"_s}));
    QVERIFY(d.wire(u"config-all"_s, {config, {}}, {pods, {}}));
    QCOMPARE(allWires(d.topology, d.refs()).size(), 1);
    QCOMPARE(wiresAt(d.topology, d.refs(), config).value(0).label, u"3"_s);
    QCOMPARE(d.line(config, pods).toSocket, u"container/app/env"_s);
    QCOMPARE(d.line(config, pods).fromSocket, QString());
}

CHARTWRIGHT_TEST(TestWires)
#include "test_wires.moc"
