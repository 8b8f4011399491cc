// SPDX-License-Identifier: Apache-2.0
#include "deploy/difference.h"

#include "cluster/field_path.h"
#include "cluster/kind_definition.h"
#include "cluster/plain_text.h"
#include "tree/yaml.h"

namespace chartwright {
namespace {

const QString Helm = QStringLiteral("helm"); // as a field manager

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

void leaveUntried(ObjectDifference &out, const Value &object, ObjectDifference::Untried why)
{
    out.untried = why;
    out.failure.reset();
    out.planned = object;
    out.state = out.live.isNull() ? ObjectDifference::State::New : ObjectDifference::State::Changed;
}

} // namespace

void leaveUntriedWhere(QList<ObjectDifference> &differences, const ReleasePlan &plan,
                       ObjectDifference::Untried why,
                       const std::function<bool(const ObjectDifference &)> &is)
{
    const qsizetype count = std::min(differences.size(), plan.objects.size());
    for (qsizetype i = 0; i < count; ++i) { // in the same order
        if (differences[i].failure && is(differences[i]))
            leaveUntried(differences[i], plan.objects[i].object, why);
    }
}

void expectNamespace(QList<ObjectDifference> &differences, const ReleasePlan &plan)
{
    leaveUntriedWhere(differences, plan, ObjectDifference::Untried::NamespaceComes,
                      [&](const ObjectDifference &d) {
                          return d.failure->kind == ApiFailure::Kind::NotFound &&
                                 d.ref.ns == plan.ns;
                      });
}

std::optional<ApiFailure> unservedKind(const ApiKinds &kinds, const ObjectRef &ref)
{
    if (kinds.find(ref.apiVersion, ref.kind))
        return std::nullopt;
    return failureWith(
        ApiFailure::Kind::Refused,
        {DifferenceRun::tr("the cluster has no %1 of %2").arg(ref.kind, ref.apiVersion),
         displayName(ref),
         DifferenceRun::tr("Install what brings this kind first, or take the object out.")});
}

ApiRequest applyRequest(const ApplyObject &object, const ApiKinds &kinds, bool byForce, bool dryRun,
                        const QString &manager)
{
    ApiRequest out{
        ApiRequest::Verb::Patch,
        kinds.path(object.ref),
        {{QStringLiteral("fieldManager"), manager},
         {QStringLiteral("fieldValidation"), QStringLiteral("Strict")},
         {QStringLiteral("force"), byForce ? QStringLiteral("true") : QStringLiteral("false")}},
        // As YAML, which has escapes for what its reader on the other side does not take.
        writeYaml(object.object),
        "application/apply-patch+yaml"};
    if (dryRun)
        out.query.append({QStringLiteral("dryRun"), QStringLiteral("All")});
    return out;
}

DifferenceRun::DifferenceRun(ClusterConnection *connection, const ReleasePlan &plan,
                             QObject *parent)
    : QObject(parent), m_connection(connection), m_objects(plan.objects),
      m_kinds(connection->kinds()), m_coming(withDefined(m_kinds, plan.objects)),
      m_gone(plan.byHelm ? nullptr : new GoneRun(connection, plan, this))
{
    if (plan.byHelm) {
        m_byHelm = plan.release;
        m_found.applied = plan.lastOfHelm;
    }
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
    if (m_running == 0 && !m_isAskingGone)
        finish();
}

void DifferenceRun::askLive(int i)
{
    if (const auto failure = unservedKind(m_kinds, m_objects[i].ref)) {
        ObjectDifference &out = m_jobs[i].out;
        if (unservedKind(m_coming, m_objects[i].ref)) {
            out.state = ObjectDifference::State::Refused;
            out.failure = failure;
        } else {
            leaveUntried(out, m_objects[i].object, ObjectDifference::Untried::KindComes);
        }
        // Not at once: the loop that asks for all goes on first.
        QMetaObject::invokeMethod(
            this, [this, i] { endJob(i); }, Qt::QueuedConnection);
        return;
    }
    m_connection->client()->send({ApiRequest::Verb::Get, m_kinds.path(m_objects[i].ref)}, this,
                                 [this, i](const ApiResult<ApiAnswer> &answer) {
                                     ObjectDifference &out = m_jobs[i].out;
                                     if (answer) {
                                         out.live = answer->object;
                                         m_jobs[i].owners = fieldOwners(answer->object);
                                         out.helmRelease = helmReleaseOf(answer->object);
                                         out.isOutside =
                                             !m_byHelm.isEmpty() && out.helmRelease != m_byHelm;
                                         if (out.helmRelease == m_byHelm)
                                             out.helmRelease.clear();
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
    m_connection->client()->send(
        applyRequest(m_objects[i], m_kinds, byForce, true,
                     m_byHelm.isEmpty() ? QString(FieldManager) : Helm),
        this, [this, i, byForce](const ApiResult<ApiAnswer> &answer) {
            ObjectDifference &out = m_jobs[i].out;
            if (!answer && answer.error().kind == ApiFailure::Kind::Conflict && !byForce) {
                out.conflicts = answer.error().conflicts;
                // Helm 3 sets fields under the same name in another way.
                if (!m_byHelm.isEmpty())
                    out.conflicts.removeIf(
                        [](const FieldConflict &conflict) { return conflict.manager == Helm; });
                return tryApply(i, true);
            }
            if (!answer) {
                out.state = ObjectDifference::State::Refused;
                out.failure = answer.error();
                return endJob(i);
            }
            out.warnings = answer->warnings;
            out.planned = withoutServerFields(answer->object);
            out.state =
                out.live.isNull() ? ObjectDifference::State::New : ObjectDifference::State::Changed;
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

void DifferenceRun::compare(Job &job)
{
    ObjectDifference &out = job.out;
    out.live = withoutServerFields(out.live);
    out.applied = m_found.applied.value(out.ref);
    if (out.state != ObjectDifference::State::Changed ||
        out.untried != ObjectDifference::Untried::No)
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

/// What the last revision brought and this one would not, Helm deletes.
void DifferenceRun::findGoneOfHelm()
{
    for (auto it = m_found.applied.cbegin(); it != m_found.applied.cend(); ++it) {
        const bool isPlanned =
            std::any_of(m_objects.begin(), m_objects.end(),
                        [&](const ApplyObject &object) { return object.ref == it.key(); });
        const bool isKept =
            it.value()[u"metadata"][u"annotations"][u"helm.sh/resource-policy"].scalarText() ==
            u"keep";
        if (!isPlanned && !isKept)
            m_found.gone.append({it.key(), it.value()});
    }
}

void DifferenceRun::askGone()
{
    if (!m_gone) {
        m_isAskingGone = false;
        return findGoneOfHelm();
    }
    m_gone->start([this](const ApiResult<GoneRun::Found> &found) {
        m_isAskingGone = false;
        if (found)
            m_found = *found;
        else
            m_fatal = found.error();
        if (m_running == 0)
            next();
    });
}

/// By the definition that is there an object can be wrong, and right by the one that is drawn.
bool DifferenceRun::changesItsKind(const Job &job) const
{
    // Fields that the kind has not come with the status 500.
    const int status = job.out.failure ? job.out.failure->status : 0;
    if (job.out.state != ObjectDifference::State::Refused ||
        (status != 400 && status != 422 && status != 500))
        return false;
    for (qsizetype i = 0; i < m_jobs.size(); ++i) {
        const QList<ApiKind> kinds = definedKinds(m_objects[i].object);
        const bool isOfIt = std::any_of(kinds.begin(), kinds.end(), [&](const ApiKind &kind) {
            return kind.apiVersion == job.out.ref.apiVersion && kind.kind == job.out.ref.kind;
        });
        if (isOfIt)
            return m_jobs[i].out.state == ObjectDifference::State::Changed;
    }
    return false;
}

void DifferenceRun::finish()
{
    const Done done = std::exchange(m_done, nullptr);
    if (!done)
        return;
    if (m_fatal)
        return done(tl::unexpected(*m_fatal));
    QList<ObjectDifference> out;
    for (qsizetype i = 0; i < m_jobs.size(); ++i) { // definitions come first
        if (changesItsKind(m_jobs[i]))
            leaveUntried(m_jobs[i].out, m_objects[i].object,
                         ObjectDifference::Untried::KindChanges);
        compare(m_jobs[i]);
        out.append(m_jobs[i].out);
    }
    for (const GoneRun::Object &object : std::as_const(m_found.gone)) {
        ObjectDifference gone;
        gone.state = ObjectDifference::State::Gone;
        gone.ref = object.ref;
        gone.live = withoutServerFields(object.live);
        out.append(gone);
    }
    done(out);
}

} // namespace chartwright
