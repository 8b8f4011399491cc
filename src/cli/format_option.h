// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/console.h"

#include <QCommandLineParser>

namespace chartwright::cli {

/// -o, --output: text or json.
QCommandLineOption formatOption(const QString &help = {});
/// Where it is neither of them. Gives an ExitCode.
int refuseFormat(const QCommandLineParser &parser, const QString &command, Console &console);
bool isJson(const QCommandLineParser &parser);

} // namespace chartwright::cli
