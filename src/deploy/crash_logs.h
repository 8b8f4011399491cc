// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/pod_log.h"
#include "tree/value.h"

namespace chartwright {

/// The last words of containers that crashed: each is asked for once. An account that may not read
/// logs gets none. The client outlives it. Main thread.
class CrashLogs : public QObject
{
    Q_OBJECT
public:
    explicit CrashLogs(ApiClient *client, QObject *parent = nullptr);

    /// Of the instance that ended last, as the pod tells. Empty until it is known, when came()
    /// tells.
    QString end(const Value &pod, const QString &container);

signals:
    void came(const QString &ns, const QString &pod);

private:
    ApiClient *m_client;
    QHash<QString, QString> m_ends; ///< by the id of the instance; empty while it is asked for
    int m_open = 0;
};

} // namespace chartwright
