// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "model/topology.h"

#include <QTemporaryDir>
#include <memory>

namespace chartwright {

/// The chart of a drawing as a file for helm, gone with this.
class ChartArchive
{
public:
    static Result<std::unique_ptr<ChartArchive>> make(const Topology &topology);
    QString path() const { return m_folder.filePath(QStringLiteral("chart.tgz")); }

private:
    QTemporaryDir m_folder;
};

} // namespace chartwright
