// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "tree/value.h"

/// Manifests as they lie in files: YAML of one document or several, JSON, Lists. Any thread.
namespace chartwright {

/// An object as it was read, and where: "backend.yaml:12", "all.yaml:1, items[3]",
/// "Deployment shop/backend".
struct ManifestObject
{
    Value object;
    QString where;
};

/// All documents but empty ones, Lists unpacked. What is no object at all comes along as it is.
/// `bytes` may hold values of Secrets: the caller wipes them. Errors name `file`, line and column.
Result<QList<ManifestObject>> readManifests(const QByteArray &bytes, const QString &file);

/// The same of files and folders; of a folder those directly in it that end in .yaml, .yml or
/// .json, sorted by name, hidden ones left out.
Result<QList<ManifestObject>> readManifestFiles(const QStringList &paths);

/// Whether a text from the clipboard is likely meant as manifests; a cheap look at its lines.
bool looksLikeManifests(const QString &text);
/// The same for a file by its name and its beginning, and for a folder by the files in it. Never a
/// drawing, nor a folder with a topology.yaml.
bool mayHoldManifests(const QString &path);

} // namespace chartwright
