// SPDX-License-Identifier: Apache-2.0
#include "checks/check_engine.h"
#include "kinds/registry.h"
#include "model/edits.h"
#include "project/topology_file.h"
#include "support/places.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QFile>

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace {

const QString File =
    QStringLiteral(CHARTWRIGHT_SOURCE_DIR "/resources/starters/todo-app/topology.yaml");

QByteArray content()
{
    QFile file(File);
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

QString text(const Topology &topology, const char *kind, const char *name, const char *path)
{
    const ResourcePtr r = topology.findByName(QString::fromLatin1(kind), QString::fromLatin1(name));
    return r ? displayText(topology, (*r)[Path(QString::fromLatin1(path))]) : u"no such resource"_s;
}

} // namespace

/// The todo application as it is drawn for people to start from.
class TestStarter : public TestCase
{
    Q_OBJECT
private slots:
    void isAsTheProgramWritesIt();
    void isWhole();
    void hasTheFields_data();
    void hasTheFields();
    void injectsEachKeyWhereItBelongs();
    void hasNoOpenProblems();
    void isPlacedWithoutOverlap();
};

void TestStarter::isAsTheProgramWritesIt()
{
    const auto read = readTopology(content(), File, allKinds());
    QVERIFY_RESULT(read);
    QCOMPARE(writeTopology(*read), content());
}

void TestStarter::isWhole()
{
    const auto read = readTopology(content(), File, allKinds());
    QVERIFY_RESULT(read);
    QCOMPARE(integrityProblems(*read), QStringList());
    QMap<QString, QStringList> names;
    QMap<QString, QString> keys;
    for (const ResourcePtr &r : read->resources()) {
        names[r->kind].append(r->name);
        if (!r->valuesKey.isEmpty())
            keys.insert(r->name, r->valuesKey);
        for (const RefUse &use : refsOf(*r))
            QVERIFY2(!refValue(*read, use.ref).isNull(),
                     qPrintable(r->name + u' ' + use.path.text()));
        for (const Acceptance &a : r->accepted)
            QVERIFY2(a.reason.size() > 20, qPrintable(a.rule)); // a reason, not a word
        QVERIFY(read->placement(r->id) || r->kind == u"Chart");
    }
    for (QStringList &list : names)
        list.sort();
    const QMap<QString, QStringList> wantedNames{
        {u"Chart"_s, {u"todo-app"_s}},
        {u"Release"_s, {u"todo"_s}},
        {u"Image"_s, {u"todo-backend"_s, u"todo-frontend"_s}},
        {u"Deployment"_s, {u"todo-backend"_s, u"todo-frontend"_s}},
        {u"Service"_s, {u"backend-service"_s, u"frontend-service"_s}},
        {u"ConfigMap"_s, {u"todo-config"_s}},
        {u"Secret"_s, {u"todo-secrets"_s}},
        {u"Ingress"_s, {u"todo-ingress"_s}},
    };
    QCOMPARE(names, wantedNames);
    const QMap<QString, QString> wantedKeys{
        {u"todo-frontend"_s, u"frontend"_s},
        {u"todo-backend"_s, u"backend"_s},
        {u"frontend-service"_s, u"frontend.service"_s},
        {u"backend-service"_s, u"backend.service"_s},
        {u"todo-config"_s, u"config"_s},
        {u"todo-secrets"_s, u"secrets"_s},
        {u"todo-ingress"_s, u"ingress"_s},
    };
    QCOMPARE(keys, wantedKeys);
}

void TestStarter::hasTheFields_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *kind, const char *name, const char *path, const char *value) {
        QTest::addRow("%s %s", name, path) << QByteArray(kind) << QByteArray(name)
                                           << QByteArray(path) << QString::fromLatin1(value);
    };
    row("Chart", "todo-app", "version", "1.0.0");
    row("Chart", "todo-app", "appVersion", "0.1.0");
    row("Chart", "todo-app", "description", "AI-Powered Todo Application - Phase IV");
    row("Release", "todo", "chart", "todo-app");
    row("Release", "todo", "namespace", "default");
    for (const char *side : {"todo-frontend", "todo-backend"}) {
        const bool front = QByteArray(side) == "todo-frontend";
        const QByteArray container =
            QByteArray("spec.template.spec.containers[") + (side + 5) + "].";
        const auto inside = [&](const char *path, const char *value) {
            row("Deployment", side, container + path, value);
        };
        row("Deployment", side, "spec.replicas", "2");
        row("Deployment", side, "spec.strategy.rollingUpdate.maxSurge", "25%");
        row("Deployment", side, "spec.template.spec.automountServiceAccountToken", "false");
        row("Deployment", side, "spec.template.spec.enableServiceLinks", "false");
        row("Deployment", side, "spec.template.spec.securityContext.runAsNonRoot", "true");
        inside("image", side);
        inside("ports[http].containerPort", front ? "3000" : "8000");
        inside("resources.requests.cpu", "100m");
        inside("resources.requests.memory", front ? "128Mi" : "256Mi");
        inside("resources.limits.cpu", front ? "500m" : "1000m");
        inside("resources.limits.memory", front ? "512Mi" : "1Gi");
        inside("startupProbe.httpGet.port", "http");
        inside("livenessProbe.httpGet.path", front ? "/" : "/health");
        inside("readinessProbe.httpGet.path", front ? "/" : "/health");
        inside("securityContext.readOnlyRootFilesystem", "true");
        inside("volumeMounts[/tmp].name", "tmp");
        row("Image", side, "tag", "latest");
        row("Image", side, "platform", "linux/amd64");
        row("Image", side, "build.context", front ? "images/frontend" : "images/backend");
    }
    row("Service", "frontend-service", "spec.ports[http].port", "3000");
    row("Service", "backend-service", "spec.ports[http].port", "8000");
    row("Service", "backend-service", "spec.ports[http].targetPort", "http");
    row("Service", "backend-service", "spec.type", "ClusterIP");
    row("ConfigMap", "todo-config", "data.NEXT_PUBLIC_API_URL", "http://backend-service:8000");
    row("ConfigMap", "todo-config", "data.LOG_LEVEL", "info");
    row("ConfigMap", "todo-config", "data.NODE_ENV", "production");
    row("Secret", "todo-secrets", "type", "Opaque");
    row("Secret", "todo-secrets", "data.DATABASE_URL.source", ".env");
    row("Secret", "todo-secrets", "data.OPENAI_API_KEY.source", ".env");
    row("Secret", "todo-secrets", "data.BETTER_AUTH_SECRET.source", ".env");
    row("Ingress", "todo-ingress", "spec.ingressClassName", "nginx");
    row("Ingress", "todo-ingress", "spec.rules[#0].host", "");
    row("Ingress", "todo-ingress", "metadata.annotations", "");
    const char *paths = "spec.rules[#0].http.paths";
    for (int i : {0, 1}) {
        const QByteArray at = QByteArray(paths) + "[#" + QByteArray::number(i) + "].";
        row("Ingress", "todo-ingress", at + "path", i == 0 ? "/" : "/api");
        row("Ingress", "todo-ingress", at + "pathType", "Prefix");
        row("Ingress", "todo-ingress", at + "backend.service.name",
            i == 0 ? "frontend-service" : "backend-service");
        row("Ingress", "todo-ingress", at + "backend.service.port.number",
            i == 0 ? "3000" : "8000");
    }
}

void TestStarter::hasTheFields()
{
    QFETCH(const QByteArray, kind);
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, path);
    QFETCH(const QString, value);
    const auto read = readTopology(content(), File, allKinds());
    QVERIFY_RESULT(read);
    QCOMPARE(text(*read, kind, name, path), value);
}

void TestStarter::injectsEachKeyWhereItBelongs()
{
    const auto read = readTopology(content(), File, allKinds());
    QVERIFY_RESULT(read);
    QMap<QString, QStringList> injected;
    for (const ResourcePtr &r : read->ofKind(u"Deployment")) {
        for (const Value &v :
             r->operator[](Path(u"spec.template.spec.containers[#0].env"_s)).list())
            injected[r->name].append(v[u"name"].toString());
    }
    QCOMPARE(injected[u"todo-frontend"_s], QStringList({u"NEXT_PUBLIC_API_URL"_s, u"NODE_ENV"_s}));
    QCOMPARE(injected[u"todo-backend"_s],
             QStringList({u"LOG_LEVEL"_s, u"DATABASE_URL"_s, u"OPENAI_API_KEY"_s,
                          u"BETTER_AUTH_SECRET"_s}));
}

void TestStarter::hasNoOpenProblems()
{
    const auto read = readTopology(content(), File, allKinds());
    QVERIFY_RESULT(read);
    qsizetype accepted = 0;
    for (const Finding &f : CheckEngine::check(*read, TargetFacts::of(*read))) {
        QVERIFY2(!f.isOpen(), qPrintable(f.rule + u' ' + f.path.text() + u' ' + f.message));
        ++accepted;
    }
    qsizetype reasons = 0;
    for (const ResourcePtr &r : read->resources())
        reasons += r->accepted.size();
    QCOMPARE(reasons, accepted); // none that is not needed any more
}

void TestStarter::isPlacedWithoutOverlap()
{
    const auto read = readTopology(content(), File, allKinds());
    QVERIFY_RESULT(read);
    QList<QRectF> nodes;
    for (const QPointF &p : read->placements()) {
        QCOMPARE(std::fmod(p.x(), 10) + std::fmod(p.y(), 10), 0.0);
        const QRectF node(p, QSizeF(220, 120)); // no node is higher
        for (const QRectF &other : std::as_const(nodes))
            QVERIFY(!node.intersects(other));
        nodes.append(node);
    }
}

CHARTWRIGHT_TEST(TestStarter)
#include "test_starter.moc"
