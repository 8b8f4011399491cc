// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/helm_session.h"
#include "deploy/apply_run.h"

namespace chartwright::cli {

/// Compares the session's release with the cluster before Helm brings it, and fills in what of the
/// upgrade that decides: whether there is anything to do, and what is taken over. What the cluster
/// would refuse, or others have and nobody said to take, ends it before anything is changed: that
/// has been told, and gives an ExitCode other than Clean.
int lookBeforeHelm(ClusterSession &session, Helm &helm, ApplyOptions &options, Console &console);

} // namespace chartwright::cli
