// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "canvas/node_shape.h"
#include "model/wires.h"

#include <array>
#include <stop_token>
#include <vector>

/// The steps of layout(), on plain numbers.
namespace chartwright::layout_parts {

constexpr int Columns = 6; ///< as KindSpec::column
constexpr int ReleaseColumn = 0, IngressColumn = 1, ServiceColumn = 2, ConfigColumn = 3,
              DeploymentColumn = 4, ImageColumn = 5;
/// In a row under its part instead of in a column.
constexpr int Beneath = -1;
constexpr double NodeGap = 40;

struct Node
{
    ResourceId id; ///< empty where a wire passes through a column: a place kept free for it
    QString name;
    NodeShape shape;
    int column = 4;
    double height = 0;
    double hint = 0; ///< where it stands now, from top to bottom
    int part = -1;
    std::vector<int> edges;
    double y = 0;

    bool isPassage() const { return id.isEmpty(); }
};

struct Edge
{
    int from, to;
    double fromOffset, toOffset; ///< of the sockets, from the nodes' tops
    bool isConfig;               ///< gives way to what carries traffic
    double label;                ///< the room that its label needs
};

struct Graph
{
    std::vector<Node> nodes; ///< by hint, then name
    std::vector<Edge> edges;

    int other(int edge, int node) const
    {
        const Edge &e = edges[size_t(edge)];
        return e.from == node ? e.to : e.from;
    }
};

/// A connected part: its nodes by column, from top to bottom, and those that go in a row beneath.
struct Cluster
{
    std::array<std::vector<int>, Columns> columns;
    std::vector<int> beneath;
    double height = 0;
    int size = 0;
};

/// Empty if it was stopped.
Graph readGraph(const Topology &topology, const RefIndex &refs, const std::stop_token &stop);
/// Connected parts of what is no Release, in the order of their first nodes.
std::vector<Cluster> findParts(Graph &graph);
/// Keeps places free for wires that pass through columns. Call it once, when columns are settled.
void addPassages(Graph &graph, std::vector<Cluster> &parts);
/// Puts each column into an order with few crossings.
void orderColumns(const Graph &graph, Cluster &part, const std::stop_token &stop);
/// Gives nodes their y, so that lines run straight where they can; the top is 0.
void placeColumns(Graph &graph, Cluster &part, const std::stop_token &stop);
/// How many upright parts of wires stand side by side at most, in the gap to the right of each
/// column.
std::array<int, Columns> tracks(const Graph &graph, const std::vector<Cluster> &parts);
/// The room that the widest label needs in the gap to the left of each column.
std::array<double, Columns> labels(const Graph &graph);

} // namespace chartwright::layout_parts
