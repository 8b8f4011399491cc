// SPDX-License-Identifier: Apache-2.0
#include "canvas/diagram_painter.h"

#include "canvas/icons.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainter>
#include <cmath>

namespace chartwright {

DiagramPainter::DiagramPainter(QPainter *painter, const CanvasTheme &theme, double zoom)
    : m_painter(painter), m_theme(theme), m_zoom(zoom), m_detail(detailAt(zoom)),
      m_vector(painter->paintEngine() && painter->paintEngine()->type() == QPaintEngine::SVG)
{
    // Lines are upright or level and bodies are square where that is all one can see of them.
    painter->setRenderHint(QPainter::Antialiasing, m_detail == Detail::Near);
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
}

// Each dot on whole pixels of the screen: blurred or dropped ones would make patterns of their own.
void DiagramPainter::grid(const QRectF &rect)
{
    if (m_zoom < 0.5 || !m_hasGrid)
        return;
    constexpr double Step = 20;
    const QTransform device = m_painter->deviceTransform();
    const double size = std::max(1.0, std::round(1.3 * device.m11()));
    QList<QRectF> dots;
    const double left = std::ceil(rect.left() / Step) * Step;
    for (double y = std::ceil(rect.top() / Step) * Step; y <= rect.bottom(); y += Step) {
        for (double x = left; x <= rect.right(); x += Step) {
            const QPointF at = device.map(QPointF(x, y));
            dots.append(QRectF(std::floor(at.x() - size / 2 + 0.5),
                               std::floor(at.y() - size / 2 + 0.5), size, size));
        }
    }
    m_painter->save();
    // World coordinates in which a unit is a pixel of the screen, whatever its ratio.
    const double ratio = m_painter->device()->devicePixelRatio();
    m_painter->setWorldTransform(QTransform::fromScale(1 / ratio, 1 / ratio));
    const QTransform back = m_painter->deviceTransform();
    m_painter->setRenderHint(QPainter::Antialiasing, false);
    m_painter->setPen(Qt::NoPen);
    m_painter->setBrush(m_theme.dot);
    m_painter->translate(-back.dx(), -back.dy());
    m_painter->drawRects(dots);
    m_painter->restore();
}

void DiagramPainter::chart(const SceneNode &node, const NodeLook &look)
{
    const QRectF r = node.rect;
    const bool isNear = m_detail == Detail::Near;
    const double radius = isNear ? 8 : 0;
    const QRectF title = Scene::titleRect(r);
    // From further away the name stands in the middle of its band, then over the frame.
    const double scale = isNear ? 1 : 11 / m_zoom / 13;
    const bool over = scale > 1.7;
    if (look.dimmed)
        m_painter->setOpacity(0.4);
    QPainterPath shape;
    shape.addRoundedRect(r, radius, radius);
    m_painter->fillPath(shape, m_theme.chart);
    // The dots go on through the frame.
    grid(m_exposed.isNull() ? r : r.intersected(m_exposed));
    if (isNear) {
        QPainterPath band;
        band.setFillRule(Qt::WindingFill);
        band.addRoundedRect(title, radius, radius);
        band.addRect(title.adjusted(0, radius, 0, 0));
        m_painter->fillPath(band, m_theme.chartTitle);
    } else if (!over) {
        m_painter->fillRect(title, m_theme.chartTitle);
    }
    const bool lit = look.selected || look.hot || look.acceptIn || look.snapIn;
    QPen pen(lit ? m_theme.accent : m_theme.chartLine,
             (look.selected || look.snapIn ? 2 : 1.2) / std::min(1.0, m_zoom));
    pen.setDashPattern({5, 3});
    m_painter->setPen(pen);
    m_painter->setBrush(Qt::NoBrush);
    m_painter->drawRoundedRect(r, radius, radius);

    m_painter->save();
    m_painter->translate(title.topLeft());
    m_painter->translate(0, over ? -28 * scale : 15 - 15 * scale);
    m_painter->scale(scale, scale);
    const NodeTexts &all = texts(node);
    const double size = isNear || over ? 18 : 14;
    icon(node.shape.icon, m_theme.kind(node.shape.colour),
         {10 + (18 - size) / 2, 15 - size / 2, size, size});
    text({36, 20}, m_theme.nameFont, m_theme.text, all.name, all.nameText);
    const double noteX = 36 + all.noteX + 10;
    const double noteEnd = noteX + QFontMetricsF(m_theme.rowFont).horizontalAdvance(all.note);
    if (isNear || noteEnd * scale < r.width()) {
        m_painter->setFont(m_theme.rowFont);
        m_painter->setPen(m_theme.faint);
        m_painter->drawText(QPointF(noteX, 20), all.note);
    }
    m_painter->restore();
    if (isNear) {
        badge(node, node.badgeRect());
        const double x = r.left();
        if (look.acceptIn || look.snapIn)
            socket({x, r.top() + 15}, node.wiredIn, false, look.acceptIn, look.snapIn);
    }
    if (look.dimmed)
        m_painter->setOpacity(1);
}

QPen DiagramPainter::wirePen(WireStyle style, bool hot) const
{
    QPen pen(hot ? m_theme.accent : m_theme.wire, hot ? 2.5 : 1.5);
    if (style == WireStyle::Config)
        pen.setDashPattern({4, 2.4});
    else if (style == WireStyle::Image)
        pen.setDashPattern({1, 1.8});
    pen.setCapStyle(Qt::FlatCap);
    if (m_detail != Detail::Near)
        pen.setWidthF(std::max(1.0, std::round((hot ? 2.5 : 1.5) * m_zoom)) / m_zoom);
    return pen;
}

void DiagramPainter::wire(const SceneWire &wire, const WireLook &look)
{
    if (look.dimmed)
        m_painter->setOpacity(0.4);
    m_painter->setBrush(Qt::NoBrush);
    if (m_detail == Detail::Near) {
        const QPen pen = wirePen(wire.wire.style, look.hot);
        m_painter->setPen(pen);
        if (pen.style() == Qt::SolidLine)
            m_painter->drawPath(wire.roundPath());
        else
            dashed(wire, pen);
    } else {
        // Filled bars: upright and level lines need no stroking. Dashes would be a blur.
        const double width = std::max(1.0, std::round((look.hot ? 2.5 : 1.2) * m_zoom)) / m_zoom;
        const QColor colour = look.hot ? m_theme.accent : m_theme.wire;
        for (qsizetype i = 0; i + 1 < wire.points.size(); ++i) {
            const QRectF part = QRectF(wire.points[i], wire.points[i + 1]).normalized();
            m_painter->fillRect(part.adjusted(-width / 2, -width / 2, width / 2, width / 2),
                                colour);
        }
    }
    if (look.dimmed)
        m_painter->setOpacity(1);
}

// Dashes start where the drawing does, not where the wire does: lines that run together for a while
// would else fill each other's gaps.
void DiagramPainter::dashed(const SceneWire &wire, QPen pen)
{
    QPen corner = pen;
    corner.setStyle(Qt::SolidLine);
    const auto dash = [&](QPointF a, QPointF b) {
        const bool upright = a.x() == b.x();
        const double low = upright ? std::min(a.y(), b.y()) : std::min(a.x(), b.x());
        pen.setDashOffset(low / pen.widthF());
        m_painter->setPen(pen);
        if (upright)
            m_painter->drawLine(QPointF(a.x(), low), QPointF(a.x(), std::max(a.y(), b.y())));
        else
            m_painter->drawLine(QPointF(low, a.y()), QPointF(std::max(a.x(), b.x()), a.y()));
    };
    QPointF from = wire.points.first();
    for (const SceneWire::Corner &c : wire.corners()) {
        dash(from, c.in);
        QPainterPath bend(c.in);
        bend.quadTo(c.at, c.out);
        m_painter->setPen(corner);
        m_painter->drawPath(bend);
        from = c.out;
    }
    dash(from, wire.points.last());
}

void DiagramPainter::pulled(QPointF from, QPointF to, WireStyle style, bool refused)
{
    QPen pen = wirePen(style, true);
    pen.setWidthF(2.5 / std::min(1.0, m_zoom));
    if (refused)
        pen.setColor(m_theme.faint);
    m_painter->setPen(pen);
    m_painter->setBrush(Qt::NoBrush);
    m_painter->setRenderHint(QPainter::Antialiasing);
    const double bend = std::max(40.0, std::abs(to.x() - from.x()) / 2);
    QPainterPath path(from);
    path.cubicTo(from + QPointF(bend, 0), to - QPointF(bend, 0), to);
    m_painter->drawPath(path);
}

void DiagramPainter::pill(const SceneWire &wire, const WireLook &look)
{
    if (m_detail != Detail::Near || wire.wire.label.isEmpty())
        return;
    const QFontMetricsF metrics(m_theme.pillFont);
    const QString label =
        metrics.elidedText(wire.wire.label, Qt::ElideMiddle, wire.pill.width() - 12);
    const double width = std::max(18.0, metrics.horizontalAdvance(label) + 14);
    QRectF r(0, 0, width, wire.pill.height());
    r.moveCenter(wire.pill.center());
    if (look.dimmed)
        m_painter->setOpacity(0.4);
    m_painter->setPen(QPen(look.hot ? m_theme.accent : m_theme.frame, 1));
    m_painter->setBrush(m_theme.canvas);
    m_painter->drawRoundedRect(r, 9, 9);
    m_painter->setFont(m_theme.pillFont);
    m_painter->setPen(look.hot ? m_theme.text : m_theme.faint);
    m_painter->drawText(
        QPointF(r.center().x() - metrics.horizontalAdvance(label) / 2, r.top() + 13), label);
    if (look.dimmed)
        m_painter->setOpacity(1);
}

void DiagramPainter::emptyHint(const QRectF &frame)
{
    if (m_detail != Detail::Near)
        return;
    const auto tr = [](const char *s) { return QCoreApplication::translate("Canvas", s); };
    QFont large = m_theme.nameFont;
    large.setPixelSize(17);
    m_painter->setFont(large);
    m_painter->setPen(m_theme.text);
    const QRectF room = frame.adjusted(20, 30, -20, 0);
    m_painter->drawText(room.adjusted(0, 0, 0, -52), Qt::AlignCenter | Qt::TextWordWrap,
                        tr("Nothing drawn yet"));
    m_painter->setFont(m_theme.rowFont);
    m_painter->setPen(m_theme.faint);
    m_painter->drawText(room.adjusted(0, 24, 0, 0), Qt::AlignCenter | Qt::TextWordWrap,
                        tr("Drag a resource here from the left,\ndouble-click and type its kind,\n"
                           "or press a letter: D for a Deployment, S for a Service."));
}

void DiagramPainter::marquee(const QRectF &rect)
{
    QColor fill = m_theme.accent;
    fill.setAlphaF(0.12F);
    m_painter->setPen(QPen(m_theme.accent, 1 / m_zoom));
    m_painter->setBrush(fill);
    m_painter->setRenderHint(QPainter::Antialiasing, false);
    m_painter->drawRect(rect);
}

void DiagramPainter::ghost(const QRectF &rect)
{
    QColor fill = m_theme.accent;
    fill.setAlphaF(0.15F);
    QPen pen(m_theme.accent, 1.5);
    pen.setDashPattern({4, 3});
    m_painter->setPen(pen);
    m_painter->setBrush(fill);
    m_painter->drawRoundedRect(rect, NodeShape::Radius, NodeShape::Radius);
}

QRectF DiagramPainter::tipRect(const CanvasTheme &theme, const QString &text, QPointF at,
                               const QSizeF &view)
{
    const QFontMetricsF metrics(theme.rowFont);
    QRectF r = metrics.boundingRect(QRectF(0, 0, 280, 1000), Qt::TextWordWrap, text);
    r = QRectF(at + QPointF(18, 20), r.size() + QSizeF(20, 12));
    r.moveLeft(std::max(4.0, std::min(r.left(), view.width() - r.width() - 4)));
    if (r.bottom() > view.height() - 4)
        r.moveBottom(at.y() - 12);
    return r;
}

void DiagramPainter::tip(QPainter *painter, const CanvasTheme &theme, const QString &text,
                         QPointF at, const QSizeF &view, bool refused)
{
    const QRectF r = tipRect(theme, text, at, view);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(refused ? theme.error : theme.accent, 1));
    painter->setBrush(theme.body);
    painter->drawRoundedRect(r.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    painter->setFont(theme.rowFont);
    painter->setPen(theme.text);
    painter->drawText(r.adjusted(10, 6, -10, -6), Qt::TextWordWrap, text);
}

} // namespace chartwright
