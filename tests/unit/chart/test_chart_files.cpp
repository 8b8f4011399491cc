// SPDX-License-Identifier: Apache-2.0
#include "model/kind_spec.h"
#include "support/chart_folder.h"
#include "support/helm.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"
#include "unit/chart/charts.h"

#include <QProcess>
#include <QThreadPool>
#include <QtConcurrentRun>

using namespace chartwright;
using namespace chartwright_test;

// Which drawings become files, and how the files are packed.
class TestChartFiles : public TestCase
{
    Q_OBJECT

private slots:
    void refused_data();
    void refused();
    void archive();
    void notesAskForWhatIsUsed();
    void sameInEveryLanguage();
    void manyAtOnce();
};

void TestChartFiles::refused_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("path");
    QTest::addColumn<Value>("value");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const char *id, const char *path, const Value &value,
                        const char *words) {
        QTest::newRow(name) << text(id) << text(path) << value << text(words);
    };
    row("type", "todo-backend-0001", "spec.replicas", text("three"),
        "Deployment todo-backend, Replicas");
    row("dangling", "todo-backend-0001", "spec.template.spec.containers[backend].image",
        Ref{{text("gone")}, {}}, "not there");
    row("part", "ingress-0001", "spec.rules[#0].http.paths[/].backend.service.port.number",
        Ref{{text("service-backend-0001")}, text("port/gone")}, "backend-service has no port gone");
    row("nul", "config-0001", "data.LOG_LEVEL", QString(QChar(0)), "U+0000");
    row("surrogate", "config-0001", "data.LOG_LEVEL", QString(QChar(0xd800)), "surrogate");
    row("list", "config-0001", "data", List{1}, "ConfigMap todo-config");
}

void TestChartFiles::refused()
{
    QFETCH(QString, id);
    QFETCH(QString, path);
    QFETCH(Value, value);
    QFETCH(QString, words);
    const Topology topology = changed(todoApp(), qPrintable(id), qPrintable(path), value);
    QVERIFY_ERROR(chartFiles(topology), words);
    QVERIFY_ERROR(render(topology), words);
    QCOMPARE(refusals(topology).first().resource.text, id);
}

void TestChartFiles::archive()
{
    QVERIFY_ERROR(chartFiles(renamed(todoApp(), "todo-backend-0001", "todo-frontend")),
                  text("two of this kind"));
    auto files = chartFiles(todoApp());
    files->append({text("topology.yaml"), "x"});
    files->append({text("images/backend/app.c"), "x"});
    files->append({text(".env.local"), "SECRET=1"});
    const auto bytes = chartArchive(*files, text("todo-app"));
    QVERIFY_RESULT(bytes);
    QCOMPARE(*chartArchive(*files, text("todo-app")), *bytes);
    QCOMPARE(archiveName(todoApp()), text("todo-app-1.0.0.tgz"));
    QTemporaryDir dir;
    QFile out(dir.filePath(text("c.tgz")));
    QVERIFY(out.open(QIODevice::WriteOnly) && out.write(*bytes) == bytes->size());
    out.close();
    for (const Helm *helm : Helm::both()) {
        const auto theirs = helm->render(out.fileName(), text("todo"), {text("--skip-tests")});
        QVERIFY2(theirs.ok(), qPrintable(theirs.text()));
        QCOMPARE(asHelm3(theirs.out), manifestStream(text("todo-app"), *render(todoApp())));
        const auto lint = helm->lint(out.fileName());
        QVERIFY2(lint.ok(), qPrintable(lint.text()));
    }
    QProcess tar;
    tar.start(text("tar"), {text("tzf"), out.fileName()});
    QVERIFY(tar.waitForFinished());
    const QByteArray list = tar.readAllStandardOutput();
    QVERIFY(list.contains("todo-app/templates/tests/connection.yaml"));
    QVERIFY(!list.contains("topology.yaml") && !list.contains("app.c") && !list.contains(".env"));
}

// A certificate is asked for only while an Ingress shows it.
void TestChartFiles::notesAskForWhatIsUsed()
{
    Resource secret;
    secret.id = {text("cert-0001")};
    secret.kind = text("Secret");
    secret.name = text("cert");
    secret.valuesKey = text("cert");
    secret.fields = Map{{text("type"), text("kubernetes.io/tls")},
                        {text("data"), Map{{text("tls.crt"), Map()}, {text("tls.key"), Map()}}}};
    Topology topology = changed(todoApp(), "ingress-0001", "spec.tls",
                                List{Map{{text("secretName"), Ref{secret.id, {}}}}});
    topology.put(secret);
    const ChartFolder folder(topology);
    QVERIFY2(folder.problem().isEmpty(), qPrintable(folder.problem()));
    // `helm template` leaves the notes out.
    QVERIFY(QFile::copy(folder.path() + text("/templates/NOTES.txt"),
                        folder.path() + text("/notes.txt")));
    QFile shown(folder.path() + text("/templates/shown.yaml"));
    QVERIFY(shown.open(QIODevice::WriteOnly));
    shown.write("kind: ConfigMap\ndata: {{ tpl (.Files.Get \"notes.txt\") . | quote }}\n");
    shown.close();
    for (const Helm *helm : Helm::both()) {
        QVERIFY_HELM(*helm);
        const auto asked = [&](const char *set) {
            const auto notes = helm->render(
                folder.path(), text("todo"),
                {text("--show-only"), text("templates/shown.yaml"), text("--set"), text(set)});
            return notes.ok() ? QString::number(notes.out.contains("create secret tls cert")) +
                                    QString::number(notes.out.contains("The Secret cert stays")) +
                                    QString::number(notes.out.contains("Secret todo-secrets until"))
                              : notes.text();
        };
        QCOMPARE(asked("ingress.enabled=true"), text("101"));
        QCOMPARE(asked("ingress.enabled=false"), text("001"));
        QCOMPARE(asked("ingress.enabled=false,cert.data.tls\\.crt=a,cert.data.tls\\.key=b"),
                 text("011"));
    }
}

// A program that speaks German has German tables, but exports the same files.
void TestChartFiles::sameInEveryLanguage()
{
    QList<KindSpec> kinds = todoApp().kinds().all();
    const auto translate = [](auto &&self, QList<FieldSpec> &fields) -> void {
        for (FieldSpec &f : fields) {
            f.label = f.help = text("deutsch");
            self(self, f.fields);
        }
    };
    for (KindSpec &k : kinds) {
        k.title = k.help = text("deutsch");
        translate(translate, k.fields);
    }
    const Kinds german(kinds);
    const auto files = chartFiles(todoApp().withKinds(german));
    QVERIFY_RESULT(files);
    QCOMPARE(*files, *chartFiles(todoApp()));
}

/// More works on the global pool than it has threads, each of which waits for its parts.
void TestChartFiles::manyAtOnce()
{
    QList<QFuture<bool>> works;
    for (int i = 0; i < 4 * QThreadPool::globalInstance()->maxThreadCount(); ++i)
        works.append(QtConcurrent::run(
            [] { return chartFiles(todoApp()).has_value() && render(todoApp()).has_value(); }));
    for (const QFuture<bool> &work : works) {
        QTRY_VERIFY_WITH_TIMEOUT(work.isFinished(), 30'000);
        QVERIFY(work.result());
    }
}

CHARTWRIGHT_TEST(TestChartFiles)
#include "test_chart_files.moc"
