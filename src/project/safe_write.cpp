// SPDX-License-Identifier: Apache-2.0
#include "project/safe_write.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QSaveFile>
#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace chartwright {
namespace {

/// On a full disk one large write() comes back short without an error, and QSaveFile commits it all
/// the same; small ones fail.
constexpr qsizetype Chunk = 16ll * 1024;

QString tr(const char *text) { return QCoreApplication::translate("Project", text); }

bool isPipe(const QString &path)
{
#ifdef Q_OS_UNIX
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 && S_ISFIFO(status.st_mode);
#else
    return false;
#endif
}

tl::unexpected<Error> writeFailure(const QString &path, const QString &reason)
{
    return failure(tr("the file cannot be written: %1").arg(reason), path,
                   tr("The file on disk is as it was. Check free space and permissions, or choose "
                      "another folder."));
}

bool writeChunks(QFileDevice &file, const QByteArray &bytes)
{
    for (qsizetype at = 0; at < bytes.size(); at += Chunk) {
        const qsizetype size = std::min(Chunk, bytes.size() - at);
        if (file.write(bytes.constData() + at, size) != size)
            return false;
    }
    return file.flush() && file.error() == QFileDevice::NoError && file.size() == bytes.size();
}

/// Some disks (network, compressed ones) find only now that they are full; QSaveFile does not ask.
bool syncData([[maybe_unused]] QFileDevice &file)
{
#ifdef Q_OS_UNIX
    return ::fsync(file.handle()) == 0 || errno == EINVAL || errno == ENOTSUP;
#else
    return true;
#endif
}

void syncFolder([[maybe_unused]] const QString &folder)
{
#ifdef Q_OS_UNIX
    const int fd =
        ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    ::fsync(fd);
    ::close(fd);
#endif
}

} // namespace

Result<void> writeFileSafely(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return writeFailure(path, file.errorString());
    if (!writeChunks(file, bytes)) {
        const QString reason = file.errorString();
        file.cancelWriting();
        return writeFailure(path, reason);
    }
    if (!syncData(file)) {
        const QString reason = qt_error_string(errno);
        file.cancelWriting();
        return writeFailure(path, reason);
    }
    if (!file.commit())
        return writeFailure(path, file.errorString());
    syncFolder(QFileInfo(path).absolutePath());
    return {};
}

Result<void> replaceFile(const QString &path, const QByteArray &bytes, const QString &tempFolder,
                         bool isExecutable, Sync sync)
{
    QFile file(tempFolder + u'/' + TempPrefix +
               QString::number(QRandomGenerator::global()->generate64(), 36));
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered))
        return writeFailure(path, file.errorString());
    const auto fail = [&](const QString &reason) {
        file.remove();
        return writeFailure(path, reason);
    };
    if (!writeChunks(file, bytes))
        return fail(file.errorString());
    if (sync == Sync::Yes && !syncData(file))
        return fail(qt_error_string(errno));
    if (isExecutable)
        file.setPermissions(file.permissions() | QFile::ExeOwner | QFile::ExeGroup |
                            QFile::ExeOther);
    file.close();
#ifdef Q_OS_UNIX
    // QFile::rename() does not replace.
    if (::rename(QFile::encodeName(file.fileName()).constData(),
                 QFile::encodeName(path).constData()) != 0)
        return fail(qt_error_string(errno));
#else
    QFile::remove(path);
    if (!file.rename(path))
        return fail(file.errorString());
#endif
    if (sync == Sync::Yes)
        syncFolder(QFileInfo(path).absolutePath());
    return {};
}

void syncFileSystem([[maybe_unused]] const QString &folder)
{
#ifdef Q_OS_LINUX
    const int fd =
        ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    ::syncfs(fd);
    ::close(fd);
#elif defined(Q_OS_UNIX)
    ::sync();
#endif
}

bool isHidden([[maybe_unused]] const QString &path)
{
#ifdef Q_OS_UNIX
    struct stat info;
    return ::stat(QFile::encodeName(path).constData(), &info) != 0 && errno == EACCES;
#else
    return false;
#endif
}

Result<QByteArray> readFile(const QString &path, qint64 limit, Pipes pipes)
{
    const auto unreadable = [&path](const QString &reason) {
        return failure(tr("the file cannot be read: %1").arg(reason), path,
                       tr("Check the permissions of the file and of its folders."));
    };
    const QFileInfo info(path);
    if (!info.exists()) {
        if (isHidden(path))
            return unreadable(qt_error_string(EACCES));
        return failure(tr("there is no such file"), path, tr("Check the name."));
    }
    // A pipe or a device would never end.
    if (!info.isFile() && !(pipes == Pipes::Read && isPipe(path)))
        return failure(tr("this is not a file"), path, tr("Choose a file."));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(file.errorString());
    const QByteArray bytes = file.read(limit + 1);
    if (file.error() != QFileDevice::NoError)
        return unreadable(file.errorString());
    if (bytes.size() > limit) {
        return failure(tr("the file is larger than %1 MiB").arg(limit / (1024ll * 1024)), path,
                       tr("Nothing that Chartwright reads is so large: choose another file."));
    }
    return bytes;
}

Result<void> makeFolder(const QString &path)
{
    const QFileInfo info(path);
    if (info.exists() && !info.isDir())
        return failure(tr("this is a file, not a folder"), path, tr("Choose another folder."));
    if (!QDir().mkpath(path)) {
        return failure(tr("the folder cannot be made"), path,
                       tr("Check its permissions, or choose another folder."));
    }
    return {};
}

} // namespace chartwright
