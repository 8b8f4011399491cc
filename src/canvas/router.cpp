// SPDX-License-Identifier: Apache-2.0
#include "canvas/router.h"

#include <array>
#include <cmath>

namespace chartwright {
namespace {

constexpr double Stub = 20;  ///< a wire leaves a node straight for so long
constexpr double Track = 10; ///< tracks are so far apart
constexpr double Clear = 8;  ///< and keep so far from nodes
// What is worse than a longer way, in scene units.
constexpr double PerNode = 4000, PerShared = 260, PerCorner = 30;

int trackOf(double at) { return int(std::lround(at / Track)); }
double onTrack(double at) { return trackOf(at) * Track; }

} // namespace

void Router::clear()
{
    m_upright.clear();
    m_level.clear();
    m_taken.clear();
}

void Router::forget(int wire)
{
    for (const auto &[upright, track] : m_taken.take(wire)) {
        QList<Part> &parts = (upright ? m_upright : m_level)[track];
        parts.removeIf([wire](const Part &p) { return p.wire == wire; });
    }
}

double Router::shared(const Tracks &tracks, double at, double a, double b, const Ends &ends) const
{
    const auto it = tracks.constFind(trackOf(at));
    if (it == tracks.cend())
        return 0;
    const double low = std::min(a, b) - Clear, high = std::max(a, b) + Clear;
    double sum = 0;
    for (const Part &p : *it) {
        if (p.low < high && p.high > low && p.fromKey != ends.fromKey && p.toKey != ends.toKey)
            sum += PerShared;
    }
    return sum;
}

double Router::cost(std::span<const QPointF> points, const Ends &ends, double limit) const
{
    const size_t parts = points.size() - 1;
    double sum = PerCorner * double(points.size());
    for (size_t i = 0; i < parts; ++i)
        sum += (points[i + 1] - points[i]).manhattanLength();
    for (size_t i = 0; i < parts && sum < limit; ++i) {
        const QPointF a = points[i], b = points[i + 1];
        const bool end = i == 0 || i + 1 == parts;
        const bool upright = i % 2 == 1;
        if (upright)
            sum += shared(m_upright, a.x(), a.y(), b.y(), ends);
        else if (parts > 1)
            sum += shared(m_level, a.y(), a.x(), b.x(), ends);
        QRectF way = QRectF(a, b).normalized();
        // The first and last part touch their own nodes.
        way.adjust(end ? 1 : -Clear, -Clear, end ? -1 : Clear, Clear);
        if (way.width() > 0 && sum < limit)
            sum += PerNode * m_count(way);
    }
    return sum;
}

/// Across, up or down, across.
QList<QPointF> Router::direct(const Ends &ends, double &best) const
{
    const QPointF from = ends.from, to = ends.to;
    const double room = to.x() - from.x() - 2 * Stub;
    if (room < 0)
        return {};
    QList<QPointF> found;
    const auto attempt = [&](double x, double penalty) {
        if (x < from.x() + Stub - 0.5 || x > to.x() - Stub + 0.5)
            return;
        const std::array points{from, QPointF(x, from.y()), QPointF(x, to.y()), to};
        const double now = cost(points, ends, best - penalty) + penalty;
        if (now < best) {
            best = now;
            found = QList<QPointF>(points.begin(), points.end());
        }
    };
    const double middle = onTrack((from.x() + to.x()) / 2);
    const double late = onTrack(to.x() - Stub - Track), early = onTrack(from.x() + Stub + Track);
    // Into the next column the middle looks best; on longer ways the last gap.
    const bool isFar = room > 240;
    const double shortest = (to - from).manhattanLength() + 4 * PerCorner;
    for (int i = 0; i < 10; ++i) {
        const double off = i * Track;
        for (const double x : {middle + off, middle - off})
            attempt(x, off + (isFar ? 60 : 0));
        attempt(late - off, off + (isFar ? 0 : 60));
        attempt(early + off, off + 90);
        if (best <= shortest + off)
            break; // what is left is no better
    }
    return found;
}

/// Across, up or down, across in a free height, up or down, across.
QList<QPointF> Router::around(const Ends &ends, double &best) const
{
    const QPointF from = ends.from, to = ends.to;
    double first = onTrack(from.x() + Stub + 5), last = onTrack(to.x() - Stub - 5);
    const double left = std::min(first, last), right = std::max(first, last);
    const double top = std::min(from.y(), to.y()), bottom = std::max(from.y(), to.y());

    QList<double> heights{onTrack((top + bottom) / 2)};
    const QRectF between(left - Clear, top - 60, right - left + 2 * Clear, bottom - top + 120);
    for (const QRectF &node : m_find(between)) {
        heights.append(std::floor((node.top() - 2 * Clear) / Track) * Track);
        heights.append(std::ceil((node.bottom() + 2 * Clear) / Track) * Track);
        if (heights.size() > 24)
            break;
    }
    QList<QPointF> found;
    const auto attempt = [&](double a, double y, double b) {
        const std::array points{from,          QPointF(a, from.y()), QPointF(a, y),
                                QPointF(b, y), QPointF(b, to.y()),   to};
        const double now = cost(points, ends, best);
        if (now < best) {
            best = now;
            found = QList<QPointF>(points.begin(), points.end());
        }
    };
    for (const double y : std::as_const(heights))
        attempt(first, y, last);
    if (found.isEmpty())
        return {};
    // Now each part to a free track beside it.
    const double y = found[2].y();
    for (int i = 0; i < 8; ++i)
        attempt(first + i * Track, y, found[3].x());
    first = found[1].x();
    for (int i = 0; i < 8; ++i)
        attempt(first, y, last - i * Track);
    last = found[3].x();
    for (int i = -4; i < 5; ++i)
        attempt(first, y + i * Track, last);
    return found;
}

void Router::take(int wire, const QList<QPointF> &points, const Ends &ends)
{
    QList<std::pair<bool, int>> taken;
    for (qsizetype i = 0; i + 1 < points.size(); ++i) {
        const QPointF a = points[i], b = points[i + 1];
        const bool upright = i % 2 == 1;
        const int track = trackOf(upright ? a.x() : a.y());
        const auto [low, high] =
            upright ? std::minmax({a.y(), b.y()}) : std::minmax({a.x(), b.x()});
        (upright ? m_upright : m_level)[track].append({wire, low, high, ends.fromKey, ends.toKey});
        taken.append({upright, track});
    }
    m_taken.insert(wire, taken);
}

QList<QPointF> Router::route(int wire, const Ends &ends)
{
    forget(wire);
    QList<QPointF> points{ends.from, ends.to};
    const bool straight =
        std::abs(ends.from.y() - ends.to.y()) < 1 && ends.to.x() - ends.from.x() >= Stub;
    constexpr double NoLimit = std::numeric_limits<double>::max();
    double best = straight ? cost(points, ends, NoLimit) : NoLimit;
    if (!straight || best >= PerNode) {
        if (const QList<QPointF> found = direct(ends, best); !found.isEmpty())
            points = found;
        if (best >= PerNode) {
            if (const QList<QPointF> found = around(ends, best); !found.isEmpty())
                points = found;
        }
    }
    take(wire, points, ends);
    return points;
}

} // namespace chartwright
