// SPDX-License-Identifier: Apache-2.0
#include "chart/render.h"
#include "chart/values.h"
#include "model/kind_spec.h"
#include "model/overlay.h"
#include "support/chart_folder.h"
#include "support/hard_strings.h"
#include "support/helm.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"
#include "tree/yaml.h"
#include "unit/chart/charts.h"

using namespace chartwright;
using namespace chartwright_test;

namespace {

// Ours and helm's are the same, byte for byte.
void sameAsHelm(const Topology &topology, const QStringList &sets = {},
                const QString &release = QStringLiteral("todo"))
{
    const ChartFolder folder(topology);
    QVERIFY2(folder.problem().isEmpty(), qPrintable(folder.problem()));
    const auto values = parseSet(sets);
    QVERIFY_RESULT(values);
    const auto ours = render(topology, {release, QStringLiteral("default"), *values, true});
    QVERIFY_RESULT(ours);
    QStringList more{QStringLiteral("--skip-tests")};
    for (const QString &set : sets)
        more += {QStringLiteral("--set"), set};
    for (const Helm *helm : Helm::both()) {
        QVERIFY_HELM(*helm);
        const auto lint = helm->lint(folder.path());
        QVERIFY2(lint.ok() && !lint.out.contains("WARNING"), qPrintable(lint.text()));
        const auto theirs = helm->render(folder.path(), release, more);
        QVERIFY2(theirs.ok(), qPrintable(theirs.text()));
        const auto our = manifestStream(topology.chart()->name, *ours).split('\n');
        const auto their = asHelm3(theirs.out).split('\n');
        for (qsizetype i = 0; i < std::min(our.size(), their.size()); ++i)
            QCOMPARE(our[i], their[i]);
        QCOMPARE(our.size(), their.size());
    }
}

} // namespace

class TestChart : public TestCase
{
    Q_OBJECT

private slots:
    void todoApplication();
    void overrides_data();
    void overrides();
    void secrets();
    void secretValuesAreRefused();
    void portMovesEverything();
    void prefixedNames();
    void prefixIsCut();
    void hardStringsEverywhere();
    void severalContainers();
    void pins();
    void pinsOfWhatIsGone();
    void onlyWhereItApplies();
    void headlessOnlyInTheCluster();
    void releaseOverrides();
    void checksumFollowsData();
    void noCommonCode();
};

void TestChart::todoApplication()
{
    sameAsHelm(todoApp());
    sameAsHelm(todoApp(), {}, QStringLiteral("a.b-1"));
    const auto files = chartFiles(todoApp());
    QVERIFY_RESULT(files);
    QStringList paths;
    for (const ChartFile &f : *files) {
        paths.append(f.path);
        QVERIFY2(f.bytes.endsWith('\n') && !f.bytes.endsWith("\n\n") && !f.bytes.contains(" \n") &&
                     !f.bytes.contains('\t'),
                 qPrintable(f.path));
    }
    QCOMPARE(paths,
             QStringList({text("Chart.yaml"), text("values.yaml"), text("values.schema.json"),
                          text("README.md"), text(".helmignore"), text("templates/_helpers.tpl"),
                          text("templates/NOTES.txt"), text("templates/backend-deployment.yaml"),
                          text("templates/backend-service.yaml"),
                          text("templates/frontend-deployment.yaml"),
                          text("templates/frontend-service.yaml"), text("templates/configmap.yaml"),
                          text("templates/secret.yaml"), text("templates/ingress.yaml"),
                          text("templates/tests/connection.yaml")}));
}

void TestChart::overrides_data()
{
    QTest::addColumn<QStringList>("sets");
    // Every value that the todo application exposes, one at a time.
    QTest::newRow("replicas") << QStringList{text("backend.replicas=3")};
    QTest::newRow("config") << QStringList{text("config.LOG_LEVEL=de\"bu{{g")};
    QTest::newRow("address") << QStringList{text("config.NEXT_PUBLIC_API_URL=https://x")};
    QTest::newRow("tls") << QStringList{
        text("ingress.tls[0].secretName=t,ingress.tls[0].hosts={a.b}")};
    QTest::newRow("host") << QStringList{text("ingress.host=todo.example.com")};
    QTest::newRow("existing") << QStringList{text("secrets.existingSecret=mine")};
    QTest::newRow("pull") << QStringList{text("imagePullSecrets[0].name=p")};
    QTest::newRow("off") << QStringList{text("ingress.enabled=false")};
    QTest::newRow("many") << QStringList{
        text("backend.resources=null"), text("backend.podSecurityContext.runAsUser=1000650000"),
        text("backend.tolerations[0].operator=Exists"), text("ingress.className=")};
}

void TestChart::overrides()
{
    QFETCH(QStringList, sets);
    sameAsHelm(todoApp(), sets);
}

void TestChart::secrets()
{
    sameAsHelm(todoApp(), {text("secrets.data.DATABASE_URL=postgres://ü"),
                           text("secrets.data.OPENAI_API_KEY=12"),
                           text("secrets.data.BETTER_AUTH_SECRET=true")});
    const auto some = parseSet({text("secrets.data.DATABASE_URL=x")});
    QVERIFY_ERROR(render(todoApp(), {text("todo"), text("default"), *some, true}),
                  text("secrets.data.OPENAI_API_KEY is missing"));
    const auto all = render(todoApp());
    QVERIFY(object(*all, "Secret", "todo-secrets").isNull());
}

void TestChart::secretValuesAreRefused()
{
    const auto values = parseSet({text("secrets.data.DATABASE_URL=x")});
    QVERIFY_ERROR(render(todoApp(), {text("todo"), text("default"), *values}),
                  text("secrets.data"));
}

void TestChart::portMovesEverything()
{
    const QStringList sets{text("backend.service.port=81")};
    sameAsHelm(todoApp(), sets);
    const auto all = render(todoApp(), {text("todo"), text("default"), *parseSet(sets)});
    QVERIFY_RESULT(all);
    const Value config = object(*all, "ConfigMap", "todo-config");
    QCOMPARE(config[u"data"][u"NEXT_PUBLIC_API_URL"].toString(), text("http://backend-service:81"));
    QCOMPARE(at(object(*all, "Ingress", "todo-ingress"),
                Path(text("spec.rules[#0].http.paths[/api].backend.service.port.number")))
                 .toInt(),
             81);
    QCOMPARE(
        at(object(*all, "Service", "backend-service"), Path(text("spec.ports[http].port"))).toInt(),
        81);
}

void TestChart::prefixedNames()
{
    const Topology topology = changed(todoApp(), "chart-0001", "prefixNames", true);
    sameAsHelm(topology);
    const auto all = render(topology, {text("blue"), text("default"), {}});
    const Value deployment = object(*all, "Deployment", "blue-todo-app-todo-backend");
    QCOMPARE(deployment[u"spec"][u"selector"][u"matchLabels"][u"app"].toString(),
             text("blue-todo-app-todo-backend"));
    const Value service = object(*all, "Service", "blue-todo-app-backend-service");
    QCOMPARE(service[u"spec"][u"selector"][u"app"].toString(), text("blue-todo-app-todo-backend"));
    QCOMPARE(object(*all, "ConfigMap", "blue-todo-app-todo-config")[u"data"][u"NEXT_PUBLIC_API_URL"]
                 .toString(),
             text("http://blue-todo-app-backend-service:8000"));
    const Path secret(text(
        "spec.template.spec.containers[backend].env[DATABASE_URL].valueFrom.secretKeyRef.name"));
    QCOMPARE(at(deployment, secret).toString(), text("blue-todo-app-todo-secrets"));
    // The comments name what a release makes of it.
    const QByteArray values = file(*chartFiles(topology), "values.yaml");
    QVERIFY(values.contains("empty: RELEASE-todo-app-todo-secrets."));
    QVERIFY(values.contains("Empty: http://RELEASE-todo-app-backend-service:8000."));
}

void TestChart::prefixIsCut()
{
    const Topology topology =
        renamed(changed(todoApp(), "chart-0001", "prefixNames", true), "todo-backend-0001",
                "a-name-of-a-backend-that-is-as-long-as-it-gets");
    const QString release(53, u'r');
    sameAsHelm(topology, {}, release);
    const auto all = render(topology, {release, text("default"), {}});
    QVERIFY_RESULT(all);
    for (const Rendered &r : *all)
        QVERIFY2(r.name.size() <= 63, qPrintable(r.name));
    const auto other = render(topology, {QString(52, u'r') + u's', text("default"), {}});
    QVERIFY((*all)[0].name != (*other)[0].name);
}

void TestChart::hardStringsEverywhere()
{
    Topology topology = todoApp();
    const QStringList strings = hardStrings();
    Map data, annotations;
    List args, env;
    int i = 0;
    for (const QString &hard : strings) {
        const QString key = text("K%1").arg(i++);
        data.set(key, hard);
        annotations.set(text("example.com/") + key, hard);
        args.append(hard);
        env.append(Map{{text("name"), key}, {text("value"), hard}});
    }
    topology = changed(topology, "config-0001", "data", data);
    topology = changed(topology, "config-0001", "metadata.annotations", annotations);
    topology =
        changed(topology, "todo-backend-0001", "spec.template.spec.containers[backend].args", args);
    topology =
        changed(topology, "todo-backend-0001", "spec.template.spec.containers[backend].env", env);
    topology =
        changed(topology, "todo-backend-0001", "spec.template.metadata.annotations", annotations);
    topology = changed(topology, "todo-frontend-0001",
                       "spec.template.spec.containers[frontend].env", List());
    topology = changed(topology, "ingress-0001", "metadata.annotations", annotations);
    sameAsHelm(topology);
    const auto all = render(topology);
    QVERIFY_RESULT(all);
    const Value config = object(*all, "ConfigMap", "todo-config");
    const Value backend = at(object(*all, "Deployment", "todo-backend"),
                             Path(text("spec.template.spec.containers[backend]")));
    for (i = 0; i < strings.size(); ++i) {
        const QString key = text("K%1").arg(i);
        QCOMPARE(config[u"data"][key].toString(), strings[i]);
        QCOMPARE(config[u"metadata"][u"annotations"][text("example.com/") + key].toString(),
                 strings[i]);
        QCOMPARE(object(*all, "Ingress",
                        "todo-ingress")[u"metadata"][u"annotations"][text("example.com/") + key]
                     .toString(),
                 strings[i]);
        QCOMPARE(backend[u"args"].list()[i].toString(), strings[i]);
        QCOMPARE(backend[u"env"].list()[i][u"value"].toString(), strings[i]);
    }
}

void TestChart::severalContainers()
{
    const Topology topology =
        changed(todoApp(), "todo-backend-0001", "spec.template.spec.containers[log-shipper]",
                Map{{text("name"), text("log-shipper")},
                    {text("image"), text("ghcr.io/x/shipper:1.0@sha256:") + QString(64, u'a')}});
    sameAsHelm(topology, {text("backend.logShipper.image.tag=v2")});
}

void TestChart::pins()
{
    Topology topology = todoApp();
    Resource r = *topology.find({text("todo-backend-0001")});
    r.pins = {{text("spec.replicas"), false},
              {text("spec.strategy.rollingUpdate.maxSurge"), true},
              {text("spec.template.spec.containers[backend].livenessProbe.periodSeconds"), true}};
    topology.put(r);
    sameAsHelm(
        topology,
        {text("backend.strategy.rollingUpdate.maxSurge=1,backend.livenessProbe.periodSeconds=7")});
    const auto files = chartFiles(topology);
    QVERIFY(file(*files, "templates/backend-deployment.yaml").contains("replicas: 2\n"));
}

// The API refuses a probe that only says how often it asks.
void TestChart::pinsOfWhatIsGone()
{
    const QString probe = text("spec.template.spec.containers[backend].livenessProbe");
    Resource r = *todoApp().find({text("todo-backend-0001")});
    r.fields = without(r.fields, Path(probe));
    r.pins = {{probe + text(".periodSeconds"), true}};
    Topology topology = todoApp();
    topology.put(r);
    const auto made = render(topology);
    QVERIFY_RESULT(made);
    const Value deployment = object(*made, "Deployment", "todo-backend");
    QVERIFY(at(deployment, Path(text("spec.template.spec.containers[backend].image"))).isString());
    QVERIFY(!find(deployment, Path(probe)));
    sameAsHelm(topology);
}

// The API refuses node ports of a ClusterIP, and a rolling update of Recreate.
void TestChart::onlyWhereItApplies()
{
    Topology topology = changed(todoApp(), "service-backend-0001", "spec.type", text("NodePort"));
    topology = changed(topology, "service-backend-0001", "spec.ports[http].nodePort", 30080);
    topology =
        changed(topology, "service-backend-0001", "spec.externalTrafficPolicy", text("Local"));
    topology = changed(topology, "todo-backend-0001", "spec.strategy.type", text("Recreate"));
    sameAsHelm(topology);
    const QStringList sets{text("backend.service.type=ClusterIP")};
    sameAsHelm(topology, sets);
    const auto render = [&](const Value &values) {
        QByteArray all;
        const auto made = chartwright::render(topology, {{}, {}, values, false});
        for (const Rendered &r : made ? *made : QList<Rendered>())
            all += r.text;
        return all;
    };
    QVERIFY(render({}).contains("nodePort: 30080"));
    QVERIFY(render({}).contains("externalTrafficPolicy"));
    QVERIFY(!render(*parseSet(sets)).contains("nodePort"));
    QVERIFY(!render(*parseSet(sets)).contains("externalTrafficPolicy"));
    const auto files = chartFiles(topology);
    const QByteArray backend = file(*files, "templates/backend-deployment.yaml");
    QVERIFY(backend.contains("Recreate") && !backend.contains("rollingUpdate"));
    QVERIFY(file(*files, "templates/frontend-deployment.yaml").contains("rollingUpdate"));
}

// The API refuses a headless Service that nodes or a load balancer open.
void TestChart::headlessOnlyInTheCluster()
{
    Topology topology = changed(todoApp(), "service-backend-0001", "spec.clusterIP", text("None"));
    topology = changed(topology, "service-frontend-0001", "spec.clusterIP", text("10.96.0.20"));
    const auto addresses = [&](const QStringList &sets) {
        QStringList out;
        const auto made = render(topology, {text("todo"), text("default"), *parseSet(sets)});
        for (const char *name : {"backend-service", "frontend-service"})
            out.append(object(*made, "Service", name)[u"spec"][u"clusterIP"].toString());
        return out.join(u' ');
    };
    const QStringList opened{text("backend.service.type=NodePort"),
                             text("frontend.service.type=LoadBalancer")};
    sameAsHelm(topology);
    sameAsHelm(topology, opened);
    QCOMPARE(addresses({}), text("None 10.96.0.20"));
    QCOMPARE(addresses(opened), text(" 10.96.0.20"));
    // Where the type is not in values.yaml it is known.
    Resource fixed = *topology.find({text("service-backend-0001")});
    fixed.pins = {{text("spec.type"), false}};
    fixed.fields = with(fixed.fields, Path(text("spec.type")), text("NodePort"));
    topology.put(fixed);
    sameAsHelm(topology);
    QCOMPARE(addresses({}), text(" 10.96.0.20"));
}

void TestChart::releaseOverrides()
{
    const Topology topology = changed(
        todoApp(), "release-0001", "overrides",
        overridesValue(
            {{{text("todo-backend-0001")}, Path(text("spec.replicas")), 4},
             {{text("image-backend-0001")}, Path(text("tag")), text("v2")},
             {{text("config-0001")}, Path(text("data.LOG_LEVEL")), text("debug")},
             {{text("todo-backend-0001")}, Path(text("spec.strategy.type")), text("Recreate")}}));
    const Value values = overrideValues(topology, *topology.find({text("release-0001")}));
    QCOMPARE(values[u"backend"][u"replicas"].toDouble(), 4.0);
    QCOMPARE(values[u"backend"][u"image"][u"tag"].toString(), text("v2"));
    QCOMPARE(values[u"config"][u"LOG_LEVEL"].toString(), text("debug"));
    QCOMPARE(values[u"backend"][u"strategy"][u"type"].toString(), text("Recreate"));
    const auto all = render(topology, {text("todo"), text("default"), values});
    QVERIFY_RESULT(all);
    QCOMPARE(object(*all, "Deployment", "todo-backend")[u"spec"][u"replicas"].toInt(), 4);
    QCOMPARE(object(*all, "Deployment", "todo-backend")[u"spec"][u"strategy"][u"type"].toString(),
             text("Recreate"));
    sameAsHelm(topology);
}

void TestChart::checksumFollowsData()
{
    const auto sum = [](const Topology &topology) {
        const auto all = render(topology);
        return object(*all, "Deployment", "todo-backend")[u"spec"][u"template"][u"metadata"]
                                                         [u"annotations"][u"checksum/config"]
                                                             .toString();
    };
    const QString before = sum(todoApp());
    QCOMPARE(before.size(), 64);
    QCOMPARE(sum(changed(todoApp(), "chart-0001", "version", text("1.0.1"))), before);
    QVERIFY(sum(changed(todoApp(), "config-0001", "data.LOG_LEVEL", text("debug"))) != before);
}

void TestChart::noCommonCode()
{
    // Only what the drawing uses.
    Topology topology =
        withResources(Topology(todoApp().kinds()),
                      "c:\n  kind: Chart\n  name: tiny\n  fields: {version: 1.0.0, appVersion: "
                      "'1', description: d, type: application}\n"
                      "m:\n  kind: ConfigMap\n  name: only\n  key: config\n  fields: {data: {}}\n");
    sameAsHelm(topology);
    const auto files = chartFiles(topology);
    QCOMPARE(files->size(), 8);
    QCOMPARE(file(*files, "values.yaml"), QByteArray("{}\n"));
    QVERIFY(!file(*files, "templates/_helpers.tpl").contains("config"));
    topology.remove({text("m")});
    QVERIFY_RESULT(chartFiles(topology));
}

CHARTWRIGHT_TEST(TestChart)
#include "test_chart.moc"
