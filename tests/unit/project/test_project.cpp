// SPDX-License-Identifier: Apache-2.0
#include "kinds/kept_values.h"
#include "kinds/registry.h"
#include "model/ref_index.h"
#include "project/export.h"
#include "project/extra_files.h"
#include "project/project.h"
#include "project/safe_write.h"
#include "project/starters.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <unistd.h>

using namespace chartwright;

class ProjectTest : public TestCase
{
    Q_OBJECT

private slots:
    void savesAndLoads();
    void changedOutsideIsSeen();
    void errorsNameTheFile();
    void imagesGoAlong();
    void largeAndSecretFilesStay();
    void whatCannotBeReadIsNamed_data();
    void whatCannotBeReadIsNamed();
    void startersOpenAsCopies_data();
    void startersOpenAsCopies();
    void unknownStarter();
};

void ProjectTest::savesAndLoads()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("a/b/topology.yaml"));
    const Topology topology = chartwright_test::todoApp();
    const auto hash = saveProject(topology, path);
    QVERIFY_RESULT(hash);
    for (const QString &name : {path, dir.filePath(QStringLiteral("a/b"))}) {
        const auto loaded = loadProject(name, allKinds());
        QVERIFY_RESULT(loaded);
        QCOMPARE(loaded->path, path);
        QCOMPARE(loaded->filesFrom, dir.filePath(QStringLiteral("a/b")));
        QCOMPARE(loaded->hash, *hash);
        QCOMPARE(writeTopology(loaded->topology), writeTopology(topology));
    }
}

void ProjectTest::changedOutsideIsSeen()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(ProjectFileName);
    const auto hash = saveProject(emptyTopology(), path);
    QVERIFY_RESULT(hash);
    QVERIFY(!isChangedOutside(path, *hash));
    QVERIFY_RESULT(writeFileSafely(path, "version: 1\n"));
    QVERIFY(isChangedOutside(path, *hash));
    QVERIFY(QFile::remove(path));
    QVERIFY(isChangedOutside(path, *hash));
}

void ProjectTest::errorsNameTheFile()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(ProjectFileName);
    QVERIFY_ERROR(loadProject(dir.path(), allKinds()), QStringLiteral("no topology.yaml"));
    QVERIFY_ERROR(loadProject(path, allKinds()), path);
    QVERIFY_RESULT(writeFileSafely(path, "version: 1\nresources: [\n"));
    QVERIFY_ERROR(loadProject(path, allKinds()), path + QStringLiteral(":"));
    QVERIFY_ERROR(saveProject(emptyTopology(), path + QStringLiteral("/x/topology.yaml")), path);
}

void ProjectTest::imagesGoAlong()
{
    const QTemporaryDir from, to;
    const QString folder = from.filePath(QStringLiteral("images/web"));
    QVERIFY_RESULT(makeFolder(folder + QStringLiteral("/node_modules/x")));
    QVERIFY_RESULT(writeFileSafely(folder + QStringLiteral("/Dockerfile"), "FROM scratch\n"));
    QVERIFY_RESULT(writeFileSafely(folder + QStringLiteral("/run"), "#!/bin/sh\n"));
    QVERIFY_RESULT(writeFileSafely(folder + QStringLiteral("/.env"), "A=secret\n"));
    QVERIFY_RESULT(writeFileSafely(folder + QStringLiteral("/node_modules/x/y.js"), "y"));
    QVERIFY(QFile::link(QStringLiteral("/etc"), folder + QStringLiteral("/etc")));

    QVERIFY_RESULT(saveProject(emptyTopology(), to.filePath(ProjectFileName), from.path()));
    const QDir web(to.filePath(QStringLiteral("images/web")));
    QCOMPARE(web.entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot),
             (QStringList{QStringLiteral("Dockerfile"), QStringLiteral("run")}));
    QVERIFY(QFileInfo(web.filePath(QStringLiteral("run"))).isExecutable());

    // What a person changed there stays.
    const QString docker = web.filePath(QStringLiteral("Dockerfile"));
    QVERIFY_RESULT(writeFileSafely(docker, "FROM mine\n"));
    QVERIFY_RESULT(saveProject(emptyTopology(), to.filePath(ProjectFileName), from.path()));
    QCOMPARE(*readFile(docker, 100), QByteArray("FROM mine\n"));
}

void ProjectTest::largeAndSecretFilesStay()
{
    const QTemporaryDir from;
    QVERIFY_RESULT(makeFolder(from.filePath(QStringLiteral("images"))));
    QFile large(from.filePath(QStringLiteral("images/large")));
    QVERIFY(large.open(QIODevice::WriteOnly) && large.resize(MostExtraBytes + 1)); // sparse
    bool tooLarge = false;
    QVERIFY(extraFiles(from.path(), &tooLarge)->isEmpty());
    QVERIFY(tooLarge);
    const QTemporaryDir to;
    QStringList notes;
    QVERIFY_RESULT(saveProject(emptyTopology(), to.filePath(ProjectFileName), from.path(), &notes));
    QVERIFY(!QFileInfo::exists(to.filePath(QStringLiteral("images"))));
    QCOMPARE(notes, QStringList{tooLargeNote()});
    QVERIFY(large.resize(10));
    QVERIFY_RESULT(saveProject(emptyTopology(), to.filePath(ProjectFileName), from.path(), &notes));
    QVERIFY(QFileInfo::exists(to.filePath(QStringLiteral("images/large"))));
    QVERIFY(notes.isEmpty());
}

void ProjectTest::whatCannotBeReadIsNamed_data()
{
    QTest::addColumn<QString>("closed");
    for (const char *closed : {"images", "images/web", "images/web/Dockerfile"})
        QTest::newRow(closed) << QString::fromLatin1(closed);
}

// A copy without half of its images would be found out when it is too late.
void ProjectTest::whatCannotBeReadIsNamed()
{
    QFETCH(QString, closed);
    if (geteuid() == 0 && seteuid(65534) != 0)
        QFAIL("the test cannot give up the rights of root");
    const auto root = qScopeGuard([] {
        if (getuid() == 0 && seteuid(0) != 0)
            qFatal("the rights of root did not come back");
    });
    const QTemporaryDir from, to;
    QVERIFY_RESULT(makeFolder(from.filePath(QStringLiteral("images/web"))));
    QVERIFY_RESULT(
        writeFileSafely(from.filePath(QStringLiteral("images/web/Dockerfile")), "FROM scratch\n"));
    const QString path = from.filePath(closed);
    QVERIFY(QFile::setPermissions(path, {}));
    const auto open = qScopeGuard([&] {
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    });
    QVERIFY_ERROR(saveProject(emptyTopology(), to.filePath(ProjectFileName), from.path()), path);
    ExportOptions options;
    options.filesFrom = from.path();
    QVERIFY_ERROR(exportChart(emptyTopology(), to.filePath(QStringLiteral("chart")), options),
                  path);
}

void ProjectTest::startersOpenAsCopies_data()
{
    QTest::addColumn<QString>("name");
    for (const Starter &starter : starters())
        QTest::newRow(qPrintable(starter.name)) << starter.name;
}

void ProjectTest::startersOpenAsCopies()
{
    QFETCH(QString, name);
    const auto a = newFromStarter(name, allKinds());
    const auto b = newFromStarter(name, allKinds());
    QVERIFY_RESULT(a);
    QVERIFY_RESULT(b);
    // A starter's values would be everybody's.
    for (const SecretKey &key : secretKeys(a->topology))
        QVERIFY2(key.id.isEmpty(), qPrintable(key.secret + u'/' + key.key));
    QVERIFY(a->path.isEmpty());
    QCOMPARE(a->topology.resources().size(), b->topology.resources().size());
    QCOMPARE(a->topology.placements().size(), b->topology.placements().size());
    for (const ResourcePtr &r : a->topology.resources()) {
        QVERIFY2(!b->topology.find(r->id), qPrintable(r->id.text));
        for (const RefUse &use : refsOf(*r))
            QVERIFY2(a->topology.find(use.ref.target), qPrintable(use.path.text()));
    }
    const QTemporaryDir dir;
    QVERIFY_RESULT(saveProject(a->topology, dir.filePath(ProjectFileName), a->filesFrom));
    const auto files = extraFiles(a->filesFrom);
    QVERIFY_RESULT(files);
    for (const ExtraFile &file : *files)
        QCOMPARE(*readFile(dir.filePath(file.path), MostExtraBytes),
                 *readFile(file.source, MostExtraBytes));
}

void ProjectTest::unknownStarter()
{
    QVERIFY_ERROR(newFromStarter(QStringLiteral("../x"), allKinds()), QStringLiteral("empty"));
}

CHARTWRIGHT_TEST(ProjectTest)
#include "test_project.moc"
