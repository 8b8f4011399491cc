// SPDX-License-Identifier: Apache-2.0
#include "project/export.h"

#include "chart/chart_files.h"
#include "project/export_plan.h"
#include "project/extra_files.h"
#include "project/project.h"
#include "project/safe_write.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Export", text); }

bool isSameFolder(const QString &a, const QString &b)
{
    return !a.isEmpty() && QFileInfo(a).canonicalFilePath() == QFileInfo(b).canonicalFilePath();
}

/// For another folder than the project's: what makes the chart a project again.
Result<void> addProject(QList<ChartFile> &files, const Topology &topology, const QString &folder,
                        const ExportOptions &options, ExportReport &report)
{
    if (!isSameFolder(options.projectFolder, folder))
        files.append({ProjectFileName, writeTopology(topology)});
    const QString from = options.filesFrom.isEmpty() ? options.projectFolder : options.filesFrom;
    if (from.isEmpty() || isSameFolder(from, folder))
        return {};
    bool tooLarge = false;
    const auto extras = extraFiles(from, &tooLarge);
    if (!extras)
        return tl::unexpected(extras.error());
    if (tooLarge)
        report.notes.append(tooLargeNote());
    for (const ExtraFile &extra : *extras) {
        auto bytes = readFile(extra.source, MostExtraBytes);
        if (!bytes)
            return tl::unexpected(bytes.error());
        files.append({extra.path, std::move(*bytes)});
    }
    return {};
}

Result<void> ask(ExportPlan &plan, const ExportOptions &options)
{
    const QStringList foreign = plan.foreign();
    if (foreign.isEmpty() || !options.mayReplace)
        return {};
    const std::optional<QStringList> answer = options.mayReplace(foreign);
    if (!answer)
        return failure(tr("The export was cancelled; nothing was written."));
    plan.replace(*answer);
    return {};
}

} // namespace

Result<ExportReport> exportChart(const Topology &topology, const QString &folder,
                                 const ExportOptions &options)
{
    ExportReport report;
    // What cannot be written leaves the disk as it was, without even a new folder.
    auto files = chartFiles(topology);
    if (!files)
        return tl::unexpected(files.error());
    if (auto made = makeFolder(folder); !made)
        return tl::unexpected(made.error());
    report.folder = QFileInfo(folder).canonicalFilePath();
    if (auto added = addProject(*files, topology, report.folder, options, report); !added)
        return tl::unexpected(added.error());

    auto plan = ExportPlan::make(report.folder, std::move(*files));
    if (!plan)
        return tl::unexpected(plan.error());
    if (auto asked = ask(*plan, options); !asked)
        return tl::unexpected(asked.error());
    if (auto done = plan->run(options, report); !done)
        return tl::unexpected(done.error());
    return report;
}

Result<QString> exportArchive(const Topology &topology, const QString &fileOrFolder)
{
    const auto files = chartFiles(topology);
    if (!files)
        return tl::unexpected(files.error());
    const ResourcePtr chart = topology.chart();
    const auto bytes = chartArchive(*files, chart ? chart->name : QString());
    if (!bytes)
        return tl::unexpected(bytes.error());
    QString file = fileOrFolder;
    if (QFileInfo(file).isDir() || !file.endsWith(u".tgz")) {
        if (auto made = makeFolder(file); !made)
            return tl::unexpected(made.error());
        file = QDir(file).filePath(archiveName(topology));
    }
    const QString folder = QFileInfo(file).absolutePath();
    if (auto written = replaceFile(file, *bytes, folder, false, Sync::Yes); !written)
        return tl::unexpected(written.error());
    return file;
}

} // namespace chartwright
