// SPDX-License-Identifier: Apache-2.0
#include "canvas/diagram_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QSet>

namespace chartwright {

// One pass over everything rather than a call a node: blocks and hairlines, names of what is big
// enough.
void DiagramPainter::far(const Scene &scene, const QRectF &rect, const QSet<int> &selected,
                         int hotWire)
{
    m_painter->setRenderHint(QPainter::Antialiasing, false);
    if (scene.chart() >= 0) {
        NodeLook look;
        look.selected = selected.contains(scene.chart());
        chart(scene.node(scene.chart()), look);
    }
    QList<QLineF> lines, hot;
    const QRectF seen = rect.adjusted(-20, -20, 20, 20);
    for (int w = 0; w < scene.wireCount(); ++w) {
        const SceneWire &wire = scene.wire(w);
        if (!wire.alive)
            continue;
        const QLineF line(wire.points.first(), wire.points.last());
        const auto [left, right] = std::minmax({line.x1(), line.x2()});
        const auto [top, bottom] = std::minmax({line.y1(), line.y2()});
        if (right < seen.left() || left > seen.right() || bottom < seen.top() ||
            top > seen.bottom())
            continue;
        const bool lit = w == hotWire || selected.contains(wire.from) || selected.contains(wire.to);
        (lit ? hot : lines).append(line);
    }
    // The further away, the closer they lie: they are not to hide what they join.
    const double strength = std::clamp(0.15 + 1.6 * m_zoom, 0.18, 0.55);
    m_painter->setPen(QPen(mixed(m_theme.canvas, m_theme.wire, strength), 0));
    m_painter->drawLines(lines);
    m_painter->setPen(QPen(m_theme.accent, 0));
    m_painter->drawLines(hot);

    QFont font = m_theme.rowFont;
    font.setPixelSize(std::max(1, int(9 / m_zoom)));
    const bool names = NodeShape::Width * m_zoom >= 44;
    m_painter->setFont(font);
    const QFontMetricsF metrics(font);
    QHash<quint32, QColor> colours;
    for (int n = 0; n < scene.nodeCount(); ++n) {
        const SceneNode &node = scene.node(n);
        if (!node.alive || n == scene.chart() || !node.rect.intersects(seen))
            continue;
        QColor &colour = colours[node.shape.colour];
        if (!colour.isValid())
            colour = m_theme.kind(node.shape.colour);
        m_painter->fillRect(node.rect, colour);
        if (node.errors > 0)
            m_painter->fillRect(QRectF(node.rect.right() - 40, node.rect.top(), 40, 40),
                                m_theme.error);
        if (names) {
            const QRectF room = node.rect.adjusted(6, 0, -4, 0);
            const QStringList name = wholeName(node.shape.name, metrics, room.width(),
                                               int(room.height() / metrics.height()));
            m_painter->setPen(contrast(colour, Qt::white) > 2.5 ? Qt::white : Qt::black);
            double y = room.center().y() - metrics.height() * double(name.size()) / 2;
            for (const QString &line : name) {
                m_painter->drawText(QPointF(room.left(), y + metrics.ascent()), line);
                y += metrics.height();
            }
        }
        if (selected.contains(n)) {
            m_painter->setPen(QPen(m_theme.accent, 2.5 / m_zoom));
            m_painter->setBrush(Qt::NoBrush);
            m_painter->drawRect(
                node.rect.adjusted(-2 / m_zoom, -2 / m_zoom, 2 / m_zoom, 2 / m_zoom));
        }
    }
}

} // namespace chartwright
