// SPDX-License-Identifier: Apache-2.0
#include "chart/chart_files.h"
#include "program.h"
#include "project/safe_write.h"
#include "support/helm.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

#include <QFileInfo>
#include <QTemporaryDir>

using namespace chartwright;

class CliExportTest : public TestCase
{
    Q_OBJECT

private slots:
    void folder();
    void intoTheProject();
    void foreignFiles();
    void archiveIsWhatHelmTakes();
    void refusals();
    void readOnly();
};

void CliExportTest::folder()
{
    const QTemporaryDir dir;
    const Topology topology = chartwright_test::todoApp();
    saveTo(dir.filePath(QStringLiteral("p")), topology);
    const Output o = runProgram(
        {QStringLiteral("export"), QStringLiteral("p"), QStringLiteral("out")}, {}, dir.path());
    QVERIFY2(o.code == 0 && o.err.isEmpty() && o.out.startsWith("out: "), o.text());
    const auto files = chartFiles(topology);
    QVERIFY_RESULT(files);
    for (const ChartFile &file : *files)
        QCOMPARE(*readFile(dir.filePath(QStringLiteral("out/") + file.path), 1'000'000),
                 file.bytes);
    const Output again = runProgram(
        {QStringLiteral("export"), QStringLiteral("out"), QStringLiteral("out")}, {}, dir.path());
    QVERIFY2(again.code == 0 && again.out.contains("0 written"), again.text());
}

void CliExportTest::intoTheProject()
{
    const QTemporaryDir dir;
    saveTo(dir.path(), chartwright_test::todoApp());
    QCOMPARE(runProgram({QStringLiteral("export"), dir.path(), dir.path()}).code, 0);
    QVERIFY(QFileInfo::exists(dir.filePath(QStringLiteral("Chart.yaml"))));
    QCOMPARE(runProgram({QStringLiteral("check"), dir.path()}).code, 0);
}

void CliExportTest::foreignFiles()
{
    const QTemporaryDir dir;
    saveTo(dir.path(), chartwright_test::todoApp());
    const QString values = dir.filePath(QStringLiteral("values.yaml"));
    QVERIFY_RESULT(writeFileSafely(values, "mine: 1\n"));
    const Output kept = runProgram({QStringLiteral("export"), dir.path(), dir.path()});
    QVERIFY2(kept.code == 1 && kept.err.contains("values.yaml") && kept.err.contains("--force"),
             kept.text());
    QCOMPARE(*readFile(values, 100'000), QByteArray("mine: 1\n"));
    const Output forced =
        runProgram({QStringLiteral("export"), dir.path(), dir.path(), QStringLiteral("--force")});
    QVERIFY2(forced.code == 0, forced.text());
    QVERIFY(*readFile(values, 100'000) != "mine: 1\n");
}

void CliExportTest::archiveIsWhatHelmTakes()
{
    const QTemporaryDir dir;
    saveTo(dir.path(), chartwright_test::todoApp());
    const Output o = runProgram({QStringLiteral("export"), dir.path(),
                                 dir.filePath(QStringLiteral("out")), QStringLiteral("--archive")});
    QVERIFY2(o.code == 0 && o.out.trimmed().endsWith("out/todo-app-1.0.0.tgz"), o.text());
    const Output rendered = runProgram({QStringLiteral("render"), dir.path()});
    QCOMPARE(rendered.code, 0);
    for (const chartwright_test::Helm *helm : chartwright_test::Helm::both()) {
        QVERIFY_HELM(*helm);
        const auto made = helm->run({QStringLiteral("template"), QStringLiteral("--skip-tests"),
                                     QString::fromUtf8(o.out.trimmed())});
        QVERIFY2(made.ok(), qPrintable(made.text()));
        QCOMPARE(made.out.count("\nkind: "), rendered.out.count("\nkind: "));
    }
}

void CliExportTest::refusals()
{
    const QTemporaryDir dir;
    saveTo(dir.path(), todoWith(u"Deployment", u"todo-backend", QStringLiteral("spec.replicas"),
                                Value(QStringLiteral("many"))));
    for (const QString &option : {QString(), QStringLiteral("--archive")}) {
        QStringList arguments{QStringLiteral("export"), dir.path(),
                              dir.filePath(QStringLiteral("out"))};
        if (!option.isEmpty())
            arguments.append(option);
        const Output o = runProgram(arguments);
        QVERIFY2(o.code == 1 && o.out.isEmpty() && o.err.contains("topology.yaml:") &&
                     o.err.contains("Replicas"),
                 o.text());
    }
    QVERIFY(!QFileInfo::exists(dir.filePath(QStringLiteral("out"))));
}

void CliExportTest::readOnly()
{
    const QTemporaryDir dir;
    saveTo(dir.path(), chartwright_test::todoApp());
    const Output o =
        runProgram({QStringLiteral("export"), dir.path(), QStringLiteral("/proc/chart")});
    QVERIFY2(o.code == 2 && o.err.contains("/proc/chart"), o.text());
}

CHARTWRIGHT_TEST(CliExportTest)
#include "test_export.moc"
