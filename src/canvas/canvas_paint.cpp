// SPDX-License-Identifier: Apache-2.0
#include "canvas/tool.h"

#include <QPaintEvent>
#include <QPainter>
#include <QSet>

namespace chartwright {

bool CanvasView::isHot(int wire) const
{
    const SceneWire &w = m_scene.wire(wire);
    return wire == m_selectedWire || wire == m_hover.wire || m_selected.contains(w.from) ||
           m_selected.contains(w.to);
}

WireLook CanvasView::lookOfWire(int wire) const
{
    WireLook look;
    // A selected Chart would light what its Releases do, and nothing else; that is right.
    look.hot = isHot(wire);
    if (m_tool)
        m_tool->adjustWire(wire, look);
    return look;
}

NodeLook CanvasView::lookOf(int node) const
{
    NodeLook look;
    look.selected = m_selected.contains(node);
    look.hot = m_hover.node == node;
    for (const int w : m_scene.node(node).wires) {
        const SceneWire &wire = m_scene.wire(w);
        if (!isHot(w))
            continue;
        if (wire.from == node)
            look.litOut |= wire.fromRows;
        else
            look.litIn |= wire.toRows;
    }
    if (m_hover.what == SceneHit::What::Socket && m_hover.node == node && !m_tool)
        (m_hover.out ? look.snapOut : look.snapIn) = NodeShape::bit(m_hover.row);
    if (m_tool)
        m_tool->adjustNode(node, look);
    return look;
}

void CanvasView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_theme.canvas);
    painter.save();
    painter.translate(-m_origin);
    painter.scale(m_zoom, m_zoom);
    paintScene(painter, event->region());
    painter.restore();
    if (m_tool)
        m_tool->paintOverlay(painter);
}

void CanvasView::paintMarks(DiagramPainter &diagram, const QRegion &region)
{
    if (m_marks.isEmpty())
        return;
    const QRectF exposed = mapToScene(QRectF(region.boundingRect()));
    for (const int n : m_scene.nodesIn(exposed.adjusted(0, -markHeight(), 0, 0))) {
        const SceneNode &node = m_scene.node(n);
        const auto mark = m_marks.constFind(node.shape.id);
        if (mark == m_marks.cend())
            continue;
        const QRectF strip = node.rect.adjusted(-2, 0, 2, markHeight() + 2);
        if (region.intersects(mapFromScene(strip).toAlignedRect()))
            diagram.mark(node, *mark);
    }
}

void CanvasView::paintScene(QPainter &painter, const QRegion &region)
{
    const QRectF exposed = mapToScene(QRectF(region.boundingRect()));
    DiagramPainter diagram(&painter, m_theme, m_zoom);
    diagram.setExposed(exposed);
    if (diagram.detail() == Detail::Far) {
        QSet<int> selected = m_selected;
        for (int n = 0; m_tool && n < m_scene.nodeCount(); ++n) {
            NodeLook look;
            m_tool->adjustNode(n, look);
            if (look.selected)
                selected.insert(n);
        }
        diagram.far(m_scene, exposed, selected, m_hover.wire);
        paintMarks(diagram, region);
    } else {
        // The region may be a few strips far apart: what lies between them need not be painted.
        const auto isExposed = [&](const QRectF &r, double overhang) {
            return region.intersects(
                mapFromScene(r.adjusted(-overhang, -overhang, overhang, overhang)).toAlignedRect());
        };
        diagram.grid(exposed);
        const int chart = m_scene.chart();
        if (chart >= 0) {
            NodeLook look = lookOf(chart);
            look.dimmed = false;
            diagram.chart(m_scene.node(chart), look);
        }
        QList<int> wires, hot;
        for (const int w : m_scene.wiresIn(exposed)) {
            const SceneWire &wire = m_scene.wire(w);
            bool seen = false;
            for (qsizetype i = 0; i + 1 < wire.points.size() && !seen; ++i)
                seen = isExposed(QRectF(wire.points[i], wire.points[i + 1]).normalized(), 3);
            seen = seen || (!wire.pill.isNull() && isExposed(wire.pill, 3));
            if (seen && (!m_tool || !m_tool->hides(w)))
                (isHot(w) ? hot : wires).append(w);
        }
        wires += hot; // what is lit lies on top
        for (const int w : std::as_const(wires))
            diagram.wire(m_scene.wire(w), lookOfWire(w));
        for (const int n : m_scene.nodesIn(exposed)) {
            if (isExposed(m_scene.node(n).rect, 14))
                diagram.node(m_scene.node(n), lookOf(n));
        }
        paintMarks(diagram, region);
        for (const int w : std::as_const(wires))
            diagram.pill(m_scene.wire(w), lookOfWire(w));
        if (m_scene.isEmpty() && chart >= 0)
            diagram.emptyHint(m_scene.node(chart).rect);
    }
    if (m_ghost)
        diagram.ghost(*m_ghost);
    if (m_tool)
        m_tool->paint(diagram);
}

} // namespace chartwright
