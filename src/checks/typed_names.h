// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"

#include <QStringList>

namespace chartwright {

/// Objects that a resource names by text in place of a reference, as "kind/namespace/name".
QStringList typedNames(const Resource &resource);
/// What others would call the resource there.
QString nameToType(const Resource &resource);

/// The holder's fields with a reference to `target` in place of the name that is typed at `name`,
/// and to the key or port beside it where the target has such a part.
Value wiredByName(const Topology &topology, const Resource &holder, const Path &name,
                  const Resource &target);

} // namespace chartwright
