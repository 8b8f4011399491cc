// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_client.h"
#include "deploy/apply_set.h"

namespace chartwright {

struct ApplyOptions
{
    QString ns;
    bool createNamespace = false;
    /// Fields that others own are taken; else a conflict ends the run.
    bool takeConflicts = false;
    /// Objects that are deleted once the others are applied.
    QList<ObjectRef> deletions;
};

/// What became of one object.
struct ApplyStep
{
    enum class State { Waiting, Running, Created, Changed, Same, Deleted, Failed };
    State state = State::Waiting;
    ObjectRef ref;
    ResourceId resource;
    QStringList warnings;
    std::optional<ApiFailure> failure;
};

/// Applies objects one after another, in the order given, and then deletes. The first failure ends
/// it: what comes after stays Waiting. Applying again goes on where it ended, since what is there
/// already is left as it is. What Helm manages is refused. Main thread.
class ApplyRun : public QObject
{
    Q_OBJECT
public:
    ApplyRun(ApiClient *client, QList<ApplyObject> objects, ApplyOptions options,
             QObject *parent = nullptr);

    const QList<ApplyStep> &steps() const { return m_steps; }
    bool isDone() const; ///< all of it
    void start();
    /// After the object that is being applied now.
    void cancel() { m_isCancelled = true; }

signals:
    void stepChanged(int step);
    void finished();

private:
    void next();
    void askLive();
    void apply(const QString &version);
    void remove();
    void end(ApplyStep::State state);
    void fail(ApiFailure failure);
    ApplyStep &step() { return m_steps[m_current]; }

    ApiClient *m_client;
    ApiKinds m_kinds;
    QList<ApplyObject> m_objects;
    ApplyOptions m_options;
    QList<ApplyStep> m_steps; ///< the namespace, if it is to be made; objects; deletions
    int m_current = -1;
    bool m_isCancelled = false, m_isOver = false;
};

} // namespace chartwright
