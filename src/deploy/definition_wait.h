// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/cluster_connection.h"

#include <QTimer>

namespace chartwright {

/// Waits until a CustomResourceDefinition that was just applied is in use: the cluster says that it
/// is established, and serves its kinds, which the connection knows by then. Goes by itself after
/// `done`. Main thread.
class DefinitionWait : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(const std::optional<ApiFailure> &)>;

    /// The connection outlives it. `path`: of the definition.
    DefinitionWait(ClusterConnection *connection, const QString &path,
                   std::chrono::milliseconds patience, QObject *parent);
    /// `live`: as the cluster has it now. Calls back once.
    void start(const Value &live, Done done);
    /// What was waited for is not needed any more: done without a failure.
    void stop() { finish(std::nullopt); }

private:
    void look(const Value &live);
    void lookAgain();
    void ask();
    bool isServed() const;
    void finish(const std::optional<ApiFailure> &failure);

    ClusterConnection *m_connection;
    QString m_path, m_name;
    QList<ApiKind> m_kinds;
    QString m_words; ///< what the cluster waits for
    QTimer m_again;
    QDeadlineTimer m_deadline;
    std::chrono::milliseconds m_patience;
    Done m_done;
};

} // namespace chartwright
