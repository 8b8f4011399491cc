// SPDX-License-Identifier: Apache-2.0
#include "cluster/kubeconfig_watch.h"

#include "secrets/secret_file.h"
#include "tree/yaml.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QSet>

namespace chartwright {
namespace {

QByteArray hashOf(const QString &file)
{
    if (!QFileInfo::exists(file))
        return {};
    const auto bytes = readSecretFile(file, ReadLimits().bytes);
    if (!bytes)
        return "unreadable " + bytes.error().message.toUtf8();
    return QCryptographicHash::hash(bytes->view(), QCryptographicHash::Sha256);
}

QHash<QString, QByteArray> hashesOf(const QStringList &files)
{
    QHash<QString, QByteArray> out;
    for (const QString &file : files)
        out.insert(file, hashOf(file));
    return out;
}

/// A folder that is there, or the next one above it that is.
QString existing(QString folder)
{
    while (!QFileInfo(folder).isDir() && folder != QFileInfo(folder).path())
        folder = QFileInfo(folder).path();
    return folder;
}

} // namespace

KubeconfigWatch::KubeconfigWatch(QObject *parent, int delay) : QObject(parent)
{
    m_later.setSingleShot(true);
    m_later.setInterval(delay);
    connect(&m_later, &QTimer::timeout, this, &KubeconfigWatch::look);
    const auto soon = [this] {
        if (!m_later.isActive()) // not put off for ever by a busy folder
            lookSoon();
    };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, soon);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, soon);
}

void KubeconfigWatch::setFiles(const QStringList &files)
{
    m_files = files;
    m_later.stop();
    watch();
    m_seen = hashesOf(m_files);
}

void KubeconfigWatch::watch()
{
    QSet<QString> wanted;
    for (const QString &file : std::as_const(m_files)) {
        wanted.insert(existing(QFileInfo(file).path()));
        const QString real = QFileInfo(file).canonicalFilePath();
        if (real.isEmpty())
            continue;
        wanted.insert(file);
        wanted.insert(QFileInfo(real).path());
    }
    // A name may stand for another file than it did, by a link: files are watched anew.
    if (const QStringList files = m_watcher.files(); !files.isEmpty())
        m_watcher.removePaths(files);
    const QStringList watched = m_watcher.directories();
    QStringList gone = watched;
    gone.removeIf([&](const QString &path) { return wanted.contains(path); });
    if (!gone.isEmpty())
        m_watcher.removePaths(gone);
    for (const QString &path : watched)
        wanted.remove(path);
    if (!wanted.isEmpty())
        m_watcher.addPaths(wanted.values());
}

void KubeconfigWatch::look()
{
    // First, so that nothing gets lost between looking and watching.
    watch();
    auto now = hashesOf(m_files);
    if (now == m_seen)
        return;
    m_seen = std::move(now);
    emit changed();
}

} // namespace chartwright
