// SPDX-License-Identifier: Apache-2.0
#include "deploy/chart_archive.h"

#include "chart/chart_files.h"

#include <QCoreApplication>

namespace chartwright {

Result<std::unique_ptr<ChartArchive>> ChartArchive::make(const Topology &topology)
{
    const auto files = chartFiles(topology);
    if (!files)
        return tl::unexpected(files.error());
    const auto bytes = chartArchive(*files, topology.chart()->name);
    if (!bytes)
        return tl::unexpected(bytes.error());
    auto out = std::make_unique<ChartArchive>();
    QFile file(out->path());
    if (!file.open(QIODevice::WriteOnly) || file.write(*bytes) != bytes->size() || !file.flush())
        return failure(
            QCoreApplication::translate("ChartArchive", "the chart could not be written"),
            file.fileName(),
            QCoreApplication::translate("ChartArchive", "Make room for temporary files."));
    return out;
}

} // namespace chartwright
