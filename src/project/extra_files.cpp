// SPDX-License-Identifier: Apache-2.0
#include "project/extra_files.h"

#include "project/inside.h"
#include "project/safe_write.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace chartwright {
namespace {

constexpr qsizetype MostFiles = 10'000;

bool isLeftOut(const QString &path)
{
    static const QStringList folders{QStringLiteral(".git"), QStringLiteral("node_modules"),
                                     QStringLiteral(".venv"), QStringLiteral("__pycache__")};
    const QStringList parts = path.split(u'/');
    // Values of secrets never travel.
    return parts.last().startsWith(u".env") ||
           std::any_of(parts.begin(), parts.end(),
                       [](const QString &part) { return folders.contains(part); });
}

bool isSameFolder(const QString &a, const QString &b)
{
    return QFileInfo(a).canonicalFilePath() == QFileInfo(b).canonicalFilePath();
}

Result<void> checkFolder(const QString &folder)
{
#ifdef Q_OS_UNIX
    const bool isResource = folder.startsWith(u':');
    if (!isResource &&
        ::faccessat(AT_FDCWD, QFile::encodeName(folder).constData(), R_OK | X_OK, AT_EACCESS) != 0)
        return failure(
            QCoreApplication::translate("Export", "the folder cannot be read: %1")
                .arg(qt_error_string(errno)),
            folder, QCoreApplication::translate("Export", "Check the permissions of the folder."));
#endif
    return {};
}

} // namespace

bool isProgram(const QByteArray &bytes)
{
    return bytes.startsWith("\x7f"
                            "ELF") ||
           bytes.startsWith("#!");
}

Result<QList<ExtraFile>> extraFiles(const QString &folder, bool *tooLarge)
{
    QList<ExtraFile> out;
    if (tooLarge)
        *tooLarge = false;
    const QString root = folder + QLatin1String("/images");
    if (folder.isEmpty() || QFileInfo(root).isSymLink() || !QFileInfo(root).isDir())
        return out;
    if (auto readable = checkFolder(root); !readable)
        return tl::unexpected(readable.error());
    qint64 bytes = 0;
    QDirIterator it(
        root, QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden | QDir::NoSymLinks,
        QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString file = it.next();
        const QString path = QLatin1String("images") + file.mid(root.size());
        if (isLeftOut(path))
            continue;
        if (it.fileInfo().isDir()) {
            if (auto readable = checkFolder(file); !readable)
                return tl::unexpected(readable.error());
            continue;
        }
        bytes += it.fileInfo().size();
        if (bytes > MostExtraBytes || out.size() == MostFiles) {
            if (tooLarge)
                *tooLarge = true;
            return QList<ExtraFile>();
        }
        out.append({path, file});
    }
    std::sort(out.begin(), out.end(),
              [](const ExtraFile &a, const ExtraFile &b) { return a.path < b.path; });
    return out;
}

QString tooLargeNote()
{
    return QCoreApplication::translate("Export",
                                       "The folder images was left out: it holds more than %1 MiB.")
        .arg(MostExtraBytes / (1024ll * 1024));
}

Result<QStringList> takeExtraFiles(const QString &from, const QString &toFolder)
{
    if (from.isEmpty() || isSameFolder(from, toFolder))
        return {};
    bool tooLarge = false;
    const auto files = extraFiles(from, &tooLarge);
    if (!files)
        return tl::unexpected(files.error());
    for (const ExtraFile &file : *files) {
        const QString target = toFolder + u'/' + file.path;
        if (QFileInfo::exists(target) || QFileInfo(target).isSymLink())
            continue;
        if (auto ok = inside::check(toFolder, file.path); !ok)
            return tl::unexpected(ok.error());
        const auto bytes = readFile(file.source, MostExtraBytes);
        if (!bytes)
            return tl::unexpected(bytes.error());
        if (auto made = makeFolder(QFileInfo(target).absolutePath()); !made)
            return tl::unexpected(made.error());
        if (auto written = replaceFile(target, *bytes, toFolder, isProgram(*bytes)); !written)
            return tl::unexpected(written.error());
    }
    return tooLarge ? QStringList{tooLargeNote()} : QStringList();
}

} // namespace chartwright
