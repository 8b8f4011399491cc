// SPDX-License-Identifier: Apache-2.0
#include "canvas/frame_wire.h"

#include <algorithm>
#include <limits>

namespace chartwright {
namespace {

constexpr double Stub = 20, Track = 10, Clear = 6, Margin = 15;
constexpr int MostTracks = 60;
// What is worse than a longer way, in scene units.
constexpr double PerNode = 4000, PerCorner = 30, NotLeft = 600;

class Search
{
public:
    Search(const QRectF &frame, const QRectF &node, const std::function<int(const QRectF &)> &count)
        : m_frame(frame), m_node(node), m_count(count),
          m_y(std::clamp(node.top() + Margin, frame.top() + Margin, frame.bottom() - Margin)),
          m_x(std::clamp(node.center().x(), frame.left() + Margin, frame.right() - Margin))
    {
    }

    QList<QPointF> run()
    {
        const bool above = m_node.bottom()<m_frame.top(), below = m_node.top()> m_frame.bottom();
        if (above || below)
            fromAboveOrBelow(below);
        else if (m_node.left() > m_frame.right())
            fromTheRight();
        else
            fromInside();
        return m_best;
    }

private:
    void attempt(const QList<QPointF> &points, double penalty = 0)
    {
        double cost = penalty + PerCorner * double(points.size());
        for (qsizetype i = 0; i + 1 < points.size(); ++i)
            cost += (points[i + 1] - points[i]).manhattanLength();
        for (qsizetype i = 0; i + 1 < points.size() && cost < m_least; ++i) {
            QRectF way = QRectF(points[i], points[i + 1]).normalized();
            // The first part touches its own node.
            way.adjust(-Clear, -Clear, Clear, Clear);
            const int own = i == 0 && way.intersects(m_node) ? 1 : 0;
            cost += PerNode * std::max(0, m_count(way) - own);
        }
        if (cost < m_least) {
            m_least = cost;
            m_best = points;
        }
    }

    void fromAboveOrBelow(bool below)
    {
        const double edge = below ? m_frame.bottom() : m_frame.top();
        const double start = below ? m_node.top() : m_node.bottom();
        if (m_x < m_node.left())
            attempt(
                {{m_node.left(), m_node.center().y()}, {m_x, m_node.center().y()}, {m_x, edge}});
        else
            attempt({{m_x, start}, {m_x, edge}});
        sideways(edge, m_node.center().y());
    }

    void fromTheRight()
    {
        attempt({{m_node.left(), m_y}, {m_frame.right(), m_y}});
        const double x = m_node.left() - Stub;
        for (int i = 1; i < MostTracks && x > m_frame.right(); ++i) {
            for (const double y : {m_y - i * Track, m_y + i * Track}) {
                if (y > m_frame.top() + Margin && y < m_frame.bottom() - Margin)
                    attempt({{m_node.left(), m_node.center().y()},
                             {x, m_node.center().y()},
                             {x, y},
                             {m_frame.right(), y}});
            }
        }
    }

    void fromInside()
    {
        attempt({{m_node.left(), m_y}, {std::min(m_frame.left(), m_node.left() - 1), m_y}});
        for (const double x : {m_node.center().x(), m_node.left() + 40, m_node.right() - 40}) {
            attempt({{x, m_node.bottom()}, {x, m_frame.bottom()}}, NotLeft);
            attempt({{x, m_node.top()}, {x, m_frame.top()}}, NotLeft);
        }
        attempt({{m_node.right(), m_y}, {m_frame.right(), m_y}}, NotLeft);
        sideways(m_frame.bottom(), m_y);
        sideways(m_frame.top(), m_y);
        // Round what stands left of it, to the left edge.
        for (int i = 1; i < MostTracks; ++i) {
            const double x = m_node.left() - Stub;
            for (const double y : {m_y - i * Track, m_y + i * Track}) {
                if (y > m_frame.top() + 2 * Margin && y < m_frame.bottom() - Margin)
                    attempt({{m_node.left(), m_y}, {x, m_y}, {x, y}, {m_frame.left(), y}});
            }
        }
    }

    /// Out to the left or right, then up or down in a gap.
    void sideways(double edge, double y)
    {
        for (int i = 0; i < MostTracks; ++i) {
            const double left = m_node.left() - Stub - i * Track;
            const double right = m_node.right() + Stub + i * Track;
            if (left > m_frame.left() + Margin && left < m_frame.right() - Margin)
                attempt({{m_node.left(), y}, {left, y}, {left, edge}}, NotLeft);
            if (right < m_frame.right() - Margin && right > m_frame.left() + Margin)
                attempt({{m_node.right(), y}, {right, y}, {right, edge}}, NotLeft);
        }
    }

    QRectF m_frame, m_node;
    const std::function<int(const QRectF &)> &m_count;
    double m_y, m_x;
    double m_least = std::numeric_limits<double>::max();
    QList<QPointF> m_best;
};

} // namespace

QList<QPointF> wireToFrame(const QRectF &frame, const QRectF &node,
                           const std::function<int(const QRectF &)> &count)
{
    return Search(frame, node, count).run();
}

} // namespace chartwright
