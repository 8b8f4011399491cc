// SPDX-License-Identifier: Apache-2.0
#include "canvas/tool.h"

#include <QKeyEvent>

namespace chartwright {

void CanvasView::keyPressEvent(QKeyEvent *event)
{
    const double step = event->modifiers().testFlag(Qt::ShiftModifier) ? 1 : 10;
    const bool plain =
        !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    switch (event->key()) {
    case Qt::Key_Escape:
        cancel();
        return;
    case Qt::Key_Space:
        if (!event->isAutoRepeat()) {
            m_spaceDown = true;
            updateCursor();
        }
        return;
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (plain && !m_tool) {
            const int key = event->key();
            nudge({key == Qt::Key_Left    ? -step
                   : key == Qt::Key_Right ? step
                                          : 0,
                   key == Qt::Key_Up     ? -step
                   : key == Qt::Key_Down ? step
                                         : 0});
            return;
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (plain && m_selection->ids().size() == 1) {
            emit editRequested(m_selection->ids().constFirst());
            return;
        }
        break;
    case Qt::Key_F2:
        renameSelection();
        return;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        if (plain) {
            deleteSelection();
            return;
        }
        break;
    case Qt::Key_Alt:
        if (m_tool) {
            m_modifiers |= Qt::AltModifier;
            m_tool->move(mapToScene(m_pointer), m_modifiers);
            updateCursor();
            return;
        }
        break;
    default:
        break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void CanvasView::keyReleaseEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        m_spaceDown = false;
        updateCursor();
        return;
    }
    if (event->key() == Qt::Key_Alt && m_tool) {
        m_modifiers &= ~Qt::AltModifier;
        m_tool->move(mapToScene(m_pointer), m_modifiers);
        updateCursor();
        return;
    }
    QAbstractScrollArea::keyReleaseEvent(event);
}

void CanvasView::focusOutEvent(QFocusEvent *event)
{
    m_spaceDown = false;
    updateCursor();
    QAbstractScrollArea::focusOutEvent(event);
}

} // namespace chartwright
