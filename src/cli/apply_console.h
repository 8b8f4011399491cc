// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/cluster_session.h"
#include "deploy/apply_run.h"

namespace chartwright::cli {

/// Runs it to its end, or to that of an object after Ctrl+C; a line a step, or as JSON all at the
/// end. Gives an exit code.
int perform(ClusterSession &session, const ApplyOptions &options, bool asJson, Console &console);
/// The options by which Helm takes what others have.
void tellHowToTake(Console &console);

} // namespace chartwright::cli
