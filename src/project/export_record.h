// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"

#include <QByteArray>
#include <QMap>
#include <QSet>

namespace chartwright {

/// In the chart's folder, for what is ours alone; .helmignore lists it.
inline constexpr QLatin1StringView RecordFolder(".chartwright");

/// What we wrote into a folder, by relative path: the hashes that our file may have. There are two
/// after an export that was cut short, which leaves the plan of what it was about to write.
class ExportRecord
{
public:
    static QByteArray hashOf(const QByteArray &bytes);

    /// Of .chartwright/ in the folder; what is unreadable or unsafe counts as not written by us.
    static ExportRecord read(const QString &folder);
    bool isOurs(const QString &path, const QByteArray &hash) const
    {
        return m_files.value(path).contains(hash);
    }
    QStringList paths() const { return m_files.keys(); }
    QSet<QByteArray> hashes(const QString &path) const { return m_files.value(path); }
    void add(const QString &path, const QByteArray &hash) { m_files[path].insert(hash); }
    void add(const QString &path, const QSet<QByteArray> &hashes) { m_files[path] |= hashes; }

    /// Makes RecordFolder. What the export is about to do, in addition to what stands there.
    Result<void> writePlan(const QString &folder) const;
    /// The last step of an export; the plan goes.
    Result<void> write(const QString &folder) const;

private:
    void readFrom(const QString &file);
    QByteArray toJson() const;

    QMap<QString, QSet<QByteArray>> m_files;
};

} // namespace chartwright
