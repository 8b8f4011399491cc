// SPDX-License-Identifier: Apache-2.0
#include "canvas/tool.h"

#include "model/edits.h"

#include <QApplication>
#include <QCoreApplication>
#include <QSet>
#include <cmath>

namespace chartwright {
namespace {

constexpr double Grid = 10;

QString tr(const char *text, const char *comment = nullptr, int n = -1)
{
    return QCoreApplication::translate("Canvas", text, comment, n);
}

QPointF onGrid(QPointF p)
{
    return {std::round(p.x() / Grid) * Grid, std::round(p.y() / Grid) * Grid};
}

} // namespace

PanTool::PanTool(CanvasView &view, QPointF start) : Tool(view), m_start(start), m_origin(origin())
{
}

void PanTool::move(QPointF, Qt::KeyboardModifiers)
{
    setOrigin(m_origin - (pointer() - m_start).toPoint());
}

bool PanTool::release(QPointF, Qt::KeyboardModifiers) { return true; }

MarqueeTool::MarqueeTool(CanvasView &view, QPointF start, Qt::KeyboardModifiers modifiers)
    : Tool(view), m_start(start), m_now(start), m_adds(modifiers.testFlag(Qt::ControlModifier))
{
}

void MarqueeTool::move(QPointF at, Qt::KeyboardModifiers modifiers)
{
    const QRectF before = rect();
    m_now = at;
    const QRectF now = rect();
    QSet<int> found;
    for (const int n : scene().nodesIn(now)) {
        const QRectF node = scene().node(n).rect;
        if (modifiers.testFlag(Qt::AltModifier) ? now.contains(node) : now.intersects(node))
            found.insert(n);
    }
    const double edge = 3 / view().zoom();
    for (const QRectF &r : {before, now}) {
        update(QRectF(r.left(), r.top(), r.width(), 0).adjusted(-edge, -edge, edge, edge));
        update(QRectF(r.left(), r.bottom(), r.width(), 0).adjusted(-edge, -edge, edge, edge));
    }
    update((before | now).adjusted(-edge, -edge, edge, edge));
    const QSet<int> changed = (found | m_found) - (found & m_found);
    for (const int n : changed)
        update(scene().node(n).rect.adjusted(-4, -4, 4, 4));
    m_found = found;
}

bool MarqueeTool::release(QPointF, Qt::KeyboardModifiers)
{
    QList<ResourceId> ids = m_adds ? selection().ids() : QList<ResourceId>();
    QList<int> found(m_found.begin(), m_found.end());
    std::sort(found.begin(), found.end());
    for (const int n : std::as_const(found)) {
        if (!ids.contains(scene().node(n).shape.id))
            ids.append(scene().node(n).shape.id);
    }
    selection().set(ids);
    updateAll();
    return true;
}

void MarqueeTool::cancel() { updateAll(); }

void MarqueeTool::adjustNode(int node, NodeLook &look)
{
    look.selected = m_found.contains(node) || (m_adds && look.selected);
}

void MarqueeTool::paint(DiagramPainter &painter) { painter.marquee(rect()); }

MoveTool::MoveTool(CanvasView &view, QPointF start, int pressed, bool selectsOnClick)
    : Tool(view), m_start(start), m_pressed(pressed), m_selectsOnClick(selectsOnClick)
{
}

void MoveTool::move(QPointF at, Qt::KeyboardModifiers modifiers)
{
    const double threshold = QApplication::startDragDistance() / view().zoom();
    if (!m_moving) {
        if ((at - m_start).manhattanLength() < threshold)
            return;
        m_moving = true;
        const bool frame = m_pressed == scene().chart();
        for (int n = 0; frame && n < scene().nodeCount(); ++n) {
            if (scene().node(n).alive && scene().node(n).shape.templated)
                m_from.insert(n, scene().node(n).rect.topLeft());
        }
        for (const ResourceId &id : selection().ids()) {
            const auto n = scene().find(id);
            if (n && *n != scene().chart())
                m_from.insert(*n, scene().node(*n).rect.topLeft());
        }
    }
    if (m_from.isEmpty())
        return;
    const bool copies = modifiers.testFlag(Qt::AltModifier) && m_pressed != scene().chart();
    // The grid is that of the node under the pointer; the others keep their distance to it.
    const QPointF lead = m_from.value(m_pressed, m_from.cbegin().value());
    const QPointF delta = onGrid(lead + at - m_start) - lead;
    if (delta == m_delta && copies == m_copies)
        return;
    if (copies != m_copies) {
        m_copies = copies;
        updateAll();
        hint(copies ? tr("Release to copy. Esc breaks off.") : QString());
    }
    if (m_copies)
        updateAll();
    m_delta = delta;
    moveBy(m_copies ? QPointF() : delta);
}

void MoveTool::moveBy(QPointF delta)
{
    QHash<int, QPointF> places;
    for (auto it = m_from.cbegin(); it != m_from.cend(); ++it)
        places.insert(it.key(), *it + delta);
    update(scene().place(places));
}

bool MoveTool::release(QPointF, Qt::KeyboardModifiers)
{
    hint({});
    if (!m_moving) {
        if (m_selectsOnClick)
            selection().set({scene().node(m_pressed).shape.id});
        return true;
    }
    if (m_delta.isNull() || m_from.isEmpty())
        return true;
    if (m_copies) {
        QList<ResourcePtr> originals;
        QHash<ResourceId, QPointF> places;
        for (auto it = m_from.cbegin(); it != m_from.cend(); ++it) {
            const ResourceId id = scene().node(it.key()).shape.id;
            originals.append(topology().find(id));
            places.insert(id, *it);
        }
        std::sort(originals.begin(), originals.end(),
                  [](const ResourcePtr &a, const ResourcePtr &b) { return a->id < b->id; });
        selection().set(pushCopies(originals, places, m_delta,
                                   originals.size() == 1
                                       ? tr("Copy %1").arg(originals.first()->name)
                                       : tr("Copy %n nodes", nullptr, int(originals.size()))));
        updateAll();
        return true;
    }
    QHash<ResourceId, QPointF> places;
    for (auto it = m_from.cbegin(); it != m_from.cend(); ++it)
        places.insert(scene().node(it.key()).shape.id, *it + m_delta);
    const QString text = places.size() == 1
                             ? tr("Move %1").arg(scene().node(m_from.cbegin().key()).shape.name)
                             : tr("Move %n nodes", nullptr, int(places.size()));
    push(moveResources(topology(), places, text));
    return true;
}

void MoveTool::cancel()
{
    hint({});
    if (m_moving)
        moveBy({});
    updateAll();
}

Qt::CursorShape MoveTool::cursor() const
{
    return m_copies ? Qt::DragCopyCursor : m_moving ? Qt::ClosedHandCursor : Qt::ArrowCursor;
}

void MoveTool::paint(DiagramPainter &painter)
{
    if (!m_copies)
        return;
    for (auto it = m_from.cbegin(); it != m_from.cend(); ++it)
        painter.ghost(QRectF(*it + m_delta, scene().node(it.key()).rect.size()));
}

} // namespace chartwright
