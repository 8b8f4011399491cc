// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checks/cluster_facts.h"
#include "checks/finding.h"
#include "checks/secret_facts.h"

namespace chartwright {

/// What is known of the place that the chart goes to: the limits of a profile. The profile's name
/// is the Chart's field `profile` ("minikube" unless set; "none" has no limits).
struct TargetFacts
{
    QString profile;
    std::optional<double> cpuRequestMin, cpuLimitMax;       ///< cores
    std::optional<double> memoryRequestMin, memoryLimitMax; ///< bytes
    std::optional<int> replicasMin, replicasMax;
    bool isMinikube = false;
    // Of no profile, and empty until somebody has asked:
    SecretFacts secrets;
    ClusterFacts cluster;

    static TargetFacts ofProfile(const QString &name);
    /// Of the drawing, or of `profile` where it is not empty.
    static TargetFacts of(const Topology &topology, const QString &profile = {});
    static QStringList profiles();
};

/// Findings of a topology, kept up to date edit by edit. After any sequence of updates the findings
/// equal those of a full check. Not thread-safe; a value that may be moved to a worker. A full
/// check runs the rules of several resources side by side, so rules keep nothing between two calls.
class CheckEngine
{
public:
    /// A full check. Sorted by severity, resource name, path, rule.
    static QList<Finding> check(const Topology &topology, const TargetFacts &facts);

    void reset(const Topology &topology, const TargetFacts &facts);
    /// Re-runs what an edit can have changed. Gives the resources whose findings changed.
    QSet<ResourceId> update(const Topology &topology, const RefIndex &refs,
                            const ChangeEvent &event);
    /// Takes other facts of Secrets. Only rules of Secrets and of the Chart may look at them.
    QSet<ResourceId> update(const Topology &topology, const RefIndex &refs,
                            const SecretFacts &facts);
    /// Takes other facts of a cluster. Only Own rules may look at them, and only at what was said
    /// of their resource.
    QSet<ResourceId> update(const Topology &topology, const RefIndex &refs,
                            const ClusterFacts &facts);
    QList<Finding> findings() const;
    QList<Finding> findings(const ResourceId &id) const;

private:
    QList<Finding> run(const Topology &topology, const RefIndex &refs,
                       const Resource &resource) const;
    void checkOne(const Topology &topology, const RefIndex &refs, const ResourceId &id,
                  QSet<ResourceId> &changed);
    QSet<ResourceId> regroup(const ResourceId &id, const ResourcePtr &now);
    void join(const ResourcePtr &resource);

    TargetFacts m_facts;
    QHash<ResourceId, QList<Finding>> m_findings;
    /// Of Group rules: who has a key, and which keys each resource has.
    QHash<QString, QSet<ResourceId>> m_groups;
    QHash<ResourceId, QStringList> m_keys;
    QHash<ResourceId, QString> m_names; ///< to sort by
};

} // namespace chartwright
