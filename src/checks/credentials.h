// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>

/// What a credential looks like. Any thread.
namespace chartwright {

/// Words that only a credential looks like: a token of a known make, a password in an address, a
/// private key.
bool looksLikeCredential(const QString &text);
/// Names that credentials have, and their settings have not (PASSWORD_MIN_LENGTH).
bool namesCredential(const QString &name);

} // namespace chartwright
