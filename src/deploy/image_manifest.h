// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"

#include <QByteArray>
#include <QHash>
#include <QStringList>

namespace chartwright {

/// What an archive of images holds, by the paths in it.
struct ArchiveContents
{
    QHash<QString, qint64> sizes;     ///< of files
    QHash<QString, QString> links;    ///< to other paths
    QHash<QString, QByteArray> texts; ///< files that may be JSON

    /// Where a path leads to in the end.
    QString target(QString path) const;
};

struct ArchivedImage
{
    QString id;         ///< of its configuration; hexadecimal digits, without "sha256:"
    QString platform;   ///< "linux/amd64"; where it is for several and none is the one that was
                        ///< wanted, all of them
    qint64 size = 0;    ///< of its layers, as they are packed
    QByteArray config;  ///< the JSON itself
    QStringList layers; ///< paths in the archive, lowest first
};

/// The only image of an archive (of docker's format, OCI's, or both), or of several the one that is
/// named so; and where it is for several platforms, what is for `platform`, if that is not empty.
/// `file` is the archive's, for errors. Pure; any thread.
Result<ArchivedImage> findArchived(const ArchiveContents &contents, const QString &file,
                                   const QString &reference, const QString &platform);

} // namespace chartwright
