// SPDX-License-Identifier: Apache-2.0
#include "deploy/difference.h"

#include "cluster/field_path.h"
#include "cluster/plain_text.h"
#include "tree/yaml.h"

namespace chartwright {
namespace {

/// As many as QNetworkAccessManager has connections.
constexpr int AtOnce = 6;

FieldDifference::Origin originOf(const FieldChange &change, const Value &applied)
{
    using Origin = FieldDifference::Origin;
    if (applied.isNull())
        return Origin::Unknown;
    // The server fills in defaults: what we never sent was moved by whoever differs from nothing.
    const Value &last = at(applied, change.path);
    const bool byDrawing = last != change.after, inCluster = last != change.before;
    return byDrawing && inCluster ? Origin::Both
           : byDrawing            ? Origin::Drawing
           : inCluster            ? Origin::Cluster
                                  : Origin::Unknown;
}

} // namespace

QList<ApiKind> prunedKinds()
{
    const ApiKinds kinds;
    QList<ApiKind> out;
    // What leads to others goes first.
    for (const auto &[version, kind] :
         {std::pair("networking.k8s.io/v1", "Ingress"), std::pair("apps/v1", "Deployment"),
          std::pair("v1", "Service"), std::pair("v1", "ConfigMap")})
        out.append(*kinds.find(QString::fromLatin1(version), QString::fromLatin1(kind)));
    return out;
}

std::optional<ApiFailure> unservedKind(const ApiKinds &kinds, const ObjectRef &ref)
{
    if (kinds.find(ref.apiVersion, ref.kind))
        return std::nullopt;
    ApiFailure out;
    out.kind = ApiFailure::Kind::Refused;
    out.error = {DifferenceRun::tr("the cluster has no %1 of %2").arg(ref.kind, ref.apiVersion),
                 displayName(ref),
                 DifferenceRun::tr("Install what brings this kind first, or take the object out.")};
    return out;
}

ApiRequest applyRequest(const ApplyObject &object, const ApiKinds &kinds, bool byForce, bool dryRun)
{
    ApiRequest out{
        ApiRequest::Verb::Patch,
        kinds.path(object.ref),
        {{QStringLiteral("fieldManager"), FieldManager},
         {QStringLiteral("fieldValidation"), QStringLiteral("Strict")},
         {QStringLiteral("force"), byForce ? QStringLiteral("true") : QStringLiteral("false")}},
        // As YAML, which has escapes for what its reader on the other side does not take.
        writeYaml(object.object),
        "application/apply-patch+yaml"};
    if (dryRun)
        out.query.append({QStringLiteral("dryRun"), QStringLiteral("All")});
    return out;
}

DifferenceRun::DifferenceRun(ApiClient *client, ApiKinds kinds, QList<ApplyObject> objects,
                             QString release, QString ns, QObject *parent)
    : QObject(parent), m_client(client), m_kinds(std::move(kinds)), m_objects(std::move(objects)),
      m_release(std::move(release)), m_namespace(std::move(ns))
{
    for (const ApplyObject &object : std::as_const(m_objects)) {
        Job job;
        job.out.ref = object.ref;
        job.out.resource = object.resource;
        m_jobs.append(job);
    }
}

void DifferenceRun::start(Done done)
{
    m_done = std::move(done);
    askGone();
    askApplied();
    next();
}

void DifferenceRun::next()
{
    for (int i = 0; i < m_jobs.size() && m_running < AtOnce && !m_fatal; ++i) {
        if (std::exchange(m_jobs[i].isSent, true))
            continue;
        ++m_running;
        askLive(i);
    }
    if (m_running == 0 && m_lists == 0)
        finish();
}

void DifferenceRun::askLive(int i)
{
    if (const auto failure = unservedKind(m_kinds, m_objects[i].ref)) {
        m_jobs[i].out.state = ObjectDifference::State::Refused;
        m_jobs[i].out.failure = failure;
        // Not at once: the loop that asks for all goes on first.
        QMetaObject::invokeMethod(
            this, [this, i] { endJob(i); }, Qt::QueuedConnection);
        return;
    }
    m_client->send({ApiRequest::Verb::Get, m_kinds.path(m_objects[i].ref)}, this,
                   [this, i](const ApiResult<ApiAnswer> &answer) {
                       ObjectDifference &out = m_jobs[i].out;
                       if (answer) {
                           out.live = answer->object;
                           m_jobs[i].owners = fieldOwners(answer->object);
                           out.helmRelease = helmReleaseOf(answer->object);
                       } else if (answer.error().kind != ApiFailure::Kind::NotFound) {
                           out.state = ObjectDifference::State::Refused;
                           out.failure = answer.error();
                           return endJob(i);
                       }
                       tryApply(i, false);
                   });
}

void DifferenceRun::tryApply(int i, bool byForce)
{
    m_client->send(applyRequest(m_objects[i], m_kinds, byForce, true), this,
                   [this, i, byForce](const ApiResult<ApiAnswer> &answer) {
                       ObjectDifference &out = m_jobs[i].out;
                       if (!answer && answer.error().kind == ApiFailure::Kind::Conflict &&
                           !byForce) {
                           out.conflicts = answer.error().conflicts;
                           return tryApply(i, true);
                       }
                       if (!answer) {
                           out.state = ObjectDifference::State::Refused;
                           out.failure = answer.error();
                           return endJob(i);
                       }
                       out.warnings = answer->warnings;
                       out.planned = withoutServerFields(answer->object);
                       out.state = out.live.isNull() ? ObjectDifference::State::New
                                                     : ObjectDifference::State::Changed;
                       endJob(i);
                   });
}

void DifferenceRun::endJob(int i)
{
    const auto &failure = m_jobs[i].out.failure;
    if (failure && failure->isFatal())
        m_fatal = failure;
    --m_running;
    emit progressed(++m_finished, int(m_jobs.size()));
    next();
}

void DifferenceRun::askApplied()
{
    ++m_lists;
    m_client->send(recordRequest(m_release, m_namespace), this,
                   [this](const ApiResult<ApiAnswer> &answer) {
                       --m_lists;
                       if (answer)
                           m_applied = recorded(answer->object);
                       if (m_running == 0 && m_lists == 0)
                           next();
                   });
}

void DifferenceRun::compare(Job &job)
{
    ObjectDifference &out = job.out;
    out.live = withoutServerFields(out.live);
    out.applied = m_applied.value(out.ref);
    if (out.state != ObjectDifference::State::Changed)
        return;
    QList<Path> conflicts;
    for (const FieldConflict &conflict : std::as_const(out.conflicts))
        conflicts.append(fieldPath(conflict.field, out.planned));
    for (const FieldChange &change : fieldChanges(out.live, out.planned)) {
        FieldDifference field{change, originOf(change, out.applied), {}, {}};
        const QStringList owners = ownersOf(job.owners, change.path);
        for (const QString &owner : owners)
            field.owners.append(plainText(owner));
        field.isConflict = std::any_of(conflicts.begin(), conflicts.end(), [&](const Path &path) {
            return path.startsWith(change.path) || change.path.startsWith(path);
        });
        out.changes.append(field);
    }
    if (out.changes.isEmpty())
        out.state = ObjectDifference::State::Same;
}

void DifferenceRun::askGone()
{
    for (const ApiKind &kind : prunedKinds()) {
        ++m_lists;
        const ApiRequest request{
            ApiRequest::Verb::Get,
            collectionPath(kind, m_namespace),
            {{QStringLiteral("labelSelector"), ReleaseLabel + u'=' + m_release}}};
        m_client->send(request, this, [this, kind](const ApiResult<ApiAnswer> &answer) {
            --m_lists;
            // Who may not look must not be told that there is nothing.
            if (!answer && answer.error().kind != ApiFailure::Kind::NotFound)
                m_fatal = answer.error();
            const List &items = answer ? answer->object[u"items"].list() : List();
            for (const Value &item : items) {
                // Items of a list do not say what they are.
                const ObjectRef ref{kind.apiVersion, kind.kind,
                                    item[u"metadata"][u"namespace"].toString(),
                                    item[u"metadata"][u"name"].toString()};
                const bool isDrawn =
                    std::any_of(m_objects.begin(), m_objects.end(),
                                [&](const ApplyObject &object) { return object.ref == ref; });
                if (isDrawn)
                    continue;
                ObjectDifference gone;
                gone.state = ObjectDifference::State::Gone;
                gone.ref = ref;
                gone.live = withoutServerFields(item);
                m_gone.append(gone);
            }
            if (m_running == 0 && m_lists == 0)
                next();
        });
    }
}

void DifferenceRun::finish()
{
    const Done done = std::exchange(m_done, nullptr);
    if (!done)
        return;
    if (m_fatal)
        return done(tl::unexpected(*m_fatal));
    QList<ObjectDifference> out;
    for (Job &job : m_jobs) {
        compare(job);
        out.append(job.out);
    }
    std::sort(m_gone.begin(), m_gone.end(),
              [](const ObjectDifference &a, const ObjectDifference &b) {
                  return std::pair(a.ref.kind, a.ref.name) < std::pair(b.ref.kind, b.ref.name);
              });
    done(out + m_gone);
}

} // namespace chartwright
