// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "secrets/secret_value.h"

namespace chartwright {

/// All bytes of a file, which no buffer keeps a copy of. Fails past `limit`. Any thread.
Result<SecretValue> readSecretFile(const QString &path, qint64 limit);

} // namespace chartwright
