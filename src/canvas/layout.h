// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/ref_index.h"

#include <QSizeF>
#include <stop_token>

namespace chartwright
{

/// The automatic layout: the kinds give the columns, connected parts are laid out apart and packed,
/// Images stand right of the Chart's frame and Releases left of it. Pure and deterministic (ties by
/// name); near linear in resources and references; may run on any thread.
/// `sizes` of all nodes in scene units; missing ones count as 220×100. Gives the top left corners of
/// all but the Chart, on the grid of 10, or nullopt if it was stopped.
std::optional<QHash<ResourceId, QPointF>> layout(const Topology &topology, const RefIndex &refs,
                                                 const QHash<ResourceId, QSizeF> &sizes,
                                                 std::stop_token stop = {});

} // namespace chartwright
