// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/path.h"

namespace chartwright {

/// The place in `object` that an API server means by a field: `spec.ports[0].port` (a cause of a
/// refusal), `.spec.template.spec.containers[name="backend"].image` (a conflict),
/// `metadata.annotations[a b]`. As far as it can be followed: what does not exist in the object
/// ends it, but for a last key.
Path fieldPath(const QString &field, const Value &object);

} // namespace chartwright
