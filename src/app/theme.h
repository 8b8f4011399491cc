// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/settings.h"

#include <QPalette>

namespace chartwright {

QPalette lightPalette();
QPalette darkPalette();

/// Gives the whole program a theme. With System, that of the desktop; call it again when a
/// QEvent::ThemeChange tells that it has changed.
void applyTheme(Settings::Theme theme);

} // namespace chartwright
