// SPDX-License-Identifier: Apache-2.0
#include "checks/check_engine.h"
#include "cli/command.h"
#include "cli/findings_output.h"
#include "project/export.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

int tellErrors(const Source &source, Console &console)
{
    const Topology &topology = source.project.topology;
    int errors = 0;
    const Locator locator(source.bytes);
    for (const Finding &f : CheckEngine::check(topology, TargetFacts::of(topology))) {
        if (f.severity != Severity::Error || !f.isOpen())
            continue;
        ++errors;
        console.fail({f.message + QLatin1String(" [") + f.rule + u']',
                      source.where(locator, f.resource, f.path), f.remedy});
    }
    return errors;
}

int writeChart(const Source &source, const QString &folder, bool force, Console &console)
{
    ExportOptions options;
    options.projectFolder =
        source.project.path.isEmpty() ? QString() : QFileInfo(source.project.path).absolutePath();
    if (force)
        options.mayReplace = [](const QStringList &files) { return files; };
    const auto report = exportChart(source.project.topology, folder, options);
    if (!report)
        return console.fail(report.error());
    for (const QString &note : report->notes)
        console.note(plain(note));
    for (const QString &file : report->kept) {
        console.fail({tr("somebody else made or changed this file; it was left as it is"),
                      QDir::cleanPath(folder + u'/' + file),
                      tr("Remove the file, or export with --force to replace it.")});
    }
    console.line(tr("%1: %2 written, %3 unchanged, %4 removed")
                     .arg(plain(folder))
                     .arg(report->written.size())
                     .arg(report->unchanged.size())
                     .arg(report->removed.size()));
    return report->kept.isEmpty() ? Clean : Findings;
}

int writeArchive(const Source &source, const QString &target, Console &console)
{
    const auto file = exportArchive(source.project.topology, target);
    if (!file)
        return console.fail(file.error());
    console.line(plain(*file));
    return Clean;
}

int exportProject(const QCommandLineParser &parser, Console &console)
{
    const QStringList arguments = parser.positionalArguments();
    const auto source = openSource(arguments[0], console);
    if (!source)
        return console.fail(source.error());
    if (tellRefusals(*source, console))
        return Findings;
    const int errors = tellErrors(*source, console);
    const int code =
        parser.isSet(QStringLiteral("archive"))
            ? writeArchive(*source, arguments[1], console)
            : writeChart(*source, arguments[1], parser.isSet(QStringLiteral("force")), console);
    return code == Clean && errors > 0 ? Findings : code;
}

} // namespace

Command exportCommand()
{
    return {
        QStringLiteral("export"),
        QStringLiteral("PROJECT FOLDER"),
        tr("Writes the Helm chart; FOLDER is its root."),
        tr("Files that somebody else made or changed are left as they are. Errors in the drawing "
           "are told and make the exit code 1; what cannot be written at all is refused."),
        {{QStringLiteral("archive"),
          tr("Write the .tgz that helm install takes, into FOLDER or to FOLDER as a file name "
             "that ends in .tgz.")},
         {QStringLiteral("force"), tr("Replace files that somebody else changed.")}},
        exportProject};
}

} // namespace chartwright::cli
