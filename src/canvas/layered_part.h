// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QList>
#include <QPointF>
#include <QSizeF>
#include <stop_token>

namespace chartwright
{

/// One connected part of a drawing, laid out in columns. Nodes are numbers.
struct LayeredPart
{
    struct Node
    {
        int column = 0; ///< 0 is the leftmost
        QSizeF size;
        bool below = false; ///< stands in the row under the columns
        QList<int> neighbours;
        QPointF place; ///< out: top left corner, the part's own corner being (0, 0)
    };

    static constexpr double ColumnWidth = 220, ColumnGap = 110, RowGap = 30, BelowGap = 60;

    QList<Node> nodes; ///< in the order that breaks ties
    QSizeF size;       ///< out

    /// False if stopped.
    bool arrange(std::stop_token stop);
};

/// Positions for boxes one under the other in the given order, each as near to its wish as the gaps
/// allow (least squares). All three lists are as long; gives the upper edges.
QList<double> spread(const QList<double> &wishes, const QList<double> &heights, double gap);

} // namespace chartwright
