// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"

#include <QByteArray>

namespace chartwright {

/// Replaces a file whole or not at all, and makes it last: data and folder are synchronised. The
/// folder has to exist. Where a link stands, the file that it leads to is replaced: for files that
/// a person named.
Result<void> writeFileSafely(const QString &path, const QByteArray &bytes);
enum class Sync { No, Yes };
/// Replaces a file whole or not at all, a link by a file; without Sync::Yes it does not wait for
/// the disk, see syncFileSystem(). The new one grows in `tempFolder`, on the same file system,
/// under a name that begins with TempPrefix.
Result<void> replaceFile(const QString &path, const QByteArray &bytes, const QString &tempFolder,
                         bool isExecutable = false, Sync sync = Sync::No);
inline constexpr QLatin1StringView TempPrefix(".chartwright-new-");
/// Makes all that was written to the folder's file system last.
void syncFileSystem(const QString &folder);

/// Whether a folder on the way may not be looked into, so that nobody knows what is there.
bool isHidden(const QString &path);
/// A regular file of at most `limit` bytes; with Pipes::Read also what a pipe gives until it ends,
/// which may be never.
enum class Pipes { Refuse, Read };
Result<QByteArray> readFile(const QString &path, qint64 limit, Pipes pipes = Pipes::Refuse);
/// With all parents. Fails with a reason.
Result<void> makeFolder(const QString &path);

} // namespace chartwright
