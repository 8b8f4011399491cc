// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/console.h"
#include "model/topology.h"

#include <QCommandLineParser>

namespace chartwright::cli {

/// --set, --set-string and --values.
QList<QCommandLineOption> valueOptions();
/// Standard input can be the project or one file of values. Gives an ExitCode.
int refuseTwoReaders(const QCommandLineParser &parser, const QString &command, Console &console);
/// The override values of the drawn Release of that name, if there is one, and over them what these
/// options say, later ones over earlier ones. Refuses values of secrets.
Result<Value> releaseValues(const QCommandLineParser &parser, Console &console,
                            const Topology &topology, const QString &release);

} // namespace chartwright::cli
