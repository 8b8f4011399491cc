// SPDX-License-Identifier: Apache-2.0
#include "deploy/live_view.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

constexpr int UpdateMs = 50;
constexpr qsizetype MostEvents = 60;

ObjectRef bare(const QString &kind, const QString &ns, const QString &name)
{
    return {{}, kind, ns, name};
}

QString keyOf(const ObjectRef &ref) { return ref.ns + u'/' + ref.name; }

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
      m_namespace(std::move(ns))
{
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
        m_resources.insert(bare(it->kind, it->ns, it->name), it.key());
    QSet<ResourceId> gone;
    for (auto it = m_states.cbegin(); it != m_states.cend(); ++it)
        gone.insert(it.key());
    for (const ResourceId &id : std::as_const(gone))
        m_states.remove(id);
    m_pods.clear();
    m_podsOf.clear();
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
    // Events have no labels; all else of a release has its name on it.
    const QString selector =
        of == Of::Events ? QString() : QLatin1String("app.kubernetes.io/instance=") + m_release;
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
    for (const QString &key : removed) {
        if (of == Of::Pods) {
            forgetPod(key);
        } else if (of == Of::Events) {
            const ResourceId owner = m_eventOwner.take(key);
            m_eventsOf[owner].remove(key);
            touch(owner);
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
            const ResourceId owner = aboutOf(object);
            if (owner.isEmpty())
                continue;
            m_eventOwner.insert(key, owner);
            m_eventsOf[owner].insert(key);
            touch(owner);
        } else {
            touch(resourceOf(of, object));
        }
    }
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
}

void LiveView::forgetPod(const QString &key)
{
    const PodEntry entry = m_pods.take(key);
    m_podsOf[entry.owner].remove(key);
    touch(entry.owner);
}

ResourceId LiveView::resourceOf(const QString &kind, const QString &ns, const QString &name) const
{
    return m_resources.value(bare(kind, ns, name));
}

ResourceId LiveView::resourceOf(Of of, const Value &object) const
{
    const Value &metadata = object[u"metadata"];
    const QString ns = metadata[u"namespace"].toString(), name = metadata[u"name"].toString();
    switch (of) {
    case Of::Deployments:
        return resourceOf(QStringLiteral("Deployment"), ns, name);
    case Of::Services:
        return resourceOf(QStringLiteral("Service"), ns, name);
    case Of::Slices: {
        const QString service = metadata[u"labels"][u"kubernetes.io/service-name"].toString();
        // Of one that went only its name is known: "SERVICE-x2v4k".
        return resourceOf(QStringLiteral("Service"), ns,
                          service.isEmpty() ? name.section(u'-', 0, -2) : service);
    }
    case Of::Ingresses:
        return resourceOf(QStringLiteral("Ingress"), ns, name);
    case Of::ConfigMaps:
        return resourceOf(QStringLiteral("ConfigMap"), ns, name);
    case Of::Secrets:
        return resourceOf(QStringLiteral("Secret"), ns, name);
    case Of::Pods:
    case Of::Events:
        break;
    }
    return {};
}

ResourceId LiveView::ownerOf(const Value &pod) const
{
    const QString name = deploymentOf(pod);
    return name.isEmpty() ? m_releaseNode
                          : resourceOf(QStringLiteral("Deployment"),
                                       pod[u"metadata"][u"namespace"].toString(), name);
}

ResourceId LiveView::aboutOf(const Value &event) const
{
    const Value &about = event[u"involvedObject"];
    const QString kind = about[u"kind"].toString(), ns = about[u"namespace"].toString();
    const QString name = about[u"name"].toString();
    if (kind == u"Pod") { // one that is gone is told by its name: DEPLOYMENT-HASH-xxxxx
        const auto pod = m_pods.constFind(ns + u'/' + name);
        return pod != m_pods.cend()
                   ? pod->owner
                   : resourceOf(QStringLiteral("Deployment"), ns, name.section(u'-', 0, -3));
    }
    if (kind == u"ReplicaSet")
        return resourceOf(QStringLiteral("Deployment"), ns, name.section(u'-', 0, -2));
    return resourceOf(kind, ns, name);
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

std::optional<LiveView::Of> LiveView::ofKind(const QString &kind)
{
    static const QHash<QString, Of> ofs{{QStringLiteral("Deployment"), Of::Deployments},
                                        {QStringLiteral("Service"), Of::Services},
                                        {QStringLiteral("Ingress"), Of::Ingresses},
                                        {QStringLiteral("ConfigMap"), Of::ConfigMaps},
                                        {QStringLiteral("Secret"), Of::Secrets}};
    const auto of = ofs.constFind(kind);
    return of == ofs.cend() ? std::nullopt : std::optional(*of);
}

bool LiveView::watches(const QString &kind) { return ofKind(kind).has_value(); }

LiveState LiveView::compute(const ResourceId &id) const
{
    const ObjectRef ref = m_objects.value(id);
    const std::optional<Of> of = ofKind(ref.kind);
    const ObjectWatch *objects = of ? watch(*of, ref.ns) : nullptr;
    if (!objects || !objects->isListed())
        return {};
    const Value object = objects->objects().value(keyOf(ref));
    LiveState out;
    switch (*of) {
    case Of::Deployments: {
        QList<LivePod> pods;
        for (const QString &key : m_podsOf.value(id))
            pods.append(m_pods.value(key).pod);
        std::sort(pods.begin(), pods.end(),
                  [](const LivePod &a, const LivePod &b) { return a.name < b.name; });
        out = deploymentState(object, pods);
        break;
    }
    case Of::Services: {
        QList<Value> slices;
        if (const ObjectWatch *all = watch(Of::Slices, ref.ns)) {
            for (const Value &slice : all->objects()) {
                if (slice[u"metadata"][u"labels"][u"kubernetes.io/service-name"].toString() ==
                    ref.name)
                    slices.append(slice);
            }
        }
        out = serviceState(object, slices);
        break;
    }
    case Of::Ingresses:
        out = ingressState(object);
        break;
    default:
        out = plainState(object);
        break;
    }
    addEvents(out, id);
    return out;
}

void LiveView::addEvents(LiveState &state, const ResourceId &id) const
{
    for (const QString &key : m_eventsOf.value(id)) {
        if (const ObjectWatch *all = watch(Of::Events, key.section(u'/', 0, 0)))
            state.events.append(liveEvent(all->objects().value(key)));
    }
    std::sort(state.events.begin(), state.events.end(),
              [](const LiveEvent &a, const LiveEvent &b) { return a.when > b.when; });
    if (state.events.size() > MostEvents)
        state.events.resize(MostEvents);
}

/// As well as its worst part; with the pods that belong to no workload.
LiveState LiveView::ofRelease() const
{
    LiveState out;
    int good = 0, all = 0;
    out.health = Health::Good;
    for (auto it = m_objects.cbegin(); it != m_objects.cend(); ++it) {
        const LiveState &state = this->state(it.key());
        out.isKnown = out.isKnown || state.isKnown;
        out.isThere = out.isThere || state.isThere;
        ++all;
        good += state.health == Health::Good ? 1 : 0;
        if (state.health == Health::Bad)
            out.health = Health::Bad;
        else if (state.health != Health::Good && out.health != Health::Bad)
            out.health = Health::Waiting;
    }
    for (const QString &key : m_podsOf.value(m_releaseNode))
        out.pods.append(m_pods.value(key).pod);
    std::sort(out.pods.begin(), out.pods.end(),
              [](const LivePod &a, const LivePod &b) { return a.name < b.name; });
    if (!out.isThere)
        out.health = Health::Unknown;
    out.word = !out.isThere ? QCoreApplication::translate("LiveState", "not in the cluster")
                            : QCoreApplication::translate("LiveState", "%1 of %2 as they should be")
                                  .arg(good)
                                  .arg(all);
    return out;
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
