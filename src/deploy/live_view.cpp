// SPDX-License-Identifier: Apache-2.0
#include "deploy/live_view.h"

#include "deploy/crash_logs.h"

namespace chartwright {
namespace {

constexpr int UpdateMs = 50;

int rank(WatchState::Phase phase)
{
    switch (phase) {
    case WatchState::Phase::Live:
        return 0;
    case WatchState::Phase::Stopped:
        return 1;
    case WatchState::Phase::Connecting:
        return 2;
    case WatchState::Phase::Stale:
        return 3;
    case WatchState::Phase::Refused:
        return 4;
    }
    return 0;
}

} // namespace

LiveView::LiveView(std::shared_ptr<ClusterConnection> connection, QString release, QString ns,
                   QObject *parent)
    : QObject(parent), m_connection(std::move(connection)), m_release(std::move(release)),
      m_namespace(std::move(ns)), m_logs(new CrashLogs(m_connection->client(), this))
{
    connect(m_logs, &CrashLogs::came, this, [this](const QString &space, const QString &pod) {
        touch(m_pods.value(space + u'/' + pod).owner);
    });
    m_update.setSingleShot(true);
    m_update.setInterval(UpdateMs);
    connect(&m_update, &QTimer::timeout, this, &LiveView::update);
}

LiveView::~LiveView() = default;

void LiveView::setPlan(const ReleasePlan &plan, const ResourceId &releaseNode)
{
    QHash<ResourceId, ObjectRef> objects;
    for (const ApplyObject &object : plan.objects)
        objects.insert(object.resource, object.ref);
    for (const SecretPlan &secret : plan.secrets)
        objects.insert(secret.resource, secret.ref);
    if (objects == m_objects && releaseNode == m_releaseNode)
        return;
    m_objects = objects;
    m_releaseNode = releaseNode;
    m_resources.clear();
    for (auto it = m_objects.cbegin(); it != m_objects.cend(); ++it)
        m_resources.insert(ObjectRef{{}, it->kind, it->ns, it->name}, it.key());
    QSet<ResourceId> gone;
    for (auto it = m_states.cbegin(); it != m_states.cend(); ++it)
        gone.insert(it.key());
    for (const ResourceId &id : std::as_const(gone))
        m_states.remove(id);
    m_pods.clear();
    m_podsOf.clear();
    m_strayEvents.clear();
    for (const auto &[key, watch] : m_watches) {
        if (key.of == Of::Pods || key.of == Of::Events)
            takeAll(key.of, key.ns);
    }
    for (auto it = m_objects.cbegin(); it != m_objects.cend(); ++it)
        touch(it.key());
    if (!m_watches.empty())
        start();
}

void LiveView::start()
{
    QSet<QString> namespaces{m_namespace};
    for (const ObjectRef &ref : std::as_const(m_objects)) {
        if (!ref.ns.isEmpty())
            namespaces.insert(ref.ns);
    }
    for (const QString &ns : std::as_const(namespaces)) {
        for (const Of of : {Of::Pods, Of::Deployments, Of::Services, Of::Slices, Of::Ingresses,
                            Of::ConfigMaps, Of::Secrets, Of::Events})
            addWatch(of, ns);
    }
    updateWorst();
}

void LiveView::addWatch(Of of, const QString &ns)
{
    auto &watch = m_watches[{of, ns}];
    if (watch)
        return;
    struct Names
    {
        const char *apiVersion, *kind;
    };
    static constexpr Names All[] = {{"v1", "Pod"},
                                    {"apps/v1", "Deployment"},
                                    {"v1", "Service"},
                                    {"discovery.k8s.io/v1", "EndpointSlice"},
                                    {"networking.k8s.io/v1", "Ingress"},
                                    {"v1", "ConfigMap"},
                                    {"v1", "Secret"},
                                    {"v1", "Event"}};
    const Names &names = All[int(of)];
    const ApiKind kind =
        *ApiKinds().find(QString::fromLatin1(names.apiVersion), QString::fromLatin1(names.kind));
    // Events have no labels, and a Secret that was made by hand may have none; all else of a
    // release has its name on it.
    const QString selector = of == Of::Events || of == Of::Secrets
                                 ? QString()
                                 : QLatin1String("app.kubernetes.io/instance=") + m_release;
    watch = std::make_unique<ObjectWatch>(m_connection->client(), kind, ns, selector);
    connect(watch.get(), &ObjectWatch::listed, this, [this, of, ns] { takeAll(of, ns); });
    connect(watch.get(), &ObjectWatch::changed, this,
            [this, of, ns](const QSet<QString> &changed, const QSet<QString> &removed) {
                take(of, ns, changed, removed);
            });
    connect(watch.get(), &ObjectWatch::stateChanged, this, &LiveView::updateWorst);
    watch->start();
}

const ObjectWatch *LiveView::watch(Of of, const QString &ns) const
{
    const auto it = m_watches.find({of, ns});
    return it == m_watches.end() ? nullptr : it->second.get();
}

void LiveView::takeAll(Of of, const QString &ns)
{
    const ObjectWatch *all = watch(of, ns);
    QSet<QString> changed, removed;
    for (auto it = all->objects().cbegin(); it != all->objects().cend(); ++it)
        changed.insert(it.key());
    if (of == Of::Pods) {
        for (auto it = m_pods.cbegin(); it != m_pods.cend(); ++it) {
            if (it->pod.ns == ns && !changed.contains(it.key()))
                removed.insert(it.key());
        }
    }
    take(of, ns, changed, removed);
    // What is not in the list is not there.
    for (auto it = m_objects.cbegin(); it != m_objects.cend(); ++it) {
        if (it->ns == ns)
            touch(it.key());
    }
}

void LiveView::take(Of of, const QString &ns, const QSet<QString> &changed,
                    const QSet<QString> &removed)
{
    const ObjectWatch *all = watch(of, ns);
    if (of == Of::Secrets && ns == m_namespace)
        takeRecord();
    for (const QString &key : removed) {
        if (of == Of::Pods) {
            forgetPod(key);
        } else if (of == Of::Events) {
            forgetEvent(key);
        } else {
            const Value gone = Map{
                {QStringLiteral("metadata"), Map{{QStringLiteral("namespace"), ns},
                                                 {QStringLiteral("name"), key.section(u'/', 1)}}}};
            touch(resourceOf(of, gone));
        }
    }
    for (const QString &key : changed) {
        const Value object = all->objects().value(key);
        if (of == Of::Pods) {
            takePod(*all, key);
        } else if (of == Of::Events) {
            takeEvent(key, object);
        } else {
            touch(resourceOf(of, object));
        }
    }
}

void LiveView::takeEvent(const QString &key, const Value &event)
{
    const Value &about = event[u"involvedObject"];
    const ResourceId owner = aboutOf(event);
    if (!owner.isEmpty()) {
        m_eventOwner.insert(key, owner);
        m_eventsOf[owner].insert(key);
        touch(owner);
    } else if (about[u"kind"].toString() == u"Pod") {
        m_strayEvents[about[u"namespace"].toString() + u'/' + about[u"name"].toString()].insert(
            key);
    }
}

void LiveView::forgetEvent(const QString &key)
{
    const ResourceId owner = m_eventOwner.take(key);
    m_eventsOf[owner].remove(key);
    touch(owner);
    // Its name is that of the pod and the time.
    const QString pod = key.section(u'.', 0, -2);
    const auto stray = m_strayEvents.find(pod);
    if (stray != m_strayEvents.end() && stray->remove(key) && stray->isEmpty())
        m_strayEvents.remove(pod);
}

void LiveView::takePod(const ObjectWatch &watch, const QString &key)
{
    const Value pod = watch.objects().value(key);
    PodEntry &entry = m_pods[key];
    const ResourceId owner = ownerOf(pod);
    if (entry.owner != owner) {
        m_podsOf[entry.owner].remove(key);
        touch(entry.owner);
        entry.owner = owner;
    }
    entry.pod = livePod(pod);
    m_podsOf[owner].insert(key);
    touch(owner);
    const QSet<QString> events = m_strayEvents.take(key);
    const ObjectWatch *all = events.isEmpty() ? nullptr : this->watch(Of::Events, entry.pod.ns);
    for (const QString &event : events) {
        if (all->objects().contains(event))
            takeEvent(event, all->objects().value(event));
    }
}

void LiveView::forgetPod(const QString &key)
{
    const PodEntry entry = m_pods.take(key);
    m_podsOf[entry.owner].remove(key);
    touch(entry.owner);
}

void LiveView::touch(const ResourceId &id)
{
    if (id.isEmpty())
        return;
    m_touched.insert(id);
    if (!m_releaseNode.isEmpty())
        m_touched.insert(m_releaseNode);
    if (!m_update.isActive())
        m_update.start();
}

void LiveView::update()
{
    QSet<ResourceId> touched = std::exchange(m_touched, {});
    const bool isRelease = touched.remove(m_releaseNode);
    QSet<ResourceId> changed;
    const auto set = [&](const ResourceId &id, const LiveState &state) {
        LiveState &old = m_states[id];
        if (old == state)
            return;
        old = state;
        changed.insert(id);
    };
    for (const ResourceId &id : std::as_const(touched)) {
        if (m_objects.contains(id))
            set(id, compute(id));
    }
    if (isRelease)
        set(m_releaseNode, ofRelease());
    if (!changed.isEmpty())
        emit this->changed(changed);
}

const LiveState &LiveView::state(const ResourceId &id) const
{
    static const LiveState nothing;
    const auto it = m_states.constFind(id);
    return it == m_states.cend() ? nothing : *it;
}

std::optional<ObjectRef> LiveView::objectOf(const ResourceId &id) const
{
    const auto it = m_objects.constFind(id);
    return it == m_objects.cend() ? std::nullopt : std::optional(*it);
}

void LiveView::updateWorst()
{
    WatchState worst;
    bool isFirst = true;
    for (const auto &[key, watch] : m_watches) {
        // An account may be allowed to see workloads and not, say, events.
        const bool mayMiss = key.of == Of::Events || key.of == Of::Secrets || key.of == Of::Slices;
        if (mayMiss && watch->state().phase == WatchState::Phase::Refused)
            continue;
        if (isFirst || rank(watch->state().phase) > rank(worst.phase))
            worst = watch->state();
        isFirst = false;
    }
    const bool isSame = worst.phase == m_worst.phase && worst.since == m_worst.since;
    m_worst = worst;
    if (!isSame)
        emit watchStateChanged();
}

} // namespace chartwright
