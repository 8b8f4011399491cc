// SPDX-License-Identifier: Apache-2.0
#include "kinds/registry.h"
#include "project/autosave.h"
#include "project/safe_write.h"
#include "project/sidecar.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace chartwright;

class AutosaveTest : public TestCase
{
    Q_OBJECT

private slots:
    void init() override;
    void writesAfterAChange();
    void workOfARunningProgramIsNotOffered();
    void saveRemovesIt();
    void lastChangeWins();
    void recovers();
    void adoptedWorkStaysUntilItIsSaved();
    void switchedOff();
    void failureIsToldOnceAndRetried();
    void damagedSidecarsAreNoTrouble();
};

namespace {

QStringList sidecarNames()
{
    return QDir(sidecars::folder()).entryList({u'*' + sidecars::Suffix}, QDir::Files);
}

Topology named(const QString &name) { return emptyTopology(name); }

} // namespace

void AutosaveTest::init()
{
    TestCase::init();
    QDir(sidecars::folder()).removeRecursively();
}

void AutosaveTest::writesAfterAChange()
{
    Autosave autosave;
    QSignalSpy written(&autosave, &Autosave::written);
    autosave.start();
    autosave.noteChange(named(QStringLiteral("one")));
    QVERIFY(written.wait());
    QCOMPARE(sidecarNames().size(), 1);
    // A comment in front: the rest is what a person could open.
    const auto bytes =
        readFile(QDir(sidecars::folder()).filePath(sidecarNames().constFirst()), 10'000);
    QVERIFY_RESULT(bytes);
    QVERIFY_RESULT(readTopology(*bytes, QStringLiteral("x"), allKinds()));
}

void AutosaveTest::workOfARunningProgramIsNotOffered()
{
    auto autosave = std::make_unique<Autosave>();
    autosave->noteChange(named(QStringLiteral("one")));
    autosave->flush();
    QCOMPARE(sidecarNames().size(), 1);
    QVERIFY(recoverable().isEmpty());
    autosave.reset(); // not discarded: as if it had crashed
    QCOMPARE(recoverable().size(), 1);
}

void AutosaveTest::saveRemovesIt()
{
    {
        Autosave autosave;
        autosave.noteChange(named(QStringLiteral("one")));
        autosave.flush();
        autosave.noteChange(named(QStringLiteral("two")));
        autosave.start(); // what was pending goes too
    }
    QCOMPARE(sidecarNames(), QStringList());
    QVERIFY(recoverable().isEmpty());
    QCOMPARE(QDir(sidecars::folder()).entryList(QDir::Files | QDir::Hidden), QStringList());
}

void AutosaveTest::lastChangeWins()
{
    {
        Autosave autosave;
        for (int i = 0; i <= 100; ++i) {
            autosave.noteChange(named(QStringLiteral("name-%1").arg(i)));
            if (i % 10 == 0)
                autosave.flush();
        }
    }
    const auto work = recoverable();
    QCOMPARE(work.size(), 1);
    QCOMPARE(work.first().title, QStringLiteral("name-100"));
}

void AutosaveTest::recovers()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(ProjectFileName);
    const auto hash = saveProject(named(QStringLiteral("saved")), path);
    QVERIFY_RESULT(hash);
    const Topology edited = chartwright_test::randomTopology(3);
    {
        Autosave autosave;
        autosave.start(path, QStringLiteral("/some/where"), *hash);
        autosave.noteChange(edited);
    }
    QList<Recoverable> work = recoverable();
    QCOMPARE(work.size(), 1);
    QCOMPARE(work[0].projectPath, path);
    QCOMPARE(work[0].filesFrom, QStringLiteral("/some/where"));
    QVERIFY(!work[0].projectChanged);
    QVERIFY(work[0].savedAt.isValid());
    const auto loaded = readRecoverable(work[0], allKinds());
    QVERIFY_RESULT(loaded);
    QCOMPARE(writeTopology(loaded->topology), writeTopology(edited));
    QCOMPARE(loaded->path, path);
    QCOMPARE(loaded->hash, *hash);

    QVERIFY_RESULT(saveProject(named(QStringLiteral("other")), path));
    QVERIFY(recoverable().constFirst().projectChanged);
    forgetRecoverable(work[0]);
    QVERIFY(recoverable().isEmpty());
}

void AutosaveTest::adoptedWorkStaysUntilItIsSaved()
{
    {
        Autosave first;
        first.noteChange(named(QStringLiteral("lost")));
    }
    const Recoverable work = recoverable().value(0);
    {
        Autosave second;
        QVERIFY(second.adopt(work));
        QVERIFY(recoverable().isEmpty());
        Autosave third;
        QVERIFY(!third.adopt(work));
    }
    QCOMPARE(recoverable().size(), 1); // crashed again before anything was changed
    {
        Autosave third;
        QVERIFY(third.adopt(work));
        third.noteChange(named(QStringLiteral("found")));
        third.flush();
        QCOMPARE(sidecarNames().size(), 1);
        third.start();
    }
    QVERIFY(recoverable().isEmpty());
}

void AutosaveTest::switchedOff()
{
    Autosave autosave;
    autosave.noteChange(named(QStringLiteral("one")));
    autosave.flush();
    autosave.setEnabled(false);
    autosave.noteChange(named(QStringLiteral("two")));
    autosave.flush();
    QCOMPARE(sidecarNames(), QStringList());
}

void AutosaveTest::failureIsToldOnceAndRetried()
{
    // A file where the folder should be.
    QVERIFY_RESULT(makeFolder(QFileInfo(sidecars::folder()).path()));
    QVERIFY_RESULT(writeFileSafely(sidecars::folder(), "in the way"));
    Autosave autosave;
    QSignalSpy failed(&autosave, &Autosave::failed), written(&autosave, &Autosave::written);
    autosave.noteChange(named(QStringLiteral("one")));
    QVERIFY(failed.wait());
    autosave.noteChange(named(QStringLiteral("two")));
    autosave.flush();
    QCoreApplication::processEvents();
    QCOMPARE(failed.size(), 1);
    QVERIFY(QFile::remove(sidecars::folder()));
    QVERIFY(written.wait(10'000)); // without another change
    const auto header =
        sidecars::readHeader(QDir(sidecars::folder()).filePath(sidecarNames().value(0)));
    QVERIFY(header.has_value());
    QCOMPARE(header->title, QStringLiteral("two"));
}

void AutosaveTest::damagedSidecarsAreNoTrouble()
{
    QVERIFY_RESULT(sidecars::makeFolder());
    const QDir dir(sidecars::folder());
    QVERIFY_RESULT(
        writeFileSafely(dir.filePath(QStringLiteral("a.autosave.yaml")), "what is this"));
    QVERIFY_RESULT(writeFileSafely(dir.filePath(QStringLiteral("b.autosave.yaml")), ""));
    QVERIFY_RESULT(writeFileSafely(dir.filePath(QStringLiteral("c.autosave.yaml")),
                                   "# chartwright-autosave {\"title\": \"c\"}\nversion: 1\n"));
    const auto work = recoverable();
    QCOMPARE(work.size(), 1);
    QVERIFY(!readRecoverable(work.first(), allKinds()).has_value());
}

CHARTWRIGHT_TEST(AutosaveTest)
#include "test_autosave.moc"
