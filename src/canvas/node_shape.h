// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/kind_spec.h"

#include <QRectF>

namespace chartwright {

/// What a node shows and how large that makes it, in scene units. Knows no fonts and no colours, so
/// that layout can use it on any thread.
struct NodeShape
{
    // With these all sockets stand on the grid of 10, so that lines between nodes can be straight.
    static constexpr double Width = 220, HeaderHeight = 30, RowHeight = 20, RowsPadding = 5;
    static constexpr double Radius = 6, SocketRadius = 4, SocketReach = 12;
    /// Rows beyond are summed up in one.
    static constexpr int MaxRows = 14, MaxKeys = 6;
    /// In masks of sockets: bit 0 is the header, bit i + 1 the row i.
    using Mask = quint32;

    ResourceId id;
    QString kind, name, title, icon; ///< title: the kind's, translated
    QString note;                    ///< the Chart's versions
    quint32 colour = 0x808080;
    int column = 4;
    bool templated = false, headerIn = false, headerOut = false;
    QList<NodeRow> rows;
    int hiddenRows = 0; ///< the last row stands for so many

    bool isChart() const { return kind == u"Chart"; }
    QSizeF size() const;
    /// The row's rectangle in the node; row -1 is the header.
    static QRectF rowRect(int row);
    /// The row of a socket, -1 for the header's, nullopt where there is none.
    std::optional<int> socketRow(const QString &socket, bool out) const;
    /// The row where a wire to a socket ends: a socket that is not shown is joined at the last row
    /// where rows are hidden, else at the header.
    int wireRow(const QString &socket, bool out) const;
    /// The row where a wire of several references ends: that of more than half of them, else the
    /// header, which stands for any.
    int wireRow(const QStringList &sockets, bool out) const;
    /// All rows that references end in, whether the line does or not.
    Mask wireRows(const QStringList &sockets, bool out) const;
    bool hasSocket(int row, bool out) const;
    QString socketOf(int row, bool out) const;
    static double rowMiddle(int row) { return rowRect(row).center().y(); }
    static Mask bit(int row) { return 1u << (row + 1); }

    friend bool operator==(const NodeShape &a, const NodeShape &b);
};

/// The room that a wire's label needs. An estimate: fonts are the painter's matter.
double pillWidth(const QString &label);

NodeShape nodeShape(const Topology &topology, const Resource &resource);

} // namespace chartwright
