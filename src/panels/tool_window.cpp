// SPDX-License-Identifier: Apache-2.0
#include "panels/tool_window.h"

#include <QKeyEvent>
#include <QScreen>
#include <algorithm>

namespace chartwright {

void ToolWindow::showEvent(QShowEvent *event)
{
    // About what a window manager will put around it, which is not known yet.
    constexpr int Edge = 8, Title = 36;
    const QRect room = screen()->availableGeometry().adjusted(Edge, Title, -Edge, -Edge);
    resize(size().boundedTo(room.size()));
    if (testAttribute(Qt::WA_Moved)) { // else the window manager finds it a place
        const QPoint most = room.bottomRight() - rect().bottomRight();
        move(std::clamp(x(), room.left(), std::max(room.left(), most.x())),
             std::clamp(y(), room.top(), std::max(room.top(), most.y())));
    }
    QWidget::showEvent(event);
}

void ToolWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape || event->matches(QKeySequence::Close))
        close();
    else
        QWidget::keyPressEvent(event);
}

} // namespace chartwright
