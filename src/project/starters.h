// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "project/project.h"

namespace chartwright {

/// A project to start from, compiled in under :/starters/<name>/.
struct Starter
{
    QString name;  ///< "todo-app"
    QString title; ///< translated
    QString help;  ///< translated, a sentence
};

QList<Starter> starters();
/// An untitled copy with ids of its own. Its images/ are written by the first saveProject().
Result<LoadedProject> newFromStarter(const QString &name, const Kinds &kinds);

} // namespace chartwright
