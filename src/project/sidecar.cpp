// SPDX-License-Identifier: Apache-2.0
#include "project/sidecar.h"

#include "project/safe_write.h"
#include "tree/yaml.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>

namespace chartwright {
namespace sidecars {
namespace {

constexpr QByteArrayView Mark = "# chartwright-autosave ";
constexpr qint64 LongestHeader = 64ll * 1024;
constexpr QLatin1StringView LockSuffix(".lock");

} // namespace

QString folder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
           QLatin1String("/autosave");
}

Result<void> makeFolder()
{
    auto made = chartwright::makeFolder(folder());
    if (made)
        QFile::setPermissions(folder(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return made;
}

std::unique_ptr<QLockFile> lockFor(const QString &sidecar)
{
    auto lock = std::make_unique<QLockFile>(sidecar + LockSuffix);
    lock->setStaleLockTime(
        0); // a session may last for days: only a dead process leaves a stale one
    return lock;
}

QByteArray bytes(const Topology &topology, const Origin &origin)
{
    const ResourcePtr chart = topology.chart();
    const QJsonObject header{
        {QStringLiteral("project"), origin.projectPath},
        {QStringLiteral("filesFrom"), origin.filesFrom},
        {QStringLiteral("hash"), QString::fromLatin1(origin.hash)},
        {QStringLiteral("title"), chart ? chart->name.left(200) : QString()},
        {QStringLiteral("savedAt"), QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
    };
    return Mark.toByteArray() + QJsonDocument(header).toJson(QJsonDocument::Compact) + '\n' +
           writeTopology(topology);
}

std::optional<Header> readHeader(const QString &sidecar)
{
    QFile file(sidecar);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QByteArray line = file.readLine(LongestHeader);
    if (!line.startsWith(Mark))
        return std::nullopt;
    const QJsonObject json = QJsonDocument::fromJson(line.mid(Mark.size())).object();
    if (json.isEmpty())
        return std::nullopt;
    const auto text = [&](const char *key) { return json.value(QLatin1String(key)).toString(); };
    return Header{{text("project"), text("filesFrom"), text("hash").toLatin1()},
                  text("title"),
                  QDateTime::fromString(text("savedAt"), Qt::ISODateWithMs)};
}

} // namespace sidecars

namespace {

QList<Recoverable> works(bool ofOthers)
{
    QList<Recoverable> out;
    const QDir dir(sidecars::folder());
    for (const QString &name : dir.entryList({u'*' + sidecars::Suffix}, QDir::Files)) {
        const QString sidecar = dir.filePath(name);
        if (!ofOthers && !sidecars::lockFor(sidecar)->tryLock(0))
            continue; // somebody works on it
        const auto header = sidecars::readHeader(sidecar);
        if (!header)
            continue;
        const auto &origin = header->origin;
        out.append(
            {sidecar, origin.projectPath, origin.filesFrom, header->title, header->savedAt,
             !origin.projectPath.isEmpty() && isChangedOutside(origin.projectPath, origin.hash)});
    }
    std::sort(out.begin(), out.end(),
              [](const Recoverable &a, const Recoverable &b) { return a.savedAt > b.savedAt; });
    return out;
}

} // namespace

QList<Recoverable> recoverable() { return works(false); }

QList<Recoverable> unsavedWork() { return works(true); }

bool isWorkHidden()
{
    const QDir dir(sidecars::folder());
    const QStringList locks =
        dir.entryList({u'*' + sidecars::Suffix + sidecars::LockSuffix}, QDir::Files);
    return std::any_of(locks.begin(), locks.end(), [&](const QString &name) {
        const QString sidecar = dir.filePath(name).chopped(sidecars::LockSuffix.size());
        qint64 pid = 0;
        QString host, program;
        const auto lock = sidecars::lockFor(sidecar);
        return !QFile::exists(sidecar) && !lock->tryLock(0) &&
               lock->getLockInfo(&pid, &host, &program) &&
               pid != QCoreApplication::applicationPid();
    });
}

Result<LoadedProject> readRecoverable(const Recoverable &work, const Kinds &kinds)
{
    const auto header = sidecars::readHeader(work.sidecar);
    const auto bytes = readFile(work.sidecar, ReadLimits::project().bytes);
    if (!bytes)
        return tl::unexpected(bytes.error());
    auto topology = readTopology(*bytes, work.sidecar, kinds);
    if (!topology)
        return tl::unexpected(topology.error());
    return LoadedProject{std::move(*topology), work.projectPath, work.filesFrom,
                         header ? header->origin.hash : QByteArray()};
}

void forgetRecoverable(const Recoverable &work)
{
    const auto lock = sidecars::lockFor(work.sidecar);
    if (lock->tryLock(0))
        QFile::remove(work.sidecar);
}

} // namespace chartwright
