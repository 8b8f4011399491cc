// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/cluster_session.h"

namespace chartwright::cli {

struct StatusOptions
{
    bool isWatching = false;    ///< changes are told
    bool waits = false;         ///< until all is well
    bool needsAddresses = true; ///< of load balancers; a Minikube has none
    bool isJson = false;
    int timeout = 0; ///< seconds; 0: none
};

/// --timeout in seconds, `fallback` where it is not given. What is wrong has been told: gives an
/// ExitCode.
tl::expected<int, int> timeoutOf(const QCommandLineParser &parser, const QString &command,
                                 Console &console, int fallback, int least);
/// Tells how what is drawn does, once or for as long as the options say. Gives an ExitCode: Clean
/// where all is as it should be.
int showStatus(const ClusterSession &session, const StatusOptions &options, Console &console);

} // namespace chartwright::cli
