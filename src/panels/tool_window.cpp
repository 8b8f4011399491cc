// SPDX-License-Identifier: Apache-2.0
#include "panels/tool_window.h"

#include <QKeyEvent>
#include <QScreen>

namespace chartwright {

void ToolWindow::showEvent(QShowEvent *event)
{
    constexpr QSize Frame(16, 48); // about what a window manager puts around it
    resize(size().boundedTo(screen()->availableSize() - Frame));
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
