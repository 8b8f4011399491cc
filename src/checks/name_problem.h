// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"

namespace chartwright {

/// What names of a kind are made of ("lower-case letters, digits and '-', at most 63") where this
/// is none; empty where it is one.
QString nameFault(const QString &kind, const QString &name);
/// Two resources with the same key cannot be told apart by the cluster.
QString nameKey(const Resource &resource);
/// Why a resource cannot get this name, as a sentence; empty where it can.
QString nameProblem(const Topology &topology, const Resource &resource, const QString &name);

} // namespace chartwright
