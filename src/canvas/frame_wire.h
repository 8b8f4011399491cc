// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QList>
#include <QPointF>
#include <QRectF>
#include <functional>

namespace chartwright {

/// The corners of a wire from a node that is not left of the frame, inside of it perhaps, to the
/// frame's edge: the nearest one that it can reach without crossing a node, the left one rather.
/// `count` tells how many nodes a rectangle meets.
QList<QPointF> wireToFrame(const QRectF &frame, const QRectF &node,
                           const std::function<int(const QRectF &)> &count);

} // namespace chartwright
