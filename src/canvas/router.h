// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QHash>
#include <QList>
#include <QPointF>
#include <QRectF>
#include <functional>
#include <span>

namespace chartwright {

/// Finds orthogonal ways for wires: from a right side to a left side, round nodes where there is a
/// way round, each upright part in a track of its own unless it shares an end with its neighbour.
/// Ways found earlier stay; so the order in which wires are asked for matters, and is the caller's.
class Router
{
public:
    struct Ends
    {
        QPointF from, to;
        quint64 fromKey = 0, toKey = 0; ///< of the sockets; wires that share one may share a track
    };
    /// How many nodes a rectangle meets.
    using Count = std::function<int(const QRectF &)>;
    /// The nodes that it meets.
    using Find = std::function<QList<QRectF>(const QRectF &)>;

    Router(Count count, Find find) : m_count(std::move(count)), m_find(std::move(find)) {}

    /// The corners, both ends included: 2, 4 or 6 points.
    QList<QPointF> route(int wire, const Ends &ends);
    /// Gives a wire's tracks back.
    void forget(int wire);
    void clear();

private:
    struct Part
    {
        int wire;
        double low, high;
        quint64 fromKey, toKey;
    };
    using Tracks = QHash<int, QList<Part>>;

    double shared(const Tracks &tracks, double at, double a, double b, const Ends &ends) const;
    /// Exact below `limit`; from there on it may stop counting.
    double cost(std::span<const QPointF> points, const Ends &ends, double limit) const;
    QList<QPointF> direct(const Ends &ends, double &best) const;
    QList<QPointF> around(const Ends &ends, double &best) const;
    void take(int wire, const QList<QPointF> &points, const Ends &ends);

    Count m_count;
    Find m_find;
    Tracks m_upright, m_level;
    QHash<int, QList<std::pair<bool, int>>> m_taken; ///< wire → its tracks: upright?, which
};

} // namespace chartwright
