// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "canvas/node_shape.h"
#include "canvas/router.h"
#include "canvas/spatial_grid.h"
#include "model/wires.h"

#include <QPainterPath>

namespace chartwright {

struct NodeTexts;

/// A node's place and what hangs on it. The Chart is one too: its rectangle is the frame.
struct SceneNode
{
    NodeShape shape;
    QRectF rect;
    bool alive = false;
    NodeShape::Mask wiredIn = 0, wiredOut = 0;
    int errors = 0, warnings = 0, advice = 0; ///< open findings
    QList<int> wires;
    /// Made by the painter; goes when the shape changes.
    mutable std::shared_ptr<const NodeTexts> texts;

    QPointF socket(int row, bool out) const;
    int problems() const { return errors + warnings + advice; }
    QRectF badgeRect() const;
};

struct SceneWire
{
    Wire wire;
    int from = -1, to = -1;
    int fromRow = -1, toRow = -1;             ///< where the line ends
    NodeShape::Mask fromRows = 0, toRows = 0; ///< those of all its references
    bool alive = false;
    QList<QPointF> points;
    QRectF bounds;             ///< of the line alone
    QRectF pill;               ///< room for the label; null without one
    mutable QPainterPath path; ///< with round corners; made when it is first asked for

    struct Corner
    {
        QPointF in, at, out; ///< where the bend begins, its middle, where it ends
    };
    QList<Corner> corners() const;
    const QPainterPath &roundPath() const;
    double distance(QPointF p) const;
};

struct SceneHit
{
    enum class What { Nothing, Node, Badge, Socket, Wire, WireEnd, Chart };
    What what = What::Nothing;
    int node = -1, wire = -1;
    int row = -1;
    bool out = false; ///< the socket's side; of a wire's end: the end where it starts
    friend bool operator==(const SceneHit &, const SceneHit &) = default;
};

/// What has to be painted anew: rectangles, so that a long wire does not repaint all that its box
/// holds.
class Dirty
{
public:
    void operator|=(const QRectF &rect);
    void operator|=(const Dirty &other);
    void operator|=(const SceneWire &wire);
    const std::vector<QRectF> &rects() const { return m_rects; }
    /// From far a wire is the straight line between its ends; these are added then.
    const std::vector<QRectF> &straight() const { return m_straight; }
    /// The frame or its name; from very far that name stands beyond what the rectangles tell.
    bool frame = false;

private:
    static void add(std::vector<QRectF> &rects, const QRectF &rect);
    std::vector<QRectF> m_rects, m_straight;
};

/// How much is drawn at a zoom.
enum class Detail { Far, Middle, Near };
Detail detailAt(double zoom);

/// What is drawn of a topology and where: geometry and hit-testing, no painting. Nodes and wires
/// have numbers that hold while they live. Resources without a placement get one that is not
/// stored.
class Scene
{
public:
    Scene();

    void rebuild(const Topology &topology, const RefIndex &refs);
    /// Follows an edit. Gives what has to be painted anew.
    Dirty update(const Topology &topology, const RefIndex &refs, const ChangeEvent &event);
    /// Moves nodes by hand, ahead of an edit or without one; wires follow. What to paint anew.
    Dirty place(const QHash<int, QPointF> &positions);
    /// Counts of open findings by node; gives what has to be painted anew.
    struct Counts
    {
        int errors = 0, warnings = 0, advice = 0;
    };
    Dirty setFindings(const QHash<ResourceId, Counts> &counts);
    void forgetTexts();

    int nodeCount() const { return int(m_nodes.size()); }
    int wireCount() const { return int(m_wires.size()); }
    const SceneNode &node(int n) const { return m_nodes[size_t(n)]; }
    const SceneWire &wire(int w) const { return m_wires[size_t(w)]; }
    std::optional<int> find(const ResourceId &id) const;
    std::optional<int> findWire(const ResourceId &from, const ResourceId &to) const;
    /// -1 in a topology without a Chart.
    int chart() const { return m_chart; }
    bool isEmpty() const { return m_byId.size() <= (m_chart >= 0 ? 1 : 0); }

    /// In the order to paint them; the Chart left out.
    QList<int> nodesIn(const QRectF &rect) const;
    QList<int> wiresIn(const QRectF &rect) const;
    /// The frame included.
    QRectF contents() const;
    QRectF contents(const QList<ResourceId> &ids) const;

    /// A node that is to be inserted.
    struct Footprint
    {
        QRectF rect;
        bool templated = false; ///< stands in the Chart's frame, which grows with it
    };
    /// The offset nearest to `wanted`, in steps of 10, with which nodes stand clear of those that
    /// are there, and the frame holds just what is of the Chart.
    QPointF freeOffset(const QList<Footprint> &group, QPointF wanted) const;

    /// What a pointer is on. `reach` is a pixel of the view in scene units.
    SceneHit hit(QPointF p, double reach, Detail detail) const;
    /// The free end of a selected wire that a pointer is on.
    SceneHit hitWireEnd(int wire, QPointF p, double reach) const;
    static QRectF titleRect(const QRectF &frame);

private:
    int addNode(const Topology &topology, const Resource &resource, QPointF at);
    void removeNode(int n, Dirty &dirty);
    void setRect(int n, const QRectF &rect);
    void setShape(int n, NodeShape shape, Dirty &dirty);
    void rewire(const Topology &topology, const RefIndex &refs, const ResourceId &id, Dirty &dirty);
    int addWire(const Wire &wire);
    void removeWire(int w, Dirty &dirty);
    void reroute(int w, Dirty &dirty);
    void route(int w);
    void placePill(int w);
    double pillTrouble(int w, const QRectF &pill) const;
    void placeFrame(Dirty &dirty);
    QRectF frameRect() const;
    static QRectF framed(const QRectF &inner);
    void markSockets(int n);
    int nodesMeeting(const QRectF &rect) const;
    void indexWire(int w, bool in);
    QHash<ResourceId, QPointF> missingPlacements(const Topology &topology,
                                                 const RefIndex &refs) const;

    std::vector<SceneNode> m_nodes;
    std::vector<SceneWire> m_wires;
    std::vector<int> m_freeNodes, m_freeWires;
    QHash<ResourceId, int> m_byId;
    QHash<std::pair<int, int>, int> m_wireByEnds;
    SpatialGrid m_nodeGrid, m_wireGrid, m_pillGrid;
    Router m_router;
    int m_chart = -1;
    QPointF m_emptyFrame;
};

} // namespace chartwright
