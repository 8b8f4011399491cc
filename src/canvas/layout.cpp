// SPDX-License-Identifier: Apache-2.0
#include "canvas/layout.h"

#include "canvas/layout_parts.h"

#include <cmath>

namespace chartwright {
namespace {

using namespace layout_parts;

constexpr double ColumnGap = 80, LabelGap = 110, MostGap = 280, TrackWidth = 10;
constexpr double PartGap = 60, RowGap = 50, FoldGap = 140;
/// What is taller than this is folded into several stacks, so that it does not become a ribbon.
constexpr double StackHeight = 2600;

/// Nodes with places of their own, put somewhere as one.
struct Block
{
    std::vector<std::pair<int, QPointF>> nodes;
    double height = 0;
};

class Layout
{
public:
    Layout(const Topology &topology, const RefIndex &refs, std::stop_token stop)
        : m_stop(std::move(stop)), m_graph(readGraph(topology, refs, m_stop))
    {
    }

    QHash<ResourceId, QPointF> run()
    {
        if (m_stop.stop_requested())
            return {};
        m_parts = findParts(m_graph);
        findColumns();
        for (Cluster &part : m_parts)
            moveBeneath(part);
        addPassages(m_graph, m_parts);
        for (Cluster &part : m_parts) {
            orderColumns(m_graph, part, m_stop);
            placeColumns(m_graph, part, m_stop);
            if (m_stop.stop_requested())
                return {};
        }
        placeX();
        makeBlocks();
        stack();
        placeReleases();
        return finished();
    }

private:
    Node &node(int n) { return m_graph.nodes[size_t(n)]; }
    bool isLoose(const Cluster &part) const { return part.size == 1; }

    /// Columns that any part uses. Configuration has one only where it does not fit beneath.
    void findColumns()
    {
        for (const Cluster &part : m_parts) {
            for (size_t c = 0; c < Columns; ++c)
                m_used[c] |= !part.columns[c].empty();
        }
        m_slots.clear();
        for (size_t c = ConfigColumn - 1; c > size_t(ReleaseColumn); --c) {
            if (m_used[c])
                m_slots.push_back(c);
        }
        m_beneath = !m_slots.empty() &&
                    std::all_of(m_parts.begin(), m_parts.end(),
                                [this](const Cluster &p) { return isLoose(p) || fitsBeneath(p); });
        m_used[ConfigColumn] = m_used[ConfigColumn] && !m_beneath;
    }

    /// A row is for a few, and for what no wire leads to: that would have to come back from the
    /// right.
    bool fitsBeneath(const Cluster &part) const
    {
        const std::vector<int> &config = part.columns[ConfigColumn];
        const auto isTarget = [this](int n) {
            const Node &node = m_graph.nodes[size_t(n)];
            return std::any_of(node.edges.begin(), node.edges.end(),
                               [&](int e) { return m_graph.edges[size_t(e)].to == n; });
        };
        return config.size() <= m_slots.size() &&
               std::none_of(config.begin(), config.end(), isTarget);
    }

    void moveBeneath(Cluster &part)
    {
        if (isLoose(part) || !m_beneath)
            return;
        std::vector<int> &config = part.columns[ConfigColumn];
        part.beneath = std::move(config);
        config.clear();
        for (const int n : part.beneath)
            node(n).column = Beneath;
    }

    void placeX()
    {
        const auto most = tracks(m_graph, m_parts);
        const auto widest = labels(m_graph);
        double x = -ColumnGap;
        for (size_t c = 1; c < Columns; ++c) {
            if (!m_used[c])
                continue;
            const double tracksWidth = TrackWidth * std::max(0, most[c - 1] - 3);
            const double labelWidth = std::ceil(std::min(LabelGap, widest[c] + 16) / 10) * 10;
            x += x < 0 ? ColumnGap
                       : std::min(MostGap, std::max(ColumnGap, labelWidth) + tracksWidth);
            m_x[c] = x;
            x += NodeShape::Width;
        }
        m_width = x;
    }

    void makeBlocks()
    {
        double height = 0;
        std::vector<int> loose;
        for (const Cluster &part : m_parts) {
            if (isLoose(part)) {
                for (const auto &column : part.columns)
                    loose.insert(loose.end(), column.begin(), column.end());
            } else {
                height += part.height + PartGap;
            }
        }
        // As wide as high, in the end, when stacks stand side by side.
        if (height > StackHeight)
            m_fold = std::max(2000.0, std::sqrt(height * (m_width + FoldGap) / 1.5));
        for (const Cluster &part : m_parts) {
            if (!isLoose(part))
                cutIntoBlocks(part);
        }
        addLoose(std::move(loose));
    }

    void cutIntoBlocks(const Cluster &part)
    {
        // Wires from strip to strip are worse than one that is a little high.
        const bool cuts = m_fold > 0 && part.height > 1.5 * m_fold;
        const size_t count = cuts ? size_t(part.height / m_fold) + 1 : 1;
        std::vector<Block> strips(count);
        std::vector<double> tops(count, std::numeric_limits<double>::max());
        for (size_t c = 0; c < Columns; ++c) {
            for (const int n : part.columns[c]) {
                if (node(n).isPassage())
                    continue;
                const size_t strip = cuts ? size_t(node(n).y / m_fold) : 0;
                strips[strip].nodes.emplace_back(n, QPointF(m_x[c], node(n).y));
                tops[strip] = std::min(tops[strip], node(n).y);
            }
        }
        for (size_t i = 0; i < count; ++i) {
            for (auto &[n, at] : strips[i].nodes) {
                at.ry() -= tops[i];
                strips[i].height = std::max(strips[i].height, at.y() + node(n).height);
            }
        }
        addBeneath(strips.back(), part);
        for (Block &strip : strips) {
            if (!strip.nodes.empty())
                m_blocks.push_back(std::move(strip));
        }
    }

    /// Left of what uses it, under everything, from right to left.
    void addBeneath(Block &block, const Cluster &part)
    {
        const double y = block.height + (block.nodes.empty() ? 0 : RowGap);
        size_t slot = 0;
        for (const int n : part.beneath) {
            block.nodes.emplace_back(n, QPointF(m_x[m_slots[slot++]], y));
            block.height = std::max(block.height, y + node(n).height);
        }
    }

    /// What is not wired stands in rows under the rest, kinds together.
    void addLoose(std::vector<int> loose)
    {
        std::stable_sort(loose.begin(), loose.end(), [this](int a, int b) {
            return node(a).column != node(b).column ? node(a).column < node(b).column
                                                    : node(a).shape.kind < node(b).shape.kind;
        });
        std::vector<double> places;
        for (size_t c = 1; c < ImageColumn; ++c) {
            if (m_used[c])
                places.push_back(m_x[c]);
        }
        if (places.empty())
            places.push_back(0);
        Block row, images;
        size_t slot = 0;
        for (const int n : loose) {
            if (node(n).column == ImageColumn) {
                images.nodes.emplace_back(n, QPointF(m_x[ImageColumn], images.height));
                images.height += node(n).height + NodeGap;
                continue;
            }
            if (slot == places.size()) {
                m_blocks.push_back(std::exchange(row, {}));
                slot = 0;
            }
            row.nodes.emplace_back(n, QPointF(places[slot++], 0));
            row.height = std::max(row.height, node(n).height);
        }
        for (Block *block : {&row, &images}) {
            if (!block->nodes.empty())
                m_blocks.push_back(std::move(*block));
        }
    }

    void stack()
    {
        double x = 0, y = 0;
        size_t first = 0; // of the stack
        const auto pushLeft = [&] {
            double left = std::numeric_limits<double>::max(), right = 0;
            for (size_t i = first; i < m_places.size(); ++i)
                left = std::min(left, m_places[i].second.x());
            for (size_t i = first; i < m_places.size(); ++i) {
                m_places[i].second.rx() += x - left;
                right = std::max(right, m_places[i].second.x() + NodeShape::Width);
            }
            first = m_places.size();
            x = right + FoldGap;
        };
        for (const Block &block : m_blocks) {
            if (m_fold > 0 && y > 0 && y + block.height > m_fold * 1.05) {
                pushLeft();
                y = 0;
            }
            for (const auto &[n, at] : block.nodes)
                m_places.emplace_back(n, QPointF(0, y) + at);
            y += block.height;
            m_bottom = std::max(m_bottom, y);
            y += block.nodes.size() > 1 ? PartGap : NodeGap;
        }
        if (!m_places.empty())
            pushLeft();
    }

    /// Left of the frame, in the middle of its height.
    void placeReleases()
    {
        std::vector<int> releases;
        double height = -NodeGap;
        for (size_t i = 0; i < m_graph.nodes.size(); ++i) {
            if (m_graph.nodes[i].part < 0) { // passages are of parts
                releases.push_back(int(i));
                height += m_graph.nodes[i].height + NodeGap;
            }
        }
        double y = std::max(0.0, std::round((m_bottom - height) / 20) * 10);
        for (const int n : releases) {
            m_places.emplace_back(n, QPointF(-NodeShape::Width - ColumnGap, y));
            y += node(n).height + NodeGap;
        }
    }

    QHash<ResourceId, QPointF> finished()
    {
        double left = 0;
        for (const auto &[n, at] : m_places)
            left = std::min(left, at.x());
        QHash<ResourceId, QPointF> out;
        out.reserve(qsizetype(m_places.size()));
        for (const auto &[n, at] : m_places)
            out.insert(node(n).id, at - QPointF(left, 0));
        return out;
    }

    std::stop_token m_stop;
    Graph m_graph;
    std::vector<Cluster> m_parts;
    std::array<bool, Columns> m_used{};
    std::vector<size_t> m_slots; ///< columns that a row beneath fills
    bool m_beneath = false;
    std::array<double, Columns> m_x{};
    double m_width = 0, m_fold = 0, m_bottom = 0;
    std::vector<Block> m_blocks;
    std::vector<std::pair<int, QPointF>> m_places;
};

} // namespace

QHash<ResourceId, QPointF> layout(const Topology &topology, const RefIndex &refs,
                                  std::stop_token stop)
{
    return Layout(topology, refs, std::move(stop)).run();
}

} // namespace chartwright
