// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"

/// What lies beside topology.yaml and belongs to the project: images/, the sources of its images.
namespace chartwright {

struct ExtraFile
{
    QString path;   ///< "images/backend/Dockerfile"
    QString source; ///< the file to copy; may be a resource
};

/// At most so much is taken along; more is not meant to travel (node_modules, a data base).
inline constexpr qint64 MostExtraBytes = 64ll * 1024 * 1024;

/// Sorted by path. Links, .git, node_modules and the like are left out. Empty for an empty folder
/// name, one without images/, and one that holds more than MostExtraBytes (`tooLarge`). A folder
/// that cannot be read is an error: what lies in it would be missing without a word.
Result<QList<ExtraFile>> extraFiles(const QString &folder, bool *tooLarge = nullptr);
/// A sentence that says so, translated.
QString tooLargeNote();
/// Copies them; those that are there already stay. Nothing to do for one and the same folder. Gives
/// notes, translated: what was left out, and why.
Result<QStringList> takeExtraFiles(const QString &from, const QString &toFolder);
/// Programs and scripts lose their mode in a resource.
bool isProgram(const QByteArray &bytes);

} // namespace chartwright
