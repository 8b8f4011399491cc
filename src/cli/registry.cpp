// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

namespace chartwright::cli {

const QList<Command> &commands()
{
    static const QList<Command> all{
        checkCommand(),   exportCommand(), renderCommand(), imageCommand(), importCommand(),
        newCommand(),     secretCommand(), diffCommand(),   applyCommand(), deployCommand(),
        releaseCommand(), statusCommand(), logsCommand(),   deleteCommand()};
    return all;
}

} // namespace chartwright::cli
