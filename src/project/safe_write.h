// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"

#include <QByteArray>

namespace chartwright {

/// Replaces a file whole or not at all, and makes it last: data and folder are synchronised. The
/// folder has to exist.
Result<void> writeFileSafely(const QString &path, const QByteArray &bytes);
/// Replaces a file whole or not at all, without waiting for the disk; see syncFileSystem(). The new
/// one grows in `tempFolder`, on the same file system, under a name that begins with TempPrefix.
Result<void> replaceFile(const QString &path, const QByteArray &bytes, const QString &tempFolder,
                         bool isExecutable = false);
inline constexpr QLatin1StringView TempPrefix(".chartwright-new-");
/// Makes all that was written to the folder's file system last.
void syncFileSystem(const QString &folder);

/// A regular file of at most `limit` bytes.
Result<QByteArray> readFile(const QString &path, qint64 limit);
/// With all parents. Fails with a reason.
Result<void> makeFolder(const QString &path);

} // namespace chartwright
