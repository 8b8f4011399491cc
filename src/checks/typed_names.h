// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/resource.h"

#include <QStringList>

namespace chartwright {

/// Objects that a resource names by text in place of a reference, as "kind/namespace/name".
QStringList typedNames(const Resource &resource);
/// What others would call the resource there.
QString nameToType(const Resource &resource);

} // namespace chartwright
