// SPDX-License-Identifier: Apache-2.0
#include "base/names.h"
#include "chart/render.h"
#include "cli/command.h"
#include "cli/source.h"
#include "cli/value_options.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

int render(const QCommandLineParser &parser, Console &console)
{
    const QString project = parser.positionalArguments().constFirst();
    if (const int bad = refuseTwoReaders(parser, QStringLiteral("render"), console); bad != Clean)
        return bad;
    const auto source = openSource(project, console);
    if (!source)
        return console.fail(source.error());
    const Topology &topology = source->project.topology;

    RenderInput input;
    input.release = QStringLiteral("release-name"); // as helm template calls one that is not named
    if (parser.isSet(QStringLiteral("release"))) {
        input.release = parser.value(QStringLiteral("release"));
        if (!names::isReleaseName(input.release)) {
            return console.failUsage(
                tr("\"%1\" cannot be the name of a release").arg(input.release),
                QStringLiteral("render"));
        }
        if (const ResourcePtr drawn = topology.findByName(u"Release", input.release)) {
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
    const auto values =
        releaseValues(parser, console, topology, parser.value(QStringLiteral("release")));
    if (!values)
        return console.fail(values.error());
    input.values = *values;

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
    return {
        QStringLiteral("render"),
        QStringLiteral("PROJECT"),
        tr("Prints the manifests as helm template --skip-tests would."),
        tr("Values given later win: those of the drawn release, then --values, then --set."),
        QList<QCommandLineOption>{
            {QStringLiteral("release"),
             tr("The release's name. The override values of a drawn release of that name apply."),
             QStringLiteral("NAME")},
            {{QStringLiteral("n"), QStringLiteral("namespace")},
             tr("The release's namespace."),
             QStringLiteral("NAME")}} +
            valueOptions(),
        render};
}

} // namespace chartwright::cli
