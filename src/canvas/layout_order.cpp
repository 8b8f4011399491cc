// SPDX-License-Identifier: Apache-2.0
#include "canvas/layout_parts.h"

namespace chartwright::layout_parts {
namespace {

constexpr int Sweeps = 10, Exchanges = 3;

/// Places in their columns, as shares of the columns' lengths, so that columns of different length
/// compare.
using Places = std::vector<double>;

void number(const std::vector<int> &column, Places &places)
{
    for (size_t i = 0; i < column.size(); ++i)
        places[size_t(column[i])] = (double(i) + 0.5) / double(column.size());
}

/// Where a wire ends at a node. Rows of one node keep their order.
double end(const Graph &graph, const Places &places, int e, int n)
{
    const Edge &edge = graph.edges[size_t(e)];
    return places[size_t(n)] + (edge.from == n ? edge.fromOffset : edge.toOffset) / 1e6;
}

/// The mean place of the neighbours on one side, traffic first; its own where there is none.
double barycentre(const Graph &graph, const Places &places, int n, bool left)
{
    const int column = graph.nodes[size_t(n)].column;
    double sum = 0;
    int count = 0;
    for (const int e : graph.nodes[size_t(n)].edges) {
        const int m = graph.other(e, n);
        const int there = graph.nodes[size_t(m)].column;
        if (there == Beneath || there == column || (there < column) != left)
            continue;
        const int weight = graph.edges[size_t(e)].isConfig ? 1 : 4;
        sum += weight * end(graph, places, e, m);
        count += weight;
    }
    return count > 0 ? sum / count : places[size_t(n)];
}

void sweep(const Graph &graph, Cluster &part, Places &places, bool left)
{
    for (int i = 0; i < Columns; ++i) {
        auto &column = part.columns[size_t(left ? i : Columns - 1 - i)];
        std::vector<std::pair<double, int>> keyed;
        keyed.reserve(column.size());
        for (const int n : column)
            keyed.emplace_back(barycentre(graph, places, n, left), n);
        std::stable_sort(keyed.begin(), keyed.end(),
                         [](const auto &a, const auto &b) { return a.first < b.first; });
        for (size_t k = 0; k < column.size(); ++k)
            column[k] = keyed[k].second;
        number(column, places);
    }
}

/// Crossings of the wires of two neighbours in a column, if `a` stands over `b`.
int crossings(const Graph &graph, const Places &places, int a, int b)
{
    int count = 0;
    const int column = graph.nodes[size_t(a)].column;
    for (const int e : graph.nodes[size_t(a)].edges) {
        const int x = graph.other(e, a);
        const int there = graph.nodes[size_t(x)].column;
        if (there == Beneath || there == column)
            continue;
        for (const int f : graph.nodes[size_t(b)].edges) {
            const int y = graph.other(f, b);
            const int where = graph.nodes[size_t(y)].column;
            if (where != Beneath && where != column && (there < column) == (where < column) &&
                end(graph, places, e, x) > end(graph, places, f, y))
                ++count;
        }
    }
    return count;
}

void exchange(const Graph &graph, Cluster &part, Places &places)
{
    constexpr size_t Busy = 64; // beyond, counting would no longer be near linear
    for (auto &column : part.columns) {
        for (size_t i = 0; i + 1 < column.size(); ++i) {
            const int a = column[i], b = column[i + 1];
            if (graph.nodes[size_t(a)].edges.size() > Busy ||
                graph.nodes[size_t(b)].edges.size() > Busy)
                continue;
            if (crossings(graph, places, b, a) < crossings(graph, places, a, b)) {
                std::swap(column[i], column[i + 1]);
                std::swap(places[size_t(a)], places[size_t(b)]);
            }
        }
    }
}

/// Inversions, by merging.
int inversions(std::vector<double> &all, std::vector<double> &spare, size_t first, size_t last)
{
    if (last - first < 2)
        return 0;
    const size_t middle = (first + last) / 2;
    int count = inversions(all, spare, first, middle) + inversions(all, spare, middle, last);
    size_t a = first, b = middle;
    for (size_t i = first; i < last; ++i) {
        const bool takesLeft = b == last || (a < middle && all[a] <= all[b]);
        count += takesLeft ? 0 : int(middle - a);
        spare[i] = takesLeft ? all[a++] : all[b++];
    }
    std::copy(spare.begin() + long(first), spare.begin() + long(last), all.begin() + long(first));
    return count;
}

int crossings(const Graph &graph, const Cluster &part, const Places &places)
{
    int count = 0;
    std::vector<std::pair<double, double>> lines;
    std::vector<double> ends, spare;
    for (const auto &column : part.columns) {
        lines.clear();
        ends.clear();
        for (const int n : column) {
            for (const int e : graph.nodes[size_t(n)].edges) {
                const int to = graph.edges[size_t(e)].to;
                if (to != n && graph.nodes[size_t(to)].column > graph.nodes[size_t(n)].column)
                    lines.emplace_back(end(graph, places, e, n), end(graph, places, e, to));
            }
        }
        std::sort(lines.begin(), lines.end());
        for (const auto &line : lines)
            ends.push_back(line.second);
        spare.resize(ends.size());
        count += inversions(ends, spare, 0, ends.size());
    }
    return count;
}

} // namespace

void orderColumns(const Graph &graph, Cluster &part, const std::stop_token &stop)
{
    // Shared by all parts: one of them only ever looks at its own nodes.
    thread_local Places places;
    if (places.size() < graph.nodes.size())
        places.resize(graph.nodes.size());
    for (const auto &column : part.columns)
        number(column, places);
    auto best = part.columns;
    int least = crossings(graph, part, places);
    for (int i = 0; i < Sweeps && least > 0 && !stop.stop_requested(); ++i) {
        sweep(graph, part, places, i % 2 == 0);
        if (i % 2 == 1)
            exchange(graph, part, places);
        const int now = crossings(graph, part, places);
        if (now < least) {
            least = now;
            best = part.columns;
        }
    }
    part.columns = std::move(best);
    for (const auto &column : part.columns)
        number(column, places);
    for (int i = 0; i < Exchanges && !stop.stop_requested(); ++i)
        exchange(graph, part, places);
}

} // namespace chartwright::layout_parts
