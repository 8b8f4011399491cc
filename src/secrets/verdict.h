// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checks/secret_facts.h"
#include "secrets/secret_value.h"

namespace chartwright {

/// Exact rather than eager: hex, words, random keys in base64 and PEM files are not odd.
Verdict judge(const SecretValue &value);

} // namespace chartwright
