// SPDX-License-Identifier: Apache-2.0
#include "chart/chart_files.h"

#include "base/parts_pool.h"
#include "chart/parts.h"
#include "chart/schema.h"
#include "tree/yaml.h"

#include <QtConcurrentMap>
#include <functional>

namespace chartwright {

Result<QList<ChartFile>> chartFiles(const Topology &topology)
{
    if (const QList<Refusal> refused = refusals(topology); !refused.isEmpty())
        return tl::unexpected(refused.first().error);
    const ChartWriter writer(topology);
    struct Maker
    {
        QString path;
        std::function<QByteArray()> make;
    };
    QList<Maker> makers{
        {QStringLiteral("Chart.yaml"), [&] { return parts::chartYaml(writer); }},
        {QStringLiteral("values.yaml"), [&] { return parts::valuesYaml(writer); }},
        {QStringLiteral("values.schema.json"),
         [&] {
             return writeJson(schema::ofChart(writer.chartName(), writer.exposures().entries()));
         }},
        {QStringLiteral("README.md"), [&] { return parts::readme(writer); }},
        {QStringLiteral(".helmignore"), [] { return parts::helmIgnore(); }},
        {QStringLiteral("templates/_helpers.tpl"),
         [&] { return manifest::printDefinitions(writer.definitions()); }},
        {QStringLiteral("templates/NOTES.txt"), [&] { return parts::notes(writer); }}};
    for (const ResourcePtr &r : writer.resources()) {
        makers.append({writer.file(*r),
                       [&writer, r] { return manifest::printTemplate(writer.document(*r)); }});
    }
    if (const auto test = parts::connectionTest(writer))
        makers.append({test->file, [test] { return manifest::printTemplate(*test); }});
    // The writer is only read from here on, so the files are made side by side.
    return QtConcurrent::blockingMapped<QList<ChartFile>>(
        partsPool(), makers, [](const Maker &maker) {
            return ChartFile{maker.path, maker.make()};
        });
}

QString archiveName(const Topology &topology)
{
    const ResourcePtr chart = topology.chart();
    return chart ? QStringLiteral("%1-%2.tgz")
                       .arg(chart->name, chart->fields[u"version"].scalarText())
                 : QStringLiteral("chart.tgz");
}

} // namespace chartwright
