// SPDX-License-Identifier: Apache-2.0
#include "app/production_frame.h"

#include "panels/panel_style.h"

#include <QLayout>
#include <QPainter>

namespace chartwright {
namespace {

constexpr int Thickness = 4;

} // namespace

void ProductionFrame::setMarked(bool marked)
{
    m_marked = marked;
    const int margin = marked ? Thickness : 0;
    layout()->setContentsMargins(margin, margin, margin, margin);
    update();
}

void ProductionFrame::paintEvent(QPaintEvent *)
{
    if (m_marked)
        QPainter(this).fillRect(rect(), style::severityColour(Severity::Error, palette()));
}

} // namespace chartwright
