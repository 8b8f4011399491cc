// SPDX-License-Identifier: Apache-2.0
#include "canvas/tool.h"

#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QMimeData>

namespace chartwright {

QString CanvasView::toolTipFor(const SceneHit &hit) const
{
    // Rich text, so that it wraps; what comes from a file is escaped.
    const auto paragraph = [](const QString &text) {
        return QStringLiteral("<p style='margin:2px'>%1</p>").arg(text.toHtmlEscaped());
    };
    if (hit.what == SceneHit::What::Badge) {
        QString text;
        int shown = 0;
        for (const Finding &f : m_document->findings(m_scene.node(hit.node).shape.id)) {
            if (!f.isOpen())
                continue;
            if (++shown > 8)
                return text + paragraph(tr("and more"));
            text += paragraph(f.message);
        }
        return text;
    }
    if (hit.what == SceneHit::What::Wire) {
        QString text;
        QStringList titles;
        const SceneWire &wire = m_scene.wire(hit.wire);
        for (const auto &[id, use] : wire.wire.uses) {
            const WireSpec *spec = m_document->kinds().wire(id);
            const ResourcePtr holder = m_document->topology().find(use.holder);
            const QString label = spec && spec->label && holder
                                      ? spec->label(m_document->topology(), *holder, use)
                                      : QString();
            const QString line =
                spec ? label.isEmpty() ? spec->title : tr("%1: %2").arg(spec->title, label)
                     : QString();
            if (!line.isEmpty() && !titles.contains(line))
                titles.append(line);
        }
        for (const QString &title : std::as_const(titles))
            text += paragraph(title);
        return text;
    }
    if (hit.what == SceneHit::What::Node) {
        const NodeShape &shape = m_scene.node(hit.node).shape;
        if (hit.row < 0 || hit.row >= shape.rows.size())
            return paragraph(tr("%1 %2").arg(shape.title, shape.name));
        const NodeRow &row = shape.rows[hit.row];
        return paragraph(row.value.isEmpty() ? row.label : tr("%1: %2").arg(row.label, row.value));
    }
    return {};
}

void CanvasView::contextMenuEvent(QContextMenuEvent *event)
{
    event->accept();
    if (m_tool || std::exchange(m_ignoresMenu, false))
        return;
    using What = SceneHit::What;
    CanvasPlace place = m_selectedWire >= 0    ? CanvasPlace::Wire
                        : m_selected.isEmpty() ? CanvasPlace::Empty
                                               : CanvasPlace::Node;
    QPoint global = event->globalPos();
    if (event->reason() == QContextMenuEvent::Mouse) {
        m_pointer = event->pos();
        const SceneHit hit = hitAt(event->pos());
        if (hit.wire >= 0) {
            const Wire &wire = m_scene.wire(hit.wire).wire;
            m_selection->setWire(wire.from, wire.to);
            place = CanvasPlace::Wire;
        } else if (hit.node >= 0) {
            const ResourceId id = m_scene.node(hit.node).shape.id;
            if (!m_selection->contains(id))
                m_selection->set({id});
            place = hit.what == What::Chart ? CanvasPlace::Chart : CanvasPlace::Node;
        } else {
            m_selection->clear();
            place = CanvasPlace::Empty;
        }
    } else if (!m_selected.isEmpty()) {
        const SceneNode &node = m_scene.node(*m_selected.cbegin());
        global =
            viewport()->mapToGlobal(mapFromScene(node.rect.topLeft() + QPointF(20, 30)).toPoint());
    }
    emit contextMenuRequested(place, global);
}

void CanvasView::dragEnterEvent(QDragEnterEvent *event)
{
    const QString kind = QString::fromUtf8(event->mimeData()->data(QLatin1String(KindMimeType)));
    if (m_document->kinds().find(kind) && kind != u"Chart")
        event->acceptProposedAction();
}

void CanvasView::dragMoveEvent(QDragMoveEvent *event)
{
    if (!event->mimeData()->hasFormat(QLatin1String(KindMimeType)))
        return;
    m_pointer = event->position();
    const QPointF at = mapToScene(m_pointer);
    const QRectF now(at - QPointF(NodeShape::Width / 2, NodeShape::HeaderHeight / 2),
                     QSizeF(NodeShape::Width, 60));
    const QRectF before = m_ghost.value_or(now);
    m_ghost = now;
    updateScene((before | now).adjusted(-4, -4, 4, 4));
    event->acceptProposedAction();
}

void CanvasView::dragLeaveEvent(QDragLeaveEvent *)
{
    m_ghost.reset();
    viewport()->update();
}

void CanvasView::dropEvent(QDropEvent *event)
{
    m_ghost.reset();
    viewport()->update();
    const QString kind = QString::fromUtf8(event->mimeData()->data(QLatin1String(KindMimeType)));
    if (!m_document->kinds().find(kind) || kind == u"Chart")
        return;
    insertAt(kind, mapToScene(event->position()), Room::Shared);
    event->acceptProposedAction();
    setFocus();
}

} // namespace chartwright
