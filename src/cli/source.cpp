// SPDX-License-Identifier: Apache-2.0
#include "cli/source.h"

#include "chart/chart_files.h"
#include "kinds/registry.h"
#include "project/safe_write.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

Result<Source> readInput(Console &console)
{
    const QString name = QStringLiteral("-");
    const auto bytes = console.read(ReadLimits::project().bytes);
    if (!bytes)
        return tl::unexpected(bytes.error());
    auto topology = readTopology(*bytes, name, allKinds());
    if (!topology)
        return tl::unexpected(topology.error());
    return Source{{std::move(*topology), {}, {}, {}}, *bytes, name};
}

} // namespace

QString Source::where(const Locator &locator, const ResourceId &id, const Path &path) const
{
    const Position at = locator.find(id, path);
    return QStringLiteral("%1:%2:%3").arg(file).arg(at.line).arg(at.column);
}

Result<Source> openSource(const QString &project, Console &console)
{
    if (project == u"-")
        return readInput(console);
    // As typed, so that a person finds it, and an editor can jump there.
    const QString file =
        QFileInfo(project).isDir() ? QDir::cleanPath(project + u'/' + ProjectFileName) : project;
    if (!QFileInfo::exists(file) && !isHidden(file)) {
        return failure(tr("there is no such file"), file,
                       tr("Name a topology.yaml or its folder, or make a project: chartwright-cli "
                          "new FOLDER --starter todo-app"));
    }
    const auto bytes = readFile(file, ReadLimits::project().bytes);
    if (!bytes)
        return tl::unexpected(bytes.error());
    auto topology = readTopology(*bytes, file, allKinds());
    if (!topology)
        return tl::unexpected(topology.error());
    const QString path = QFileInfo(file).absoluteFilePath();
    return Source{{std::move(*topology), path, QFileInfo(path).path(), {}}, *bytes, file};
}

bool tellRefusals(const Source &source, Console &console)
{
    const auto problems = refusals(source.project.topology);
    if (problems.isEmpty())
        return false;
    const Locator locator(source.bytes);
    for (const Refusal &problem : problems) {
        Error error = problem.error;
        if (!error.where.isEmpty())
            error.message = error.where + QLatin1String(": ") + error.message;
        error.where = source.where(locator, problem.resource, problem.path);
        console.fail(error);
    }
    return true;
}

} // namespace chartwright::cli
