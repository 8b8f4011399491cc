// SPDX-License-Identifier: Apache-2.0
#include "chart/chart_files.h"

#include "chart/parts.h"
#include "chart/schema.h"
#include "tree/yaml.h"

namespace chartwright {

Result<QList<ChartFile>> chartFiles(const Topology &topology)
{
    if (const QList<Refusal> refused = refusals(topology); !refused.isEmpty())
        return tl::unexpected(refused.first().error);
    const ChartWriter writer(topology);
    const Value schema = schema::ofChart(writer.chartName(), writer.exposures().entries());
    QList<ChartFile> out{{QStringLiteral("Chart.yaml"), parts::chartYaml(writer)},
                         {QStringLiteral("values.yaml"), parts::valuesYaml(writer)},
                         {QStringLiteral("values.schema.json"), writeJson(schema)},
                         {QStringLiteral("README.md"), parts::readme(writer)},
                         {QStringLiteral(".helmignore"), parts::helmIgnore()},
                         {QStringLiteral("templates/_helpers.tpl"),
                          manifest::printDefinitions(writer.definitions())},
                         {QStringLiteral("templates/NOTES.txt"), parts::notes(writer)}};
    for (const ChartWriter::Written &written : writer.documents())
        out.append({written.document.file, manifest::printTemplate(written.document)});
    if (const auto test = parts::connectionTest(writer))
        out.append({test->file, manifest::printTemplate(*test)});
    return out;
}

QString archiveName(const Topology &topology)
{
    const ResourcePtr chart = topology.chart();
    return chart ? QStringLiteral("%1-%2.tgz")
                       .arg(chart->name, chart->fields[u"version"].scalarText())
                 : QStringLiteral("chart.tgz");
}

} // namespace chartwright
