// SPDX-License-Identifier: Apache-2.0
#include "canvas/scene.h"

#include <QLineF>

namespace chartwright {

/// How much a pill covers of nodes and other pills.
double Scene::pillTrouble(int w, const QRectF &pill) const
{
    double sum = 0;
    const QRectF near = pill.adjusted(-3, -2, 3, 2);
    const auto area = [&](const QRectF &r) {
        const QRectF both = r.intersected(near);
        return both.isEmpty() ? 0 : both.width() * both.height();
    };
    m_nodeGrid.query(near, nodeCount(), [&](int n) {
        sum += 3 * area(node(n).rect);
        return true;
    });
    m_pillGrid.query(near, wireCount(), [&](int other) {
        sum += other == w ? 0 : area(wire(other).pill);
        return true;
    });
    return sum;
}

/// Where the label covers nothing: on the longest part of the line if it can be, cut if it must be.
void Scene::placePill(int w)
{
    SceneWire &way = m_wires[size_t(w)];
    way.pill = {};
    if (way.wire.label.isEmpty())
        return;
    const double wanted = pillWidth(way.wire.label);
    struct Place
    {
        QPointF at;
        double worth;
    };
    QList<Place> places;
    for (qsizetype i = 0; i + 1 < way.points.size(); ++i) {
        const QLineF part(way.points[i], way.points[i + 1]);
        const bool end = way.points.size() > 2 && (i == 0 || i + 2 == way.points.size());
        const double length = part.length() - (end ? 20 : 0);
        if (part.length() < 16)
            continue;
        for (const double share : {0.5, 0.3, 0.7, 0.15, 0.85})
            places.append({part.pointAt(share), length * (share == 0.5 ? 1 : 0.5)});
    }
    if (places.isEmpty())
        places.append({(way.points.first() + way.points.last()) / 2, 0});
    std::stable_sort(places.begin(), places.end(),
                     [](const Place &a, const Place &b) { return a.worth > b.worth; });
    double least = std::numeric_limits<double>::max();
    for (const double width : {wanted, std::min(wanted, 94.0), std::min(wanted, 66.0)}) {
        for (const Place &place : std::as_const(places)) {
            QRectF pill(0, 0, width, 18);
            pill.moveCenter(place.at);
            const double trouble = pillTrouble(w, pill);
            if (trouble < least) {
                least = trouble;
                way.pill = pill;
            }
            if (least <= 0)
                break;
        }
        if (least <= 0)
            break;
    }
    m_pillGrid.insert(w, way.pill);
}

} // namespace chartwright
