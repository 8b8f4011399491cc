// SPDX-License-Identifier: Apache-2.0
#include "chart/chart_files.h"
#include "kinds/registry.h"
#include "project/autosave.h"
#include "project/export.h"
#include "project/safe_write.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

#include <QDir>
#include <QDirIterator>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <csignal>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace chartwright;

/// A disk that is full, and a folder that cannot be written, lose nothing.
class FullDiskTest : public TestCase
{
    Q_OBJECT

private slots:
    void limitOnFiles();
    void smallFileSystem();
    void readOnlyFolder();

private:
    void savesFail(const QString &folder, const std::function<void()> &full,
                   const std::function<void()> &free);
};

namespace {

Topology large()
{
    Topology topology = emptyTopology(QStringLiteral("large"));
    for (int i = 0; i < 400; ++i) {
        Resource r;
        r.id = {QStringLiteral("config-%1").arg(i)};
        r.kind = QStringLiteral("ConfigMap");
        r.name = QStringLiteral("config-%1").arg(i);
        r.valuesKey = QStringLiteral("config%1").arg(i);
        r.fields =
            Map{{QStringLiteral("data"), Map{{QStringLiteral("TEXT"), QString(3000, u'x')}}}};
        topology.put(std::move(r));
    }
    return topology;
}

QMap<QString, QByteArray> templatesOf(const Topology &topology)
{
    QMap<QString, QByteArray> out;
    const auto files = chartFiles(topology);
    if (!files)
        qFatal("%s", qPrintable(files.error().text()));
    for (const ChartFile &file : *files)
        out.insert(file.path, file.bytes);
    return out;
}

} // namespace

void FullDiskTest::savesFail(const QString &folder, const std::function<void()> &full,
                             const std::function<void()> &free)
{
    const QString path = folder + u'/' + ProjectFileName;
    const QString chart = folder + QStringLiteral("/chart");
    const Topology small = chartwright_test::todoApp();
    const auto hash = saveProject(small, path);
    QVERIFY_RESULT(hash);
    QVERIFY_RESULT(exportChart(small, chart));

    full();
    const auto saved = saveProject(large(), path);
    const auto exported = exportChart(large(), chart);
    const auto archive = exportArchive(large(), folder);
    free();
    QVERIFY_ERROR(saved, path);
    QVERIFY(!exported.has_value());
    Q_UNUSED(archive); // the archive of so many x is small, and may fit

    const auto loaded = loadProject(path, allKinds());
    QVERIFY_RESULT(loaded);
    QCOMPARE(loaded->hash, *hash);
    // Each file is a whole one, of the old chart or of the new.
    const auto before = templatesOf(small), after = templatesOf(large());
    QDirIterator it(chart, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString name = QDir(chart).relativeFilePath(it.next());
        if (name.startsWith(u".chartwright/") || name == ProjectFileName)
            continue;
        const QByteArray bytes = *readFile(chart + u'/' + name, 100'000'000);
        QVERIFY2(bytes == before.value(name) || bytes == after.value(name), qPrintable(name));
    }
    QVERIFY_RESULT(loadProject(chart, allKinds()));

    // With room again all is well.
    const auto again = exportChart(small, chart);
    QVERIFY_RESULT(again);
    QVERIFY2(again->kept.isEmpty(), qPrintable(again->kept.join(u' ')));
    QVERIFY_RESULT(saveProject(small, path));
}

void FullDiskTest::limitOnFiles()
{
    const QTemporaryDir dir;
    rlimit before;
    getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const auto free = [&] { setrlimit(RLIMIT_FSIZE, &before); };
    const auto full = [&] {
        const rlimit limit{100'000, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    };
    savesFail(dir.path(), full, free);

    // The autosave says so once, goes on trying, and keeps what it had.
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)).removeRecursively();
    {
        Autosave autosave;
        QSignalSpy failed(&autosave, &Autosave::failed), written(&autosave, &Autosave::written);
        autosave.noteChange(chartwright_test::todoApp());
        QVERIFY(written.wait());
        full();
        autosave.noteChange(large());
        const bool told = failed.wait();
        free();
        QVERIFY(told);
        QVERIFY(written.wait(10'000));
        QCOMPARE(failed.size(), 1);
    }
    const auto work = recoverable();
    QCOMPARE(work.size(), 1);
    QCOMPARE(work.first().title, QStringLiteral("large"));
    forgetRecoverable(work.first());
    std::signal(SIGXFSZ, handler);
}

void FullDiskTest::smallFileSystem()
{
    const QTemporaryDir dir;
    const QByteArray where = QFile::encodeName(dir.path());
    // Only root may mount; for others the limit on files has to do.
    if (::mount("tmpfs", where.constData(), "tmpfs", 0, "size=512k") != 0)
        return;
    const auto unmount = qScopeGuard([&] { ::umount(where.constData()); });
    savesFail(
        dir.path(), [] {}, [] {}); // too small as it is
}

void FullDiskTest::readOnlyFolder()
{
    if (geteuid() == 0 && seteuid(65534) != 0)
        QFAIL("the test cannot give up the rights of root");
    const auto back = qScopeGuard([] {
        if (getuid() == 0 && seteuid(0) != 0)
            qFatal("the rights of root did not come back");
    });
    const QTemporaryDir dir;
    const Topology small = chartwright_test::todoApp();
    const QString path = dir.filePath(ProjectFileName);
    const auto hash = saveProject(small, path);
    QVERIFY_RESULT(hash);
    QFile::setPermissions(dir.path(), QFile::ReadOwner | QFile::ExeOwner);
    QVERIFY_ERROR(saveProject(large(), path), path);
    QVERIFY_ERROR(exportChart(large(), dir.path()), dir.path());
    QVERIFY(!exportArchive(large(), dir.path()).has_value());
    QCOMPARE(fileHash(path), *hash);
    QCOMPARE(
        QDir(dir.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size(),
        1);
    QFile::setPermissions(dir.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

CHARTWRIGHT_TEST(FullDiskTest)
#include "test_full_disk.moc"
