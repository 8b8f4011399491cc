// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "project/topology_file.h"

/// A project is a folder with a topology.yaml; the chart is exported around it. All functions may
/// be called on any thread.
namespace chartwright {

inline constexpr QLatin1StringView ProjectFileName("topology.yaml");

struct LoadedProject
{
    Topology topology;
    QString path;      ///< of topology.yaml; empty for an untitled one
    QString filesFrom; ///< the folder that its images/ lie in: the project's or a starter's
    QByteArray hash;   ///< of the file as it was read, for isChangedOutside()
};

/// The topology.yaml that a file or folder stands for; need not exist.
QString projectFilePath(const QString &fileOrFolder);
Result<LoadedProject> loadProject(const QString &fileOrFolder, const Kinds &kinds);
/// Makes the folder if need be. The file is the old or the new one whatever happens. Gives the hash
/// of what was written. Where the project's other files (images/) lie in another folder, as after
/// "Save As" or for a starter, `filesFrom` names it and they are taken along; existing ones stay.
/// `notes` is told what was left out, and why (translated).
Result<QByteArray> saveProject(const Topology &topology, const QString &path,
                               const QString &filesFrom = {}, QStringList *notes = nullptr);

/// Empty if there is no such file or it cannot be read.
QByteArray fileHash(const QString &path);
/// Somebody else wrote or removed the file since we read or wrote it.
bool isChangedOutside(const QString &path, const QByteArray &knownHash);

} // namespace chartwright
