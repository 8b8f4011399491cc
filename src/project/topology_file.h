// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "model/topology.h"

#include <QByteArray>

/// topology.yaml: one block a resource, sorted by kind and id, then the placements, one line each.
namespace chartwright {

/// Reads what writeTopology() wrote or a person edited. Refuses what is broken, newer than we know,
/// or hostile; errors name `file`, line and column. All values keys count as fixed.
Result<Topology> readTopology(const QByteArray &bytes, const QString &file, const Kinds &kinds);
/// The same bytes for equal topologies.
QByteArray writeTopology(const Topology &topology);

} // namespace chartwright
