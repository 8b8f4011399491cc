// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/value.h"

namespace chartwright {

/// What an unquoted scalar means to Go's YAML library (v2, YAML 1.1 with its own extras), which is
/// what Helm and the tools of Kubernetes read with.
Value resolvePlainScalar(const QString &text);
/// Whether some reader of YAML 1.1 or 1.2 takes the unquoted text for something else than a string.
bool looksLikeOtherType(const QString &text);

} // namespace chartwright
