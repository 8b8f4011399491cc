// SPDX-License-Identifier: Apache-2.0
#include "panels/error_frame.h"

#include <QEvent>
#include <QPainter>

namespace chartwright {

ErrorFrame::ErrorFrame(QWidget *over) : QWidget(over->parentWidget()), m_over(over)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    over->installEventFilter(this);
    follow();
    show();
}

void ErrorFrame::setColour(const QColor &colour)
{
    m_colour = colour;
    update();
}

void ErrorFrame::paintEvent(QPaintEvent *)
{
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(m_colour, 1.2));
    p.drawRoundedRect(QRectF(rect()).adjusted(0.6, 0.6, -0.6, -0.6), 3, 3);
}

bool ErrorFrame::eventFilter(QObject *, QEvent *event)
{
    if (event->type() == QEvent::Move || event->type() == QEvent::Resize)
        follow();
    return false;
}

void ErrorFrame::follow()
{
    setGeometry(m_over->geometry());
    raise();
}

} // namespace chartwright
