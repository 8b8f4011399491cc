// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/field_changes.h"
#include "deploy/gone_run.h"

namespace chartwright {

/// A field that an apply would change.
struct FieldDifference : FieldChange
{
    /// Who moved away from what was applied last.
    enum class Origin { Unknown, Drawing, Cluster, Both };
    Origin origin = Origin::Unknown;
    QStringList owners;      ///< who set it in the cluster; plain
    bool isConflict = false; ///< an apply takes it from them only by force
};

/// What an apply would do to one object. The server says so itself, by a strict dry run: its
/// defaults, admission and validation are part of it.
struct ObjectDifference
{
    enum class State {
        New,
        Same,
        Changed,
        Refused, ///< see `failure`
        Gone,    ///< it left the drawing; deleted by an apply that prunes
    };
    /// Why the server could not be asked to try it: the definition of its kind comes, or changes,
    /// only with this apply, or the namespace comes, or a webhook does not answer yet.
    enum class Untried { No, KindComes, KindChanges, NamespaceComes, WebhookSilent };
    State state = State::Same;
    Untried untried = Untried::No;
    ObjectRef ref;
    ResourceId resource;
    // Without what the server alone sets; null: not there, or not known.
    Value applied; ///< by us, the last time
    Value live, planned;
    QList<FieldDifference> changes;
    /// Fields that others own and that an apply takes only by force.
    QList<FieldConflict> conflicts;
    QString helmRelease; ///< of Helm, which would fight over it; "" if none
    /// Helm is to bring it, and it is there as no part of the release.
    bool isOutside = false;
    QStringList warnings;
    std::optional<ApiFailure> failure;
};

/// Compares a release with what is in a cluster, object by object, several at a time. Nothing is
/// changed. Main thread; goes with its parent, which cancels it.
class DifferenceRun : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(ApiResult<QList<ObjectDifference>>)>;

    /// The connection outlives it.
    DifferenceRun(ClusterConnection *connection, const ReleasePlan &plan,
                  QObject *parent = nullptr);
    /// Calls back once. Objects come in the order of the plan, then those that are gone.
    /// Fails if nothing at all can be said: no connection, no login.
    void start(Done done);

signals:
    void progressed(int done, int all);

private:
    struct Job
    {
        ObjectDifference out;
        QList<FieldOwner> owners;
        bool isSent = false;
    };
    void next();
    void askLive(int i);
    void tryApply(int i, bool byForce);
    void compare(Job &job);
    void endJob(int i);
    void askGone();
    void findGoneOfHelm();
    bool changesItsKind(const Job &job) const;
    void finish();

    ClusterConnection *m_connection;
    QList<ApplyObject> m_objects;
    QString m_byHelm;  ///< the release that Helm brings; empty: we do
    ApiKinds m_kinds;  ///< that are served
    ApiKinds m_coming; ///< … once all is applied
    QList<Job> m_jobs;
    GoneRun *m_gone;
    GoneRun::Found m_found;
    std::optional<ApiFailure> m_fatal;
    Done m_done;
    int m_running = 0, m_finished = 0;
    bool m_isAskingGone = true;
};

/// In a namespace that the apply makes nothing can be tried: what was refused for that is new.
void expectNamespace(QList<ObjectDifference> &differences, const ReleasePlan &plan);
/// The same of what was refused for a reason that goes away by itself.
void leaveUntriedWhere(QList<ObjectDifference> &differences, const ReleasePlan &plan,
                       ObjectDifference::Untried why,
                       const std::function<bool(const ObjectDifference &)> &is);
/// Why nothing can be asked of an object: the cluster serves nothing of its kind.
std::optional<ApiFailure> unservedKind(const ApiKinds &kinds, const ObjectRef &ref);
/// A server-side apply of an object; strict, as a field manager.
ApiRequest applyRequest(const ApplyObject &object, const ApiKinds &kinds, bool byForce, bool dryRun,
                        const QString &manager = FieldManager);

} // namespace chartwright
