// SPDX-License-Identifier: Apache-2.0
#include "base/names.h"
#include "cli/command.h"
#include "cli/source.h"
#include "import/manifest_import.h"
#include "kinds/registry.h"
#include "model/kind_spec.h"
#include "tree/yaml.h"

#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QFileInfo>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

struct Target
{
    Topology topology;
    QString file; ///< topology.yaml, as a message names it
    bool isNew = false;
};

Result<Target> targetOf(const QString &project, Console &console)
{
    const QFileInfo info(project);
    const bool isFile = info.isFile() || project.endsWith(u".yaml") || project.endsWith(u".yml");
    const QString file = isFile ? project : QDir::cleanPath(project + u'/' + ProjectFileName);
    // A link that leads nowhere does not exist, and would be followed.
    if (QFileInfo::exists(file) || QFileInfo(file).isSymLink()) {
        auto source = openSource(file, console);
        if (!source)
            return tl::unexpected(source.error());
        return Target{std::move(source->project.topology), file, false};
    }
    const QString folder = QFileInfo(QFileInfo(file).absolutePath()).fileName();
    return Target{emptyTopology(names::toDnsLabel(folder)), file, true};
}

Result<QList<ManifestObject>> readAll(const QStringList &files, Console &console)
{
    QList<ManifestObject> out;
    for (const QString &file : files) {
        if (file != u"-") {
            const auto read = readManifestFiles({file});
            if (!read)
                return read;
            out += *read;
            continue;
        }
        auto bytes = console.read(ReadLimits().bytes);
        if (!bytes)
            return tl::unexpected(bytes.error());
        const auto read = readManifests(*bytes, file);
        wipe(*bytes);
        if (!read)
            return read;
        out += *read;
    }
    return out;
}

/// All into the keychain, or none and why.
std::optional<Error> keep(std::vector<ValueToKeep> values, ValueKeeper &keeper)
{
    QEventLoop loop;
    auto *batch = new ValueBatch(&keeper, std::move(values), &keeper);
    std::optional<Error> trouble;
    QObject::connect(batch, &ValueBatch::finished, &loop, &QEventLoop::quit);
    QObject::connect(batch, &ValueBatch::failed, &loop, [&](const VaultError &error) {
        trouble = error.error;
        batch->takeBack(); // which takes all connections off
        QObject::connect(batch, &QObject::destroyed, &loop, &QEventLoop::quit);
    });
    batch->start();
    loop.exec();
    if (trouble)
        trouble->remedy = tr("Nothing is imported. Open the keychain, or leave --keep-values out.");
    return trouble;
}

/// About as high as the canvas draws it, with the gap below.
double heightOf(const Topology &topology, const Resource &resource)
{
    const KindSpec *kind = topology.kinds().find(resource.kind);
    const qsizetype rows = kind && kind->rows ? kind->rows(topology, resource).size() : 0;
    return 90 + 20 * double(std::min(rows, qsizetype(14)));
}

/// Below what is there, a column a kind. Where nothing has a place yet the canvas lays all out.
void placeBelow(Topology &topology, const QList<ResourceId> &made)
{
    if (topology.placements().isEmpty())
        return;
    constexpr double ColumnWidth = 340;
    double left = 0, bottom = 0;
    for (auto it = topology.placements().cbegin(); it != topology.placements().cend(); ++it) {
        if (const ResourcePtr r = topology.find(it.key()); r && r->kind != u"Chart") {
            left = std::min(left, it->x());
            bottom = std::max(bottom, it->y() + heightOf(topology, *r));
        }
    }
    QHash<int, double> next;
    for (const ResourceId &id : made) {
        const ResourcePtr r = topology.find(id);
        const int column = topology.kinds().find(r->kind)->column;
        double &y = next[column];
        topology.place(id, QPointF(left + ColumnWidth * column, bottom + y));
        y += heightOf(topology, *r);
    }
}

Value listOf(const ManifestImport &import, const Topology &topology)
{
    List out;
    for (const ResourceId &id : import.made) {
        const ResourcePtr r = topology.find(id);
        out.append(Map{{QStringLiteral("id"), id.text},
                       {QStringLiteral("kind"), r->kind},
                       {QStringLiteral("name"), r->name}});
    }
    return out;
}

Value listOf(const QList<ImportNote> &notes)
{
    List out;
    for (const ImportNote &note : notes)
        out.append(Map{{QStringLiteral("where"), note.where}, {QStringLiteral("text"), note.text}});
    return out;
}

int importFiles(const QCommandLineParser &parser, Console &console)
{
    const QStringList arguments = parser.positionalArguments();
    const QStringList files = arguments.mid(1);
    if (arguments.first() == u"-" || files.count(QStringLiteral("-")) > 1)
        return console.failUsage(tr("- stands for one FILE, not for the project"),
                                 QStringLiteral("import"));
    auto target = targetOf(arguments.first(), console);
    if (!target)
        return console.fail(target.error());
    const auto read = readAll(files, console);
    if (!read)
        return console.fail(read.error());
    auto import = importManifests(target->topology, *read, {{}, target->isNew});
    if (!import)
        return console.fail(import.error());

    const bool keeps = parser.isSet(QStringLiteral("keep-values"));
    List values;
    for (const ImportedValue &value : import->values)
        values.append(Map{{QStringLiteral("secret"), value.secret},
                          {QStringLiteral("key"), value.key},
                          {QStringLiteral("kept"), keeps}});
    const QString path = QFileInfo(target->file).absoluteFilePath();
    ValueKeeper keeper;
    if (keeps && !values.isEmpty()) {
        if (const auto trouble = keep(valuesToKeep(*import, path), keeper))
            return console.fail(*trouble);
    }
    target->topology.apply(import->edit);
    placeBelow(target->topology, import->made);
    if (!import->edit.isEmpty()) {
        if (const auto saved = saveProject(target->topology, path); !saved)
            return console.fail(saved.error());
    }
    for (const ImportNote &note : std::as_const(import->notes))
        console.note(
            plain(note.where.isEmpty() ? note.text : note.where + QLatin1String(": ") + note.text));
    if (!keeps && !values.isEmpty())
        console.note((values.size() == 1
                          ? tr("1 value of a Secret is not kept: --keep-values puts it into the "
                               "keychain.")
                          : tr("%1 values of Secrets are not kept: --keep-values puts them into "
                               "the keychain.")
                                .arg(values.size())));
    if (parser.isSet(QStringLiteral("json")))
        console.write(writeJson(Map{{QStringLiteral("project"), target->file},
                                    {QStringLiteral("made"), listOf(*import, target->topology)},
                                    {QStringLiteral("notes"), listOf(import->notes)},
                                    {QStringLiteral("values"), values}}));
    else
        console.line(plain(target->file) + QLatin1String(": ") + summary(*import));
    return import->objects > 0 ? Clean : Findings;
}

} // namespace

Command importCommand()
{
    return {QStringLiteral("import"),
            QStringLiteral("PROJECT FILE…"),
            tr("Draws manifests: into a new project, or added to one."),
            tr("FILE is YAML or JSON, a folder of such files, or - for standard input. What was "
               "left out is told on standard error. What is drawn already stays as it is.\n"
               "Exits with 1 where nothing was imported."),
            {{QStringLiteral("keep-values"),
              tr("Puts the values of Secrets into the keychain. Without it they are left out.")},
             {QStringLiteral("json"), tr("Tells what came in, and what did not, as JSON.")}},
            importFiles};
}

} // namespace chartwright::cli
