// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "secrets/secret_value.h"

#include <QFlags>

namespace chartwright {

/// What is odd about a value, as far as a rule of the catalogue asks. Holds nothing of the value.
enum class Oddity {
    Empty = 1,
    DoubleBase64 = 2,         ///< is base64 of a text: base64 is done for the person
    TrailingNewline = 4,      ///< one line that ends in a newline
    LocalhostUrl = 8,         ///< an address on the person's own machine
    UrlPasswordEncoding = 16, ///< an unencoded @ / # ? or % in the password of an address
    AsyncpgSslmode = 32,      ///< `sslmode`, which asyncpg does not know
};
Q_DECLARE_FLAGS(Verdict, Oddity)
Q_DECLARE_OPERATORS_FOR_FLAGS(Verdict)

/// Exact rather than eager: hex, words, random keys in base64 and PEM files are not odd.
Verdict judge(const SecretValue &value);

} // namespace chartwright
