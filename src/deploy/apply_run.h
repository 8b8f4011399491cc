// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/cluster_connection.h"
#include "deploy/applied_record.h"
#include "deploy/secret_plan.h"
#include "external/helm.h"
#include "secrets/vault.h"

#include <QDeadlineTimer>

namespace chartwright {

class DefinitionWait;

struct ApplyOptions
{
    QString release, ns;
    bool createNamespace = false;
    /// Fields that others own are taken; else a conflict ends the run.
    bool takeConflicts = false;
    /// … of these objects alone.
    QSet<ObjectRef> taken;
    /// Fields that are left to whoever owns them: they are not sent.
    QHash<ObjectRef, QList<Path>> kept;
    /// What Helm manages becomes ours, and Helm forgets its release; else it is refused.
    bool fromHelm = false;
    /// Objects that are deleted once the others are applied.
    QList<ObjectRef> deletions;
    /// Their values are brought over before anything that needs them.
    QList<SecretPlan> secrets;
    Vault *vault = nullptr; ///< to be there where there are secrets
    /// Helm brings the objects, as a release of its own, in place of ourselves.
    Helm *helm = nullptr;
    HelmUpgrade upgrade;
    bool isUpgradeNeedless = false; ///< see isAsLastOfHelm()
    /// That an apply of ours made, and Helm brings from now on: we give up our fields.
    QList<ObjectRef> toHelm;
    /// Until a cluster serves a kind that was just defined.
    std::chrono::milliseconds patience{30'000};
};

/// What became of one object.
struct ApplyStep
{
    enum class Work {
        Namespace,
        Secret,
        Object,
        Upgrade, ///< of the release, by Helm
        ToHelm,  ///< our fields of an object that is Helm's now are given up
        Restart, ///< of a workload whose Secret changed
        Deletion,
        HelmRecord, ///< Helm's own Secret of a release
        Record,     ///< of what was applied
    };
    enum class State { Waiting, Running, Created, Changed, Same, Deleted, LeftOut, Failed };
    Work work = Work::Object;
    State state = State::Waiting;
    ObjectRef ref;
    ResourceId resource;
    QStringList warnings;
    std::optional<ApiFailure> failure;
};

/// Applies objects one after another, in the order given, and then deletes. A definition of a kind
/// is done when the cluster serves that kind, so that objects of it can follow. The first failure
/// ends it: what comes after stays Waiting, but what was done is noted. Applying again goes on
/// where it ended, since what is there already is left as it is. Main thread.
class ApplyRun : public QObject
{
    Q_OBJECT
public:
    /// The connection outlives it.
    ApplyRun(ClusterConnection *connection, QList<ApplyObject> objects, ApplyOptions options,
             QObject *parent = nullptr);

    /// Restarts, and what is noted, are added while it runs.
    const QList<ApplyStep> &steps() const { return m_steps; }
    bool isDone() const { return m_isOver && !m_hasFailed && !m_isCancelled; }
    bool isOver() const { return m_isOver; }
    void start();
    /// After the object that is being applied now.
    void cancel();

signals:
    void stepChanged(int step);
    void stepsAdded();
    void finished();

private:
    void add(ApplyStep::Work work, const ObjectRef &ref, const ResourceId &resource = {});
    void next();
    void run();
    void askLive();
    void takeFromHelm();
    void giveUp();
    void apply();
    void awaitKind(const Value &definition, ApplyStep::State state);
    ApplyObject objectToSend(const ObjectRef &ref) const;
    void handOver();
    void restart();
    void remove();
    void lookAtRelease();
    void upgrade();
    void addRestarts();
    void addHelmRecords();
    void addRecord();
    void takeRecord(const AppliedObjects &before, const QList<ObjectRef> &parts);
    void end(ApplyStep::State state);
    void refuse(const QString &message, const QString &remedy);
    void fail(ApiFailure failure);
    ApplyStep &step() { return m_steps[m_current]; }
    const ApplyObject *objectOf(const ObjectRef &ref) const;

    ClusterConnection *m_connection;
    ApiClient *m_client;
    ApiKinds m_kinds; ///< that are served
    QList<ApplyObject> m_objects;
    ApplyOptions m_options;
    QList<ApplyStep> m_steps;
    QString m_version; ///< of the live object, before
    int m_current = -1;
    QPointer<DefinitionWait> m_wait;
    enum class Phase { Plan, Restarts, Helm, Record, Over };
    Phase m_phase = Phase::Plan;
    QSet<ResourceId> m_restarts;
    bool m_isInstalled = false; ///< the release was there before
    QDeadlineTimer m_patience;  ///< with a webhook that is not up yet
    QString m_helmRelease;      ///< that was taken over
    bool m_isOfHelm = false;    ///< the live object was
    bool m_isCancelled = false, m_hasFailed = false, m_isOver = false;
};

} // namespace chartwright
