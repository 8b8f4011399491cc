// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "project/autosave.h"

/// The file that unsaved work is kept in: a comment with where it comes from, then a topology.yaml.
namespace chartwright::sidecars {

inline constexpr QLatin1StringView Suffix(".autosave.yaml");

struct Origin
{
    QString projectPath, filesFrom;
    QByteArray hash; ///< of the project's file when the work began
};

struct Header
{
    Origin origin;
    QString title;
    QDateTime savedAt;
};

QString folder();
Result<void> makeFolder(); ///< for its owner alone
/// Names user, host and process.
std::unique_ptr<QLockFile> lockFor(const QString &sidecar);
QByteArray bytes(const Topology &topology, const Origin &origin);
std::optional<Header> readHeader(const QString &sidecar);

} // namespace chartwright::sidecars
