// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"

namespace chartwright_test
{

// Applications of six nodes and nine references (a Deployment with its Image, Service, ConfigMap, a
// Secret and every fourth an Ingress), placed on a grid; about 1.5 wires a node. Always the same.
chartwright::Topology largeTopology(int nodes);

} // namespace chartwright_test
