// SPDX-License-Identifier: Apache-2.0
#include "canvas/canvas_popup.h"

#include <QApplication>
#include <QKeyEvent>

namespace chartwright {

CanvasPopup::CanvasPopup(QWidget *canvas) : QFrame(canvas)
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setAttribute(Qt::WA_DeleteOnClose);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        // Nothing has the focus while another program has; that is no reason to go.
        if (now && now != this && !isAncestorOf(now) && isVisible())
            close();
    });
}

void CanvasPopup::openAt(QPoint at, const QSize &size, QWidget *focus)
{
    const QRect room = parentWidget()->rect().adjusted(4, 4, -4, -4);
    resize(size.boundedTo(room.size()));
    move(std::clamp(at.x(), room.left(), std::max(room.left(), room.right() - width())),
         std::clamp(at.y(), room.top(), std::max(room.top(), room.bottom() - height())));
    show();
    raise();
    focus->setFocus(Qt::PopupFocusReason);
}

void CanvasPopup::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    event->accept(); // what is typed here is not meant for the canvas
}

bool CanvasPopup::closeAnswered()
{
    if (m_closed)
        return false;
    m_answered = true;
    close();
    return true;
}

void CanvasPopup::closeEvent(QCloseEvent *event)
{
    QFrame::closeEvent(event);
    if (std::exchange(m_closed, true))
        return;
    if (parentWidget() &&
        (isAncestorOf(QApplication::focusWidget()) || !QApplication::focusWidget()))
        parentWidget()->setFocus();
    if (!m_answered)
        emit dismissed();
}

} // namespace chartwright
