// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "secrets/secret_value.h"

#include <chrono>

namespace chartwright {

inline constexpr std::chrono::seconds ClipboardTime(10);

/// Puts a value on the clipboard for a moment, marked so that clipboard managers leave it alone.
/// It goes after ClipboardTime or when the program ends, unless something else has taken its place.
/// The value is text. Main thread.
void copySecret(SecretValue value);

} // namespace chartwright
