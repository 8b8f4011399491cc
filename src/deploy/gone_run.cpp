// SPDX-License-Identifier: Apache-2.0
#include "deploy/gone_run.h"

#include "chart/render.h"
#include "cluster/kind_definition.h"

namespace chartwright {
namespace {

/// Of these something may be there even where neither record nor drawing names them any more.
QList<ApiKind> usualKinds()
{
    const ApiKinds kinds;
    QList<ApiKind> out;
    for (const auto &[version, kind] :
         {std::pair("networking.k8s.io/v1", "Ingress"), std::pair("apps/v1", "Deployment"),
          std::pair("v1", "Service"), std::pair("v1", "ConfigMap")})
        out.append(*kinds.find(QString::fromLatin1(version), QString::fromLatin1(kind)));
    return out;
}

bool isNeverGone(const ObjectRef &ref)
{
    return ref.apiVersion == u"v1" && (ref.kind == u"Secret" || ref.kind == u"Namespace");
}

/// Controllers copy labels onto what they make; that is theirs.
bool isApplied(const Value &live)
{
    const List &entries = live[u"metadata"][u"managedFields"].list();
    return std::any_of(entries.begin(), entries.end(), [](const Value &entry) {
        return entry[u"manager"].toString() == FieldManager;
    });
}

} // namespace

GoneRun::GoneRun(ClusterConnection *connection, const ReleasePlan &plan, QObject *parent)
    : QObject(parent), m_connection(connection), m_release(plan.release), m_namespace(plan.ns),
      m_named(plan.drawn)
{
    for (const ApplyObject &object : plan.objects) {
        m_planned.insert(withoutVersion(object.ref));
        m_named.append(object.ref);
    }
}

void GoneRun::start(Done done)
{
    m_done = std::move(done);
    m_connection->client()->send(
        recordRequest(m_release, m_namespace), this, [this](const ApiResult<ApiAnswer> &answer) {
            takeRecord(answer ? recorded(answer->object) : AppliedObjects());
        });
}

void GoneRun::takeRecord(const AppliedObjects &applied)
{
    m_found.applied = applied;
    m_named += applied.keys();
    const ApiKinds &kinds = m_connection->kinds();
    const bool isKnown = std::all_of(m_named.cbegin(), m_named.cend(), [&](const ObjectRef &ref) {
        return isNeverGone(ref) || kinds.find(ref.apiVersion, ref.kind);
    });
    if (isKnown)
        return askAll();
    m_connection->learnKinds(this, [this](const std::optional<ApiFailure> &failure) {
        if (failure && failure->isFatal())
            m_failure = failure;
        askAll();
    });
}

void GoneRun::askAll()
{
    ++m_open; // until all is asked
    if (!m_failure) {
        for (const Place &place : places())
            ask(place);
    }
    answered();
}

QList<GoneRun::Place> GoneRun::places() const
{
    QList<Place> out;
    QSet<ObjectRef> seen; // in whatever version
    const auto add = [&](const ApiKind &kind, const QString &ns) {
        const Place place{kind, kind.namespaced ? ns : QString()};
        const ObjectRef key = withoutVersion({kind.apiVersion, kind.kind, place.ns, {}});
        if (seen.contains(key))
            return;
        seen.insert(key);
        out.append(place);
    };
    for (const ApiKind &kind : usualKinds())
        add(kind, m_namespace);
    // What is not served has no objects.
    for (const ObjectRef &ref : m_named) {
        const auto kind = m_connection->kinds().find(ref.apiVersion, ref.kind);
        if (kind && !isNeverGone(ref))
            add(*kind, ref.ns);
    }
    return out;
}

void GoneRun::ask(const Place &place)
{
    QString selector = ReleaseLabel + u'=' + m_release;
    if (place.ns != m_namespace)
        selector += u',' + NamespaceLabel + u'=' + m_namespace;
    ++m_open;
    m_connection->client()->send(
        {ApiRequest::Verb::Get,
         collectionPath(place.kind, place.ns),
         {{QStringLiteral("labelSelector"), selector}}},
        this, [this, place](const ApiResult<ApiAnswer> &answer) {
            if (answer)
                take(place, answer->object);
            const bool isNothing = !answer && (answer.error().kind == ApiFailure::Kind::NotFound ||
                                               answer.error().status == 405 ||
                                               (answer.error().status == 403 && mayMiss(place)));
            answered(answer || isNothing ? nullptr : &answer.error());
        });
}

void GoneRun::take(const Place &place, const Value &list)
{
    const List &items = list[u"items"].list();
    const QList<ObjectRef> refs = refsIn(list, place.kind);
    for (qsizetype i = 0; i < items.size(); ++i) {
        if (!isPlanned(refs[i]) && isApplied(items[i]))
            m_found.gone.append({refs[i], items[i]});
    }
}

bool GoneRun::isPlanned(const ObjectRef &ref) const
{
    return m_planned.contains(withoutVersion(ref));
}

/// Who may not look at a kind has made nothing of it either, as far as the record tells.
bool GoneRun::mayMiss(const Place &place) const
{
    if (place.ns == m_namespace && usualKinds().contains(place.kind))
        return false;
    return std::none_of(
        m_found.applied.keyBegin(), m_found.applied.keyEnd(), [&](const ObjectRef &ref) {
            return ref.kind == place.kind.kind && ref.ns == place.ns && !isPlanned(ref);
        });
}

void GoneRun::answered(const ApiFailure *failure)
{
    if (failure && !m_failure)
        m_failure = *failure;
    if (--m_open > 0)
        return;
    const Done done = std::exchange(m_done, nullptr);
    if (m_failure)
        return done(tl::unexpected(*m_failure));
    // With a definition go all objects of its kinds; else what leads to others goes first.
    const auto key = [](const Object &o) {
        return std::tuple(isDefinition(o.ref), -installRank(o.ref.kind), o.ref.kind, o.ref.name);
    };
    std::sort(m_found.gone.begin(), m_found.gone.end(),
              [&](const Object &a, const Object &b) { return key(a) < key(b); });
    done(std::move(m_found));
}

} // namespace chartwright
