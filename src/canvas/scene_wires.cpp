// SPDX-License-Identifier: Apache-2.0
#include "canvas/frame_wire.h"
#include "canvas/scene.h"

#include <QLineF>
#include <QSet>
#include <cmath>

namespace chartwright {
namespace {

constexpr double CornerRadius = 6, WireReach = 8, Overhang = 28;

quint64 socketKey(int node, int row) { return quint64(quint32(node)) << 32 | quint32(row + 1); }

double distanceToPart(QPointF p, QPointF a, QPointF b)
{
    const QPointF way = b - a;
    const double length = QPointF::dotProduct(way, way);
    const double t =
        length > 0 ? std::clamp(QPointF::dotProduct(p - a, way) / length, 0.0, 1.0) : 0;
    return QLineF(p, a + t * way).length();
}

} // namespace

void Dirty::add(std::vector<QRectF> &rects, const QRectF &rect)
{
    // So many that finding what lies in them would cost more than painting it.
    constexpr size_t Most = 96;
    if (rects.size() < Most)
        rects.push_back(rect);
    else
        rects.back() |= rect;
}

void Dirty::operator|=(const QRectF &rect) { add(m_rects, rect); }

void Dirty::operator|=(const Dirty &other)
{
    for (const QRectF &rect : other.m_rects)
        add(m_rects, rect);
    for (const QRectF &rect : other.m_straight)
        add(m_straight, rect);
    frame = frame || other.frame;
}

void Dirty::operator|=(const SceneWire &wire)
{
    if (wire.points.isEmpty())
        return;
    add(m_straight, QRectF(wire.points.first(), wire.points.last()).normalized());
    for (qsizetype i = 0; i + 1 < wire.points.size(); ++i)
        *this |= QRectF(wire.points[i], wire.points[i + 1]).normalized().adjusted(-14, -14, 14, 14);
    if (!wire.pill.isNull())
        *this |= wire.pill.adjusted(-4, -4, 4, 4);
}

QList<SceneWire::Corner> SceneWire::corners() const
{
    QList<Corner> out;
    for (qsizetype i = 1; i + 1 < points.size(); ++i) {
        const QLineF before(points[i], points[i - 1]), after(points[i], points[i + 1]);
        const double r = std::min({CornerRadius, before.length() / 2, after.length() / 2});
        if (r >= 0.5)
            out.append({before.pointAt(r / before.length()), points[i],
                        after.pointAt(r / after.length())});
        else
            out.append({points[i], points[i], points[i]});
    }
    return out;
}

const QPainterPath &SceneWire::roundPath() const
{
    if (!path.isEmpty() || points.isEmpty())
        return path;
    path.moveTo(points.first());
    for (const Corner &c : corners()) {
        path.lineTo(c.in);
        path.quadTo(c.at, c.out);
    }
    path.lineTo(points.last());
    return path;
}

double SceneWire::distance(QPointF p) const
{
    double least = std::numeric_limits<double>::max();
    for (qsizetype i = 0; i + 1 < points.size(); ++i)
        least = std::min(least, distanceToPart(p, points[i], points[i + 1]));
    return least;
}

void Scene::rewire(const Topology &topology, const RefIndex &refs, const ResourceId &id,
                   Dirty &dirty)
{
    const auto n = find(id);
    if (!n)
        return;
    const QList<Wire> now = wiresAt(topology, refs, id);
    const QList<int> old = node(*n).wires;
    QSet<int> kept;
    for (const Wire &wire : now) {
        const auto known = findWire(wire.from, wire.to);
        if (known && m_wires[size_t(*known)].wire == wire) {
            kept.insert(*known);
            continue;
        }
        if (known)
            removeWire(*known, dirty);
        const int w = addWire(wire);
        if (w < 0)
            continue;
        kept.insert(w);
        reroute(w, dirty);
        markSockets(m_wires[size_t(w)].from);
        markSockets(m_wires[size_t(w)].to);
    }
    for (const int w : old) {
        if (m_wires[size_t(w)].alive && !kept.contains(w))
            removeWire(w, dirty);
    }
}

int Scene::addWire(const Wire &wire)
{
    const auto from = find(wire.from), to = find(wire.to);
    if (!from || !to)
        return -1;
    int w = wireCount();
    if (m_freeWires.empty()) {
        m_wires.emplace_back();
    } else {
        w = m_freeWires.back();
        m_freeWires.pop_back();
    }
    SceneWire &made = m_wires[size_t(w)];
    made = {};
    made.alive = true;
    made.wire = wire;
    made.from = *from;
    made.to = *to;
    m_wireByEnds.insert({*from, *to}, w);
    m_nodes[size_t(*from)].wires.append(w);
    m_nodes[size_t(*to)].wires.append(w);
    return w;
}

void Scene::removeWire(int w, Dirty &dirty)
{
    SceneWire &gone = m_wires[size_t(w)];
    dirty |= gone;
    indexWire(w, false);
    m_router.forget(w);
    m_wireByEnds.remove({gone.from, gone.to});
    const int from = gone.from, to = gone.to;
    gone = {};
    for (const int n : {from, to}) {
        m_nodes[size_t(n)].wires.removeAll(w);
        markSockets(n);
        dirty |= node(n).rect.adjusted(-Overhang, -Overhang, Overhang, Overhang);
    }
    m_freeWires.push_back(w);
}

void Scene::reroute(int w, Dirty &dirty)
{
    dirty |= wire(w);
    route(w);
    dirty |= wire(w);
}

void Scene::route(int w)
{
    SceneWire &way = m_wires[size_t(w)];
    if (!way.alive)
        return;
    indexWire(w, false);
    const SceneNode &from = node(way.from);
    const SceneNode &to = node(way.to);
    way.fromRow = from.shape.wireRow(way.wire.fromSockets, true);
    way.toRow = to.shape.wireRow(way.wire.toSockets, false);
    way.fromRows = from.shape.wireRows(way.wire.fromSockets, true) | NodeShape::bit(way.fromRow);
    way.toRows = to.shape.wireRows(way.wire.toSockets, false) | NodeShape::bit(way.toRow);
    Router::Ends ends{from.socket(way.fromRow, true), to.socket(way.toRow, false),
                      socketKey(way.from, way.fromRow), socketKey(way.to, way.toRow)};
    if (way.to == m_chart) // anywhere on the frame's edge will do: straight, if it can be
        ends.to.setY(std::clamp(ends.from.y(), to.rect.top() + 15, to.rect.bottom() - 15));
    if (way.to == m_chart && ends.to.x() < ends.from.x()) {
        m_router.forget(w);
        way.points =
            wireToFrame(to.rect, from.rect, [this](const QRectF &r) { return nodesMeeting(r); });
    } else {
        way.points = m_router.route(w, ends);
    }
    way.path = {};
    QRectF bounds(way.points.first(), QSizeF());
    for (const QPointF &p : std::as_const(way.points)) {
        bounds.setLeft(std::min(bounds.left(), p.x()));
        bounds.setRight(std::max(bounds.right(), p.x()));
        bounds.setTop(std::min(bounds.top(), p.y()));
        bounds.setBottom(std::max(bounds.bottom(), p.y()));
    }
    way.bounds = bounds;
    indexWire(w, true);
    placePill(w);
}

void Scene::indexWire(int w, bool in)
{
    if (!in && !wire(w).pill.isNull())
        m_pillGrid.remove(w, wire(w).pill);
    // By parts: the box of a long wire would touch cells that it never comes near.
    const QList<QPointF> &points = wire(w).points;
    for (qsizetype i = 0; i + 1 < points.size(); ++i) {
        const QRectF part = QRectF(points[i], points[i + 1]).normalized();
        if (in)
            m_wireGrid.insert(w, part);
        else
            m_wireGrid.remove(w, part);
    }
}

void Scene::markSockets(int n)
{
    SceneNode &marked = m_nodes[size_t(n)];
    marked.wiredIn = marked.wiredOut = 0;
    for (const int w : std::as_const(marked.wires)) {
        const SceneWire &way = wire(w);
        if (way.from == n)
            marked.wiredOut |= way.fromRows;
        else
            marked.wiredIn |= way.toRows;
    }
}

SceneHit Scene::hit(QPointF p, double reach, Detail detail) const
{
    using What = SceneHit::What;
    SceneHit best;
    const double socketReach = std::max(NodeShape::SocketReach, 7 * reach);
    double nearest = socketReach;
    const QRectF near(p.x() - socketReach, p.y() - socketReach, 2 * socketReach, 2 * socketReach);
    int body = -1;
    for (const int n : nodesIn(near)) {
        const SceneNode &at = node(n);
        if (at.rect.contains(p))
            body = n; // the one painted last
        if (detail == Detail::Far)
            continue;
        const int rows = detail == Detail::Near ? int(at.shape.rows.size()) : 0;
        for (int row = -1; row < rows; ++row) {
            for (const bool out : {false, true}) {
                const double away = QLineF(p, at.socket(row, out)).length();
                if (away < nearest && at.shape.hasSocket(row, out)) {
                    nearest = away;
                    best = {What::Socket, n, -1, row, out};
                }
            }
        }
    }
    // A socket under another node cannot be seen.
    if (best.what == What::Socket && (body < 0 || body <= best.node))
        return best;
    if (body >= 0) {
        const SceneNode &at = node(body);
        if (detail == Detail::Near && at.problems() > 0 && at.badgeRect().contains(p))
            return {What::Badge, body};
        const double y = p.y() - at.rect.top();
        const int row = y < NodeShape::HeaderHeight || detail != Detail::Near
                            ? -1
                            : int((y - NodeShape::HeaderHeight - NodeShape::RowsPadding) /
                                  NodeShape::RowHeight);
        return {What::Node, body, -1, std::clamp(row, -1, int(at.shape.rows.size()) - 1)};
    }
    if (detail != Detail::Far) {
        double least = WireReach * reach;
        int found = -1;
        const QRectF around(p.x() - least, p.y() - least, 2 * least, 2 * least);
        for (const int w : wiresIn(around)) {
            const double away = wire(w).distance(p);
            if (away < least) {
                least = away;
                found = w;
            }
        }
        if (found >= 0)
            return {What::Wire, -1, found};
    }
    if (m_chart >= 0) {
        const QRectF frame = node(m_chart).rect;
        const double edge = 5 * reach;
        const bool onEdge = frame.adjusted(-edge, -edge, edge, edge).contains(p) &&
                            !frame.adjusted(edge, edge, -edge, -edge).contains(p);
        if (titleRect(frame).contains(p) || onEdge)
            return {What::Chart, m_chart};
    }
    return {};
}

SceneHit Scene::hitWireEnd(int w, QPointF p, double reach) const
{
    const SceneWire &way = wire(w);
    if (!way.alive)
        return {};
    const double within = std::max(NodeShape::SocketReach, 7 * reach);
    // Another wire may be pulled from the socket that this one starts at: it is taken hold of
    // beside it.
    QLineF first(way.points.first(), way.points[1]);
    first.setLength(std::min(first.length(), within + NodeShape::SocketReach));
    const double start = QLineF(p, first.p1()).length() > within
                             ? QLineF(p, first.p2()).length()
                             : std::numeric_limits<double>::max();
    const double end = QLineF(p, way.points.last()).length();
    if (std::min(start, end) > within)
        return {};
    const bool atStart = start < end;
    return {SceneHit::What::WireEnd, atStart ? way.from : way.to, w,
            atStart ? way.fromRow : way.toRow, atStart};
}

} // namespace chartwright
