// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/cluster_connection.h"
#include "cluster/object_watch.h"
#include "deploy/live_state.h"
#include "deploy/release_plan.h"

#include <map>

namespace chartwright {

class CrashLogs;

/// How the resources of a release do in a cluster, kept up to date by watches. It tells which ones
/// changed, at most once a moment. Nothing is changed in the cluster. Main thread.
class LiveView : public QObject
{
    Q_OBJECT
public:
    LiveView(std::shared_ptr<ClusterConnection> connection, QString release, QString ns,
             QObject *parent = nullptr);
    ~LiveView() override;

    /// Whether it knows how objects of a kind do; of others the state stays unknown.
    static bool watches(const QString &kind);
    /// Which object is which resource; again after each edit that changes it. `releaseNode`: the
    /// drawn Release, if there is one; pods that belong to no workload (of a test) are its.
    void setPlan(const ReleasePlan &plan, const ResourceId &releaseNode);
    void start();

    const LiveState &state(const ResourceId &id) const;
    const QHash<ResourceId, LiveState> &states() const { return m_states; }
    /// Where an object of the resource is.
    std::optional<ObjectRef> objectOf(const ResourceId &id) const;
    ClusterConnection *connection() const { return m_connection.get(); }
    const QString &release() const { return m_release; }
    const QString &nameSpace() const { return m_namespace; }

    /// Of all watches the one that stands worst: nothing is shown as live that is not.
    const WatchState &watchState() const { return m_worst; }
    bool isLive() const { return m_worst.phase == WatchState::Phase::Live; }

signals:
    void changed(const QSet<chartwright::ResourceId> &ids);
    void watchStateChanged();

private:
    enum class Of { Pods, Deployments, Services, Slices, Ingresses, ConfigMaps, Secrets, Events };
    struct Key
    {
        Of of;
        QString ns;
        friend bool operator<(const Key &a, const Key &b)
        {
            return std::tie(a.of, a.ns) < std::tie(b.of, b.ns);
        }
    };
    struct PodEntry
    {
        ResourceId owner;
        LivePod pod;
    };

    static std::optional<Of> ofKind(const QString &kind);
    void addWatch(Of of, const QString &ns);
    const ObjectWatch *watch(Of of, const QString &ns) const;
    void takeAll(Of of, const QString &ns);
    void take(Of of, const QString &ns, const QSet<QString> &changed, const QSet<QString> &removed);
    void takePod(const ObjectWatch &watch, const QString &key);
    void takeEvent(const QString &key, const Value &event);
    void forgetEvent(const QString &key);
    void forgetPod(const QString &key);
    ResourceId ownerOf(const Value &pod) const;
    ResourceId resourceOf(const QString &kind, const QString &ns, const QString &name) const;
    ResourceId resourceOf(Of of, const Value &object) const;
    ResourceId aboutOf(const Value &event) const;
    void touch(const ResourceId &id);
    void update();
    LiveState compute(const ResourceId &id) const;
    LiveState ofRelease() const;
    void takeRecord();
    void addAdvice(LiveState &state, const ResourceId &id) const;
    QList<Value> eventObjects(const ResourceId &id) const;
    QList<LiveEvent> eventsOf(const ResourceId &id) const; ///< the last one first
    QList<LivePod> podsOf(const ResourceId &id, const QList<LiveEvent> &events) const;
    void updateWorst();

    std::shared_ptr<ClusterConnection> m_connection;
    QString m_release, m_namespace;
    std::map<Key, std::unique_ptr<ObjectWatch>> m_watches;
    QHash<ResourceId, ObjectRef> m_objects;
    QHash<ObjectRef, ResourceId> m_resources; ///< without apiVersion
    ResourceId m_releaseNode;
    std::optional<HelmRecord> m_record; ///< of Helm, where it has the release and we may look
    QHash<QString, PodEntry> m_pods;    ///< by "namespace/name"
    QHash<ResourceId, QSet<QString>> m_podsOf;
    QHash<ResourceId, QSet<QString>> m_eventsOf; ///< keys
    QHash<QString, ResourceId> m_eventOwner;
    /// By pod, which may become known later than what is told of it.
    QHash<QString, QSet<QString>> m_strayEvents;
    QHash<ResourceId, LiveState> m_states;
    CrashLogs *m_logs;
    QSet<ResourceId> m_touched;
    QTimer m_update;
    WatchState m_worst;
};

} // namespace chartwright
