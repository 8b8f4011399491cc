// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/cluster_session.h"
#include "cluster/object_watch.h"
#include "cluster/pod_log.h"

#include <map>

namespace chartwright::cli {

struct LogsOptions
{
    QString ns;
    QString deployment, pod; ///< one of them
    QString container;       ///< empty: each pod's first, or the one that it names
    bool isFollowed = false, isPrevious = false, hasTimes = false;
    int tail = -1; ///< -1: all
};

/// Writes the logs of pods of a release: one pod after another, or followed all at once, with pods
/// that come later. Ends by itself unless a Deployment is followed. Main thread; goes before the
/// session.
class LogsRun : public QObject
{
    Q_OBJECT
public:
    LogsRun(ClusterSession &session, LogsOptions options, Console &console);

    void start();

signals:
    void finished(int exitCode); ///< once

private:
    struct Entry
    {
        std::unique_ptr<PodLog> log;
        QString instance; ///< of the container, when it was last asked for
    };
    void lookAtWatch();
    void lookAtPods();
    QList<Value> pods() const;
    QString containerOf(const Value &pod);
    bool open(const Value &pod);
    void openNext();
    void write(const QString &pod, const QList<LogLine> &lines);
    void stateChanged(const QString &pod);
    void tellFailure(const QString &pod, const ApiFailure &failure);
    void finish(int code);

    ClusterSession &m_session;
    LogsOptions m_options;
    Console &m_console;
    ObjectWatch m_watch;
    QTimer m_patience;
    std::map<QString, Entry> m_logs; ///< by the pod's name
    QList<Value> m_queue;            ///< pods to come, where nothing is followed
    QHash<QString, QString> m_told;  ///< the last failure of each pod
    QSet<QString> m_seen;
    bool m_isOver = false, m_isFirst = true;
    int m_read = 0, m_failed = 0;
};

} // namespace chartwright::cli
