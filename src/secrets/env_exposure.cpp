// SPDX-License-Identifier: Apache-2.0
#include "secrets/env_exposure.h"

#include "base/helm_ignore.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>

namespace chartwright {
namespace {

constexpr qsizetype MostFiles = 20;
constexpr int MostEntries = 20'000; // of folders; a large one is not worth the wait

bool isEnvName(const QString &name)
{
    static const QStringList shared{QStringLiteral("example"), QStringLiteral("sample"),
                                    QStringLiteral("template"), QStringLiteral("dist"),
                                    QStringLiteral("defaults")};
    const QStringList parts = name.split(u'.');
    if (std::any_of(parts.begin(), parts.end(),
                    [](const QString &part) { return shared.contains(part.toLower()); }))
        return false;
    return name == u".env" || name.startsWith(u".env.") || name.endsWith(u".env");
}

QProcessEnvironment environmentOfGit()
{
    QProcessEnvironment out = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})
        out.remove(QLatin1String(name)); // of a hook that started us
    out.insert(QStringLiteral("GIT_TERMINAL_PROMPT"), QStringLiteral("0"));
    return out;
}

/// The files that `git ls-files` lists; none where it fails.
QStringList listed(const QString &folder, const QStringList &options, const QString &magic,
                   std::chrono::milliseconds limit)
{
    const QString git = QStandardPaths::findExecutable(QStringLiteral("git"));
    if (git.isEmpty())
        return {};
    // A repository's configuration can name programs; it may be somebody else's.
    QStringList arguments{QStringLiteral("--no-optional-locks"),
                          QStringLiteral("-c"),
                          QStringLiteral("core.fsmonitor=false"),
                          QStringLiteral("-c"),
                          QStringLiteral("core.hooksPath=/dev/null"),
                          QStringLiteral("ls-files"),
                          QStringLiteral("-z")};
    arguments += options;
    arguments.append(QStringLiteral("--"));
    for (const char *pattern : {".env", ".env.*", "*.env"})
        arguments.append(QStringLiteral(":(%1)**/%2").arg(magic, QLatin1String(pattern)));
    QProcess process;
    process.setWorkingDirectory(folder);
    process.setProcessEnvironment(environmentOfGit());
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(git, arguments);
    if (!process.waitForFinished(int(limit.count()))) {
        process.kill();
        process.waitForFinished(1000);
        return {};
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return {};
    QStringList out;
    for (const QByteArray &name : process.readAllStandardOutput().split('\0')) {
        const QString path = QString::fromUtf8(name);
        if (isEnvName(path.section(u'/', -1)))
            out.append(path);
    }
    return out;
}

/// What `helm package` would take along.
class Packaged
{
public:
    Packaged(const QString &folder, std::chrono::milliseconds limit)
        : m_folder(folder), m_ignored(HelmIgnore::read(folder)), m_limit(limit)
    {
        m_time.start();
    }

    QStringList find()
    {
        if (QFileInfo(m_folder + QLatin1String("/Chart.yaml")).isFile())
            look({});
        return m_found;
    }

private:
    void look(const QString &path)
    {
        const QDir dir(m_folder + u'/' + path);
        const auto entries = dir.entryInfoList(
            QDir::AllEntries | QDir::Hidden | QDir::NoSymLinks | QDir::NoDotAndDotDot, QDir::Name);
        for (const QFileInfo &entry : entries) {
            if (++m_entries > MostEntries || m_time.hasExpired(m_limit.count()))
                return;
            const QString below =
                path.isEmpty() ? entry.fileName() : path + u'/' + entry.fileName();
            if (m_ignored.ignores(below, entry.isDir()))
                continue;
            if (!entry.isDir() && isEnvName(entry.fileName()))
                m_found.append(below);
            else if (entry.isDir() && entry.fileName() != u".git")
                look(below);
        }
    }

    QString m_folder;
    HelmIgnore m_ignored;
    std::chrono::milliseconds m_limit;
    QElapsedTimer m_time;
    int m_entries = 0;
    QStringList m_found;
};

} // namespace

QList<EnvExposure> envExposures(const QString &folder, std::chrono::milliseconds limit)
{
    using How = EnvExposure::How;
    QList<EnvExposure> out;
    if (folder.isEmpty() || !QFileInfo(folder).isDir())
        return out;
    QMap<QString, How> found; // the worst of each
    const auto note = [&](const QStringList &files, How how) {
        for (const QString &file : files) {
            if (!found.contains(file))
                found.insert(file, how);
        }
    };
    note(listed(folder, {}, QStringLiteral("top,glob"), limit), How::Tracked);
    note(listed(folder, {QStringLiteral("--others"), QStringLiteral("--exclude-standard")},
                QStringLiteral("glob"), limit),
         How::Unignored);
    note(Packaged(folder, limit).find(), How::Packaged);
    for (auto it = found.cbegin(); it != found.cend() && out.size() < MostFiles; ++it)
        out.append({it.key(), *it});
    return out;
}

} // namespace chartwright
