// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "canvas/canvas_view.h"

#include <QApplication>
#include <QMouseEvent>

namespace chartwright_test {

// Without the system: the event goes straight to the canvas.
inline void mouse(chartwright::CanvasView &view, QEvent::Type type, QPointF at,
                  Qt::MouseButton button)
{
    const bool moves = type == QEvent::MouseMove;
    QMouseEvent event(type, at, view.viewport()->mapToGlobal(at), moves ? Qt::NoButton : button,
                      type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::MouseButtons(button),
                      Qt::NoModifier);
    QApplication::sendEvent(view.viewport(), &event);
}

} // namespace chartwright_test
