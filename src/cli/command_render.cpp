// SPDX-License-Identifier: Apache-2.0
#include "base/names.h"
#include "chart/render.h"
#include "cli/command.h"
#include "cli/source.h"
#include "project/safe_write.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

/// Values of secrets would stay in the history of the shell and in the list of processes.
Result<void> refuseSecrets(const Topology &topology, const Value &values)
{
    for (const ResourcePtr &secret : topology.ofKind(u"Secret")) {
        const Path data = Path(secret->valuesKey).key(QStringLiteral("data"));
        if (!at(values, data).isEmpty()) {
            return failure(
                tr("values of secrets are not taken here: %1.data").arg(secret->valuesKey), {},
                tr("Make the Secret in the cluster instead: kubectl create secret "
                   "generic %1 --from-env-file=.env")
                    .arg(secret->name));
        }
    }
    return {};
}

Result<Value> givenValues(const QCommandLineParser &parser, Console &console)
{
    Value values = Map();
    for (const QString &file : parser.values(QStringLiteral("values"))) {
        // A pipe is what a shell makes of <(…).
        const auto bytes = file == u"-" ? console.read(ReadLimits{}.bytes)
                                        : readFile(file, ReadLimits{}.bytes, Pipes::Read);
        if (!bytes)
            return tl::unexpected(bytes.error());
        const auto read = parseValuesFile(*bytes, file);
        if (!read)
            return read;
        values = mergeValues(values, *read);
    }
    for (const bool asStrings : {false, true}) {
        const auto sets =
            parser.values(asStrings ? QStringLiteral("set-string") : QStringLiteral("set"));
        if (sets.isEmpty())
            continue;
        const auto read = parseSet(sets, asStrings);
        if (!read)
            return read;
        values = mergeValues(values, *read);
    }
    return values;
}

int render(const QCommandLineParser &parser, Console &console)
{
    const QString project = parser.positionalArguments().constFirst();
    if (parser.values(QStringLiteral("values")).count(QLatin1String("-")) + (project == u"-") > 1) {
        return console.failUsage(tr("standard input (-) can be read only once"),
                                 QStringLiteral("render"));
    }
    const auto source = openSource(project, console);
    if (!source)
        return console.fail(source.error());
    const Topology &topology = source->project.topology;

    RenderInput input;
    input.release = QStringLiteral("release-name"); // as helm template calls one that is not named
    input.values = Map();
    if (parser.isSet(QStringLiteral("release"))) {
        input.release = parser.value(QStringLiteral("release"));
        if (!names::isReleaseName(input.release)) {
            return console.failUsage(
                tr("\"%1\" cannot be the name of a release").arg(input.release),
                QStringLiteral("render"));
        }
        if (const ResourcePtr drawn = topology.findByName(u"Release", input.release)) {
            input.values = overrideValues(topology, *drawn);
            if (const QString ns = drawn->fields[u"namespace"].scalarText(); !ns.isEmpty())
                input.ns = ns;
        }
    }
    if (parser.isSet(QStringLiteral("namespace")))
        input.ns = parser.value(QStringLiteral("namespace"));
    if (!names::isDnsLabel(input.ns)) {
        return console.failUsage(tr("\"%1\" cannot be the name of a namespace").arg(input.ns),
                                 QStringLiteral("render"));
    }
    const auto given = givenValues(parser, console);
    if (!given)
        return console.fail(given.error());
    input.values = mergeValues(input.values, *given);
    if (auto ok = refuseSecrets(topology, input.values); !ok)
        return console.fail(ok.error());

    if (tellRefusals(*source, console))
        return Findings;
    const auto manifests = chartwright::render(topology, input);
    if (!manifests)
        return console.fail(manifests.error());
    const ResourcePtr chart = topology.chart();
    console.write(manifestStream(chart ? chart->name : QString(), *manifests));
    return Clean;
}

} // namespace

Command renderCommand()
{
    return {QStringLiteral("render"),
            QStringLiteral("PROJECT"),
            tr("Prints the manifests as helm template --skip-tests would."),
            tr("Values given later win: those of the drawn release, then --values, then --set."),
            {{QStringLiteral("release"),
              tr("The release's name. The override values of a drawn release of that name apply."),
              QStringLiteral("NAME")},
             {{QStringLiteral("n"), QStringLiteral("namespace")},
              tr("The release's namespace."),
              QStringLiteral("NAME")},
             {QStringLiteral("set"), tr("Override a value, as for helm; may be repeated."),
              QStringLiteral("KEY=VALUE")},
             {QStringLiteral("set-string"), tr("The same, always as a text."),
              QStringLiteral("KEY=VALUE")},
             {{QStringLiteral("f"), QStringLiteral("values")},
              tr("Override values from a YAML file, or - for standard input; may be repeated."),
              QStringLiteral("FILE")}},
            render};
}

} // namespace chartwright::cli
