// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/console.h"

#include <QCommandLineParser>
#include <limits>

namespace chartwright::cli {

/// One word of the command line. Adding one: a file, a line in registry.cpp, a line in CMake.
struct Command
{
    QString name;
    QString arguments; ///< "PROJECT FOLDER"; what may be left out, at the end, as "[KEY]"; "FILE…"
    QString summary;   ///< translated, a sentence
    QString details;   ///< translated; may be empty
    QList<QCommandLineOption> options;
    int (*run)(const QCommandLineParser &, Console &) = nullptr;

    int mostArguments() const
    {
        return arguments.endsWith(u'…') ? std::numeric_limits<int>::max() : named();
    }
    int leastArguments() const { return named() - int(arguments.count(u'[')); }

private:
    int named() const { return int(arguments.count(u' ')) + 1; }
};

Command applyCommand();
Command checkCommand();
Command deleteCommand();
Command deployCommand();
Command diffCommand();
Command exportCommand();
Command imageCommand();
Command importCommand();
Command logsCommand();
Command newCommand();
Command releaseCommand();
Command renderCommand();
Command secretCommand();
Command statusCommand();

/// In the order of the help.
const QList<Command> &commands();

/// Runs what the arguments (without the program's name) ask for; gives an ExitCode.
int run(const QStringList &arguments, Console &console);

} // namespace chartwright::cli
