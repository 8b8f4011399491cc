// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/ref_index.h"
#include "model/topology.h"

#include <stop_token>

namespace chartwright {

/// Where all nodes of a drawing go: kinds give the columns, connected parts stand apart. Near
/// linear, deterministic (ties by name), knows no widgets; to be run on a worker with a snapshot.
/// The order from top to bottom starts from where nodes stand, so that one that a person moved
/// stays near. Empty if it was stopped.
QHash<ResourceId, QPointF> layout(const Topology &topology, const RefIndex &refs,
                                  std::stop_token stop = {});

} // namespace chartwright
