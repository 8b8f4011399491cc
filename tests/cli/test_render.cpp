// SPDX-License-Identifier: Apache-2.0
#include "model/overlay.h"
#include "program.h"
#include "project/safe_write.h"
#include "project/topology_file.h"
#include "support/helm.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"
#include "tree/yaml.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <sys/stat.h>

using namespace chartwright;

class CliRenderTest : public TestCase
{
    Q_OBJECT

private slots:
    void equalsHelm_data();
    void equalsHelm();
    void drawnReleaseApplies();
    void valuesInOrder();
    void secretsAreRefused_data();
    void secretsAreRefused();
    void badValues();
};

namespace {

QMap<QString, Value> objects(const QByteArray &stream)
{
    QMap<QString, Value> out;
    const auto documents = readYamlStream(stream, QStringLiteral("manifests"));
    if (!documents)
        qFatal("%s", qPrintable(documents.error().text()));
    for (const Value &d : *documents) {
        if (!d.isNull())
            out.insert(d[u"kind"].toString() + u'/' + d[u"metadata"][u"name"].toString(), d);
    }
    return out;
}

qint64 backendReplicas(const Output &o)
{
    return objects(o.out)
        .value(QStringLiteral("Deployment/todo-backend"))[u"spec"][u"replicas"]
        .toInt(-1);
}

} // namespace

void CliRenderTest::equalsHelm_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::newRow("defaults") << QStringList();
    QTest::newRow("replicas") << QStringList{QStringLiteral("--set"),
                                             QStringLiteral("backend.replicas=3")};
    QTest::newRow("port") << QStringList{QStringLiteral("--set"),
                                         QStringLiteral("backend.service.port=81")};
    QTest::newRow("release and namespace")
        << QStringList{QStringLiteral("--namespace"), QStringLiteral("shop")};
}

void CliRenderTest::equalsHelm()
{
    QFETCH(QStringList, options);
    const QTemporaryDir dir;
    const QString chart = dir.filePath(QStringLiteral("chart"));
    saveTo(dir.path(), chartwright_test::todoApp());
    QCOMPARE(runProgram({QStringLiteral("export"), dir.path(), chart}).code, 0);
    const Output ours = runProgram(QStringList{QStringLiteral("render"), dir.path()} + options);
    QVERIFY2(ours.code == 0 && ours.err.isEmpty(), ours.text());
    for (const chartwright_test::Helm *helm : chartwright_test::Helm::both()) {
        QVERIFY_HELM(*helm);
        const auto theirs = helm->run(
            QStringList{QStringLiteral("template"), QStringLiteral("--skip-tests"), chart} +
            options);
        QVERIFY2(theirs.ok(), qPrintable(theirs.text()));
        QVERIFY2(objects(theirs.out) == objects(ours.out), ours.text());
    }
}

void CliRenderTest::drawnReleaseApplies()
{
    const QTemporaryDir dir;
    Topology topology = chartwright_test::todoApp();
    Resource release = *topology.findByName(u"Release", u"todo");
    const ResourceId backend = topology.findByName(u"Deployment", u"todo-backend")->id;
    release.fields = with(release.fields, Path(QStringLiteral("overrides")),
                          overridesValue({{backend, Path(QStringLiteral("spec.replicas")), 4}}));
    topology.put(release);
    saveTo(dir.path(), topology);
    const QString render = QStringLiteral("render"), name = QStringLiteral("--release");
    QCOMPARE(backendReplicas(runProgram({render, dir.path()})), 2);
    QCOMPARE(backendReplicas(runProgram({render, dir.path(), name, QStringLiteral("todo")})), 4);
    QCOMPARE(backendReplicas(runProgram({render, dir.path(), name, QStringLiteral("other")})), 2);
    QCOMPARE(backendReplicas(
                 runProgram({render, dir.path(), name, QStringLiteral("todo"),
                             QStringLiteral("--set"), QStringLiteral("backend.replicas=3")})),
             3);
}

void CliRenderTest::valuesInOrder()
{
    const QTemporaryDir dir;
    saveTo(dir.path(), chartwright_test::todoApp());
    const QString a = dir.filePath(QStringLiteral("a.yaml")),
                  b = dir.filePath(QStringLiteral("b.yaml"));
    QVERIFY_RESULT(writeFileSafely(a, "backend: {replicas: 5}\nfrontend: {replicas: 5}\n"));
    QVERIFY_RESULT(writeFileSafely(b, "backend: {replicas: 6}\n"));
    const QStringList files{QStringLiteral("render"),   dir.path(), QStringLiteral("-f"), a,
                            QStringLiteral("--values"), b};
    QCOMPARE(backendReplicas(runProgram(files)), 6);
    QCOMPARE(backendReplicas(runProgram(files + QStringList{QStringLiteral("--set"),
                                                            QStringLiteral("backend.replicas=7")})),
             7);
    const Output input = runProgram(
        {QStringLiteral("render"), dir.path(), QStringLiteral("-f"), QStringLiteral("-")},
        "backend: {replicas: 8}\n");
    QCOMPARE(backendReplicas(input), 8);
    // What a shell makes of --values <(…).
    const QString pipe = dir.filePath(QStringLiteral("pipe"));
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    QProcess writer;
    writer.start(QStringLiteral("sh"),
                 {QStringLiteral("-c"), QStringLiteral("echo 'backend: {replicas: 9}' > \"$1\""),
                  QStringLiteral("sh"), pipe});
    QCOMPARE(backendReplicas(
                 runProgram({QStringLiteral("render"), dir.path(), QStringLiteral("-f"), pipe})),
             9);
    QVERIFY(writer.waitForFinished());
}

void CliRenderTest::secretsAreRefused_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::newRow("set") << QStringList{QStringLiteral("--set"),
                                        QStringLiteral("secrets.data.DATABASE_URL=hunter2")};
    QTest::newRow("set-string") << QStringList{QStringLiteral("--set-string"),
                                               QStringLiteral("secrets.data.DATABASE_URL=hunter2")};
    QTest::newRow("map") << QStringList{QStringLiteral("--set"),
                                        QStringLiteral("secrets.data={hunter2}")};
    QTest::newRow("file") << QStringList{QStringLiteral("-f"), QStringLiteral("-")};
}

void CliRenderTest::secretsAreRefused()
{
    QFETCH(QStringList, options);
    const QTemporaryDir dir;
    saveTo(dir.path(), chartwright_test::todoApp());
    const Output o = runProgram(QStringList{QStringLiteral("render"), dir.path()} + options,
                                "secrets: {data: {DATABASE_URL: hunter2}}\n");
    QVERIFY2(o.code == 2 && o.out.isEmpty() && o.err.contains("secrets.data") &&
                 o.err.contains("kubectl create secret"),
             o.text());
    QVERIFY(!o.err.contains("hunter2"));
}

void CliRenderTest::badValues()
{
    const QTemporaryDir dir;
    saveTo(dir.path(), chartwright_test::todoApp());
    const auto render = [&](const QString &set) {
        return runProgram({QStringLiteral("render"), dir.path(), QStringLiteral("--set"), set});
    };
    for (const char *set : {"backend.replicas=many", "backend.replicas=null", "backend.nonsense=1",
                            "x", "backend.image=3"}) {
        const Output o = render(QString::fromUtf8(set));
        QVERIFY2(o.code == 2 && o.out.isEmpty() && o.err.contains("error: "), o.text() + set);
    }
    const Output missing = runProgram(
        {QStringLiteral("render"), dir.path(), QStringLiteral("-f"), QStringLiteral("gone.yaml")});
    QVERIFY2(missing.code == 2 && missing.err.contains("gone.yaml"), missing.text());
}

CHARTWRIGHT_TEST(CliRenderTest)
#include "test_render.moc"
