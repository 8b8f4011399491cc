// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QFileSystemWatcher>
#include <QHash>
#include <QObject>
#include <QStringList>
#include <QTimer>

namespace chartwright {

/// Tells when what stands in files changed: also when one appears, goes, or is replaced by a
/// rename, through links too, and where its folder comes into being later. A file that is written
/// anew with the same content is no change. Main thread.
class KubeconfigWatch : public QObject
{
    Q_OBJECT
public:
    explicit KubeconfigWatch(QObject *parent = nullptr, int delay = 300); ///< milliseconds

    /// Kubeconfig::files, absolute. What they hold now is what changes are counted from.
    void setFiles(const QStringList &files);
    QStringList files() const { return m_files; }
    /// For when the person comes back from another program: some file systems tell nothing.
    void lookSoon() { m_later.start(); }

signals:
    void changed(); ///< once for what happens within the delay

private:
    void look();
    void watch();

    QFileSystemWatcher m_watcher;
    QTimer m_later;
    QStringList m_files;
    QHash<QString, QByteArray> m_seen; ///< hashes
};

} // namespace chartwright
