// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QWidget>

namespace chartwright {

/// The user guide, which is compiled in, in a window beside the drawing; one at a time.
void showGuide(QWidget *parent);

} // namespace chartwright
