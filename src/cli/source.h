// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/console.h"
#include "project/locator.h"
#include "project/project.h"

namespace chartwright::cli {

/// What PROJECT on the command line stands for.
struct Source
{
    LoadedProject project;
    QByteArray bytes;
    QString file; ///< as a message names it: relative as typed; "-" for standard input

    QString where(const Locator &locator, const ResourceId &id, const Path &path) const;
};

/// A topology.yaml, its folder, or "-".
Result<Source> openSource(const QString &project, Console &console);
/// Tells each thing that cannot be written at all, with its line. Gives whether there is one.
bool tellRefusals(const Source &source, Console &console);

} // namespace chartwright::cli
