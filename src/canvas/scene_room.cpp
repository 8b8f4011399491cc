// SPDX-License-Identifier: Apache-2.0
#include "canvas/scene.h"

#include <cmath>

namespace chartwright {
namespace {

constexpr double Gap = 20, Step = 10;
constexpr int Reach = 120; ///< steps that are looked at each way
constexpr int Detour = 30; ///< steps more, so as to lie on no wire
/// Looks at nodes and outsiders; a selection of thousands is not to be tried everywhere.
constexpr qsizetype MostWork = 400'000;

double lengthOf(QPoint step) { return std::hypot(step.x(), step.y()); }

/// Steps by their length; down and to the right is where one looks for a copy.
const std::vector<QPoint> &steps()
{
    static const std::vector<QPoint> sorted = [] {
        std::vector<std::pair<double, QPoint>> all;
        for (int y = -Reach; y <= Reach; ++y) {
            for (int x = -Reach; x <= Reach; ++x) {
                const double length = lengthOf({x, y});
                if (length <= Reach)
                    all.emplace_back(length * (x < 0 || y < 0 ? 1.25 : 1), QPoint(x, y));
            }
        }
        std::stable_sort(all.begin(), all.end(),
                         [](const auto &a, const auto &b) { return a.first < b.first; });
        std::vector<QPoint> out;
        out.reserve(all.size());
        for (const auto &[length, step] : all)
            out.push_back(step);
        return out;
    }();
    return sorted;
}

} // namespace

QPointF Scene::freeOffset(const QList<Footprint> &group, QPointF wanted) const
{
    QRectF all, inner;
    for (const Footprint &f : group) {
        all |= f.rect;
        if (f.templated)
            inner |= f.rect;
    }
    const QRectF frame = m_chart >= 0 ? node(m_chart).rect : QRectF();
    QList<QRectF> outsiders;
    for (const SceneNode &n : m_nodes) {
        if (n.alive && !n.shape.isChart() && !n.shape.templated && !n.rect.intersects(frame))
            outsiders.append(n.rect);
    }

    qsizetype work = 0;
    const auto isTaken = [&](const Footprint &f, QPointF offset) {
        const QRectF around = f.rect.translated(offset).adjusted(-Gap, -Gap, Gap, Gap);
        bool taken = !f.templated && frame.intersects(around);
        m_nodeGrid.query(around, nodeCount(), [&](int n) {
            ++work;
            taken = taken || node(n).rect.intersects(around);
            return !taken;
        });
        return taken;
    };
    const auto swallows = [&](QPointF offset) {
        if (m_chart < 0 || inner.isNull())
            return false;
        const QRectF grown = frame | framed(inner.translated(offset));
        if (grown == frame)
            return false;
        work += outsiders.size();
        return std::any_of(outsiders.begin(), outsiders.end(),
                           [&](const QRectF &r) { return grown.intersects(r); }) ||
               std::any_of(group.begin(), group.end(), [&](const Footprint &f) {
                   return !f.templated && grown.intersects(f.rect.translated(offset));
               });
    };
    const auto liesOnWires = [&](QPointF offset) {
        return std::any_of(group.begin(), group.end(), [&](const Footprint &f) {
            const QRectF around = f.rect.translated(offset).adjusted(-1, -1, 1, 1);
            bool found = false;
            m_wireGrid.query(around, wireCount(), [&](int w) {
                ++work;
                const QList<QPointF> &points = wire(w).points;
                for (qsizetype i = 0; i + 1 < points.size() && !found; ++i)
                    found = QRectF(points[i], points[i + 1])
                                .normalized()
                                .adjusted(-1, -1, 1, 1)
                                .intersects(around);
                return !found;
            });
            return found;
        });
    };
    std::optional<QPoint> free;
    for (const QPoint step : steps()) {
        if (work > MostWork || (free && lengthOf(step) > lengthOf(*free) + Detour))
            break;
        const QPointF offset = wanted + QPointF(step) * Step;
        if (std::any_of(group.begin(), group.end(),
                        [&](const Footprint &f) { return isTaken(f, offset); }) ||
            swallows(offset))
            continue;
        if (!liesOnWires(offset))
            return offset;
        if (!free)
            free = step;
    }
    if (free)
        return wanted + QPointF(*free) * Step;
    // Under everything there is always room.
    const double down = contents().bottom() + 2 * Gap - all.top();
    return {wanted.x(), std::ceil((down - wanted.y()) / Step) * Step + wanted.y()};
}

} // namespace chartwright
