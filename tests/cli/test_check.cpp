// SPDX-License-Identifier: Apache-2.0
#include "program.h"
#include "project/topology_file.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

using namespace chartwright;

class CliCheckTest : public TestCase
{
    Q_OBJECT

private slots:
    void starterIsClean();
    void errorsMakeOne();
    void warningsCountWhenStrict();
    void profile();
    void machineFormats();
    void folderFileAndInputAreTheSame();
    void tellsWhatGitKeeps();
};

void CliCheckTest::starterIsClean()
{
    const QTemporaryDir dir;
    const QString folder = dir.filePath(QStringLiteral("todo"));
    const Output made = runProgram(
        {QStringLiteral("new"), folder, QStringLiteral("--starter"), QStringLiteral("todo-app")});
    QVERIFY2(made.code == 0, made.text());
    const Output o = runProgram({QStringLiteral("check"), folder, QStringLiteral("--strict")});
    QVERIFY2(o.code == 0 && o.out.contains("0 errors, 0 warnings"), o.text());
}

void CliCheckTest::errorsMakeOne()
{
    const QTemporaryDir dir;
    saveTo(dir.path(), todoWith(u"Deployment", u"todo-backend", QStringLiteral("spec.replicas"),
                                Value(QStringLiteral("many"))));
    const Output o =
        runProgram({QStringLiteral("check"), QStringLiteral("topology.yaml")}, {}, dir.path());
    QVERIFY2(o.code == 1 &&
                 (o.out.contains("\ntopology.yaml:") || o.out.startsWith("topology.yaml:")),
             o.text());
    QVERIFY2(o.out.contains(": error: Deployment todo-backend: "), o.text());
    QVERIFY2(o.out.contains("spec.replicas"), o.text());
}

void CliCheckTest::warningsCountWhenStrict()
{
    const QTemporaryDir dir;
    // One replica is no error, but a warning or advice of the profile; no probes are warnings.
    saveTo(dir.path(),
           todoWith(u"Deployment", u"todo-backend",
                    QStringLiteral("spec.template.spec.containers[backend].livenessProbe"), {}));
    const Output lax = runProgram({QStringLiteral("check"), dir.path()});
    QVERIFY2(lax.code == 0 && lax.out.contains(": warning: "), lax.text());
    QCOMPARE(runProgram({QStringLiteral("check"), QStringLiteral("--strict"), dir.path()}).code, 1);
}

void CliCheckTest::profile()
{
    const QTemporaryDir dir;
    saveTo(dir.path(),
           todoWith(u"Deployment", u"todo-backend", QStringLiteral("spec.replicas"), 9));
    const QByteArray rule = "[replicas/minikube-max]";
    const Output mini = runProgram({QStringLiteral("check"), dir.path()});
    QVERIFY2(mini.out.contains(rule), mini.text());
    const Output none = runProgram(
        {QStringLiteral("check"), dir.path(), QStringLiteral("--profile"), QStringLiteral("none")});
    QVERIFY2(none.code == 0 && !none.out.contains(rule), none.text());
}

void CliCheckTest::machineFormats()
{
    const QTemporaryDir dir;
    saveTo(dir.path(), todoWith(u"Deployment", u"todo-backend", QStringLiteral("spec.replicas"),
                                Value(QStringLiteral("many"))));
    const Output json = runProgram(
        {QStringLiteral("check"), dir.path(), QStringLiteral("--output"), QStringLiteral("json")});
    QCOMPARE(json.code, 1);
    const QJsonObject root = QJsonDocument::fromJson(json.out).object();
    QVERIFY(root[QStringLiteral("summary")].toObject()[QStringLiteral("errors")].toInt() > 0);
    const Output sarif = runProgram(
        {QStringLiteral("check"), dir.path(), QStringLiteral("--output"), QStringLiteral("sarif")});
    QCOMPARE(sarif.code, 1);
    const QJsonObject run = QJsonDocument::fromJson(sarif.out)
                                .object()[QStringLiteral("runs")]
                                .toArray()
                                .at(0)
                                .toObject();
    QCOMPARE(run[QStringLiteral("results")].toArray().size(),
             root[QStringLiteral("findings")].toArray().size());
}

void CliCheckTest::folderFileAndInputAreTheSame()
{
    const QTemporaryDir dir;
    const Topology topology = chartwright_test::todoApp();
    saveTo(dir.path(), topology);
    const Output folder =
        runProgram({QStringLiteral("check"), QStringLiteral(".")}, {}, dir.path());
    const Output file =
        runProgram({QStringLiteral("check"), QStringLiteral("topology.yaml")}, {}, dir.path());
    const Output input = runProgram({QStringLiteral("check"), QStringLiteral("-")},
                                    writeTopology(topology), dir.path());
    QCOMPARE(folder.out, file.out);
    QCOMPARE(folder.code, input.code);
    QCOMPARE(QByteArray(file.out).replace("topology.yaml:", "-:"), input.out);
}

void CliCheckTest::tellsWhatGitKeeps()
{
    const QTemporaryDir dir;
    saveTo(dir.path(), chartwright_test::todoApp());
    const QByteArray message = "git keeps .env";
    QVERIFY(!runProgram({QStringLiteral("check"), dir.path()}).out.contains(message));
    QFile file(dir.filePath(QStringLiteral(".env")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("A=1\n") > 0);
    file.close();
    for (const QStringList &arguments :
         {QStringList{QStringLiteral("init"), QStringLiteral("-q")},
          QStringList{QStringLiteral("add"), QStringLiteral(".env")}}) {
        QCOMPARE(QProcess::execute(QStringLiteral("git"),
                                   QStringList{QStringLiteral("-C"), dir.path()} + arguments),
                 0);
    }
    const Output o = runProgram({QStringLiteral("check"), dir.path()});
    QVERIFY2(o.out.contains(message) && o.out.contains("[secret/env-file-tracked]"), o.text());
    QVERIFY2(o.code == 0, o.text());
    const Output sarif = runProgram(
        {QStringLiteral("check"), dir.path(), QStringLiteral("--output"), QStringLiteral("sarif")});
    QVERIFY2(sarif.out.contains("secret/env-file-tracked"), sarif.text());
}

CHARTWRIGHT_TEST(CliCheckTest)
#include "test_check.moc"
