// SPDX-License-Identifier: Apache-2.0
#include "canvas/layout_parts.h"

namespace chartwright::layout_parts
{
namespace
{

constexpr int Sweeps = 4;
constexpr double Grid = 10;

/// Neighbours in a column that stand as close as they may, and move as one.
struct Block
{
    size_t first, last;
    std::vector<double> wishes; ///< for the top of the first, sorted
    double length;              ///< from the top of the first to where the next may start
    double top;
};

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
void settle(Graph &graph, const std::vector<int> &column, const std::vector<double> &wishes)
{
    std::vector<Block> blocks;
    for (size_t i = 0; i < column.size(); ++i) {
        Block block{i, i, {wishes[i]}, graph.nodes[size_t(column[i])].height + NodeGap, wishes[i]};
        while (!blocks.empty() && blocks.back().top + blocks.back().length > block.top) {
            Block above = std::move(blocks.back());
            blocks.pop_back();
            for (double &wish : block.wishes)
                wish -= above.length;
            std::vector<double> both = joined(std::move(above.wishes), block.wishes);
            block = {above.first, block.last, std::move(both), above.length + block.length, 0};
            block.top = median(block.wishes);
        }
        blocks.push_back(std::move(block));
    }
    for (const Block &block : blocks) {
        double y = block.top;
        for (size_t i = block.first; i <= block.last; ++i) {
            Node &node = graph.nodes[size_t(column[i])];
            node.y = y;
            y += node.height + NodeGap;
        }
    }
}

/// Where a node would have to stand for its lines to one side to be straight.
double wish(const Graph &graph, int n, bool left)
{
    const Node &node = graph.nodes[size_t(n)];
    std::vector<double> tops;
    for (const int e : node.edges) {
        const Edge &edge = graph.edges[size_t(e)];
        const bool isFrom = edge.from == n;
        const Node &other = graph.nodes[size_t(graph.other(e, n))];
        if (other.column == Beneath || other.column == node.column ||
            (other.column < node.column) != left)
            continue;
        tops.push_back(other.y + (isFrom ? edge.toOffset - edge.fromOffset
                                         : edge.fromOffset - edge.toOffset));
    }
    if (tops.empty())
        return node.y;
    std::sort(tops.begin(), tops.end());
    return median(tops);
}

void align(Graph &graph, const std::vector<int> &column, bool left)
{
    std::vector<double> wishes;
    wishes.reserve(column.size());
    for (const int n : column)
        wishes.push_back(wish(graph, n, left));
    settle(graph, column, wishes);
}

} // namespace

void placeColumns(Graph &graph, Cluster &part, const std::stop_token &stop)
{
    for (const auto &column : part.columns) {
        double y = 0;
        for (const int n : column) {
            graph.nodes[size_t(n)].y = y;
            y += graph.nodes[size_t(n)].height + NodeGap;
        }
    }
    for (int i = 0; i < Sweeps && !stop.stop_requested(); ++i) {
        for (int c = 1; c < Columns; ++c)
            align(graph, part.columns[size_t(c)], true);
        for (int c = Columns - 2; c >= 0; --c)
            align(graph, part.columns[size_t(c)], false);
    }
    align(graph, part.columns[ImageColumn], true);

    double top = std::numeric_limits<double>::max(), bottom = std::numeric_limits<double>::lowest();
    for (const auto &column : part.columns) {
        for (const int n : column)
            top = std::min(top, graph.nodes[size_t(n)].y);
    }
    for (const auto &column : part.columns) {
        for (const int n : column) {
            Node &node = graph.nodes[size_t(n)];
            node.y = std::round((node.y - top) / Grid) * Grid;
            bottom = std::max(bottom, node.y + node.height);
        }
    }
    part.height = std::max(0.0, bottom);
}

} // namespace chartwright::layout_parts
