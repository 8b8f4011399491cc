// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/cluster_session.h"
#include "cli/interrupt.h"
#include "external/helm.h"

#include <QEventLoop>

namespace chartwright::cli {

/// --helm.
QCommandLineOption helmOption();
/// Finds helm, and lets the API client log in first, so that no login program runs unasked. What is
/// wrong has been told: gives an ExitCode.
tl::expected<std::unique_ptr<Helm>, int> openHelm(const QCommandLineParser &parser,
                                                  const ClusterSession &session, Console &console);
int failHelm(const HelmFailure &failure, Console &console);

/// Waits for what answers later. `ask` is given a context and what to call.
template <class T, class Ask> HelmResult<T> awaitHelm(Ask ask)
{
    QEventLoop loop;
    Interrupt interrupt;
    std::optional<HelmResult<T>> out;
    const HelmCall call = ask(&loop, [&](const HelmResult<T> &answer) {
        out.emplace(answer);
        loop.quit();
    });
    QObject::connect(&interrupt, &Interrupt::came, &loop, [&] { call.cancel(); });
    loop.exec();
    return std::move(*out);
}

} // namespace chartwright::cli
