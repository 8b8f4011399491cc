// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "model/topology.h"

#include <functional>

namespace chartwright {

struct ExportOptions
{
    /// The folder of the project's topology.yaml; empty for an untitled one. An export to another
    /// folder takes topology.yaml and images/ along.
    QString projectFolder;
    /// Where images/ lie, if not in the project's folder (LoadedProject::filesFrom).
    QString filesFrom;
    /// Asked before anything is written, with the files (relative paths) that would be replaced but
    /// that somebody else made or changed. Gives those to replace; nullopt: no export at all. Not
    /// set: they are all kept.
    std::function<std::optional<QStringList>(const QStringList &)> mayReplace;
    /// Called now and then; false stops. What is written by then stays, a repeated export finishes.
    std::function<bool(int done, int total)> progress;
};

struct ExportReport
{
    QString folder;
    // Relative paths.
    QStringList written, unchanged, removed;
    QStringList kept;  ///< somebody else's: not replaced or not removed
    QStringList notes; ///< translated: what was left out, and why
};

/// Writes the chart into a folder, which is made if need be and is the chart's root. May be called
/// on a worker (with the callbacks in mind). A file is replaced whole or not at all; nothing is
/// written outside the folder; files of other people are left alone.
Result<ExportReport> exportChart(const Topology &topology, const QString &folder,
                                 const ExportOptions &options = {});
/// Writes the .tgz that `helm install` takes: to the file named, or, under its usual name, into the
/// folder named. Gives the file.
Result<QString> exportArchive(const Topology &topology, const QString &fileOrFolder);

} // namespace chartwright
