// SPDX-License-Identifier: Apache-2.0
#include "project/export_plan.h"

#include "base/parts_pool.h"
#include "project/extra_files.h"
#include "project/inside.h"
#include "project/project.h"
#include "project/safe_write.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QtConcurrentMap>

namespace chartwright {
namespace {

/// Larger than any file that we write; what is larger is somebody else's.
constexpr qint64 MostBytes = 128ll * 1024 * 1024;

QString tr(const char *text) { return QCoreApplication::translate("Export", text); }

/// A drawing and its images are never removed by an export, even if one brought them.
bool belongsToProject(const QString &path)
{
    return path == ProjectFileName || path.startsWith(u"images/");
}

} // namespace

Result<ExportPlan> ExportPlan::make(const QString &folder, QList<ChartFile> files)
{
    ExportPlan plan(folder);
    QStringList paths;
    for (const ChartFile &file : std::as_const(files)) {
        if (auto ok = inside::check(folder, file.path); !ok)
            return tl::unexpected(ok.error());
        paths.append(file.path);
    }
    if (auto ok = inside::checkCases(paths); !ok)
        return tl::unexpected(ok.error());
    for (ChartFile &file : files) {
        const Step step = plan.stepFor(file);
        plan.m_items.append({std::move(file), step});
    }
    if (auto ok = plan.checkDisk(); !ok)
        return tl::unexpected(ok.error());
    plan.findStale();
    return plan;
}

Result<void> ExportPlan::checkDisk() const
{
    // Against what lies there: one listing a folder.
    QHash<QString, QStringList> names;
    for (const Item &item : m_items) {
        // The folders on the way too.
        for (QString path = item.file.path; !path.isEmpty();) {
            const qsizetype slash = path.lastIndexOf(u'/');
            const QString parent = slash < 0 ? QString() : path.left(slash);
            names[parent].append(path.mid(slash + 1));
            path = parent;
        }
    }
    for (auto it = names.cbegin(); it != names.cend(); ++it) {
        QStringList all =
            QDir(m_folder + u'/' + it.key())
                .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
        // Two files of somebody else may well differ in case only.
        const QSet<QString> ours(it->begin(), it->end());
        QSet<QString> folded;
        for (const QString &name : ours)
            folded.insert(name.toCaseFolded());
        all.removeIf([&](const QString &n) { return !folded.contains(n.toCaseFolded()); });
        if (auto ok = inside::checkCases(all + it.value()); !ok) {
            return failure(ok.error().message, m_folder + u'/' + it.key(),
                           tr("Rename the file that is there, or choose another folder."));
        }
    }
    return {};
}

ExportPlan::Step ExportPlan::stepFor(const ChartFile &file) const
{
    const QString path = m_folder + u'/' + file.path;
    const QFileInfo info(path);
    if (info.isSymLink())
        return Step::Foreign;
    if (!info.exists())
        return Step::Write;
    const auto there = readFile(path, MostBytes);
    if (!there)
        return Step::Foreign;
    if (*there == file.bytes)
        return Step::Unchanged;
    return m_record.isOurs(file.path, ExportRecord::hashOf(*there)) ? Step::Write : Step::Foreign;
}

void ExportPlan::findStale()
{
    QSet<QString> wanted;
    for (const Item &item : std::as_const(m_items))
        wanted.insert(item.file.path);
    for (const QString &path : m_record.paths()) {
        const QString file = m_folder + u'/' + path;
        if (wanted.contains(path) || belongsToProject(path) || !inside::check(m_folder, path) ||
            QFileInfo(file).isSymLink())
            continue;
        const auto bytes = readFile(file, MostBytes);
        if (!bytes)
            continue;
        const bool ours = m_record.isOurs(path, ExportRecord::hashOf(*bytes));
        (ours ? m_stale : m_staleKept).append(path);
    }
}

QStringList ExportPlan::foreign() const
{
    QStringList out;
    for (const Item &item : m_items) {
        if (item.step == Step::Foreign)
            out.append(item.file.path);
    }
    return out;
}

void ExportPlan::replace(const QStringList &paths)
{
    for (Item &item : m_items) {
        if (item.step == Step::Foreign && paths.contains(item.file.path))
            item.step = Step::Write;
    }
}

Result<void> ExportPlan::run(const ExportOptions &options, ExportReport &report) const
{
    ExportRecord planned = m_record, done;
    const auto hashes =
        QtConcurrent::blockingMapped<QList<QByteArray>>(partsPool(), m_items, [](const Item &item) {
            return ExportRecord::hashOf(item.file.bytes);
        });
    for (qsizetype i = 0; i < m_items.size(); ++i) {
        const QString &path = m_items[i].file.path;
        if (m_items[i].step == Step::Foreign) {
            done.add(path, m_record.hashes(path));
        } else {
            planned.add(path, hashes[i]);
            done.add(path, hashes[i]);
        }
    }
    if (auto written = planned.writePlan(m_folder); !written)
        return written;

    const int total = int(m_items.size() + m_stale.size());
    int count = 0;
    const auto goesOn = [&] { return !options.progress || options.progress(count++, total); };
    const auto stopped = [] {
        return failure(tr("The export was stopped; some files are written already."), {},
                       tr("Export again to finish it."));
    };
    for (const Item &item : m_items) {
        if (!goesOn())
            return stopped();
        if (item.step == Step::Write) {
            if (auto written = write(item.file); !written)
                return written;
        }
        (item.step == Step::Write       ? report.written
         : item.step == Step::Unchanged ? report.unchanged
                                        : report.kept)
            .append(item.file.path);
    }
    for (const QString &path : m_stale) {
        if (!goesOn())
            return stopped();
        remove(path);
        report.removed.append(path);
    }
    report.kept += m_staleKept;
    removeLeftovers();
    syncFileSystem(m_folder);
    return done.write(m_folder);
}

Result<void> ExportPlan::write(const ChartFile &file) const
{
    const QString path = m_folder + u'/' + file.path;
    if (QFileInfo(path).isDir() && !QFileInfo(path).isSymLink())
        return failure(tr("a folder stands where a file is to be written"), path,
                       tr("Rename the folder, or choose another one to export to."));
    // Once more: the answer to a question may have taken a while.
    if (auto ok = inside::check(m_folder, file.path); !ok)
        return ok;
    if (auto made = makeFolder(QFileInfo(path).absolutePath()); !made)
        return made;
    return replaceFile(path, file.bytes, m_folder + u'/' + RecordFolder, isProgram(file.bytes));
}

void ExportPlan::removeLeftovers() const
{
    // Of an export that was killed.
    QDir own(m_folder + u'/' + RecordFolder);
    for (const QString &name : own.entryList({TempPrefix + u'*'}, QDir::Files | QDir::Hidden))
        own.remove(name);
}

void ExportPlan::remove(const QString &path) const
{
    QFile::remove(m_folder + u'/' + path);
    for (qsizetype slash = path.lastIndexOf(u'/'); slash > 0;
         slash = path.lastIndexOf(u'/', slash - 1)) {
        if (!QDir(m_folder).rmdir(path.left(slash)))
            break; // not empty
    }
}

} // namespace chartwright
