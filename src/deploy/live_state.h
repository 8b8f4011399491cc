// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/pod_state.h"
#include "cluster/rollout.h"
#include "deploy/helm_record.h"

#include <optional>

namespace chartwright {

/// A pod as it is shown. Texts are plain.
struct LivePod
{
    QString ns, name;
    PodState state;
    QString node;
    QStringList containers, images;
    QDateTime created;
    friend bool operator==(const LivePod &, const LivePod &) = default;
};

struct LiveEvent
{
    QDateTime when; ///< the last time
    bool isWarning = false;
    QString reason, message;
    QString about; ///< "Pod todo-backend-5d8f-x2v4k"
    int count = 1;
    friend bool operator==(const LiveEvent &, const LiveEvent &) = default;
};

/// How a resource does in a cluster. Texts are plain.
struct LiveState
{
    bool isKnown = false; ///< the cluster has been asked
    bool isThere = false;
    Health health = Health::Unknown;
    QString word;                   ///< "2/2 Available", "no endpoints"
    QString message;                ///< what the cluster says of what is wrong
    QString advice;                 ///< why that is, in a sentence, and what would help
    QString address;                ///< of an Ingress or a Service of type LoadBalancer
    bool lacksAddress = false;      ///< a LoadBalancer, and nothing else: it may never come
    std::optional<Rollout> rollout; ///< of a Deployment
    std::optional<HelmRecord> helm; ///< of a Release that Helm has: its last revision
    QList<LivePod> pods;            ///< by name
    QList<LiveEvent> events;        ///< the last one first
    bool isGood() const
    {
        return isKnown && isThere && (health == Health::Good || health == Health::Done);
    }
    friend bool operator==(const LiveState &, const LiveState &) = default;
};

/// "45s", "5m12s", "3h", "2d": nearly as kubectl has it; empty for no time.
QString ageText(const QDateTime &since, const QDateTime &now = QDateTime::currentDateTimeUtc());

LivePod livePod(const Value &pod);
LiveEvent liveEvent(const Value &event);
/// A pod may wait without a word on why, as one that is not ready: its last event tells, if that is
/// a warning. `events`: the last one first.
void tellWhyPodsWait(QList<LivePod> &pods, const QList<LiveEvent> &events);
/// The name of the Deployment that a pod is of, by its ReplicaSet; empty for others.
QString deploymentOf(const Value &pod);

// What an object says of itself; null: it is not there.
LiveState deploymentState(const Value &deployment, const QList<LivePod> &pods);
LiveState serviceState(const Value &service, const QList<Value> &endpointSlices);
LiveState ingressState(const Value &ingress);
LiveState plainState(const Value &object);
/// Of the release as a whole, with the pods that belong to no workload: as well as its worst part,
/// which may be what Helm says of it.
LiveState releaseState(const QList<LiveState> &objects, const QList<LivePod> &pods,
                       const std::optional<HelmRecord> &helm = {});

} // namespace chartwright
