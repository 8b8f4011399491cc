// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "secrets/secret_value.h"

namespace chartwright {

enum class Alphabet { Alphanumeric, Hex, Base64, UrlSafe };
QByteArray lettersOf(Alphabet alphabet);

inline constexpr qsizetype LongestGenerated = 4096;

/// `length` letters, each as likely as any other, from the system's random numbers. The letters are
/// ASCII that prints, at least two different ones; of a letter named twice one counts. Base64 comes
/// without padding: with a length that four divides it decodes.
Result<SecretValue> generate(qsizetype length, const QByteArray &letters);
Result<SecretValue> generate(qsizetype length, Alphabet alphabet);
/// How hard it is to guess.
double bitsOf(qsizetype length, const QByteArray &letters);

} // namespace chartwright
