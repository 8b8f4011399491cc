// SPDX-License-Identifier: Apache-2.0
#include "chart/render.h"
#include "gui/workbench.h"
#include "project/project.h"
#include "support/helm.h"
#include "support/places.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "tree/yaml.h"

#include <QDirIterator>

using namespace Qt::StringLiterals;
using namespace chartwright;
using namespace chartwright_test;

namespace {

const QString Containers = u"spec.template.spec.containers"_s;

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList chartFilesBelow(const QString &folder)
{
    QStringList names;
    for (QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
         it.hasNext();) {
        const QString name = QDir(folder).relativeFilePath(it.next());
        // Ids and places differ, as they should; the images are the starter's.
        if (name != u"topology.yaml"_s && !name.startsWith(u".chartwright/"_s) &&
            !name.startsWith(u"images/"_s))
            names << name;
    }
    names.sort();
    return names;
}

struct Step
{
    enum class How { Enter, Pick, Press, Type };
    How how;
    Section section;
    QString name, text;
};

Step enter(Section section, const QString &path, const QString &text)
{
    return {Step::How::Enter, section, path, text};
}
Step pick(Section section, const QString &name, const QString &choice)
{
    return {Step::How::Pick, section, name, choice};
}
// A line edit that has no field of its own: all of it replaced, and Enter.
Step typed(Section section, const QString &name, const QString &text)
{
    return {Step::How::Type, section, name, text};
}
Step press(Section section, const QString &name) { return {Step::How::Press, section, name, {}}; }

} // namespace

// What a person does with mouse and keys, from an empty drawing to a chart.
class TestDrawing : public TestCase
{
    Q_OBJECT
private slots:
    void initTestCase();
    void thinLine();
    void todoApplication();

private:
    void fill(Workbench &bench, const QList<Step> &fields);
    void deployment(Workbench &bench, const ResourceId &id, const QString &container,
                    const QString &port, const QString &health, const QStringList &resources);
    void compareWithHelm(const Topology &topology, const QString &chart);
    void compareWithGolden(const QString &chart);
};

void TestDrawing::initTestCase()
{
    QVERIFY2(QGuiApplication::platformName() == u"xcb"_s, "these tests need an X display");
    QVERIFY_HELM(Helm::three());
}

void TestDrawing::fill(Workbench &bench, const QList<Step> &fields)
{
    for (const Step &f : fields) {
        switch (f.how) {
        case Step::How::Enter:
            bench.enter(f.section, f.name, f.text);
            break;
        case Step::How::Pick:
            bench.pick(f.section, f.name, f.text);
            break;
        case Step::How::Type:
            bench.typeInto(f.section, f.name, f.text);
            break;
        case Step::How::Press:
            bench.press(f.section, f.name);
            break;
        }
        QVERIFY_BENCH(bench);
    }
}

void TestDrawing::compareWithHelm(const Topology &topology, const QString &chart)
{
    const auto ours = render(topology);
    QVERIFY_RESULT(ours);
    const Helm::Output lint = Helm::three().lint(chart);
    QVERIFY2(lint.ok(), qPrintable(lint.text()));
    const Helm::Output theirs = Helm::three().render(chart, u"todo"_s, {u"--skip-tests"_s});
    QVERIFY2(theirs.ok(), qPrintable(theirs.text()));
    QCOMPARE(theirs.out, manifestStream(topology.chart()->name, *ours));
}

// The chart that the starter gives: what the mouse draws is the same.
void TestDrawing::compareWithGolden(const QString &chart)
{
    const QString golden = QLatin1StringView(CHARTWRIGHT_SOURCE_DIR) + u"/tests/golden/todo-app"_s;
    QCOMPARE(chartFilesBelow(chart), chartFilesBelow(golden));
    for (const QString &name : chartFilesBelow(golden)) {
        const QString ours = QString::fromUtf8(read(chart + u'/' + name));
        const QString theirs = QString::fromUtf8(read(golden + u'/' + name));
        if (ours != theirs)
            qInfo().noquote() << name << "differs:\n" << ours;
        QCOMPARE(ours.split(u'\n'), theirs.split(u'\n'));
    }
}

void TestDrawing::thinLine()
{
    Workbench bench;
    bench.newDrawing();
    QVERIFY_BENCH(bench);
    const QPointF middle =
        bench.canvas().mapToScene(QPointF(bench.canvas().viewport()->rect().center()));
    const ResourceId service =
        bench.drop(u"Service"_s, middle - QPointF(240, 60), u"web-service"_s);
    const ResourceId web = bench.drop(u"Deployment"_s, middle + QPointF(160, -60), u"web"_s);
    QVERIFY_BENCH(bench);
    bench.select(web);
    fill(bench,
         {enter(Section::Main, Containers + u"[app].image"_s, u"nginx:1.27"_s),
          press(Section::Ports, u"add:"_s + Containers + u"[app].ports"_s),
          enter(Section::Ports, Containers + u"[app].ports[#0].name"_s, u"http"_s),
          enter(Section::Ports, Containers + u"[app].ports[http].containerPort"_s, u"8080"_s)});
    QCOMPARE(
        displayText(bench.topology(), bench.topology().find(web)->fields[u"spec"][u"replicas"]),
        u"2"_s);

    bench.wire(service, {}, web, {});
    QVERIFY_BENCH(bench);
    QTRY_COMPARE(bench.document().refs().from(service).size(), 2);
    QVERIFY(bench.document().undoStack()->undoText().contains(u"web-service"_s));

    bench.save(bench.folder(u"web"_s));
    const Topology drawn = bench.topology();
    bench.hand().key(u"ctrl+e"_s);
    QTRY_VERIFY(QFile::exists(bench.folder(u"web/.chartwright/export.json"_s)));
    compareWithHelm(drawn, bench.folder(u"web"_s));
    QVERIFY_BENCH(bench);

    bench.hand().key(u"ctrl+w"_s);
    QTRY_VERIFY(!bench.window().session()->isOpen());
    QVERIFY(bench.window().openPath(bench.folder(u"web"_s)));
    QVERIFY(bench.topology() == drawn);
}

void TestDrawing::deployment(Workbench &bench, const ResourceId &id, const QString &container,
                             const QString &port, const QString &health,
                             const QStringList &resources)
{
    const QString c = Containers + u'[' + container + u']', pod = u"spec.template.spec."_s;
    bench.select(id);
    fill(bench,
         {
             enter(Section::Main, Containers + u"[app].name"_s, container),
             pick(Section::Main, u"field:"_s + c + u".imagePullPolicy"_s, u"IfNotPresent"_s),
             pick(Section::Main, u"field:spec.strategy.type"_s, u"RollingUpdate"_s),
             enter(Section::Main, u"spec.strategy.rollingUpdate.maxSurge"_s, u"25%"_s),
             enter(Section::Main, u"spec.strategy.rollingUpdate.maxUnavailable"_s, u"25%"_s),
             press(Section::Ports, u"add:"_s + c + u".ports"_s),
             enter(Section::Ports, c + u".ports[#0].name"_s, u"http"_s),
             enter(Section::Ports, c + u".ports[http].containerPort"_s, port),
             pick(Section::Environment, u"field:"_s + pod + u"enableServiceLinks"_s, u"No"_s),
             enter(Section::Resources, c + u".resources.requests.cpu"_s, resources[0]),
             enter(Section::Resources, c + u".resources.limits.cpu"_s, resources[1]),
             enter(Section::Resources, c + u".resources.requests.memory"_s, resources[2]),
             enter(Section::Resources, c + u".resources.limits.memory"_s, resources[3]),
         });
    for (const QString &probe : {u"startupProbe"_s, u"livenessProbe"_s, u"readinessProbe"_s}) {
        const QString p = c + u'.' + probe;
        fill(bench, {pick(Section::Probes, u"union:"_s + p, u"HTTP"_s),
                     enter(Section::Probes, p + u".httpGet.path"_s, health),
                     enter(Section::Probes, p + u".httpGet.port"_s, u"http"_s),
                     enter(Section::Probes, p + u".periodSeconds"_s,
                           probe == u"startupProbe"_s    ? u"2"_s
                           : probe == u"livenessProbe"_s ? u"10"_s
                                                         : u"5"_s)});
    }
    fill(
        bench,
        {
            enter(Section::Probes, c + u".startupProbe.failureThreshold"_s, u"30"_s),
            press(Section::Storage, u"add:"_s + pod + u"volumes"_s),
            enter(Section::Storage, pod + u"volumes[#0].name"_s, u"tmp"_s),
            pick(Section::Storage, u"union:"_s + pod + u"volumes[tmp]"_s, u"Empty folder"_s),
            press(Section::Storage, u"add:"_s + c + u".volumeMounts"_s),
            enter(Section::Storage, c + u".volumeMounts[#0].mountPath"_s, u"/tmp"_s),
            enter(Section::Storage, c + u".volumeMounts[/tmp].name"_s, u"tmp"_s),
            pick(Section::Security, u"field:"_s + pod + u"automountServiceAccountToken"_s, u"No"_s),
            pick(Section::Security, u"field:"_s + pod + u"securityContext.runAsNonRoot"_s,
                 u"Yes"_s),
            pick(Section::Security, u"field:"_s + pod + u"securityContext.seccompProfile.type"_s,
                 u"RuntimeDefault"_s),
            pick(Section::Security,
                 u"field:"_s + c + u".securityContext.allowPrivilegeEscalation"_s, u"No"_s),
            pick(Section::Security, u"field:"_s + c + u".securityContext.readOnlyRootFilesystem"_s,
                 u"Yes"_s),
            press(Section::Security, u"add:"_s + c + u".securityContext.capabilities.drop"_s),
            enter(Section::Security, c + u".securityContext.capabilities.drop[#0]"_s, u"ALL"_s),
        });
}

void TestDrawing::todoApplication()
{
    Workbench bench;
    bench.newDrawing();
    // All of it fits, and the rows still have their sockets.
    bench.hand().keys(u"ctrl+minus"_s, 3);
    QTRY_VERIFY(bench.canvas().zoom() < 0.6);
    QVERIFY_BENCH(bench);
    const QPointF origin =
        bench.canvas().mapToScene(QPointF(bench.canvas().viewport()->rect().topLeft())) +
        QPointF(140, 60);
    const auto at = [&](double x, double y) { return origin + QPointF(x, y); };

    // The chart first: the values keys are short because of its name.
    const ResourceId chart = bench.topology().chart()->id;
    bench.selectChart();
    fill(bench,
         {typed(Section::Main, u"header:name"_s, u"todo-app"_s),
          enter(Section::Main, u"version"_s, u"1.0.0"_s),
          enter(Section::Main, u"appVersion"_s, u"0.1.0"_s),
          enter(Section::Main, u"description"_s, u"AI-Powered Todo Application - Phase IV"_s),
          press(Section::Main, u"add:maintainers"_s),
          enter(Section::Main, u"maintainers[#0].name"_s, u"Hackathon Team"_s)});
    const QStringList keywords{u"todo"_s, u"fastapi"_s, u"nextjs"_s};
    for (int i = 0; i < keywords.size(); ++i)
        fill(bench, {press(Section::Main, u"add:keywords"_s),
                     enter(Section::Main, u"keywords[#%1]"_s.arg(i), keywords[i])});

    const ResourceId frontend = bench.drop(u"Deployment"_s, at(1080, 60), u"todo-frontend"_s);
    deployment(bench, frontend, u"frontend"_s, u"3000"_s, u"/"_s,
               {u"100m"_s, u"500m"_s, u"128Mi"_s, u"512Mi"_s});
    const ResourceId backend = bench.drop(u"Deployment"_s, at(1080, 340), u"todo-backend"_s);
    deployment(bench, backend, u"backend"_s, u"8000"_s, u"/health"_s,
               {u"100m"_s, u"1000m"_s, u"256Mi"_s, u"1Gi"_s});
    QVERIFY_BENCH(bench);

    // Images, and the wires that use them.
    const ResourceId frontendImage = bench.drop(u"Image"_s, at(1350, 60), u"todo-frontend"_s);
    const ResourceId backendImage = bench.drop(u"Image"_s, at(1350, 340), u"todo-backend"_s);
    bench.wire(frontend, u"container/frontend/image"_s, frontendImage, {});
    bench.wire(backend, u"container/backend/image"_s, backendImage, {});
    for (const auto &[id, folder] : {std::pair(frontendImage, u"images/frontend"_s),
                                     std::pair(backendImage, u"images/backend"_s)}) {
        bench.select(id);
        fill(bench, {enter(Section::Main, u"build.context"_s, folder)});
    }

    // Services, named before they are wired: the values keys are those of their targets.
    const ResourceId frontendService = bench.drop(u"Service"_s, at(560, 60), u"frontend-service"_s);
    const ResourceId backendService = bench.drop(u"Service"_s, at(560, 240), u"backend-service"_s);
    bench.wire(frontendService, {}, frontend, u"port/http"_s);
    bench.wire(backendService, {}, backend, u"port/http"_s);
    QTRY_COMPARE(bench.document().refs().from(backendService).size(), 2);
    for (const ResourceId &id : {frontendService, backendService}) {
        bench.select(id);
        fill(bench, {pick(Section::Ports, u"field:spec.ports[http].protocol"_s, u"TCP"_s)});
    }

    // Configuration: values typed, and one that follows the Service.
    const ResourceId config = bench.drop(u"ConfigMap"_s, at(800, 380), u"todo-config"_s);
    const QList<std::array<QString, 3>> entries{
        {u"NEXT_PUBLIC_API_URL"_s, {}, u"Address of the backend."_s},
        {u"LOG_LEVEL"_s, u"info"_s, u"Application log level."_s},
        {u"NODE_ENV"_s, u"production"_s, u"Environment mode."_s}};
    for (const auto &[key, value, about] : entries) {
        fill(bench,
             {press(Section::Main, u"add:data"_s), typed(Section::Main, u"newKey:data"_s, key)});
        if (!value.isEmpty())
            fill(bench, {enter(Section::Main, u"data."_s + key, value)});
        fill(bench, {press(Section::Main, u"about:data."_s + key),
                     enter(Section::Main, u"design.keys."_s + key + u".description"_s, about)});
    }
    bench.wire(backendService, u"port/http"_s, config, u"key/NEXT_PUBLIC_API_URL"_s);
    QTRY_COMPARE(
        displayText(bench.topology(),
                    bench.topology().find(config)->fields[u"data"][u"NEXT_PUBLIC_API_URL"]),
        u"http://backend-service:8000"_s);
    bench.wire(config, {}, frontend, u"container/frontend/env"_s);
    bench.choose(u"Single variables"_s, {u"NEXT_PUBLIC_API_URL"_s, u"NODE_ENV"_s});
    bench.wire(config, {}, backend, u"container/backend/env"_s);
    bench.choose(u"Single variables"_s, {u"LOG_LEVEL"_s});
    QVERIFY_BENCH(bench);

    const ResourceId secrets = bench.drop(u"Secret"_s, at(800, 640), u"todo-secrets"_s);
    const QList<std::pair<QString, QString>> keys{
        {u"DATABASE_URL"_s, u"Address and credentials of the database."_s},
        {u"OPENAI_API_KEY"_s, u"Key for the OpenAI API."_s},
        {u"BETTER_AUTH_SECRET"_s, u"Signs the sessions of users."_s}};
    for (const auto &[key, about] : keys) {
        fill(bench,
             {press(Section::Main, u"add:data"_s), typed(Section::Main, u"newKey:data"_s, key),
              enter(Section::Main, u"data."_s + key + u".description"_s, about),
              enter(Section::Main, u"data."_s + key + u".source"_s, u".env"_s)});
    }
    bench.wire(secrets, {}, backend, u"container/backend/env"_s);
    bench.choose(u"Single variables"_s,
                 {u"DATABASE_URL"_s, u"OPENAI_API_KEY"_s, u"BETTER_AUTH_SECRET"_s});
    QVERIFY_BENCH(bench);

    const ResourceId ingress = bench.drop(u"Ingress"_s, at(290, 120), u"todo-ingress"_s);
    bench.wire(ingress, {}, frontendService, {});
    bench.wire(ingress, {}, backendService, {});
    QTRY_COMPARE(bench.document().refs().from(ingress).size(), 4);
    bench.select(ingress);
    fill(bench, {enter(Section::Main, u"spec.rules[#0].http.paths[/backend].path"_s, u"/api"_s)});

    // A release of the chart.
    const ResourceId release = bench.drop(u"Release"_s, at(0, 420), u"todo"_s);
    bench.wire(release, {}, chart, {});
    QTRY_COMPARE(bench.document().refs().from(release).size(), 1);
    QVERIFY_BENCH(bench);

    bench.save(bench.folder(u"todo-app"_s));
    QVERIFY_BENCH(bench);
    const Topology drawn = bench.topology();
    bench.hand().key(u"ctrl+w"_s);
    QTRY_VERIFY(!bench.window().session()->isOpen());
    QVERIFY(bench.window().openPath(bench.folder(u"todo-app"_s)));
    QVERIFY(bench.topology() == drawn);

    const QString folder = bench.folder(u"chart/todo-app"_s);
    bench.exportInto(folder);
    QVERIFY_BENCH(bench);
    compareWithHelm(drawn, folder);
    compareWithGolden(folder);
}

CHARTWRIGHT_TEST(TestDrawing)
#include "test_drawing.moc"
