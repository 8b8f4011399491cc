// SPDX-License-Identifier: Apache-2.0
#include "chart/chart_files.h"
#include "kinds/registry.h"
#include "model/edits.h"
#include "project/export.h"
#include "project/export_record.h"
#include "project/project.h"
#include "project/safe_write.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>

using namespace chartwright;

class ExportTest : public TestCase
{
    Q_OBJECT

private slots:
    void writesWhatTheChartIs();
    void ownFolderKeepsItsDrawing();
    void exportedFolderOpensAsTheSame();
    void staleFilesGoAndOthersStay();
    void changedFilesAreAskedFor();
    void interruptedExportIsRepaired();
    void stoppedExportIsFinishedByTheNext();
    void linksAreNotFollowed();
    void ownFilesReplaceLinks();
    void recordIsNotTrusted();
    void caseClashIsRefused();
    void readOnlyAndBrokenLeaveNothing();
    void archive();
};

namespace {

const QString templateFile = QStringLiteral("templates/backend-deployment.yaml");

QByteArray content(const QString &path)
{
    const auto bytes = readFile(path, 100'000'000);
    return bytes ? *bytes : QByteArray("unreadable");
}

QMap<QString, QByteArray> tree(const QString &folder)
{
    QMap<QString, QByteArray> out;
    QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString file = it.next();
        out.insert(QDir(folder).relativeFilePath(file), content(file));
    }
    return out;
}

Topology without(const Topology &topology, const char *name)
{
    Topology out = topology;
    const auto r = topology.findByName(u"Ingress", QString::fromLatin1(name));
    out.apply(removeResources(topology, RefIndex(topology), QList<ResourceId>{r->id}));
    return out;
}

Topology changed(const Topology &topology)
{
    const auto r = topology.findByName(u"Deployment", u"todo-backend");
    Topology out = topology;
    out.apply(setField(topology, RefIndex(topology), r->id, Path(QStringLiteral("spec.replicas")),
                       Value(3)));
    return out;
}

} // namespace

void ExportTest::writesWhatTheChartIs()
{
    const QTemporaryDir dir;
    const QString folder = dir.filePath(QStringLiteral("new/chart"));
    const Topology topology = chartwright_test::todoApp();
    const auto report = exportChart(topology, folder);
    QVERIFY_RESULT(report);
    const auto files = chartFiles(topology);
    QVERIFY_RESULT(files);
    for (const ChartFile &file : *files)
        QCOMPARE(content(folder + u'/' + file.path), file.bytes);
    QCOMPARE(report->written.size(), files->size() + 1); // and topology.yaml
    QVERIFY(report->kept.isEmpty() && report->removed.isEmpty());
    const auto first = tree(folder);

    const auto again = exportChart(topology, folder);
    QVERIFY_RESULT(again);
    QCOMPARE(again->unchanged.size(), report->written.size());
    QVERIFY(again->written.isEmpty());
    QCOMPARE(tree(folder), first);
    QVERIFY(!QFile::exists(folder + QStringLiteral("/.chartwright/export-plan.json")));
}

void ExportTest::ownFolderKeepsItsDrawing()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(ProjectFileName);
    QVERIFY_RESULT(saveProject(chartwright_test::todoApp(), path));
    const QByteArray before = content(path);
    ExportOptions options;
    options.projectFolder = dir.path();
    const auto report = exportChart(changed(chartwright_test::todoApp()), dir.path(), options);
    QVERIFY_RESULT(report);
    QVERIFY(!report->written.contains(ProjectFileName));
    QCOMPARE(content(path), before);

    // A folder that an export brought the drawing to may become the project's own.
    const QTemporaryDir other;
    QVERIFY_RESULT(exportChart(chartwright_test::todoApp(), other.path(), options));
    options.projectFolder = other.path();
    QVERIFY_RESULT(exportChart(chartwright_test::todoApp(), other.path(), options));
    QVERIFY_RESULT(
        exportChart(without(chartwright_test::todoApp(), "todo-ingress"), other.path(), options));
    QVERIFY(QFile::exists(other.filePath(ProjectFileName)));
}

void ExportTest::exportedFolderOpensAsTheSame()
{
    const QTemporaryDir dir, from;
    const Topology topology = chartwright_test::todoApp();
    QVERIFY_RESULT(makeFolder(from.filePath(QStringLiteral("images/x"))));
    QVERIFY_RESULT(writeFileSafely(from.filePath(QStringLiteral("images/x/run")), "#!/bin/sh\n"));
    ExportOptions options;
    options.projectFolder = from.path();
    QVERIFY_RESULT(exportChart(topology, dir.path(), options));
    const auto loaded = loadProject(dir.path(), allKinds());
    QVERIFY_RESULT(loaded);
    QCOMPARE(writeTopology(loaded->topology), writeTopology(topology));
    QVERIFY(QFileInfo(dir.filePath(QStringLiteral("images/x/run"))).isExecutable());
}

void ExportTest::staleFilesGoAndOthersStay()
{
    const QTemporaryDir dir;
    const Topology topology = chartwright_test::todoApp();
    QVERIFY_RESULT(makeFolder(dir.filePath(QStringLiteral("charts/redis"))));
    QVERIFY_RESULT(makeFolder(dir.filePath(QStringLiteral(".git"))));
    const QStringList theirs{QStringLiteral("charts/redis/Chart.yaml"), QStringLiteral(".git/HEAD"),
                             QStringLiteral("notes.txt")};
    for (const QString &file : theirs)
        QVERIFY_RESULT(writeFileSafely(dir.filePath(file), "theirs"));
    QVERIFY_RESULT(exportChart(topology, dir.path()));
    const QString mine = dir.filePath(QStringLiteral("templates/mine.yaml"));
    QVERIFY_RESULT(writeFileSafely(mine, "theirs"));

    const auto before = tree(dir.path()).keys();
    const auto report = exportChart(without(topology, "todo-ingress"), dir.path());
    QVERIFY_RESULT(report);
    QCOMPARE(report->removed, QStringList{QStringLiteral("templates/ingress.yaml")});
    QVERIFY(before.contains(report->removed.first()));
    QVERIFY(!QFile::exists(dir.filePath(report->removed.first())));
    for (const QString &file : theirs)
        QCOMPARE(content(dir.filePath(file)), QByteArray("theirs"));
    QCOMPARE(content(mine), QByteArray("theirs"));

    // One that we wrote and somebody changed stays too.
    QVERIFY_RESULT(exportChart(topology, dir.path()));
    const QString ingress = dir.filePath(QStringLiteral("templates/ingress.yaml"));
    QVERIFY_RESULT(writeFileSafely(ingress, "changed"));
    const auto kept = exportChart(without(topology, "todo-ingress"), dir.path());
    QVERIFY_RESULT(kept);
    QCOMPARE(kept->kept, QStringList{QStringLiteral("templates/ingress.yaml")});
    QCOMPARE(content(ingress), QByteArray("changed"));
}

void ExportTest::changedFilesAreAskedFor()
{
    const QTemporaryDir dir;
    const Topology topology = chartwright_test::todoApp();
    QVERIFY_RESULT(exportChart(topology, dir.path()));
    const QString file = dir.filePath(templateFile);
    const QByteArray ours = content(file);
    QVERIFY_RESULT(writeFileSafely(file, "changed"));

    const auto kept = exportChart(topology, dir.path());
    QVERIFY_RESULT(kept);
    QCOMPARE(kept->kept, QStringList{templateFile});
    QCOMPARE(content(file), QByteArray("changed"));

    ExportOptions options;
    QStringList asked;
    options.mayReplace = [&](const QStringList &files) {
        asked = files;
        return std::optional<QStringList>();
    };
    QVERIFY_ERROR(exportChart(changed(topology), dir.path(), options), QStringLiteral("cancelled"));
    QCOMPARE(asked, QStringList{templateFile});
    QCOMPARE(content(file), QByteArray("changed"));

    options.mayReplace = [](const QStringList &files) { return files; };
    const auto replaced = exportChart(topology, dir.path(), options);
    QVERIFY_RESULT(replaced);
    QCOMPARE(replaced->written, QStringList{templateFile});
    QCOMPARE(content(file), ours);
}

void ExportTest::interruptedExportIsRepaired()
{
    // A plan without the record, some files new and some old: as after a kill.
    const QTemporaryDir dir, finished;
    const Topology before = chartwright_test::todoApp(), after = changed(before);
    QVERIFY_RESULT(exportChart(before, dir.path()));
    QVERIFY_RESULT(exportChart(after, finished.path()));
    ExportRecord plan;
    for (const auto &[path, bytes] : tree(finished.path()).toStdMap())
        plan.add(path, ExportRecord::hashOf(bytes));
    QVERIFY_RESULT(plan.writePlan(dir.path()));
    const QString values = QStringLiteral("/values.yaml");
    QVERIFY_RESULT(writeFileSafely(dir.path() + values, content(finished.path() + values)));
    const QString leftover = dir.filePath(QStringLiteral(".chartwright/.chartwright-new-abc"));
    QVERIFY_RESULT(writeFileSafely(leftover, "half"));

    // Neither the old nor the new files count as changed by somebody, whatever is drawn by now.
    const auto report = exportChart(without(before, "todo-ingress"), dir.path());
    QVERIFY_RESULT(report);
    QVERIFY2(report->kept.isEmpty(), qPrintable(report->kept.join(u' ')));
    QVERIFY(!QFile::exists(leftover));
    QVERIFY_RESULT(exportChart(after, dir.path()));
    QCOMPARE(tree(dir.path()), tree(finished.path()));
}

void ExportTest::stoppedExportIsFinishedByTheNext()
{
    const QTemporaryDir dir, finished;
    const Topology topology = chartwright_test::todoApp();
    QVERIFY_RESULT(exportChart(topology, finished.path()));
    for (int stop = 0; stop < 20; stop += 3) {
        ExportOptions options;
        options.progress = [stop](int done, int) { return done < stop; };
        const Topology now = stop % 2 ? topology : changed(topology);
        const auto report = exportChart(now, dir.path(), options);
        if (!report)
            QVERIFY2(report.error().message.contains(QStringLiteral("stopped")),
                     qPrintable(report.error().text()));
    }
    QVERIFY_RESULT(exportChart(topology, dir.path()));
    QCOMPARE(tree(dir.path()), tree(finished.path()));
}

void ExportTest::linksAreNotFollowed()
{
    const QTemporaryDir dir, outside;
    const Topology topology = chartwright_test::todoApp();
    QVERIFY(QFile::link(outside.path(), dir.filePath(QStringLiteral("templates"))));
    QVERIFY_ERROR(exportChart(topology, dir.path()), QStringLiteral("link"));
    QVERIFY(QDir(outside.path()).isEmpty());
    QVERIFY(QFile::remove(dir.filePath(QStringLiteral("templates"))));

    const QString target = outside.filePath(QStringLiteral("values"));
    QVERIFY_RESULT(writeFileSafely(target, "theirs"));
    QVERIFY(QFile::link(target, dir.filePath(QStringLiteral("values.yaml"))));
    const auto kept = exportChart(topology, dir.path());
    QVERIFY_RESULT(kept);
    QCOMPARE(kept->kept, QStringList{QStringLiteral("values.yaml")});
    ExportOptions options;
    options.mayReplace = [](const QStringList &files) { return files; };
    QVERIFY_RESULT(exportChart(topology, dir.path(), options));
    QCOMPARE(content(target), QByteArray("theirs"));
    QVERIFY(!QFileInfo(dir.filePath(QStringLiteral("values.yaml"))).isSymLink());

    const QTemporaryDir third;
    QVERIFY(QFile::link(outside.path(), third.filePath(QStringLiteral(".chartwright"))));
    QVERIFY_ERROR(exportChart(topology, third.path()), QStringLiteral("link"));
}

void ExportTest::ownFilesReplaceLinks()
{
    // As a folder that came from somebody else may have them.
    const Topology topology = chartwright_test::todoApp();
    const QTemporaryDir outside;
    const QString target = outside.filePath(QStringLiteral("theirs"));
    QVERIFY_RESULT(writeFileSafely(target, "theirs"));
    for (const char *name : {"export.json", "export-plan.json"}) {
        const QTemporaryDir dir;
        QVERIFY_RESULT(makeFolder(dir.filePath(RecordFolder)));
        QVERIFY(QFile::link(target, dir.filePath(RecordFolder + u'/' + QLatin1String(name))));
        QVERIFY_RESULT(exportChart(topology, dir.path()));
        QCOMPARE(content(target), QByteArray("theirs"));
        QVERIFY(exportChart(topology, dir.path())->written.isEmpty());
    }
    const QTemporaryDir dir;
    QVERIFY(QFile::link(target, dir.filePath(QStringLiteral("todo-app-1.0.0.tgz"))));
    QVERIFY_RESULT(exportArchive(topology, dir.path()));
    QCOMPARE(content(target), QByteArray("theirs"));
}

void ExportTest::recordIsNotTrusted()
{
    const QTemporaryDir parent;
    const QString folder = parent.filePath(QStringLiteral("chart"));
    const QString victim = parent.filePath(QStringLiteral("victim"));
    QVERIFY_RESULT(makeFolder(folder + QStringLiteral("/.chartwright")));
    QVERIFY_RESULT(makeFolder(parent.filePath(QStringLiteral("elsewhere"))));
    QVERIFY_RESULT(writeFileSafely(victim, "theirs"));
    QVERIFY_RESULT(writeFileSafely(parent.filePath(QStringLiteral("elsewhere/victim")), "theirs"));
    QVERIFY(QFile::link(parent.filePath(QStringLiteral("elsewhere")),
                        folder + QStringLiteral("/link")));
    const QByteArray hash = ExportRecord::hashOf("theirs");
    QVERIFY_RESULT(writeFileSafely(folder + QStringLiteral("/.chartwright/export.json"),
                                   "{\"version\": 1, \"files\": {\"../victim\": [\"" + hash +
                                       "\"], \"" + victim.toUtf8() + "\": [\"" + hash +
                                       "\"], \"link/victim\": [\"" + hash + "\"]}}"));
    const auto report = exportChart(chartwright_test::todoApp(), folder);
    QVERIFY_RESULT(report);
    QVERIFY(report->removed.isEmpty());
    QCOMPARE(content(victim), QByteArray("theirs"));
    QCOMPARE(content(parent.filePath(QStringLiteral("elsewhere/victim"))), QByteArray("theirs"));

    for (const QByteArray &broken :
         {QByteArray("{"), QByteArray("[]"), QByteArray("{\"version\": 2}"),
          QByteArray("{\"version\": 1, \"files\": 3}")}) {
        QVERIFY_RESULT(
            writeFileSafely(folder + QStringLiteral("/.chartwright/export.json"), broken));
        QVERIFY_RESULT(exportChart(chartwright_test::todoApp(), folder));
    }
}

void ExportTest::caseClashIsRefused()
{
    const QTemporaryDir dir;
    QVERIFY_RESULT(writeFileSafely(dir.filePath(QStringLiteral("Values.YAML")), "theirs"));
    QVERIFY_ERROR(exportChart(chartwright_test::todoApp(), dir.path()),
                  QStringLiteral("Values.YAML"));
    QCOMPARE(tree(dir.path()).size(), 1);

    const QTemporaryDir other;
    QVERIFY_RESULT(makeFolder(other.filePath(QStringLiteral("Templates"))));
    QVERIFY_ERROR(exportChart(chartwright_test::todoApp(), other.path()),
                  QStringLiteral("Templates"));
    QVERIFY(tree(other.path()).isEmpty());
}

void ExportTest::readOnlyAndBrokenLeaveNothing()
{
    const QTemporaryDir dir;
    Topology broken = chartwright_test::todoApp();
    const auto r = broken.findByName(u"Deployment", u"todo-backend");
    broken.apply(setField(broken, RefIndex(broken), r->id, Path(QStringLiteral("spec.replicas")),
                          Value(QStringLiteral("many"))));
    const QString folder = dir.filePath(QStringLiteral("chart"));
    QVERIFY(!exportChart(broken, folder).has_value());
    QVERIFY(!QFileInfo::exists(folder));
    QVERIFY(!exportArchive(broken, folder).has_value());
    QVERIFY(!QFileInfo::exists(folder));
    QVERIFY_RESULT(writeFileSafely(folder, "a file"));
    QVERIFY_ERROR(exportChart(chartwright_test::todoApp(), folder), QStringLiteral("not a folder"));
}

void ExportTest::archive()
{
    const QTemporaryDir dir;
    const Topology topology = chartwright_test::todoApp();
    const auto file = exportArchive(topology, dir.filePath(QStringLiteral("out")));
    QVERIFY_RESULT(file);
    QCOMPARE(*file, dir.filePath(QStringLiteral("out/todo-app-1.0.0.tgz")));
    const auto named = exportArchive(topology, dir.filePath(QStringLiteral("x.tgz")));
    QVERIFY_RESULT(named);
    QCOMPARE(content(*named), content(*file));
    QVERIFY(content(*file).startsWith("\x1f\x8b"));
}

CHARTWRIGHT_TEST(ExportTest)
#include "test_export.moc"
