// SPDX-License-Identifier: Apache-2.0
#include "deploy/crash_logs.h"
#include "deploy/live_view.h"
#include "deploy/pod_cause.h"

// Which resource an object of the cluster is, and what its objects say of a resource.
namespace chartwright {
namespace {

constexpr qsizetype MostEvents = 60;

} // namespace

ResourceId LiveView::resourceOf(const QString &kind, const QString &ns, const QString &name) const
{
    return m_resources.value({{}, kind, ns, name});
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
    const Value object = objects->objects().value(ref.ns + u'/' + ref.name);
    const QList<LiveEvent> events = eventsOf(id);
    LiveState out;
    switch (*of) {
    case Of::Deployments:
        out = deploymentState(object, podsOf(id, events));
        addAdvice(out, id);
        break;
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
    out.events = events;
    return out;
}

void LiveView::addAdvice(LiveState &state, const ResourceId &id) const
{
    if (!state.isThere || state.health == Health::Good)
        return;
    const QList<Value> events = eventObjects(id);
    QHash<QString, QList<Value>> eventsBy; // by the name of what they are about
    for (const Value &event : events)
        eventsBy[event[u"involvedObject"][u"name"].toString()].append(event);
    std::optional<PodCause> cause;
    for (const LivePod &pod : std::as_const(state.pods)) {
        const ObjectWatch *all = watch(Of::Pods, pod.ns);
        if (cause || !all || pod.state.health == Health::Good)
            continue;
        const Value object = all->objects().value(pod.ns + u'/' + pod.name);
        cause = causeOf(object, eventsBy.value(pod.name));
        if (cause && cause->what == PodCause::What::Crash)
            cause =
                causeOf(object, eventsBy.value(pod.name), m_logs->end(object, cause->container));
    }
    if (!cause && state.pods.isEmpty())
        cause = causeWithoutPods(events);
    if (cause)
        state.advice = cause->sentence + QLatin1String(". ") + cause->remedy;
}

/// Of those of one second the names tell, which end with the time: the last one first.
QList<Value> LiveView::eventObjects(const ResourceId &id) const
{
    QStringList keys = m_eventsOf.value(id).values();
    std::sort(keys.begin(), keys.end(), std::greater<>());
    QList<Value> out;
    for (const QString &key : std::as_const(keys)) {
        if (const ObjectWatch *all = watch(Of::Events, key.section(u'/', 0, 0)))
            out.append(all->objects().value(key));
    }
    return out;
}

QList<LiveEvent> LiveView::eventsOf(const ResourceId &id) const
{
    QList<LiveEvent> out;
    const QList<Value> events = eventObjects(id);
    for (const Value &event : events)
        out.append(liveEvent(event));
    std::stable_sort(out.begin(), out.end(),
                     [](const LiveEvent &a, const LiveEvent &b) { return a.when > b.when; });
    if (out.size() > MostEvents)
        out.resize(MostEvents);
    return out;
}

QList<LivePod> LiveView::podsOf(const ResourceId &id, const QList<LiveEvent> &events) const
{
    QList<LivePod> out;
    const QSet<QString> keys = m_podsOf.value(id);
    for (const QString &key : keys)
        out.append(m_pods.value(key).pod);
    std::sort(out.begin(), out.end(),
              [](const LivePod &a, const LivePod &b) { return a.name < b.name; });
    tellWhyPodsWait(out, events);
    return out;
}

/// Of the revisions that Helm keeps the last one counts.
void LiveView::takeRecord()
{
    std::optional<HelmRecord> last;
    for (const Value &secret : watch(Of::Secrets, m_namespace)->objects()) {
        if (!isHelmRecord(secret, m_release))
            continue;
        const HelmRecord record = helmRecord(secret);
        if (!last || record.revision > last->revision)
            last = record;
    }
    if (std::exchange(m_record, last) != last)
        touch(m_releaseNode);
}

LiveState LiveView::ofRelease() const
{
    QList<LiveState> objects;
    for (auto it = m_objects.cbegin(); it != m_objects.cend(); ++it)
        objects.append(state(it.key()));
    const QList<LiveEvent> events = eventsOf(m_releaseNode);
    LiveState out = releaseState(objects, podsOf(m_releaseNode, events), m_record);
    out.events = events;
    return out;
}

} // namespace chartwright
