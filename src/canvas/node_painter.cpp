// SPDX-License-Identifier: Apache-2.0
#include "canvas/diagram_painter.h"

#include "canvas/icons.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

namespace chartwright {
namespace {

constexpr double Edge = 4, Left = 14, Right = 14, IconSize = 18, NameLeft = 39, BadgeRoom = 30;
constexpr qsizetype LeastLetters = 8; ///< of a name that is cut

QStaticText laidOut(const QString &plain, const QFont &font)
{
    QStaticText text(plain);
    text.setTextFormat(Qt::PlainText);
    text.prepare({}, font);
    return text;
}

/// Of a host and a path it is the path that tells the rows of an Ingress apart.
QString cutLabel(const QString &label, const QFontMetricsF &metrics, double room)
{
    const QString host = label.section(u'/', 0, 0), path = label.mid(host.size());
    const double hostRoom = room - metrics.horizontalAdvance(path);
    const bool whole = metrics.horizontalAdvance(label) <= room;
    if (whole || host.isEmpty() || path.isEmpty())
        return metrics.elidedText(label, Qt::ElideRight, room);
    if (hostRoom > metrics.horizontalAdvance(QStringLiteral("w…")))
        return metrics.elidedText(host, Qt::ElideRight, hostRoom) + path;
    return metrics.elidedText(u'…' + path, Qt::ElideMiddle, room);
}

NodeTexts::Row rowTexts(const NodeRow &row, const CanvasTheme &theme)
{
    const QFontMetricsF metrics(theme.rowFont);
    const double room = NodeShape::Width - Left - Right, gap = row.value.isEmpty() ? 0 : 12;
    const double label = metrics.horizontalAdvance(row.label);
    double value = metrics.horizontalAdvance(row.value);
    NodeTexts::Row out;
    // The value gives way first, but keeps half of the room.
    const double valueRoom = std::max(room / 2 - gap, room - gap - label);
    out.value =
        value > valueRoom ? metrics.elidedText(row.value, Qt::ElideRight, valueRoom) : row.value;
    value = std::min(value, metrics.horizontalAdvance(out.value));
    out.label = cutLabel(row.label, metrics, room - gap - value + 0.5);
    out.labelText = laidOut(out.label, theme.rowFont);
    out.valueText = laidOut(out.value, theme.rowFont);
    out.valueX = NodeShape::Width - Right - value;
    return out;
}

/// The left edge of a node in the kind's colour, within its round corners.
QPainterPath edgePath(const QRectF &r, double width)
{
    const double radius = std::min(NodeShape::Radius, width);
    QPainterPath path(QPointF(r.left() + width, r.top()));
    path.lineTo(r.left() + radius, r.top());
    path.quadTo(r.topLeft(), {r.left(), r.top() + radius});
    path.lineTo(r.left(), r.bottom() - radius);
    path.quadTo(r.bottomLeft(), {r.left() + radius, r.bottom()});
    path.lineTo(r.left() + width, r.bottom());
    path.closeSubpath();
    return path;
}

/// A name seen from further away: smaller or in two lines, before it is cut.
struct NameLines
{
    QFont font;
    QStringList lines;
    double height = 0; ///< of a line
};

NameLines nameLines(const QString &name, QFont font, const QSizeF &room, double pixel)
{
    constexpr double Largest = 10.5, Smallest = 9, Most = 36;
    NameLines out;
    const auto sized = [&](double pixels) {
        font.setPixelSize(std::max(1, int(std::min(pixels * pixel, Most))));
        out.font = font;
        out.height = font.pixelSize() * 1.02;
        return QFontMetricsF(font);
    };
    for (const double pixels : {Largest, Smallest}) {
        if (sized(pixels).horizontalAdvance(name) <= room.width() &&
            out.height <= room.height() + 2.3 * pixel) {
            out.lines = {name};
            return out;
        }
    }
    const QFontMetricsF metrics(out.font);
    out.lines = wholeName(name, metrics, room.width(), int(room.height() / out.height + 0.1));
    return out;
}

} // namespace

QStringList wholeName(const QString &name, const QFontMetricsF &metrics, double width, int most)
{
    QStringList lines;
    const auto fits = [&](qsizetype from, qsizetype to) {
        return metrics.horizontalAdvance(name.mid(from, to - from)) <= width;
    };
    qsizetype start = 0;
    while (start < name.size()) {
        qsizetype end = name.size();
        while (end > start && !fits(start, end)) {
            do
                --end;
            while (end > start && !QStringView(u"-_./").contains(name[end - 1]));
        }
        if (end == start || lines.size() == most)
            return {};
        lines.append(name.mid(start, end - start));
        start = end;
    }
    return lines;
}

const NodeTexts &DiagramPainter::texts(const SceneNode &node) const
{
    if (node.texts)
        return *node.texts;
    auto made = std::make_shared<NodeTexts>();
    const QFontMetricsF metrics(m_theme.nameFont);
    const double room = (node.shape.isChart() ? 400 : NodeShape::Width - NameLeft - Right) -
                        (node.problems() > 0 ? BadgeRoom - Right : 0);
    made->name = metrics.elidedText(node.shape.name, Qt::ElideRight, room);
    made->nameText = laidOut(made->name, m_theme.nameFont);
    made->note = node.shape.note;
    made->noteX = metrics.horizontalAdvance(made->name);
    for (const NodeRow &row : node.shape.rows)
        made->rows.push_back(rowTexts(row, m_theme));
    node.texts = made;
    return *made;
}

void DiagramPainter::text(QPointF baseline, const QFont &font, const QColor &colour,
                          const QString &plain, const QStaticText &laidOutText)
{
    if (plain.isEmpty())
        return;
    m_painter->setFont(font);
    m_painter->setPen(colour);
    if (m_vector)
        m_painter->drawText(baseline, plain);
    else
        m_painter->drawStaticText(baseline - QPointF(0, QFontMetricsF(font).ascent()), laidOutText);
}

void DiagramPainter::icon(const QString &file, const QColor &colour, const QRectF &rect)
{
    if (m_vector)
        paintIcon(m_painter, file, colour, rect);
    else
        drawIcon(m_painter, file, colour, rect);
}

void DiagramPainter::node(const SceneNode &node, const NodeLook &look)
{
    if (look.dimmed)
        m_painter->setOpacity(0.4);
    if (m_detail == Detail::Near)
        nearNode(node, look);
    else
        middleNode(node, look);
    if (look.dimmed)
        m_painter->setOpacity(1);
}

void DiagramPainter::nearNode(const SceneNode &node, const NodeLook &look)
{
    const QRectF r = node.rect;
    const QColor colour = m_theme.kind(node.shape.colour);
    m_painter->setPen(QPen(look.hot ? mixed(m_theme.frame, m_theme.text, 0.25) : m_theme.frame, 1));
    m_painter->setBrush(m_theme.body);
    m_painter->drawRoundedRect(r, NodeShape::Radius, NodeShape::Radius);
    m_painter->fillPath(edgePath(r, Edge + 1), colour);

    const NodeTexts &all = texts(node);
    icon(node.shape.icon, colour, {r.left() + Left, r.top() + 6, IconSize, IconSize});
    text(r.topLeft() + QPointF(NameLeft, 20), m_theme.nameFont, m_theme.text, all.name,
         all.nameText);
    if (!node.shape.rows.isEmpty()) {
        const double y = r.top() + NodeShape::HeaderHeight;
        m_painter->fillRect(QRectF(r.left() + Edge + 1, y - 0.5, r.width() - Edge - 1.5, 1),
                            m_theme.line);
    }
    for (int i = 0; i < int(all.rows.size()); ++i)
        row(node, i, all.rows[size_t(i)], look);
    if (look.selected) {
        m_painter->setPen(QPen(m_theme.accent, 2));
        m_painter->setBrush(Qt::NoBrush);
        m_painter->drawRoundedRect(r, NodeShape::Radius, NodeShape::Radius);
    }
    badge(node, node.badgeRect());
    sockets(node, look);
}

void DiagramPainter::row(const SceneNode &node, int row, const NodeTexts::Row &texts,
                         const NodeLook &look)
{
    const QRectF r = NodeShape::rowRect(row).translated(node.rect.topLeft());
    const auto bit = NodeShape::bit(row);
    const bool lit = ((look.litIn | look.litOut) & bit) != 0;
    if (lit)
        m_painter->fillRect(r.adjusted(Edge + 1, 0, -1, 0), m_theme.accentFill);
    const bool isRest = node.shape.hiddenRows > 0 && row == int(node.shape.rows.size()) - 1;
    text(r.topLeft() + QPointF(Left, 14), m_theme.rowFont,
         isRest ? mixed(m_theme.faint, m_theme.body, 0.15) : m_theme.faint, texts.label,
         texts.labelText);
    text(r.topLeft() + QPointF(texts.valueX, 14), m_theme.rowFont, m_theme.text, texts.value,
         texts.valueText);
}

void DiagramPainter::sockets(const SceneNode &node, const NodeLook &look)
{
    for (int i = -1; i < int(node.shape.rows.size()); ++i) {
        const auto bit = NodeShape::bit(i);
        if (node.shape.hasSocket(i, false) || (node.wiredIn & bit))
            socket(node.socket(i, false), node.wiredIn & bit, look.litIn & bit, look.acceptIn & bit,
                   look.snapIn & bit);
        if (node.shape.hasSocket(i, true) || (node.wiredOut & bit))
            socket(node.socket(i, true), node.wiredOut & bit, look.litOut & bit,
                   look.acceptOut & bit, look.snapOut & bit);
    }
}

void DiagramPainter::socket(QPointF at, bool wired, bool lit, bool accepts, bool snapped)
{
    const QColor colour = lit || accepts || snapped ? m_theme.accent : m_theme.wire;
    double radius = wired || lit ? NodeShape::SocketRadius : NodeShape::SocketRadius - 0.7;
    if (accepts || snapped) {
        radius = snapped ? 7 : 6;
        QColor halo = m_theme.accent;
        halo.setAlphaF(0.28F);
        m_painter->setPen(Qt::NoPen);
        m_painter->setBrush(halo);
        m_painter->drawEllipse(at, radius + 4, radius + 4);
    }
    m_painter->setPen(QPen(wired || accepts || lit ? m_theme.body : colour, wired ? 1 : 1.3));
    m_painter->setBrush(wired || accepts || lit ? colour : m_theme.body);
    m_painter->drawEllipse(at, radius, radius);
}

/// A disc, a triangle or a smaller disc: told apart without colour too.
void DiagramPainter::badge(const SceneNode &node, const QRectF &rect)
{
    if (node.problems() == 0)
        return;
    const QPointF c = rect.center();
    m_painter->setPen(Qt::NoPen);
    const QPen sign(m_theme.onBadge, 1.8, Qt::SolidLine, Qt::RoundCap);
    if (node.errors > 0) {
        m_painter->setBrush(m_theme.error);
        m_painter->drawEllipse(c, 8, 8);
        m_painter->setPen(sign);
        m_painter->drawLine(c + QPointF(-3, -3), c + QPointF(3, 3));
        m_painter->drawLine(c + QPointF(-3, 3), c + QPointF(3, -3));
        return;
    }
    if (node.warnings > 0) {
        m_painter->setPen(QPen(m_theme.warning, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        m_painter->setBrush(m_theme.warning);
        m_painter->drawPolygon(
            QPolygonF({c + QPointF(0, -7), c + QPointF(7.6, 6.2), c + QPointF(-7.6, 6.2)}));
        m_painter->setPen(sign);
        m_painter->drawLine(c + QPointF(0, -3), c + QPointF(0, 1.4));
        m_painter->drawPoint(c + QPointF(0, 4.6));
        return;
    }
    m_painter->setPen(QPen(m_theme.advice, 1.6));
    m_painter->setBrush(Qt::NoBrush);
    m_painter->drawEllipse(c, 6.6, 6.6);
    m_painter->setPen(QPen(m_theme.advice, 1.8, Qt::SolidLine, Qt::RoundCap));
    m_painter->drawPoint(c + QPointF(0, -3.2));
    m_painter->drawLine(c + QPointF(0, -0.4), c + QPointF(0, 3.4));
}

/// Icon and name in a size that stays readable; no rows.
void DiagramPainter::middleNode(const SceneNode &node, const NodeLook &look)
{
    const QRectF r = node.rect;
    const QColor colour = m_theme.kind(node.shape.colour);
    const double pixel = 1 / m_zoom;
    m_painter->setRenderHint(QPainter::Antialiasing);
    m_painter->setPen(QPen(look.selected ? m_theme.accent
                           : look.hot    ? mixed(m_theme.frame, m_theme.text, 0.25)
                                         : m_theme.frame,
                           look.selected ? 2 * pixel : pixel));
    m_painter->setBrush(m_theme.body);
    m_painter->drawRoundedRect(r, NodeShape::Radius, NodeShape::Radius);
    m_painter->fillPath(edgePath(r, 3 * pixel), colour);
    m_painter->setRenderHint(QPainter::Antialiasing, false);

    const double icon = std::min({12 * pixel, 34.0, r.height() - 2 * pixel});
    const double head = std::min(icon + 6 * pixel, r.height()); // all there is of some
    const double badgeRoom = node.problems() > 0 ? icon * 0.7 + 2 * pixel : 0;
    const QFont &font = m_theme.nameFont;
    const QRectF beside = r.adjusted(7 * pixel + icon, pixel, -3 * pixel - badgeRoom, -pixel);
    QRectF room = beside;
    NameLines lines = nameLines(node.shape.name, font, room.size(), pixel);
    if (lines.lines.isEmpty()) { // it says more than the icon; the edge's colour tells the kind
        room.setLeft(r.left() + 5 * pixel);
        lines = nameLines(node.shape.name, font, room.size(), pixel);
    }
    if (lines.lines.isEmpty() && lines.height <= beside.height()) { // a few letters say nothing
        room = beside;
        const QString cut =
            QFontMetricsF(lines.font).elidedText(node.shape.name, Qt::ElideRight, room.width());
        if (cut.size() > LeastLetters)
            lines.lines = {cut};
    }
    if (room == beside)
        this->icon(node.shape.icon, colour,
                   {r.left() + 5 * pixel, r.top() + (head - icon) / 2, icon, icon});
    m_painter->setPen(m_theme.text);
    m_painter->setFont(lines.font);
    // A single line stands beside the icon, as in a header.
    double y =
        (lines.lines.size() > 1 ? room.top() : r.top() + std::max(0.0, (head - lines.height) / 2)) +
        lines.height * 0.82;
    for (const QString &line : lines.lines) {
        m_painter->drawText(QPointF(room.left(), y), line);
        y += lines.height;
    }
    if (node.problems() > 0) {
        const QColor severity = node.errors > 0     ? m_theme.error
                                : node.warnings > 0 ? m_theme.warning
                                                    : m_theme.advice;
        m_painter->fillRect(QRectF(r.right() - icon * 0.7 - 3 * pixel,
                                   r.top() + std::min(4 * pixel, (head - icon * 0.7) / 2),
                                   icon * 0.7, icon * 0.7),
                            severity);
    }
    const auto accepted = look.acceptIn | look.acceptOut | look.snapIn | look.snapOut;
    const bool snapped = look.snapIn | look.snapOut;
    if (accepted) {
        m_painter->setPen(QPen(m_theme.accent, (snapped ? 3 : 1.5) * pixel));
        m_painter->setBrush(Qt::NoBrush);
        m_painter->drawRect(r);
    }
    // A wire can be pulled from here too, at the header's sockets.
    if (look.hot || snapped) {
        m_painter->setRenderHint(QPainter::Antialiasing);
        m_painter->setPen(QPen(m_theme.body, pixel));
        m_painter->setBrush(m_theme.accent);
        for (const bool out : {false, true}) {
            const double wanted = (out ? look.snapOut : look.snapIn) ? 6 : 4;
            const double radius = std::min(wanted * pixel, 12.0);
            if (node.shape.hasSocket(-1, out))
                m_painter->drawEllipse(node.socket(-1, out), radius, radius);
        }
        m_painter->setRenderHint(QPainter::Antialiasing, false);
    }
}

} // namespace chartwright
