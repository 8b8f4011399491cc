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
/// What these options say, later ones over earlier ones.
Result<Value> givenValues(const QCommandLineParser &parser, Console &console);
/// Values of secrets would stay in the history of the shell and in the list of processes.
Result<void> refuseSecrets(const Topology &topology, const Value &values);

} // namespace chartwright::cli
