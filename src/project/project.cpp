// SPDX-License-Identifier: Apache-2.0
#include "project/project.h"

#include "project/extra_files.h"
#include "project/safe_write.h"
#include "tree/yaml.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Project", text); }

QByteArray hashOf(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

} // namespace

QString projectFilePath(const QString &fileOrFolder)
{
    const QFileInfo info(fileOrFolder);
    return info.isDir() ? QDir(info.absoluteFilePath()).filePath(ProjectFileName)
                        : info.absoluteFilePath();
}

Result<LoadedProject> loadProject(const QString &fileOrFolder, const Kinds &kinds)
{
    const QString path = projectFilePath(fileOrFolder);
    if (QFileInfo(fileOrFolder).isDir() && !QFileInfo::exists(path)) {
        return failure(tr("this folder holds no topology.yaml"), fileOrFolder,
                       tr("Choose the folder of a project, or make one with \"New\"."));
    }
    const auto bytes = readFile(path, ReadLimits::project().bytes);
    if (!bytes)
        return tl::unexpected(bytes.error());
    auto topology = readTopology(*bytes, path, kinds);
    if (!topology)
        return tl::unexpected(topology.error());
    return LoadedProject{std::move(*topology), path, QFileInfo(path).absolutePath(),
                         hashOf(*bytes)};
}

Result<QByteArray> saveProject(const Topology &topology, const QString &path,
                               const QString &filesFrom, QStringList *notes)
{
    const QByteArray bytes = writeTopology(topology);
    const QString folder = QFileInfo(path).absolutePath();
    if (auto made = makeFolder(folder); !made)
        return tl::unexpected(made.error());
    const auto taken = takeExtraFiles(filesFrom, folder);
    if (!taken)
        return tl::unexpected(taken.error());
    if (notes)
        *notes = *taken;
    if (auto written = writeFileSafely(path, bytes); !written)
        return tl::unexpected(written.error());
    return hashOf(bytes);
}

QByteArray fileHash(const QString &path)
{
    const auto bytes = readFile(path, ReadLimits::project().bytes);
    return bytes ? hashOf(*bytes) : QByteArray();
}

bool isChangedOutside(const QString &path, const QByteArray &knownHash)
{
    return fileHash(path) != knownHash;
}

} // namespace chartwright
