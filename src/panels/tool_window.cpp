// SPDX-License-Identifier: Apache-2.0
#include "panels/tool_window.h"

#include <QKeyEvent>

namespace chartwright {

void ToolWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape || event->matches(QKeySequence::Close))
        close();
    else
        QWidget::keyPressEvent(event);
}

} // namespace chartwright
