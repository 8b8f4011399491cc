// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"

namespace chartwright_test {

// A random drawing made one that an API server takes, and as random as before where it has no say:
// texts of variables, data, annotations, arguments and commands stay. What our checks call an error
// is mended by its fix or left out; what only a server refuses is left out by name. Nothing of it
// starts a pod, stands in a namespace of its own, or is of a kind without a table.
chartwright::Topology serverValid(const chartwright::Topology &topology, quint32 seed);

} // namespace chartwright_test
