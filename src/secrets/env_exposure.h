// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checks/secret_facts.h"

#include <chrono>

namespace chartwright {

/// Reads folders and calls git, each time for no longer than the limit: for a worker. Without git,
/// without a repository, or where git fails, nothing is told of it. Files that are made to be
/// shared (.env.example) are left out. Sorted; one entry a file, and no more than 20.
QList<EnvExposure> envExposures(const QString &folder,
                                std::chrono::milliseconds limit = std::chrono::seconds(5));

} // namespace chartwright
