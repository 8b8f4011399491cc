// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"

/// Keeps what is written inside one folder.
namespace chartwright::inside {

/// A relative path of plain names: no "..", no drive or device, no blank or dot at a name's end.
bool isSafePath(const QString &path);
/// Fails where `path` would leave `folder`: by itself, or by a link or a file that stands in the
/// place of one of its folders. The last name may be a link: it is replaced, never followed.
Result<void> check(const QString &folder, const QString &path);
/// Fails where two paths differ only in upper and lower case: on some systems they are one file.
Result<void> checkCases(const QStringList &paths);

} // namespace chartwright::inside
