// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/resource.h"
#include "secrets/vault.h"

namespace chartwright {

/// Reads the values that the Secret's type asks for, where all of them are kept, and tells in words
/// what is wrong with them, if anything is. Nothing is told after `context` is gone.
void checkTyped(Vault *vault, const Resource &secret, QObject *context,
                const std::function<void(const QString &)> &tell);

} // namespace chartwright
