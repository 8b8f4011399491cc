// SPDX-License-Identifier: Apache-2.0
#include "canvas/layered_part.h"

#include <algorithm>
#include <map>

namespace chartwright
{
namespace
{

using Columns = std::map<int, QList<int>>;

constexpr int Sweeps = 8;

/// Sorts each column by the mean place of its nodes' neighbours in the columns gone through before.
void sweep(LayeredPart &part, Columns &columns, QList<double> &rank, bool leftToRight)
{
    const auto order = [&](int column, QList<int> &members) {
        QList<std::pair<double, int>> keyed;
        keyed.reserve(members.size());
        for (int n : std::as_const(members)) {
            double sum = 0;
            int count = 0;
            for (int m : part.nodes[n].neighbours) {
                const int other = part.nodes[m].column;
                if (leftToRight ? other < column : other > column) {
                    sum += rank[m];
                    ++count;
                }
            }
            keyed.append({count > 0 ? sum / count : rank[n], n});
        }
        std::stable_sort(keyed.begin(), keyed.end(),
                         [](const auto &a, const auto &b) { return a.first < b.first; });
        for (qsizetype i = 0; i < keyed.size(); ++i) {
            members[i] = keyed[i].second;
            rank[keyed[i].second] = (double(i) + 0.5) / double(keyed.size());
        }
    };
    if (leftToRight) {
        for (auto it = columns.begin(); it != columns.end(); ++it)
            order(it->first, it->second);
    } else {
        for (auto it = columns.rbegin(); it != columns.rend(); ++it)
            order(it->first, it->second);
    }
}

/// How many pairs of wires of two nodes cross, `upper` standing above `lower`.
qint64 crossings(const LayeredPart &part, const QList<double> &rank, int upper, int lower)
{
    qint64 count = 0;
    for (int a : part.nodes[upper].neighbours) {
        for (int b : part.nodes[lower].neighbours) {
            const bool sameSide = (part.nodes[a].column < part.nodes[upper].column) ==
                                  (part.nodes[b].column < part.nodes[lower].column);
            count += sameSide && rank[a] > rank[b] ? 1 : 0;
        }
    }
    return count;
}

void exchangeNeighbours(const LayeredPart &part, Columns &columns, QList<double> &rank)
{
    // Nodes with very many wires cost their square and are placed by the sweeps alone.
    constexpr qsizetype Most = 32;
    for (auto &[column, members] : columns) {
        for (qsizetype i = 0; i + 1 < members.size(); ++i) {
            const int a = members[i], b = members[i + 1];
            if (part.nodes[a].neighbours.size() > Most || part.nodes[b].neighbours.size() > Most)
                continue;
            if (crossings(part, rank, b, a) < crossings(part, rank, a, b)) {
                std::swap(members[i], members[i + 1]);
                std::swap(rank[a], rank[b]);
            }
        }
    }
}

/// Lines each column up with its neighbours on one side.
void alignColumn(LayeredPart &part, const QList<int> &members, int column, bool toLeft)
{
    QList<double> wishes, heights;
    for (int n : members) {
        LayeredPart::Node &node = part.nodes[n];
        double sum = 0;
        int count = 0;
        for (int m : std::as_const(node.neighbours)) {
            const LayeredPart::Node &other = part.nodes[m];
            if (!other.below && (toLeft ? other.column < column : other.column > column)) {
                sum += other.place.y() + other.size.height() / 2;
                ++count;
            }
        }
        wishes.append(count > 0 ? sum / count - node.size.height() / 2 : node.place.y());
        heights.append(node.size.height());
    }
    const QList<double> tops = spread(wishes, heights, LayeredPart::RowGap);
    for (qsizetype i = 0; i < members.size(); ++i)
        part.nodes[members[i]].place.setY(tops[i]);
}

} // namespace

QList<double> spread(const QList<double> &wishes, const QList<double> &heights, double gap)
{
    // With the room taken by those above subtracted, the order is the only condition left: merge
    // neighbours that are out of order into blocks at their mean.
    struct Block
    {
        double sum;
        qsizetype count;
        double mean() const { return sum / double(count); }
    };
    QList<Block> blocks;
    QList<double> above;
    double taken = 0;
    for (qsizetype i = 0; i < wishes.size(); ++i) {
        above.append(taken);
        blocks.append({wishes[i] - taken, 1});
        taken += heights[i] + gap;
        while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() >= blocks.last().mean()) {
            const Block last = blocks.takeLast();
            blocks.last().sum += last.sum;
            blocks.last().count += last.count;
        }
    }
    QList<double> tops;
    for (const Block &block : std::as_const(blocks)) {
        for (qsizetype i = 0; i < block.count; ++i)
            tops.append(block.mean() + above[tops.size()]);
    }
    return tops;
}

bool LayeredPart::arrange(std::stop_token stop)
{
    Columns columns;
    QList<int> row;
    for (int n = 0; n < nodes.size(); ++n) {
        if (nodes[n].below)
            row.append(n);
        else
            columns[nodes[n].column].append(n);
    }
    QList<double> rank(nodes.size(), 1.0);
    for (const auto &[column, members] : columns) {
        for (qsizetype i = 0; i < members.size(); ++i)
            rank[members[i]] = (double(i) + 0.5) / double(members.size());
    }
    for (int i = 0; i < Sweeps; ++i) {
        if (stop.stop_requested())
            return false;
        sweep(*this, columns, rank, i % 2 == 0);
    }
    exchangeNeighbours(*this, columns, rank);

    double x = 0;
    for (const auto &[column, members] : columns) {
        double y = 0;
        for (int n : members) {
            nodes[n].place = {x, y};
            y += nodes[n].size.height() + RowGap;
        }
        x += ColumnWidth + ColumnGap;
    }
    for (int i = 0; i < 3; ++i) {
        if (stop.stop_requested())
            return false;
        for (auto it = columns.begin(); it != columns.end(); ++it)
            alignColumn(*this, it->second, it->first, true);
        for (auto it = columns.rbegin(); it != columns.rend(); ++it)
            alignColumn(*this, it->second, it->first, false);
    }

    double top = columns.empty() ? 0 : 1e18, bottom = columns.empty() ? -BelowGap : -1e18;
    for (const auto &[column, members] : columns) {
        for (int n : members) {
            top = std::min(top, nodes[n].place.y());
            bottom = std::max(bottom, nodes[n].place.y() + nodes[n].size.height());
        }
    }
    // Right-aligned before the column that they feed, so that their wires run to the right.
    const double step = ColumnWidth + ColumnGap;
    const int last = std::max(int(columns.size()) - 2, int(row.size()) - 1);
    for (qsizetype i = 0; i < row.size(); ++i)
        nodes[row[i]].place = {step * double(last - (row.size() - 1 - i)), bottom + BelowGap};

    size = {};
    for (Node &node : nodes) {
        node.place.ry() -= top;
        size = size.expandedTo({node.place.x() + node.size.width(), node.place.y() + node.size.height()});
    }
    return true;
}

} // namespace chartwright
