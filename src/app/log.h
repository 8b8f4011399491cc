// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/settings.h"

#include <QLoggingCategory>

namespace chartwright {

/// What the program does, never what a field holds.
Q_DECLARE_LOGGING_CATEGORY(appLog)

/// The folder of the log files, in AppDataLocation.
QString logFolder();
/// Qt's messages go to chartwright.log from now on (and warnings to standard error as before). Of
/// one MiB each the last three files are kept. Where the folder cannot be written nothing is.
void startLog(Settings::LogLevel level);
void setLogLevel(Settings::LogLevel level);

} // namespace chartwright
