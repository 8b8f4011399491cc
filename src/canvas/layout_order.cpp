// SPDX-License-Identifier: Apache-2.0
#include "canvas/layout_parts.h"

namespace chartwright::layout_parts
{
namespace
{

constexpr int Sweeps = 6, Exchanges = 2;

/// Places in their columns, as shares of the columns' lengths, so that columns of different length
/// compare.
using Places = std::vector<double>;

void number(const std::vector<int> &column, Places &places)
{
    for (size_t i = 0; i < column.size(); ++i)
        places[size_t(column[i])] = (double(i) + 0.5) / double(column.size());
}

/// The mean place of the neighbours on one side; its own where there is none.
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
        const Edge &edge = graph.edges[size_t(e)];
        // Rows of one node keep their order.
        const double row = (edge.from == m ? edge.fromOffset : edge.toOffset) / 1e5;
        sum += places[size_t(m)] + row;
        ++count;
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
                places[size_t(x)] > places[size_t(y)])
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

} // namespace

void orderColumns(const Graph &graph, Cluster &part, const std::stop_token &stop)
{
    // Shared by all parts: one of them only ever looks at its own nodes.
    thread_local Places places;
    if (places.size() < graph.nodes.size())
        places.resize(graph.nodes.size());
    for (const auto &column : part.columns)
        number(column, places);
    for (int i = 0; i < Sweeps && !stop.stop_requested(); ++i)
        sweep(graph, part, places, i % 2 == 0);
    for (int i = 0; i < Exchanges && !stop.stop_requested(); ++i)
        exchange(graph, part, places);
}

} // namespace chartwright::layout_parts
