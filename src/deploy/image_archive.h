// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "deploy/image_manifest.h"

#include <stop_token>

/// Archives of images as `docker save`, `podman save` and the makers of OCI archives write them,
/// also packed with gzip, xz or zstd. Read in one go, and never unpacked to a disk. Reading takes
/// its time; any thread.
namespace chartwright {

/// The image that findArchived() finds in a file. Fails too where it is told to stop.
Result<ArchivedImage> readImageArchive(const QString &file, const QString &reference,
                                       const QString &platform, const std::stop_token &stop = {});

/// That image alone as an archive of docker, under these names and no other; so it does not depend
/// on who loads it which formats it takes, and what it makes of an image without a name.
Result<void> writeImageArchive(const QString &file, const ArchivedImage &image,
                               const QStringList &names, const QString &target,
                               const std::stop_token &stop = {});

} // namespace chartwright
