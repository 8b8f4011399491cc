// SPDX-License-Identifier: Apache-2.0
#include "layering.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <algorithm>

namespace layering {

namespace {
struct Include
{
    QString file; // relative to the root
    QString folder;
    int line = 0;
    QString header;
    bool quoted = false;
};

QString readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QStringList filesBelow(const QString &root, const QString &folder, const QStringList &patterns)
{
    QStringList files;
    QDirIterator it(QDir(root).filePath(folder), patterns, QDir::Files,
                    QDirIterator::Subdirectories);
    while (it.hasNext()) {
        files.append(QDir(root).relativeFilePath(it.next()));
    }
    files.sort();
    return files;
}

QStringList sources(const QString &root, const QString &folder)
{
    return filesBelow(root, folder, {QStringLiteral("*.h"), QStringLiteral("*.cpp")});
}

QStringList sourceFolders(const QString &root)
{
    return QDir(root + QStringLiteral("/src")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
}

QString message(const QString &file, int line, const QString &text)
{
    return QStringLiteral("%1:%2: %3").arg(file).arg(line).arg(text);
}

QList<Include> includes(const QString &root)
{
    static const QRegularExpression pattern(
        QStringLiteral(R"(^\s*#\s*include\s*(["<])([^">]+)[">])"));
    QList<Include> found;
    for (const QString &file : sources(root, QStringLiteral("src"))) {
        int line = 0;
        for (const QString &text : readAll(QDir(root).filePath(file)).split(u'\n')) {
            ++line;
            const auto match = pattern.match(text);
            if (match.hasMatch()) {
                found.append({file, file.section(u'/', 1, 1), line, match.captured(2),
                              match.captured(1) == u"\""});
            }
        }
    }
    return found;
}

bool isAbove(const QString &folder, const QString &other)
{
    return order().indexOf(other) > order().indexOf(folder);
}

struct Command
{
    int line = 0;
    QString text; // name and arguments, without comments
};

QList<Command> commands(const QString &cmakeFile)
{
    static const QRegularExpression comment(QStringLiteral("#[^\n]*"));
    // $<…> and ${…} hold no parentheses, so a command ends at the first one that closes.
    static const QRegularExpression pattern(QStringLiteral(R"((\w+)\s*\([^()]*\))"));
    const QString text = readAll(cmakeFile).remove(comment);
    QList<Command> found;
    auto it = pattern.globalMatch(text);
    while (it.hasNext()) {
        const auto match = it.next();
        found.append({int(text.left(match.capturedStart()).count(u'\n')) + 1, match.captured()});
    }
    return found;
}

// The picture export is a part of its own, which the command line loads only when it is asked for.
bool isPicturePart(const QString &text) { return text.contains(QStringLiteral("picture")); }

struct Link
{
    QString file;
    int line = 0;
    QString folder;
    QString target;
};

QList<Link> links(const QString &root)
{
    static const QRegularExpression pattern(QStringLiteral(R"(chartwright(?:::|_)(\w+))"));
    static const QStringList linking{QStringLiteral("chartwright_library"),
                                     QStringLiteral("target_link_libraries")};
    QList<Link> found;
    for (const QString &file :
         filesBelow(root, QStringLiteral("src"), {QStringLiteral("CMakeLists.txt")})) {
        const QString folder = file.section(u'/', 1, 1);
        for (const Command &command : commands(QDir(root).filePath(file))) {
            const QString name = command.text.section(u'(', 0, 0).trimmed();
            if (!linking.contains(name) || isPicturePart(command.text)) {
                continue;
            }
            auto it = pattern.globalMatch(command.text.section(u'(', 1));
            while (it.hasNext()) {
                const QString target = it.next().captured(1);
                if (order().contains(target)) {
                    found.append({file, command.line, folder, target});
                }
            }
        }
    }
    return found;
}

QSet<QString> reachable(const QString &folder, const QHash<QString, QSet<QString>> &direct)
{
    QSet<QString> seen{folder};
    QStringList open{folder};
    while (!open.isEmpty()) {
        const QSet<QString> linked = direct.value(open.takeLast());
        for (const QString &next : linked) {
            if (!seen.contains(next)) {
                seen.insert(next);
                open.append(next);
            }
        }
    }
    return seen;
}
} // namespace

QStringList order()
{
    static const QStringList folders =
        QStringLiteral("base tree manifest model kinds checks chart "
                       "project secrets cluster external import deploy cli document canvas "
                       "panels app")
            .split(u' ');
    return folders;
}

QStringList checkFolders(const QString &root)
{
    QStringList breaches;
    for (const QString &folder : sourceFolders(root)) {
        if (!order().contains(folder)) {
            breaches.append(message(QStringLiteral("src/") + folder, 1,
                                    QStringLiteral("this folder has no place in the order")));
        }
    }
    return breaches;
}

QStringList checkIncludes(const QString &root)
{
    QStringList breaches;
    for (const Include &include : includes(root)) {
        if (include.header.startsWith(QStringLiteral("../"))) {
            breaches.append(
                message(include.file, include.line,
                        QStringLiteral("%1: includes start at src/").arg(include.header)));
            continue;
        }
        const QString target = include.header.section(u'/', 0, 0);
        if (include.header.contains(u'/') && order().contains(target) &&
            isAbove(include.folder, target)) {
            breaches.append(
                message(include.file, include.line,
                        QStringLiteral("%1 must not include %2 of %3, which is above it")
                            .arg(include.folder, include.header, target)));
        }
    }
    return breaches;
}

QStringList checkLinks(const QString &root)
{
    QStringList breaches;
    QHash<QString, QSet<QString>> direct;
    for (const Link &link : links(root)) {
        direct[link.folder].insert(link.target);
        if (isAbove(link.folder, link.target)) {
            breaches.append(message(link.file, link.line,
                                    QStringLiteral("%1 must not link %2, which is above it")
                                        .arg(link.folder, link.target)));
        }
    }
    QSet<QString> reported;
    for (const Include &include : includes(root)) {
        const QString target = include.header.section(u'/', 0, 0);
        const QString key = include.folder + u' ' + target;
        if (!include.header.contains(u'/') || !order().contains(target) ||
            include.file.contains(QStringLiteral("picture")) || reported.contains(key) ||
            reachable(include.folder, direct).contains(target)) {
            continue;
        }
        reported.insert(key);
        breaches.append(message(
            include.file, include.line,
            QStringLiteral("%1 includes %2, but its CMakeLists.txt does not link chartwright::%3")
                .arg(include.folder, include.header, target)));
    }
    return breaches;
}

QStringList checkNoGui(const QString &root)
{
    static const QString modules =
        QStringLiteral("(Gui|Widgets|Svg|SvgWidgets|OpenGL|OpenGLWidgets|PrintSupport|Quick|Qml)");
    static const QRegularExpression link(QStringLiteral(R"(\bQt6?::%1\b)").arg(modules));
    static const QRegularExpression header(QStringLiteral("^Qt%1/").arg(modules));
    QStringList breaches;
    for (const QString &file :
         filesBelow(root, QStringLiteral("src"), {QStringLiteral("CMakeLists.txt")})) {
        const QString folder = file.section(u'/', 1, 1);
        if (!order().contains(folder) || isAbove(QStringLiteral("cli"), folder)) {
            continue;
        }
        for (const Command &command : commands(QDir(root).filePath(file))) {
            const auto match = link.match(command.text);
            if (match.hasMatch() && !isPicturePart(command.text)) {
                breaches.append(
                    message(file, command.line,
                            QStringLiteral("%1 must not link %2").arg(folder, match.captured())));
            }
        }
    }
    for (const Include &include : includes(root)) {
        if (order().contains(include.folder) && !isAbove(QStringLiteral("cli"), include.folder) &&
            !include.file.contains(QStringLiteral("picture")) &&
            header.match(include.header).hasMatch()) {
            breaches.append(message(
                include.file, include.line,
                QStringLiteral("%1 must not include %2").arg(include.folder, include.header)));
        }
    }
    return breaches;
}

QStringList checkLicences(const QString &root)
{
    QStringList breaches;
    for (const char *folder : {"src", "tests", "cmake"}) {
        for (const QString &file : sources(root, QLatin1String(folder))) {
            const QString first = readAll(QDir(root).filePath(file)).section(u'\n', 0, 0);
            if (!first.contains(QStringLiteral("SPDX-License-Identifier: Apache-2.0"))) {
                breaches.append(message(
                    file, 1, QStringLiteral("the first line is not the SPDX licence line")));
            }
        }
    }
    return breaches;
}

} // namespace layering
