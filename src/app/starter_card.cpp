// SPDX-License-Identifier: Apache-2.0
#include "app/starter_card.h"

#include "canvas/canvas_theme.h"
#include "model/kind_spec.h"
#include "model/wires.h"

#include <QEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr QSizeF NodeSize(220, 96);
constexpr double PictureHeight = 116, Margin = 14;

} // namespace

StarterCard::StarterCard(const Starter &starter, const Topology &topology, QWidget *parent)
    : QAbstractButton(parent), m_starter(starter), m_topology(topology)
{
    setObjectName(u"starter:"_s + starter.name);
    setText(starter.title);
    setAccessibleName(starter.title);
    setAccessibleDescription(starter.help);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize StarterCard::sizeHint() const
{
    // The title and three lines below it.
    return {240, int(PictureHeight) + 4 * fontMetrics().lineSpacing() + 38};
}

bool StarterCard::event(QEvent *event)
{
    if (event->type() == QEvent::HoverEnter || event->type() == QEvent::HoverLeave)
        update();
    return QAbstractButton::event(event);
}

void StarterCard::paintEvent(QPaintEvent *)
{
    const CanvasTheme theme = CanvasTheme::of(palette(), font());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool hot = underMouse() || hasFocus() || isDown();
    const QRectF frame = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setPen(QPen(hot ? theme.accent : theme.frame, hot ? 2 : 1));
    painter.setBrush(isDown() ? mixed(theme.body, theme.accent, 0.1) : theme.body);
    painter.drawRoundedRect(frame, 8, 8);

    const QRectF picture(frame.left() + 8, frame.top() + 8, frame.width() - 16, PictureHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.canvas);
    painter.drawRoundedRect(picture, 5, 5);
    paintPicture(painter, picture.adjusted(12, 10, -12, -10));

    const QRectF text(frame.left() + Margin, picture.bottom() + 10, frame.width() - 2 * Margin,
                      frame.bottom() - picture.bottom() - 16);
    QFont title = font();
    title.setBold(true);
    painter.setFont(title);
    painter.setPen(theme.text);
    const double line = QFontMetricsF(title).height();
    painter.drawText(QRectF(text.topLeft(), QSizeF(text.width(), line)), Qt::AlignLeft,
                     m_starter.title);
    painter.setFont(font());
    painter.setPen(theme.faint);
    painter.drawText(text.adjusted(0, line + 3, 0, 0), Qt::AlignLeft | Qt::TextWordWrap,
                     m_starter.help);
}

void StarterCard::paintPicture(QPainter &painter, const QRectF &rect) const
{
    const CanvasTheme theme = CanvasTheme::of(palette(), font());
    QHash<ResourceId, QRectF> nodes;
    QRectF all;
    for (const ResourcePtr &r : m_topology.resources()) {
        const auto at = m_topology.placement(r->id);
        if (!at || r->kind == u"Chart"_s)
            continue;
        nodes.insert(r->id, QRectF(*at, NodeSize));
        all |= nodes.value(r->id);
    }
    painter.save();
    if (nodes.isEmpty()) {
        painter.setPen(QPen(theme.faint, 2, Qt::SolidLine, Qt::RoundCap));
        const QPointF c = rect.center();
        painter.drawLine(c - QPointF(11, 0), c + QPointF(11, 0));
        painter.drawLine(c - QPointF(0, 11), c + QPointF(0, 11));
        painter.restore();
        return;
    }
    const double scale = std::min({rect.width() / all.width(), rect.height() / all.height(), 0.3});
    painter.translate(rect.center());
    painter.scale(scale, scale);
    painter.translate(-all.center());

    QPen wire(theme.wire, 1.2);
    wire.setCosmetic(true);
    painter.setPen(wire);
    const QList<Wire> wires = allWires(m_topology, RefIndex(m_topology));
    for (const Wire &w : wires) {
        if (!nodes.contains(w.from) || !nodes.contains(w.to))
            continue;
        const QRectF from = nodes.value(w.from), to = nodes.value(w.to);
        const QPointF a(from.right(), from.center().y()), b(to.left(), to.center().y());
        const double x = (a.x() + b.x()) / 2;
        const QPointF line[] = {a, {x, a.y()}, {x, b.y()}, b};
        painter.drawPolyline(line, 4);
    }
    for (const ResourcePtr &r : m_topology.resources()) {
        const KindSpec *kind = m_topology.kinds().find(r->kind);
        if (!kind || !nodes.contains(r->id))
            continue;
        const QRectF box = nodes.value(r->id);
        painter.setPen(Qt::NoPen);
        painter.setBrush(mixed(theme.body, theme.kind(kind->colour), 0.3));
        painter.drawRoundedRect(box, 16, 16);
        painter.setBrush(theme.kind(kind->colour));
        painter.drawRoundedRect(QRectF(box.topLeft(), QSizeF(24, box.height())), 10, 10);
    }
    painter.restore();
}

} // namespace chartwright
