// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "import/sorting.h"
#include "model/kind_spec.h"

/// One manifest as one resource, its names still typed. A part of manifest_import.h.
namespace chartwright {

/// The table of an object that can be drawn with one; null: it becomes a Manifest. `notes` is told
/// why, where the kind has a table.
const KindSpec *tableFor(const Kinds &kinds, const SortedObject &object, QList<ImportNote> &notes);

/// The resource for it, not yet in the topology. What the chart writes by itself is left out:
/// Helm's labels, a selector that is the derived one, checksums.
Resource draftOf(const Topology &topology, const KindSpec *table, const SortedObject &object,
                 bool keepsNamespace);
/// Its labels again once the values key stands: one that says the same as the chart's goes.
Value withoutOwnLabels(const Topology &topology, const Resource &resource);

} // namespace chartwright
