// SPDX-License-Identifier: Apache-2.0
#include "canvas/layout_parts.h"

#include <numeric>

namespace chartwright::layout_parts {
namespace {

int rootOf(std::vector<int> &parents, int n)
{
    while (parents[size_t(n)] != n)
        n = parents[size_t(n)] = parents[size_t(parents[size_t(n)])];
    return n;
}

} // namespace

Graph readGraph(const Topology &topology, const RefIndex &refs, const std::stop_token &stop)
{
    Graph graph;
    for (const ResourcePtr &r : topology.resources()) {
        if (stop.stop_requested())
            return {};
        if (r->kind == u"Chart")
            continue;
        Node node;
        node.id = r->id;
        node.name = r->name;
        node.shape = nodeShape(topology, *r);
        node.column = std::clamp(node.shape.column, 0, Columns - 1);
        node.height = node.shape.size().height();
        const auto place = topology.placement(r->id);
        node.hint = place ? place->y() : std::numeric_limits<double>::max();
        graph.nodes.push_back(std::move(node));
    }
    std::stable_sort(graph.nodes.begin(), graph.nodes.end(), [](const Node &a, const Node &b) {
        return a.hint != b.hint ? a.hint < b.hint : a.name < b.name;
    });
    QHash<ResourceId, int> numbers;
    for (size_t i = 0; i < graph.nodes.size(); ++i)
        numbers.insert(graph.nodes[i].id, int(i));
    for (const Wire &wire : allWires(topology, refs)) {
        const auto from = numbers.constFind(wire.from), to = numbers.constFind(wire.to);
        if (from == numbers.cend() || to == numbers.cend())
            continue;
        Node &a = graph.nodes[size_t(*from)];
        Node &b = graph.nodes[size_t(*to)];
        const int number = int(graph.edges.size());
        graph.edges.push_back({*from, *to,
                               NodeShape::rowMiddle(a.shape.wireRow(wire.fromSockets, true)),
                               NodeShape::rowMiddle(b.shape.wireRow(wire.toSockets, false)),
                               wire.style == WireStyle::Config, pillWidth(wire.label)});
        a.edges.push_back(number);
        b.edges.push_back(number);
    }
    // What only an Ingress uses stands where its other targets do.
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
        Node &node = graph.nodes[i];
        const auto isFromIngress = [&](int e) {
            const Edge &edge = graph.edges[size_t(e)];
            return edge.to == int(i) && graph.nodes[size_t(edge.from)].column == IngressColumn;
        };
        if (node.column == ConfigColumn && !node.edges.empty() &&
            std::all_of(node.edges.begin(), node.edges.end(), isFromIngress))
            node.column = ServiceColumn;
    }
    return graph;
}

void addPassages(Graph &graph, std::vector<Cluster> &parts)
{
    const size_t wires = graph.edges.size();
    std::vector<bool> grew(parts.size(), false);
    for (size_t e = 0; e < wires; ++e) {
        const Edge whole = graph.edges[e];
        const Node &from = graph.nodes[size_t(whole.from)], &to = graph.nodes[size_t(whole.to)];
        if (from.part < 0 || from.part != to.part || from.column == Beneath || to.column == Beneath)
            continue;
        Cluster &part = parts[size_t(from.part)];
        const int last = to.column, number = to.part;
        const double hint =
            to.hint < std::numeric_limits<double>::max() ? to.hint + whole.toOffset : to.hint;
        int edge = int(e);
        for (int c = from.column + 1; c < last; ++c) {
            if (part.columns[size_t(c)].empty())
                continue;
            const int passage = int(graph.nodes.size()), rest = int(graph.edges.size());
            Node made;
            made.column = c;
            made.hint = hint;
            made.part = number;
            made.edges = {edge, rest};
            graph.edges[size_t(edge)].to = passage;
            graph.edges[size_t(edge)].toOffset = 0;
            graph.edges[size_t(edge)].label = 0; // a long line has room for it
            graph.edges.push_back({passage, whole.to, 0, whole.toOffset, whole.isConfig, 0});
            std::vector<int> &ends = graph.nodes[size_t(whole.to)].edges;
            *std::find(ends.begin(), ends.end(), edge) = rest;
            graph.nodes.push_back(std::move(made));
            part.columns[size_t(c)].push_back(passage);
            grew[size_t(number)] = true;
            edge = rest;
        }
    }
    for (size_t i = 0; i < parts.size(); ++i) {
        for (std::vector<int> &column : parts[i].columns) {
            if (grew[i])
                std::stable_sort(column.begin(), column.end(), [&](int a, int b) {
                    return graph.nodes[size_t(a)].hint < graph.nodes[size_t(b)].hint;
                });
        }
    }
}

std::vector<Cluster> findParts(Graph &graph)
{
    std::vector<int> parents(graph.nodes.size());
    std::iota(parents.begin(), parents.end(), 0);
    for (const Edge &e : graph.edges)
        parents[size_t(rootOf(parents, e.from))] = rootOf(parents, e.to);

    std::vector<Cluster> parts;
    std::vector<int> partOfRoot(graph.nodes.size(), -1);
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
        Node &node = graph.nodes[i];
        if (node.column == ReleaseColumn)
            continue;
        int &number = partOfRoot[size_t(rootOf(parents, int(i)))];
        if (number < 0) {
            number = int(parts.size());
            parts.emplace_back();
        }
        node.part = number;
        Cluster &part = parts[size_t(number)];
        part.columns[size_t(node.column)].push_back(int(i));
        ++part.size;
    }
    return parts;
}

std::array<int, Columns> tracks(const Graph &graph, const std::vector<Cluster> &parts)
{
    // What turns, turns in the gap before its target.
    struct Turn
    {
        double at;
        int change;
    };
    std::vector<std::array<std::vector<Turn>, Columns>> turns(parts.size());
    for (const Edge &e : graph.edges) {
        const Node &from = graph.nodes[size_t(e.from)], &to = graph.nodes[size_t(e.to)];
        if (from.part < 0 || to.column <= 0)
            continue;
        const double a = from.y + e.fromOffset, b = to.y + e.toOffset;
        if (std::abs(a - b) < 1)
            continue;
        auto &gap = turns[size_t(from.part)][size_t(to.column - 1)];
        gap.push_back({std::min(a, b), 1});
        gap.push_back({std::max(a, b), -1});
    }
    std::array<int, Columns> most{};
    for (auto &part : turns) {
        for (size_t gap = 0; gap < Columns; ++gap) {
            std::sort(part[gap].begin(), part[gap].end(), [](const Turn &a, const Turn &b) {
                return a.at != b.at ? a.at < b.at : a.change < b.change;
            });
            int now = 0;
            for (const Turn &turn : part[gap]) {
                now += turn.change;
                most[gap] = std::max(most[gap], now);
            }
        }
    }
    return most;
}

std::array<double, Columns> labels(const Graph &graph)
{
    std::array<double, Columns> widest{};
    for (const Edge &e : graph.edges) {
        const Node &to = graph.nodes[size_t(e.to)];
        if (to.column > 0 && graph.nodes[size_t(e.from)].column != Beneath)
            widest[size_t(to.column)] = std::max(widest[size_t(to.column)], e.label);
    }
    return widest;
}

} // namespace chartwright::layout_parts
