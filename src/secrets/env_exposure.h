// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checks/finding.h"

#include <chrono>

/// .env files that others will get to see. What is told depends on the folder and on git, not on
/// the drawing, so it is no rule; it is shown and accepted as what rules find.
namespace chartwright {

struct EnvExposure
{
    enum class How {
        Tracked,   ///< git has it, wherever in the repository
        Unignored, ///< in the folder, and the next `git add` takes it
        Packaged,  ///< in the folder of a chart, and `helm package` takes it
    };
    QString file; ///< as seen from the project's folder: ".env", "../backend/.env"
    How how = How::Tracked;
    friend bool operator==(const EnvExposure &, const EnvExposure &) = default;
};

/// Reads folders and calls git, each time for no longer than the limit: for a worker. Without git,
/// without a repository, or where git fails, nothing is told of it. Files that are made to be
/// shared (.env.example) are left out. Sorted; one entry a file, and no more than 20.
QList<EnvExposure> envExposures(const QString &folder,
                                std::chrono::milliseconds limit = std::chrono::seconds(5));

/// As warnings of the Chart: "secret/env-file-tracked" and "secret/env-file-unignored".
QList<Finding> envFindings(const Topology &topology, const QList<EnvExposure> &exposures);

} // namespace chartwright
