// SPDX-License-Identifier: Apache-2.0
#include "program.h"
#include "project/safe_write.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

using namespace chartwright;

class CliNewTest : public TestCase
{
    Q_OBJECT

private slots:
    void starters();
    void existingProjectStays();
    void filesOfOthersStay();
    void picture();
};

void CliNewTest::starters()
{
    const QTemporaryDir dir;
    const QString todo = dir.filePath(QStringLiteral("a/todo")),
                  empty = dir.filePath(QStringLiteral("e"));
    const Output o = runProgram(
        {QStringLiteral("new"), todo, QStringLiteral("--starter"), QStringLiteral("todo-app")});
    QVERIFY2(o.code == 0 && o.out.trimmed().endsWith("a/todo/topology.yaml"), o.text());
    for (const char *file :
         {"topology.yaml", "images/frontend/Dockerfile", "images/backend/Dockerfile"})
        QVERIFY2(QFileInfo::exists(todo + u'/' + QLatin1String(file)), file);
    QCOMPARE(runProgram({QStringLiteral("new"), empty}).code, 0);
    QCOMPARE(runProgram({QStringLiteral("export"), empty, empty}).code, 0);
    const Output unknown = runProgram({QStringLiteral("new"), dir.filePath(QStringLiteral("x")),
                                       QStringLiteral("--starter"), QStringLiteral("nonsense")});
    QVERIFY2(unknown.code == 2 && unknown.err.contains("todo-app"), unknown.text());
    QVERIFY(!QFileInfo::exists(dir.filePath(QStringLiteral("x"))));
}

void CliNewTest::existingProjectStays()
{
    const QTemporaryDir dir;
    const QString file = dir.filePath(QStringLiteral("topology.yaml"));
    QVERIFY_RESULT(writeFileSafely(file, "mine"));
    const Output o = runProgram({QStringLiteral("new"), dir.path()});
    QVERIFY2(o.code == 2 && o.err.contains("already"), o.text());
    QCOMPARE(*readFile(file, 100), QByteArray("mine"));

    // A link to what is not there (yet) is somebody's too.
    const QTemporaryDir other;
    const QString elsewhere = dir.filePath(QStringLiteral("elsewhere.yaml"));
    QVERIFY(QFile::link(elsewhere, other.filePath(QStringLiteral("topology.yaml"))));
    const Output link = runProgram({QStringLiteral("new"), other.path()});
    QVERIFY2(link.code == 2 && link.err.contains("already"), link.text());
    QVERIFY(!QFileInfo::exists(elsewhere));
}

void CliNewTest::filesOfOthersStay()
{
    const QTemporaryDir dir;
    const QString file = dir.filePath(QStringLiteral("images/backend/Dockerfile"));
    QVERIFY_RESULT(makeFolder(QFileInfo(file).path()));
    QVERIFY_RESULT(writeFileSafely(file, "mine"));
    const Output o = runProgram({QStringLiteral("new"), dir.path(), QStringLiteral("--starter"),
                                 QStringLiteral("todo-app")});
    QVERIFY2(o.code == 0, o.text());
    QCOMPARE(*readFile(file, 100), QByteArray("mine"));
}

void CliNewTest::picture()
{
#ifndef CHARTWRIGHT_HAS_PICTURE
    QSKIP("built without the window");
#endif
    const QTemporaryDir dir;
    saveTo(dir.path(), chartwright_test::todoApp());
    const QString svg = dir.filePath(QStringLiteral("a.svg")),
                  png = dir.filePath(QStringLiteral("a.png"));
    for (const QString &file : {svg, png}) {
        const Output o = runProgram({QStringLiteral("image"), dir.path(), file});
        QVERIFY2(o.code == 0, o.text());
    }
    QVERIFY(readFile(svg, 10'000'000)->contains("<svg"));
    QVERIFY(readFile(png, 10'000'000)->startsWith("\x89PNG"));
    const Output nowhere =
        runProgram({QStringLiteral("image"), dir.path(), QStringLiteral("/proc/a.svg")});
    QVERIFY2(nowhere.code == 2 && nowhere.err.startsWith("/proc/a.svg: error: "), nowhere.text());
    QVERIFY2(!nowhere.err.contains("\\n") && nowhere.err.count("a.svg") == 1 &&
                 nowhere.err.contains("\n  The file on disk"),
             nowhere.text());
}

CHARTWRIGHT_TEST(CliNewTest)
#include "test_new_and_image.moc"
