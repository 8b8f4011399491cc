// SPDX-License-Identifier: Apache-2.0
#include "program.h"
#include "project/safe_write.h"
#include "support/places.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <linux/capability.h>
#include <sys/prctl.h>

using namespace chartwright;

class CliUsageTest : public TestCase
{
    Q_OBJECT

private slots:
    void helpAndVersion();
    void wrongUsage_data();
    void wrongUsage();
    void badProjects_data();
    void badProjects();
    void fullOutputIsNoSuccess();
    void noPermission();
    void largeInput();
    void closedPipe();
};

void CliUsageTest::helpAndVersion()
{
    for (const QString &flag : {QStringLiteral("--version"), QStringLiteral("-v")}) {
        const Output o = runProgram({flag});
        QVERIFY2(o.code == 0 && o.out.startsWith("chartwright-cli 0.") && o.err.isEmpty(),
                 o.text());
    }
    const Output o = runProgram({QStringLiteral("--help")});
    QVERIFY2(o.code == 0 && o.out.contains("render") && o.err.isEmpty(), o.text());
}

void CliUsageTest::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("part");
    const auto row = [](const char *arguments, const char *part) {
        QTest::newRow(arguments) << QString::fromUtf8(arguments).split(u' ', Qt::SkipEmptyParts)
                                 << QByteArray(part);
    };
    row("", "a command is missing");
    row("frobnicate", "frobnicate");
    row("check", "PROJECT");
    row("check a b", "PROJECT");
    row("check --frobnicate .", "frobnicate");
    row("check --output xml .", "sarif");
    row("check --profile mars .", "minikube");
    row("export a", "PROJECT FOLDER");
    row("render --release", "release");
    row("render --release Bad_Name .", "Bad_Name");
    row("render --namespace Bad_Name .", "Bad_Name");
    row("render - --values -", "standard input");
    row("render . --values - --values -", "standard input");
    row("image . out.gif", "out.gif");
    row("new", "FOLDER");
    row("status", "PROJECT");
    row("status . --output yaml", "text or json");
    row("status . --wait --timeout soon", "seconds");
    row("status . --timeout 5", "--wait");
    row("logs .", "PROJECT RESOURCE");
    row("logs . todo-backend --tail few", "--tail");
    row("logs . todo-backend -f --previous", "--previous");
    row("apply . --output yaml", "text or json");
    row("delete . -o sarif", "text or json");
}

void CliUsageTest::wrongUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, part);
    const QTemporaryDir dir;
    saveTo(dir.path(),
           todoWith(u"Deployment", u"todo-backend", QStringLiteral("spec.replicas"), 2));
    const Output o = runProgram(arguments, {}, dir.path());
    QVERIFY2(o.code == 2 && o.out.isEmpty() && o.err.contains(part) && o.err.contains("--help"),
             o.text());
}

void CliUsageTest::badProjects_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("broken") << QByteArray("version: 1\nresources: [\n")
                            << QByteArray("topology.yaml:");
    QTest::newRow("too new") << QByteArray("version: 99\n")
                             << QByteArray("topology.yaml:1:1: error:");
    QTest::newRow("no chart") << QByteArray("version: 1\nresources: {}\n")
                              << QByteArray("topology.yaml:2:1: error:");
    QTest::newRow("terminal") << QByteArray("version: 1\nresources: {\"\\e[31m#\": 1}\n")
                              << QByteArray("\\u001b");
}

void CliUsageTest::badProjects()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, part);
    const QTemporaryDir dir;
    const QString file = dir.filePath(QStringLiteral("topology.yaml"));
    QVERIFY(chartwright::writeFileSafely(file, bytes).has_value());
    const QList<QStringList> commands{
        {QStringLiteral("check")},
        {QStringLiteral("render")},
        {QStringLiteral("export"), dir.filePath(QStringLiteral("out"))},
        {QStringLiteral("image"), dir.filePath(QStringLiteral("out.svg"))}};
    for (QStringList arguments : commands) {
        arguments.insert(1, QStringLiteral("."));
        const Output o = runProgram(arguments, {}, dir.path());
        QVERIFY2(o.code == 2 && o.out.isEmpty() && o.err.contains(part), o.text());
        QVERIFY(!o.err.contains('\x1b'));
        arguments[1] = QStringLiteral("-");
        const Output piped = runProgram(arguments, bytes, dir.path());
        QVERIFY2(piped.code == 2 && piped.out.isEmpty() && piped.err.contains("error"),
                 piped.text());
    }
    QVERIFY(!QFileInfo::exists(dir.filePath(QStringLiteral("out"))));
    const Output missing =
        runProgram({QStringLiteral("check"), QStringLiteral("nowhere")}, {}, dir.path());
    QVERIFY2(missing.code == 2 && missing.err.contains("nowhere") &&
                 missing.err.contains("--starter"),
             missing.text());
}

void CliUsageTest::fullOutputIsNoSuccess()
{
    const QTemporaryDir dir;
    saveTo(dir.path(),
           todoWith(u"Deployment", u"todo-backend", QStringLiteral("spec.replicas"), 2));
    QProcess process;
    process.setStandardOutputFile(QStringLiteral("/dev/full"));
    process.start(QStringLiteral(CHARTWRIGHT_BIN_DIR "/chartwright-cli"),
                  {QStringLiteral("render"), dir.path()});
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 2);
}

void CliUsageTest::noPermission()
{
    const QTemporaryDir dir;
    const QString file = dir.filePath(QStringLiteral("p/topology.yaml"));
    saveTo(dir.filePath(QStringLiteral("p")), chartwright_test::todoApp());
    for (const QString &closed : {file, dir.filePath(QStringLiteral("p"))}) {
        QVERIFY(QFile::setPermissions(closed, {}));
        for (const QString &project : {file, dir.filePath(QStringLiteral("p"))}) {
            QProcess process;
            // Root reads all the same, but for this.
            process.setChildProcessModifier([] {
                prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE);
                prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH);
            });
            process.start(QStringLiteral(CHARTWRIGHT_BIN_DIR "/chartwright-cli"),
                          {QStringLiteral("check"), project});
            QVERIFY(process.waitForFinished(60'000));
            const QByteArray err = process.readAllStandardError();
            QVERIFY2(process.exitCode() == 2 && err.contains("Permission denied") &&
                         err.startsWith(project.toUtf8()) && err.contains("\n  "),
                     err);
        }
        QVERIFY(
            QFile::setPermissions(closed, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    }
}

void CliUsageTest::largeInput()
{
    const QTemporaryDir dir;
    saveTo(dir.path(), chartwright_test::todoApp());
    const QByteArray values = "# " + QByteArray(6ll * 1024 * 1024, 'x') + "\n";
    const Output piped = runProgram({QStringLiteral("render"), QStringLiteral("."),
                                     QStringLiteral("--values"), QStringLiteral("-")},
                                    values, dir.path());
    QVERIFY2(piped.code == 2 && piped.out.isEmpty() && piped.err.contains("larger than 5 MiB"),
             piped.text());
    QVERIFY_RESULT(writeFileSafely(dir.filePath(QStringLiteral("v.yaml")), values));
    const Output file = runProgram({QStringLiteral("render"), QStringLiteral("."),
                                    QStringLiteral("--values"), QStringLiteral("v.yaml")},
                                   {}, dir.path());
    QVERIFY2(file.code == 2 && file.err.startsWith("v.yaml: error: "), file.text());
}

void CliUsageTest::closedPipe()
{
    const QTemporaryDir dir;
    saveTo(dir.path(), chartwright_test::todoApp());
    QProcess process;
    process.start(QStringLiteral("bash"),
                  {QStringLiteral("-c"),
                   QStringLiteral("\"$0\" render \"$1\" | true; echo ${PIPESTATUS[0]}"),
                   QStringLiteral(CHARTWRIGHT_BIN_DIR "/chartwright-cli"), dir.path()});
    QVERIFY(process.waitForFinished(60'000));
    // The signal's code, or ours where it is ignored; no complaint, no crash.
    const QByteArray out = process.readAllStandardOutput().trimmed();
    QVERIFY2(out == "141" || out == "2", out);
    QCOMPARE(process.readAllStandardError(), QByteArray());
}

CHARTWRIGHT_TEST(CliUsageTest)
#include "test_usage.moc"
