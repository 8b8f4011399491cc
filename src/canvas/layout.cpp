// SPDX-License-Identifier: Apache-2.0
#include "canvas/layout.h"

#include "canvas/layered_part.h"
#include "model/kind_spec.h"

#include <cmath>
#include <numeric>

namespace chartwright
{
namespace
{

constexpr QSizeF UsualSize(220, 100);
constexpr double PartGap = 70, OutsideGap = 120;
constexpr int ImageColumn = 5, ConfigColumn = 3;
/// More ConfigMaps and Secrets than this in a part get a column of their own.
constexpr int FewConfigs = 2;

struct Layout
{
    QList<ResourcePtr> all; ///< without Chart, by name
    QHash<ResourceId, int> numbers;
    QList<QList<int>> neighbours;
    QList<int> columns;
    QList<QSizeF> sizes;
    QList<QPointF> places;

    Layout(const Topology &topology, const RefIndex &refs, const QHash<ResourceId, QSizeF> &given)
    {
        for (const ResourcePtr &r : topology.resources()) {
            if (r->kind != u"Chart")
                all.append(r);
        }
        std::sort(all.begin(), all.end(), [](const ResourcePtr &a, const ResourcePtr &b) {
            return std::tie(a->name, a->id.text) < std::tie(b->name, b->id.text);
        });
        for (int i = 0; i < all.size(); ++i) {
            const KindSpec *kind = topology.kinds().find(all[i]->kind);
            numbers.insert(all[i]->id, i);
            columns.append(kind ? kind->column : 4);
            sizes.append(given.value(all[i]->id, UsualSize));
        }
        neighbours.resize(all.size());
        places.resize(all.size());
        for (int i = 0; i < all.size(); ++i) {
            QSet<int> mine;
            for (const RefUse &use : refs.from(all[i]->id)) {
                const int other = numbers.value(use.ref.target, -1);
                if (other >= 0 && other != i)
                    mine.insert(other);
            }
            for (int other : std::as_const(mine)) {
                neighbours[i].append(other);
                neighbours[other].append(i);
            }
        }
        for (QList<int> &list : neighbours) {
            std::sort(list.begin(), list.end());
            list.erase(std::unique(list.begin(), list.end()), list.end());
        }
    }

    bool isInside(int n) const { return columns[n] != ImageColumn && all[n]->kind != u"Release"; }

    /// Connected parts of what stands in the frame, largest first. An Image that two Deployments
    /// share does not join them: it would make one part of a whole company's drawing.
    QList<QList<int>> parts() const
    {
        QList<QList<int>> out;
        QList<bool> seen(all.size(), false);
        for (int start = 0; start < all.size(); ++start) {
            if (seen[start] || !isInside(start))
                continue;
            QList<int> part{start};
            seen[start] = true;
            for (qsizetype i = 0; i < part.size(); ++i) {
                for (int n : neighbours[part[i]]) {
                    if (!seen[n] && isInside(n)) {
                        seen[n] = true;
                        part.append(n);
                    }
                }
            }
            std::sort(part.begin(), part.end());
            out.append(part);
        }
        std::stable_sort(out.begin(), out.end(),
                         [](const auto &a, const auto &b) { return a.size() > b.size(); });
        return out;
    }

    LayeredPart layered(const QList<int> &members) const
    {
        LayeredPart part;
        QHash<int, int> local;
        const auto configs = std::count_if(members.begin(), members.end(),
                                           [&](int n) { return columns[n] == ConfigColumn; });
        for (int n : members) {
            local.insert(n, int(part.nodes.size()));
            const bool below =
                columns[n] == ConfigColumn && configs <= FewConfigs && members.size() > configs;
            part.nodes.append({columns[n], sizes[n], below, {}, {}});
        }
        for (int n : members) {
            for (int m : neighbours[n]) {
                if (local.contains(m))
                    part.nodes[local[n]].neighbours.append(local[m]);
            }
        }
        return part;
    }

    /// Shelves of about the proportions of a window. Gives what they take.
    QSizeF pack(const QList<QList<int>> &parts, const QList<LayeredPart> &laid)
    {
        double area = 0, widest = 0;
        for (const LayeredPart &part : laid) {
            area += (part.size.width() + PartGap) * (part.size.height() + PartGap);
            widest = std::max(widest, part.size.width());
        }
        const double width = std::max(widest, std::sqrt(area * 1.6));
        double x = 0, y = 0, shelf = 0;
        QSizeF taken;
        for (qsizetype i = 0; i < parts.size(); ++i) {
            if (x > 0 && x + laid[i].size.width() > width) {
                x = 0;
                y += shelf + PartGap;
                shelf = 0;
            }
            for (qsizetype k = 0; k < parts[i].size(); ++k)
                places[parts[i][k]] = laid[i].nodes[k].place + QPointF(x, y);
            shelf = std::max(shelf, laid[i].size.height());
            taken = taken.expandedTo({x + laid[i].size.width(), y + shelf});
            x += laid[i].size.width() + PartGap;
        }
        return taken;
    }

    /// Puts nodes beside the frame, each near the ones that it is wired to; in as many columns as the
    /// frame's height asks for.
    void beside(QList<int> members, double left, double step, double height)
    {
        QHash<int, double> wishes;
        for (int n : std::as_const(members)) {
            double sum = 0;
            int count = 0;
            for (int m : neighbours[n]) {
                if (isInside(m)) {
                    sum += places[m].y() + sizes[m].height() / 2;
                    ++count;
                }
            }
            wishes.insert(n, (count > 0 ? sum / count : height / 2) - sizes[n].height() / 2);
        }
        std::stable_sort(members.begin(), members.end(),
                         [&](int a, int b) { return wishes[a] < wishes[b]; });
        double total = 0;
        for (int n : std::as_const(members))
            total += sizes[n].height() + LayeredPart::RowGap;
        const int count = std::max(1, int(std::ceil(total / std::max(height + 200, 600.0))));
        for (int column = 0; column < count; ++column) {
            QList<double> wanted, heights;
            QList<int> mine;
            for (qsizetype i = column; i < members.size(); i += count) {
                mine.append(members[i]);
                wanted.append(wishes[members[i]]);
                heights.append(sizes[members[i]].height());
            }
            const QList<double> tops = spread(wanted, heights, LayeredPart::RowGap);
            for (qsizetype i = 0; i < mine.size(); ++i)
                places[mine[i]] = {left + step * column, tops[i]};
        }
    }
};

} // namespace

std::optional<QHash<ResourceId, QPointF>> layout(const Topology &topology, const RefIndex &refs,
                                                 const QHash<ResourceId, QSizeF> &sizes,
                                                 std::stop_token stop)
{
    Layout work(topology, refs, sizes);
    const QList<QList<int>> parts = work.parts();
    QList<LayeredPart> laid;
    for (const QList<int> &members : parts) {
        laid.append(work.layered(members));
        if (!laid.last().arrange(stop))
            return std::nullopt;
    }
    const QSizeF inside = work.pack(parts, laid);
    QList<int> images, releases;
    for (int n = 0; n < work.all.size(); ++n) {
        if (work.columns[n] == ImageColumn)
            images.append(n);
        else if (!work.isInside(n))
            releases.append(n);
    }
    const double step = LayeredPart::ColumnWidth + LayeredPart::RowGap;
    work.beside(images, parts.isEmpty() ? 0 : inside.width() + OutsideGap, step, inside.height());
    work.beside(releases, -OutsideGap - LayeredPart::ColumnWidth, -step, inside.height());
    if (stop.stop_requested())
        return std::nullopt;
    QHash<ResourceId, QPointF> out;
    for (int n = 0; n < work.all.size(); ++n) {
        const auto onGrid = [](double v) { return std::round(v / 10) * 10; };
        out.insert(work.all[n]->id, {onGrid(work.places[n].x()), onGrid(work.places[n].y())});
    }
    return out;
}

} // namespace chartwright
