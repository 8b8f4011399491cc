// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checks/cluster_facts.h"
#include "deploy/difference.h"

namespace chartwright {

/// What an account may do in a namespace, and what is there to be used.
struct Preflight
{
    /// nullopt: this account may not look.
    std::optional<bool> hasNamespace;
    /// Of that namespace; nullopt: it is there, or nobody knows.
    std::optional<bool> mayCreateNamespace;
    /// Names of the classes of Ingress; nullopt: this account may not look.
    std::optional<QStringList> ingressClasses;
    /// Names of the StorageClasses; nullopt: it may not look, or nothing drawn names one.
    std::optional<QStringList> storageClasses;
    /// Verbs that are missing, by the kind's "apps/v1 Deployment".
    QHash<QString, QStringList> missingVerbs;
};

/// Asks before an apply; changes nothing. Main thread; goes with its parent, which cancels it.
class PreflightRun : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(ApiResult<Preflight>)>;

    /// The connection outlives it.
    PreflightRun(ClusterConnection *connection, const ReleasePlan &plan, QObject *parent = nullptr);
    void start(Done done);

private:
    void mayI(const QString &verb, const ApiKind &kind, const QString &ns,
              std::function<void(bool)> answer);
    void askNamespace();
    void missNamespace();
    void askNames(const ApiKind &kind, std::optional<QStringList> &into);
    void answered(const ApiFailure *failure = nullptr);

    ApiClient *m_client;
    QList<ApiKind> m_needed;
    QString m_namespace;
    bool m_needsStorage = false;
    Preflight m_out;
    std::optional<ApiFailure> m_fatal;
    Done m_done;
    int m_open = 0;
};

/// What the cluster said, on the resources that it is about; of the namespace, on what the plan was
/// drawn as. `served`: the kinds.
ClusterFacts clusterFacts(const ReleasePlan &plan, const ApiKinds &served,
                          const Preflight &preflight, const QList<ObjectDifference> &differences);

} // namespace chartwright
