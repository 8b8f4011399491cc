// SPDX-License-Identifier: Apache-2.0
#include "program.h"
#include "project/safe_write.h"
#include "support/test_case.h"

#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

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
    row("image . out.gif", "out.gif");
    row("new", "FOLDER");
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

CHARTWRIGHT_TEST(CliUsageTest)
#include "test_usage.moc"
