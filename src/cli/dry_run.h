// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/cluster_session.h"
#include "deploy/apply_run.h"

namespace chartwright::cli {

/// Tells what an apply would do, as the server says by dry runs, and changes nothing; no value of a
/// secret is looked at. Bad where the apply would be refused something, or nothing could be found
/// out.
int dryRun(ClusterSession &session, const ApplyOptions &options, bool asJson, Console &console);

} // namespace chartwright::cli
