// SPDX-License-Identifier: Apache-2.0
#include "project/inside.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHash>
#include <QRegularExpression>

namespace chartwright::inside {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Project", text); }

bool isSafeName(QStringView name)
{
    static const QRegularExpression device(
        QStringLiteral("^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?$"),
        QRegularExpression::CaseInsensitiveOption);
    if (name.isEmpty() || name == u"." || name == u".." || name.endsWith(u'.') ||
        name.endsWith(u' ') || name.toUtf8().size() > 255)
        return false;
    const bool plain = std::all_of(name.begin(), name.end(), [](QChar c) {
        return c.unicode() >= 0x20 && c.unicode() != 0x7f &&
               !QStringView(u"\\:*?\"<>|").contains(c);
    });
    return plain && !device.match(name.toString()).hasMatch();
}

} // namespace

bool isSafePath(const QString &path)
{
    const QStringList names = path.split(u'/');
    return std::all_of(names.begin(), names.end(), [](const QString &n) { return isSafeName(n); });
}

Result<void> check(const QString &folder, const QString &path)
{
    if (!isSafePath(path))
        return failure(tr("the name \"%1\" would leave the folder").arg(path.left(200)), folder);
    QString at = folder;
    const QStringList names = path.split(u'/');
    for (const QString &name : names.first(names.size() - 1)) {
        at += u'/' + name;
        const QFileInfo info(at);
        if (info.isSymLink()) {
            return failure(tr("this folder is a link: what is written to it would leave the "
                              "chosen folder"),
                           at, tr("Replace the link by a folder, or choose another folder."));
        }
        if (!info.exists())
            return {};
        if (!info.isDir()) {
            return failure(tr("a file stands where a folder is needed"), at,
                           tr("Rename the file, or choose another folder."));
        }
    }
    return {};
}

Result<void> checkCases(const QStringList &paths)
{
    QHash<QString, QString> seen; // every folder on the way too
    for (const QString &path : paths) {
        for (qsizetype end = path.indexOf(u'/');; end = path.indexOf(u'/', end + 1)) {
            const QString head = end < 0 ? path : path.left(end);
            const auto it = seen.constFind(head.toCaseFolded());
            if (it == seen.cend()) {
                seen.insert(head.toCaseFolded(), head);
            } else if (*it != head) {
                return failure(tr("%1 and %2 differ only in upper and lower case and would be one "
                                  "file on some systems")
                                   .arg(*it, head));
            }
            if (end < 0)
                break;
        }
    }
    return {};
}

} // namespace chartwright::inside
