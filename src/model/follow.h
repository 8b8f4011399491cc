// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/kind_spec.h"
#include "model/ref_index.h"

/// What goes along when something gets another name; the steps of the edits in edits.h.
namespace chartwright {

using PartMap = QHash<QString, QString>; ///< old part → new part

/// Parts that one change renamed: same place among the parts, another name.
PartMap renamedParts(const Kinds &kinds, const Resource &before, const Resource &after);
/// Moves all references to renamed parts along.
void followParts(Topology &topology, const RefIndex &refs, const ResourceId &id,
                 const PartMap &parts);
/// Moves what is kept by path (acceptances, pins, overrides) when `from` became `to`.
void followPath(Topology &topology, const RefIndex &refs, const ResourceId &id, const Path &from,
                const Path &to);
/// A Service in the block of a resource stays in it when the block gets another key.
void moveServices(Topology &topology, const QString &from, const QString &to);

} // namespace chartwright
