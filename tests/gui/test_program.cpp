// SPDX-License-Identifier: Apache-2.0
#include "gui/desktop.h"
#include "kinds/registry.h"
#include "project/project.h"
#include "project/starters.h"
#include "support/places.h"
#include "support/test_case.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace chartwright;
using namespace chartwright_test;

// The program itself, as a process of its own.
class TestProgram : public TestCase
{
    Q_OBJECT
private slots:
    void init() override;
    void wrongUsageIsTold_data();
    void wrongUsageIsTold();
    void workAfterACrashComesBeforeAProjectThatWasNamed();

private:
    void start(QProcess &program, const QStringList &arguments);

    std::unique_ptr<QTemporaryDir> m_home;
};

void TestProgram::init()
{
    TestCase::init();
    m_home = std::make_unique<QTemporaryDir>();
}

void TestProgram::start(QProcess &program, const QStringList &arguments)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HOME"_s, m_home->path());
    for (const QString &name :
         {u"XDG_CONFIG_HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_STATE_HOME"_s, u"XDG_CACHE_HOME"_s})
        environment.insert(name, m_home->filePath(name.toLower()));
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::ForwardedChannels);
    program.start(QLatin1StringView(CHARTWRIGHT_BIN_DIR) + u"/chartwright"_s, arguments);
    QVERIFY(program.waitForStarted());
}

void TestProgram::wrongUsageIsTold_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::newRow("option") << QStringList{u"--nonsense"_s} << 2;
    QTest::newRow("no name") << QStringList{u"--starter"_s} << 2;
    QTest::newRow("starter") << QStringList{u"--starter"_s, u"nonsense"_s} << 2;
    QTest::newRow("two projects") << QStringList{u"a"_s, u"b"_s} << 2;
    QTest::newRow("help") << QStringList{u"--help"_s} << 0;
    QTest::newRow("version") << QStringList{u"--version"_s} << 0;
}

void TestProgram::wrongUsageIsTold()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QProcess program;
    start(program, arguments);
    QVERIFY(program.waitForFinished());
    QCOMPARE(program.exitCode(), code);
}

void TestProgram::workAfterACrashComesBeforeAProjectThatWasNamed()
{
    const QString other = m_home->filePath(u"other/topology.yaml"_s);
    QVERIFY(saveProject(emptyTopology(u"other-app"_s), other, {}));
    {
        QProcess program;
        start(program, {u"--starter"_s, u"todo-app"_s});
        QTRY_VERIFY_WITH_TIMEOUT(!windowTitled(u"^todo-app"_s).isEmpty(), 20000);
        xdotool({u"windowactivate"_s, u"--sync"_s, windowTitled(u"^todo-app"_s), u"mousemove"_s,
                 u"700"_s, u"300"_s, u"key"_s, u"d"_s});
        QTRY_VERIFY(!windowTitled(u"^todo-app\\*"_s).isEmpty());
        QTest::qWait(2500); // no edit is older than 2 s on the disk
        program.kill();
        QVERIFY(program.waitForFinished());
    }
    QProcess program;
    start(program, {other});
    QTRY_VERIFY_WITH_TIMEOUT(!windowTitled(u"^Recover Unsaved Work"_s).isEmpty(), 20000);
    xdotool({u"windowactivate"_s, u"--sync"_s, windowTitled(u"^Recover Unsaved Work"_s), u"key"_s,
             u"Return"_s});
    QTRY_VERIFY(!windowTitled(u"^todo-app\\*"_s).isEmpty());
    // Nothing is opened in its place, and nothing asks whether to throw it away.
    QTest::qWait(1000);
    QVERIFY(!windowTitled(u"^todo-app\\*"_s).isEmpty());
    const QString mine = xdotool({u"search"_s, u"--all"_s, u"--onlyvisible"_s, u"--pid"_s,
                                  QString::number(program.processId()), u"--name"_s, u"."_s});
    QCOMPARE(mine, windowTitled(u"^todo-app\\*"_s));
    program.kill();
    program.waitForFinished();
}

CHARTWRIGHT_TEST(TestProgram)
#include "test_program.moc"
