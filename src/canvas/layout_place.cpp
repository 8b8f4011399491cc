// SPDX-License-Identifier: Apache-2.0
#include "canvas/layout_parts.h"

namespace chartwright::layout_parts {
namespace {

constexpr int Sweeps = 8;
constexpr double Grid = 10;

/// Neighbours in a column that stand as close as they may, and move as one.
struct Block
{
    size_t first, last;
    std::vector<double> wishes; ///< for the top of the column if all stood close, sorted
    double top;
};

/// A wish counts as often as it is made.
struct Wish
{
    double top;
    int weight;
};

double gap(const Node &above, const Node &below)
{
    return (above.isPassage() ? 5 : NodeGap / 2) + (below.isPassage() ? 5 : NodeGap / 2);
}

double median(const std::vector<double> &sorted) { return sorted[(sorted.size() - 1) / 2]; }

std::vector<double> joined(std::vector<double> many, const std::vector<double> &few)
{
    if (few.size() < 16) { // moving memory beats merging
        for (const double wish : few)
            many.insert(std::upper_bound(many.begin(), many.end(), wish), wish);
        return many;
    }
    std::vector<double> both;
    both.reserve(many.size() + few.size());
    std::merge(many.begin(), many.end(), few.begin(), few.end(), std::back_inserter(both));
    return both;
}

/// Puts the nodes of a column as near to where they wish to be as their order and sizes allow. The
/// median of what a block wishes keeps at least one of its lines straight.
void settle(Graph &graph, const std::vector<int> &column, const std::vector<Wish> &wishes)
{
    std::vector<double> offsets(column.size(), 0);
    std::vector<Block> blocks;
    for (size_t i = 0; i < column.size(); ++i) {
        const Node &node = graph.nodes[size_t(column[i])];
        if (i > 0) {
            const Node &above = graph.nodes[size_t(column[i - 1])];
            offsets[i] = offsets[i - 1] + above.height + gap(above, node);
        }
        const double top = wishes[i].top - offsets[i];
        Block block{i, i, std::vector<double>(size_t(wishes[i].weight), top), top};
        while (!blocks.empty() && blocks.back().top > block.top) {
            Block above = std::move(blocks.back());
            blocks.pop_back();
            block.wishes = joined(std::move(above.wishes), block.wishes);
            block.first = above.first;
            block.top = median(block.wishes);
        }
        blocks.push_back(std::move(block));
    }
    for (const Block &block : blocks) {
        for (size_t i = block.first; i <= block.last; ++i)
            graph.nodes[size_t(column[i])].y = block.top + offsets[i];
    }
}

/// Where a node would have to stand for its lines to one side to be straight. Traffic and images
/// come before configuration, and what only passes before all.
Wish wish(const Graph &graph, int n, bool left)
{
    const Node &node = graph.nodes[size_t(n)];
    std::vector<double> tops, lesser;
    for (const int e : node.edges) {
        const Edge &edge = graph.edges[size_t(e)];
        const bool isFrom = edge.from == n;
        const Node &other = graph.nodes[size_t(graph.other(e, n))];
        if (other.column == Beneath || other.column == node.column ||
            (other.column < node.column) != left)
            continue;
        (edge.isConfig ? lesser : tops)
            .push_back(other.y + (isFrom ? edge.toOffset - edge.fromOffset
                                         : edge.fromOffset - edge.toOffset));
    }
    const int weight = tops.empty() ? 1 : node.isPassage() ? 5 : 3;
    if (tops.empty())
        tops = std::move(lesser);
    if (tops.empty())
        return {node.y, 1};
    std::sort(tops.begin(), tops.end());
    return {median(tops), weight};
}

void align(Graph &graph, const std::vector<int> &column, bool left)
{
    std::vector<Wish> wishes;
    wishes.reserve(column.size());
    for (const int n : column)
        wishes.push_back(wish(graph, n, left));
    settle(graph, column, wishes);
}

/// Takes out what is empty right across the part, as far as neighbours allow; nothing bends by
/// that. Gives the height.
double closeUp(Graph &graph, const Cluster &part)
{
    std::vector<int> all;
    for (const auto &column : part.columns)
        all.insert(all.end(), column.begin(), column.end());
    std::sort(all.begin(), all.end(), [&](int a, int b) {
        const double y1 = graph.nodes[size_t(a)].y, y2 = graph.nodes[size_t(b)].y;
        return y1 != y2 ? y1 < y2 : a < b;
    });
    const auto first = std::find_if(all.begin(), all.end(),
                                    [&](int n) { return !graph.nodes[size_t(n)].isPassage(); });
    double bottom = -NodeGap, up = first == all.end() ? 0 : graph.nodes[size_t(*first)].y;
    for (const int n : all) {
        Node &node = graph.nodes[size_t(n)];
        double y = std::round((node.y - up) / Grid) * Grid;
        if (!node.isPassage()) {
            if (const double empty = y - bottom - NodeGap; empty > 0) {
                up += empty;
                y -= empty;
            }
            bottom = std::max(bottom, y + node.height);
        }
        node.y = y;
    }
    return std::max(0.0, bottom);
}

} // namespace

void placeColumns(Graph &graph, Cluster &part, const std::stop_token &stop)
{
    for (const auto &column : part.columns) {
        double y = 0;
        for (const int n : column) {
            graph.nodes[size_t(n)].y = y;
            y +=
                graph.nodes[size_t(n)].height + (graph.nodes[size_t(n)].isPassage() ? 10 : NodeGap);
        }
    }
    for (int i = 0; i < Sweeps && !stop.stop_requested(); ++i) {
        for (int c = 1; c < Columns; ++c)
            align(graph, part.columns[size_t(c)], true);
        for (int c = Columns - 2; c >= 0; --c)
            align(graph, part.columns[size_t(c)], false);
    }
    align(graph, part.columns[DeploymentColumn], true);
    align(graph, part.columns[ImageColumn], true);

    part.height = closeUp(graph, part);
}

} // namespace chartwright::layout_parts
