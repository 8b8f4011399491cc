// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/actions.h"

#include <QDialog>

namespace chartwright {

// Both are modal and come back when they are closed.
void showAbout(QWidget *parent);
/// All keys, from the list of actions, and what the mouse does on the canvas.
void showShortcuts(QWidget *parent, const ActionSet &actions, const Kinds &kinds);
/// What a field means, beside its editor in `parent`.
void showFieldHelp(QWidget *parent, const Kinds &kinds, const QString &kind, const QString &path);

} // namespace chartwright
