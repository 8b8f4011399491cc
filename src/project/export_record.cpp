// SPDX-License-Identifier: Apache-2.0
#include "project/export_record.h"

#include "project/inside.h"
#include "project/safe_write.h"
#include "tree/yaml.h"

#include <QCryptographicHash>
#include <QFile>

namespace chartwright {
namespace {

constexpr QLatin1StringView RecordPath(".chartwright/export.json");
constexpr QLatin1StringView PlanPath(".chartwright/export-plan.json");

/// Never written by an export, so never to be removed by one, whatever the record says.
bool isNeverOurs(const QString &path)
{
    static const QStringList folders{RecordFolder, QStringLiteral(".git"),
                                     QStringLiteral("charts")};
    return folders.contains(path.section(u'/', 0, 0));
}

QString inFolder(const QString &folder, QLatin1StringView path) { return folder + u'/' + path; }

/// A link in the place of our file is nothing that anybody chose: it is not followed.
Result<void> writeOwn(const QString &folder, QLatin1StringView path, const QByteArray &bytes)
{
    return replaceFile(inFolder(folder, path), bytes, inFolder(folder, RecordFolder), false,
                       Sync::Yes);
}

} // namespace

QByteArray ExportRecord::hashOf(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

ExportRecord ExportRecord::read(const QString &folder)
{
    ExportRecord out;
    if (inside::check(folder, RecordPath)) {
        out.readFrom(inFolder(folder, RecordPath));
        out.readFrom(inFolder(folder, PlanPath));
    }
    return out;
}

void ExportRecord::readFrom(const QString &file)
{
    const auto bytes = readFile(file, ReadLimits::project().bytes);
    if (!bytes)
        return;
    const auto root = readJson(*bytes, file, ReadLimits::project());
    if (!root || (*root)[u"version"].toInt() != 1)
        return;
    for (const auto &[path, hashes] : (*root)[u"files"].map()) {
        if (!inside::isSafePath(path) || isNeverOurs(path))
            continue;
        for (const Value &hash : hashes.list())
            add(path, hash.toString().toLatin1());
    }
}

QByteArray ExportRecord::toJson() const
{
    Map files;
    for (auto it = m_files.cbegin(); it != m_files.cend(); ++it) {
        QList<QByteArray> sorted(it->begin(), it->end());
        std::sort(sorted.begin(), sorted.end());
        List hashes;
        for (const QByteArray &hash : std::as_const(sorted))
            hashes.append(QString::fromLatin1(hash));
        files.append(it.key(), hashes);
    }
    return writeJson(Map{{QStringLiteral("version"), 1}, {QStringLiteral("files"), files}});
}

Result<void> ExportRecord::writePlan(const QString &folder) const
{
    if (auto ok = inside::check(folder, PlanPath); !ok)
        return ok;
    if (auto made = makeFolder(inFolder(folder, RecordFolder)); !made)
        return made;
    return writeOwn(folder, PlanPath, toJson());
}

Result<void> ExportRecord::write(const QString &folder) const
{
    if (auto written = writeOwn(folder, RecordPath, toJson()); !written)
        return written;
    QFile::remove(inFolder(folder, PlanPath));
    return {};
}

} // namespace chartwright
