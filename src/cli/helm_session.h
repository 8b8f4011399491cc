// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/await.h"
#include "cli/cluster_session.h"
#include "cli/interrupt.h"
#include "external/helm.h"

namespace chartwright::cli {

/// --helm.
QCommandLineOption helmOption();
/// Finds helm, and tells nothing.
Result<HelmProgram> findHelmProgram(const QCommandLineParser &parser);
/// The same. What is wrong has been told: gives an ExitCode.
tl::expected<HelmProgram, int> helmProgram(const QCommandLineParser &parser, Console &console);
/// Lets the API client log in first, so that no login program runs unasked. What is wrong has been
/// told: gives an ExitCode.
tl::expected<std::unique_ptr<Helm>, int> openHelm(const HelmProgram &program,
                                                  const QCommandLineParser &parser,
                                                  const ClusterSession &session, Console &console);
int failHelm(const HelmFailure &failure, Console &console, const QString &what = {});

/// Waits for what answers later; Ctrl+C stops it.
template <class T, class Ask> HelmResult<T> awaitHelm(Ask ask)
{
    Interrupt interrupt;
    return await<HelmResult<T>>([&](QObject *context, const auto &done) {
        const HelmCall call = ask(context, done);
        QObject::connect(&interrupt, &Interrupt::came, context, [call] { call.cancel(); });
    });
}

} // namespace chartwright::cli
