// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"

namespace chartwright_test {

// Applications of six nodes (a Deployment with its Image, Service, ConfigMap, Secret and Ingress),
// each wired within and to the one before it, placed on a grid: 1.5 wires a node. Always the same.
chartwright::Topology largeTopology(int nodes);

} // namespace chartwright_test
