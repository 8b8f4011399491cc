// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/kind_spec.h"

namespace chartwright {

/// Where a field stands in values.yaml, below the key of its resource: {"image", "pullPolicy"}. The
/// list items that lead to it are named, first ones left out; of fields that the table gives no
/// name (pinned ones) it is their own path.
QStringList placeInValues(const KindSpec &kind, const Resource &resource, const FieldSpec &spec,
                          const Path &path);
/// Whether what another resource has under `key` would stand among the values of this one.
bool isAmongValues(const KindSpec &kind, const Resource &resource, const QString &key);

} // namespace chartwright
