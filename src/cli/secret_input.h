// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "secrets/secret_value.h"

namespace chartwright::cli {

/// A value from standard input: to its end, or from a terminal one line that is not shown, after
/// the question. A line alone loses its newline, which `echo` adds; several lines keep theirs.
/// Fails where nothing comes, or more than 1 MiB.
Result<SecretValue> readSecret(const QString &question);

} // namespace chartwright::cli
