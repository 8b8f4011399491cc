// SPDX-License-Identifier: Apache-2.0
#include "canvas/scene.h"

#include "canvas/layout.h"

#include <QSet>

namespace chartwright {
namespace {

constexpr double FramePadding = 30, FrameTitle = 30;
constexpr double LargeTitle = 520; ///< from far, the name stands over the frame
constexpr QSizeF EmptyFrame{640, 320};
/// Sockets, outlines and pills reach beyond what they belong to.
constexpr double Overhang = 28;

QRectF grown(const QRectF &r) { return r.adjusted(-Overhang, -Overhang, Overhang, Overhang); }

} // namespace

Detail detailAt(double zoom)
{
    // Rows can still be read at half their size, and nodes without them look empty.
    return zoom >= 0.5 ? Detail::Near : zoom >= 0.25 ? Detail::Middle : Detail::Far;
}

QPointF SceneNode::socket(int row, bool out) const
{
    return {out ? rect.right() : rect.left(), rect.top() + NodeShape::rowMiddle(row)};
}

QRectF SceneNode::badgeRect() const { return {rect.right() - 27, rect.top() + 6, 18, 18}; }

Scene::Scene()
    : m_router([this](const QRectF &r) { return nodesMeeting(r); },
               [this](const QRectF &r) {
                   QList<QRectF> found;
                   m_nodeGrid.query(r, nodeCount(), [&](int n) {
                       if (node(n).rect.intersects(r))
                           found.append(node(n).rect);
                       return true;
                   });
                   return found;
               })
{
}

int Scene::nodesMeeting(const QRectF &rect) const
{
    int count = 0;
    m_nodeGrid.query(rect, nodeCount(), [&](int n) {
        count += node(n).rect.intersects(rect) ? 1 : 0;
        return true;
    });
    return count;
}

std::optional<int> Scene::find(const ResourceId &id) const
{
    const auto it = m_byId.constFind(id);
    return it == m_byId.cend() ? std::nullopt : std::optional(*it);
}

std::optional<int> Scene::findWire(const ResourceId &from, const ResourceId &to) const
{
    const auto a = find(from), b = find(to);
    const auto it = a && b ? m_wireByEnds.constFind({*a, *b}) : m_wireByEnds.cend();
    return it == m_wireByEnds.cend() ? std::nullopt : std::optional(*it);
}

void Scene::rebuild(const Topology &topology, const RefIndex &refs)
{
    m_nodes.clear();
    m_wires.clear();
    m_freeNodes.clear();
    m_freeWires.clear();
    m_byId.clear();
    m_wireByEnds.clear();
    m_nodeGrid.clear();
    m_wireGrid.clear();
    m_pillGrid.clear();
    m_router.clear();
    m_chart = -1;
    const QHash<ResourceId, QPointF> missing = missingPlacements(topology, refs);
    m_nodes.reserve(size_t(topology.resources().size()));
    for (const ResourcePtr &r : topology.resources())
        addNode(topology, *r, topology.placement(r->id).value_or(missing.value(r->id)));
    Dirty dirty;
    placeFrame(dirty);
    for (const Wire &wire : allWires(topology, refs))
        addWire(wire);
    for (int w = 0; w < wireCount(); ++w)
        route(w);
    for (int n = 0; n < nodeCount(); ++n)
        markSockets(n);
}

QHash<ResourceId, QPointF> Scene::missingPlacements(const Topology &topology,
                                                    const RefIndex &refs) const
{
    const auto &all = topology.resources();
    const auto isMissing = [&](const ResourcePtr &r) {
        return r->kind != u"Chart" && !topology.placement(r->id);
    };
    if (std::none_of(all.begin(), all.end(), isMissing))
        return {};
    return layout(topology, refs);
}

Dirty Scene::update(const Topology &topology, const RefIndex &refs, const ChangeEvent &event)
{
    Dirty dirty;
    QSet<ResourceId> changed, touched;
    for (const Change &c : event.changes) {
        changed.insert(c.id);
        touched.insert(c.id);
        // What refers to it may show its name, tag or port.
        for (const RefUse &use : refs.to(c.id))
            touched.insert(use.holder);
        if (!c.after) {
            if (const auto n = find(c.id))
                removeNode(*n, dirty);
        }
    }
    // What has no place of its own stands where a layout puts it.
    std::optional<QHash<ResourceId, QPointF>> missing;
    const auto placeOf = [&](const ResourceId &id) {
        if (const auto at = topology.placement(id))
            return *at;
        if (!missing)
            missing = missingPlacements(topology, refs);
        return missing->value(id);
    };
    QList<ResourceId> inOrder(touched.begin(), touched.end());
    std::sort(inOrder.begin(), inOrder.end());
    for (const ResourceId &id : std::as_const(inOrder)) {
        const ResourcePtr r = topology.find(id);
        if (!r)
            continue;
        if (const auto n = find(id)) {
            setShape(*n, nodeShape(topology, *r), dirty);
        } else {
            const int made = addNode(topology, *r, placeOf(id));
            dirty |= grown(node(made).rect);
        }
    }
    QHash<int, QPointF> moved;
    for (const PlacementChange &m : event.moves) {
        const auto n = find(m.id);
        if (n && *n != m_chart && node(*n).rect.topLeft() != placeOf(m.id))
            moved.insert(*n, placeOf(m.id));
    }
    for (const ResourceId &id : std::as_const(inOrder)) {
        if (changed.contains(id))
            rewire(topology, refs, id, dirty);
    }
    dirty |= place(moved);
    return dirty;
}

Dirty Scene::place(const QHash<int, QPointF> &positions)
{
    Dirty dirty;
    QSet<int> wires;
    for (auto it = positions.cbegin(); it != positions.cend(); ++it) {
        const QRectF old = node(it.key()).rect;
        if (old.topLeft() == *it)
            continue;
        setRect(it.key(), QRectF(*it, old.size()));
        dirty |= grown(old);
        dirty |= grown(node(it.key()).rect);
        for (const int w : node(it.key()).wires)
            wires.insert(w);
    }
    placeFrame(dirty);
    QList<int> inOrder(wires.begin(), wires.end());
    std::sort(inOrder.begin(), inOrder.end());
    for (const int w : std::as_const(inOrder))
        reroute(w, dirty);
    return dirty;
}

Dirty Scene::setFindings(const QHash<ResourceId, Counts> &counts)
{
    Dirty dirty;
    for (SceneNode &n : m_nodes) {
        if (!n.alive)
            continue;
        const Counts now = counts.value(n.shape.id);
        if (n.errors == now.errors && n.warnings == now.warnings && n.advice == now.advice)
            continue;
        n.errors = now.errors;
        n.warnings = now.warnings;
        n.advice = now.advice;
        dirty.frame = dirty.frame || n.shape.isChart();
        dirty |= n.shape.isChart() ? grown(titleRect(n.rect)) : grown(n.rect);
    }
    return dirty;
}

void Scene::forgetTexts()
{
    for (const SceneNode &n : m_nodes)
        n.texts.reset();
}

QList<int> Scene::nodesIn(const QRectF &rect) const
{
    QList<int> found;
    const QRectF reach = grown(rect);
    m_nodeGrid.query(reach, nodeCount(), [&](int n) {
        if (node(n).rect.intersects(reach))
            found.append(n);
        return true;
    });
    std::sort(found.begin(), found.end());
    return found;
}

QList<int> Scene::wiresIn(const QRectF &rect) const
{
    QList<int> found;
    const QRectF reach = grown(rect);
    m_wireGrid.query(reach, wireCount(), [&](int w) {
        if (wire(w).bounds.adjusted(-1, -1, 1, 1).intersects(reach))
            found.append(w);
        return true;
    });
    std::sort(found.begin(), found.end());
    return found;
}

QRectF Scene::contents() const
{
    QRectF all;
    for (const SceneNode &n : m_nodes) {
        if (n.alive)
            all |= n.rect;
    }
    return all;
}

QRectF Scene::contents(const QList<ResourceId> &ids) const
{
    QRectF all;
    for (const ResourceId &id : ids) {
        if (const auto n = find(id))
            all |= node(*n).rect;
    }
    return all;
}

int Scene::addNode(const Topology &topology, const Resource &resource, QPointF at)
{
    int n = nodeCount();
    if (m_freeNodes.empty()) {
        m_nodes.emplace_back();
    } else {
        n = m_freeNodes.back();
        m_freeNodes.pop_back();
        m_nodes[size_t(n)] = SceneNode();
    }
    SceneNode &made = m_nodes[size_t(n)];
    made.alive = true;
    made.shape = nodeShape(topology, resource);
    m_byId.insert(resource.id, n);
    if (made.shape.isChart() && m_chart < 0) {
        m_chart = n;
        m_emptyFrame = topology.placement(resource.id).value_or(QPointF());
        made.rect = QRectF(m_emptyFrame, EmptyFrame);
    } else {
        made.rect = QRectF(at, made.shape.size());
        m_nodeGrid.insert(n, made.rect);
    }
    return n;
}

void Scene::removeNode(int n, Dirty &dirty)
{
    SceneNode &gone = m_nodes[size_t(n)];
    dirty.frame = dirty.frame || n == m_chart;
    dirty |= grown(gone.rect);
    const QList<int> wires = gone.wires;
    for (const int w : wires)
        removeWire(w, dirty);
    if (n == m_chart)
        m_chart = -1;
    else
        m_nodeGrid.remove(n, gone.rect);
    m_byId.remove(gone.shape.id);
    gone = SceneNode();
    m_freeNodes.push_back(n);
}

void Scene::setRect(int n, const QRectF &rect)
{
    SceneNode &moved = m_nodes[size_t(n)];
    if (n != m_chart) {
        m_nodeGrid.remove(n, moved.rect);
        m_nodeGrid.insert(n, rect);
    }
    moved.rect = rect;
}

void Scene::setShape(int n, NodeShape shape, Dirty &dirty)
{
    SceneNode &changed = m_nodes[size_t(n)];
    if (changed.shape == shape && changed.shape.title == shape.title)
        return;
    changed.shape = std::move(shape);
    changed.texts.reset();
    dirty.frame = dirty.frame || n == m_chart;
    dirty |= n == m_chart ? grown(titleRect(changed.rect)) : grown(changed.rect);
    if (n != m_chart && changed.rect.size() != changed.shape.size()) {
        setRect(n, QRectF(changed.rect.topLeft(), changed.shape.size()));
        dirty |= grown(changed.rect);
    }
    // Rows, and with them sockets, may have moved.
    for (const int w : changed.wires)
        reroute(w, dirty);
    markSockets(n);
}

void Scene::placeFrame(Dirty &dirty)
{
    if (m_chart < 0)
        return;
    const QRectF now = frameRect();
    const QRectF old = node(m_chart).rect;
    if (now == old)
        return;
    setRect(m_chart, now);
    dirty.frame = true;
    // What it gained or lost, not all that stands in it.
    const auto strip = [&](double left, double top, double right, double bottom) {
        dirty |= grown(QRectF(QPointF(left, top), QPointF(right, bottom)));
    };
    const QRectF both = old | now;
    // Of a list: the minmax() of two values gives references to them, which are gone by then.
    const auto [left1, left2] = std::minmax({old.left(), now.left()});
    const auto [right1, right2] = std::minmax({old.right(), now.right()});
    const auto [top1, top2] = std::minmax({old.top(), now.top()});
    const auto [bottom1, bottom2] = std::minmax({old.bottom(), now.bottom()});
    strip(left1, both.top(), left2, both.bottom());
    strip(right1, both.top(), right2, both.bottom());
    strip(both.left(), top1 - LargeTitle, both.right(), top2 + FrameTitle);
    strip(both.left(), bottom1, both.right(), bottom2);
    const QList<int> wires = node(m_chart).wires;
    for (const int w : wires)
        reroute(w, dirty);
}

QRectF Scene::frameRect() const
{
    QRectF inner;
    for (const SceneNode &n : m_nodes) {
        if (n.alive && n.shape.templated)
            inner |= n.rect;
    }
    if (inner.isNull())
        return {m_emptyFrame, EmptyFrame};
    return framed(inner);
}

QRectF Scene::framed(const QRectF &inner)
{
    return inner.adjusted(-FramePadding, -FramePadding - FrameTitle, FramePadding, FramePadding);
}

QRectF Scene::titleRect(const QRectF &frame)
{
    return {frame.topLeft(), QSizeF(frame.width(), FrameTitle)};
}

} // namespace chartwright
