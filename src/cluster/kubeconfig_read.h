// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/kubeconfig.h"

namespace chartwright {

/// One file; `file` is absolute. Types are as strict as Go's: a number is no text. Fields that are
/// not known are passed over. Any thread.
Result<Kubeconfig> readKubeconfig(const SecretValue &bytes, const QString &file);

} // namespace chartwright
