// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chart/chart_files.h"
#include "project/export.h"
#include "project/export_record.h"

namespace chartwright {

/// What an export will do to each file, decided before anything is written.
class ExportPlan
{
public:
    /// Fails where something would leave the folder.
    static Result<ExportPlan> make(const QString &folder, QList<ChartFile> files);

    /// Files that somebody else made or changed.
    QStringList foreign() const;
    void replace(const QStringList &paths);
    /// Writes, removes, and records it.
    Result<void> run(const ExportOptions &options, ExportReport &report) const;

private:
    enum class Step { Write, Unchanged, Foreign };
    struct Item
    {
        ChartFile file;
        Step step;
    };

    ExportPlan(const QString &folder) : m_folder(folder), m_record(ExportRecord::read(folder)) {}
    Result<void> checkDisk() const;
    Step stepFor(const ChartFile &file) const;
    Result<void> write(const ChartFile &file) const;
    void findStale();
    void remove(const QString &path) const;
    void removeLeftovers() const;

    QString m_folder;
    ExportRecord m_record;
    QList<Item> m_items;
    QStringList m_stale;     ///< written by us once, and nobody changed them
    QStringList m_staleKept; ///< somebody did
};

} // namespace chartwright
