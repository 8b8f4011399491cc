// SPDX-License-Identifier: Apache-2.0
#include "deploy/apply_run.h"

#include "cluster/kind_definition.h"
#include "deploy/definition_wait.h"
#include "deploy/difference.h"
#include "deploy/requests.h"
#include "deploy/secret_hand_over.h"
#include "tree/yaml.h"

namespace chartwright {
namespace {

using Work = ApplyStep::Work;
using State = ApplyStep::State;

ApplyObject namespaceObject(const QString &name)
{
    const Value object = Map{{QStringLiteral("apiVersion"), QStringLiteral("v1")},
                             {QStringLiteral("kind"), QStringLiteral("Namespace")},
                             {QStringLiteral("metadata"), Map{{QStringLiteral("name"), name}}}};
    return {refOf(object), {}, object};
}

QString versionOf(const Value &live) { return live[u"metadata"][u"resourceVersion"].toString(); }

bool isSecret(const ObjectRef &ref) { return ref.apiVersion == u"v1" && ref.kind == u"Secret"; }

bool wasDone(const ApplyStep &step)
{
    return step.state == State::Created || step.state == State::Changed ||
           step.state == State::Same || step.state == State::Deleted;
}

} // namespace

ApplyRun::ApplyRun(ClusterConnection *connection, QList<ApplyObject> objects, ApplyOptions options,
                   QObject *parent)
    : QObject(parent), m_connection(connection), m_client(connection->client()),
      m_kinds(connection->kinds()), m_objects(std::move(objects)), m_options(std::move(options))
{
    if (m_options.createNamespace) {
        m_objects.prepend(namespaceObject(m_options.ns));
        add(Work::Namespace, m_objects.first().ref);
    }
    for (const SecretPlan &plan : std::as_const(m_options.secrets))
        add(Work::Secret, plan.ref, plan.resource);
    if (m_options.helm)
        add(Work::Upgrade, {{}, QStringLiteral("Release"), m_options.ns, m_options.release});
    for (const ObjectRef &ref : std::as_const(m_options.toHelm))
        add(Work::ToHelm, ref);
    const QList<ApplyObject> own = m_options.helm ? QList<ApplyObject>() : m_objects;
    for (const ApplyObject &object : own) {
        if (object.ref.kind != u"Namespace" || !m_options.createNamespace)
            add(Work::Object, object.ref, object.resource);
    }
    for (const ObjectRef &ref : std::as_const(m_options.deletions))
        add(Work::Deletion, ref);
}

void ApplyRun::add(Work work, const ObjectRef &ref, const ResourceId &resource)
{
    ApplyStep step;
    step.work = work;
    step.ref = ref;
    step.resource = resource;
    m_steps.append(step);
}

const ApplyObject *ApplyRun::objectOf(const ObjectRef &ref) const
{
    const auto it = std::find_if(m_objects.begin(), m_objects.end(),
                                 [&](const ApplyObject &object) { return object.ref == ref; });
    return it == m_objects.end() ? nullptr : &*it;
}

void ApplyRun::start() { next(); }

void ApplyRun::cancel()
{
    m_isCancelled = true;
    if (m_wait)
        m_wait->stop();
}

void ApplyRun::next()
{
    const bool isStopped = m_isCancelled || m_hasFailed;
    if (m_current + 1 < m_steps.size() && (!isStopped || m_phase >= Phase::Record)) {
        ++m_current;
        step().state = State::Running;
        emit stepChanged(m_current);
        return run();
    }
    // What was done is noted, however it ended.
    m_phase = isStopped && m_phase < Phase::Helm ? Phase::Record : Phase(int(m_phase) + 1);
    switch (m_phase) {
    case Phase::Restarts:
        return addRestarts();
    case Phase::Helm:
        return addHelmRecords();
    case Phase::Record:
        return addRecord();
    case Phase::Plan:
    case Phase::Over:
        break;
    }
    m_isOver = true;
    emit finished();
}

void ApplyRun::run()
{
    const auto unserved =
        step().work == Work::Upgrade ? std::nullopt : unservedKind(m_kinds, step().ref);
    if (unserved)
        return fail(*unserved);
    switch (step().work) {
    case Work::Namespace:
    case Work::Object:
        return askLive();
    case Work::Secret:
        return handOver();
    case Work::Upgrade:
        return lookAtRelease();
    case Work::ToHelm:
        return giveUp();
    case Work::Restart:
        return restart();
    case Work::Deletion:
    case Work::HelmRecord:
        return remove();
    case Work::Record:
        m_version.clear();
        return objectOf(step().ref) ? askLive() : remove();
    }
}

void ApplyRun::askLive()
{
    m_client->send(
        {ApiRequest::Verb::Get, m_kinds.path(step().ref)}, this,
        [this](const ApiResult<ApiAnswer> &answer) {
            if (!answer && answer.error().status == 403 && step().work == Work::Namespace) {
                step().warnings = {tr("this account may not look whether it is there")};
                return end(State::LeftOut);
            }
            if (!answer && answer.error().kind != ApiFailure::Kind::NotFound)
                return fail(answer.error());
            const Value live = answer ? answer->object : Value();
            if (!live[u"metadata"][u"deletionTimestamp"].isNull())
                return refuse(tr("it is being deleted"), tr("Apply again when it is gone."));
            m_version = versionOf(live);
            const QString helm = helmReleaseOf(live);
            m_isOfHelm = !helm.isEmpty();
            if (m_isOfHelm && m_options.fromHelm) {
                m_helmRelease = helm;
                return takeFromHelm();
            }
            if (m_isOfHelm)
                return refuse(
                    tr("it belongs to the Helm release %1, which would take it back").arg(helm),
                    tr("Go on with helm for this release (deploy), or take it over from Helm (in a "
                       "terminal: --from-helm)."));
            // A namespace that is there is left as it is.
            if (step().work == Work::Namespace && answer)
                return end(State::Same);
            apply();
        });
}

ApplyObject ApplyRun::objectToSend(const ObjectRef &ref) const
{
    ApplyObject out = *objectOf(ref);
    for (const Path &path : m_options.kept.value(ref))
        out.object = without(out.object, path);
    return out;
}

void ApplyRun::apply()
{
    const bool byForce = m_options.takeConflicts || m_isOfHelm || step().work == Work::Record ||
                         m_options.taken.contains(step().ref);
    m_client->send(applyRequest(objectToSend(step().ref), m_kinds, byForce, false), this,
                   [this](const ApiResult<ApiAnswer> &answer) {
                       if (!answer)
                           return fail(answer.error());
                       step().warnings = answer->warnings;
                       const State state = m_version.isEmpty() ? State::Created
                                           : versionOf(answer->object) == m_version
                                               ? State::Same
                                               : State::Changed;
                       if (isDefinition(step().ref))
                           awaitKind(answer->object, state);
                       else
                           end(state);
                   });
}

void ApplyRun::awaitKind(const Value &definition, State state)
{
    m_wait = new DefinitionWait(m_connection, m_kinds.path(step().ref), m_options.patience, this);
    m_wait->start(definition, [this, state](const std::optional<ApiFailure> &failure) {
        if (failure)
            return fail(*failure);
        m_kinds = m_connection->kinds();
        end(state);
    });
}

void ApplyRun::handOver()
{
    const auto plan = std::find_if(m_options.secrets.cbegin(), m_options.secrets.cend(),
                                   [&](const SecretPlan &p) { return p.ref == step().ref; });
    auto *work =
        new SecretHandOver(m_client, m_options.vault, *plan, m_kinds.path(plan->ref), this);
    const QList<ResourceId> users = plan->users;
    work->start([this, users](const ApiResult<SecretHandOver::Outcome> &outcome) {
        if (!outcome)
            return fail(outcome.error());
        step().warnings = outcome->warnings;
        using Handed = SecretHandOver::State;
        if (outcome->state == Handed::Changed)
            m_restarts.unite({users.begin(), users.end()});
        end(outcome->state == Handed::Created   ? State::Created
            : outcome->state == Handed::Changed ? State::Changed
            : outcome->state == Handed::Same    ? State::Same
                                                : State::LeftOut);
    });
}

/// Pods read a Secret when they start; those of a Deployment that was just made have the new one.
void ApplyRun::addRestarts()
{
    for (const ApplyObject &object : std::as_const(m_objects)) {
        const bool isNew = std::any_of(m_steps.cbegin(), m_steps.cend(), [&](const ApplyStep &s) {
            return s.work == Work::Object && s.ref == object.ref && s.state == State::Created;
        });
        if (!isNew && object.ref.kind == u"Deployment" && m_restarts.contains(object.resource))
            add(Work::Restart, object.ref, object.resource);
    }
    emit stepsAdded();
    next();
}

void ApplyRun::restart()
{
    m_client->send(mergePatch(m_kinds.path(step().ref), restartPatch()), this,
                   [this](const ApiResult<ApiAnswer> &answer) {
                       if (!answer)
                           return fail(answer.error());
                       end(State::Changed);
                   });
}

void ApplyRun::remove()
{
    const Value options = Map{{QStringLiteral("apiVersion"), QStringLiteral("v1")},
                              {QStringLiteral("kind"), QStringLiteral("DeleteOptions")},
                              {QStringLiteral("propagationPolicy"), QStringLiteral("Background")}};
    m_client->send({ApiRequest::Verb::Delete, m_kinds.path(step().ref), {}, writeJson(options)},
                   this, [this](const ApiResult<ApiAnswer> &answer) {
                       if (!answer && answer.error().kind != ApiFailure::Kind::NotFound)
                           return fail(answer.error());
                       end(State::Deleted);
                   });
}

void ApplyRun::addRecord()
{
    m_current = int(m_steps.size()) - 1; // what was not reached stays so
    const bool isAnything = std::any_of(m_steps.cbegin(), m_steps.cend(), [](const ApplyStep &s) {
        return (s.work == Work::Object || s.work == Work::Deletion || s.work == Work::ToHelm) &&
               wasDone(s);
    });
    if (!isAnything || m_options.release.isEmpty())
        return next();
    m_client->send(recordRequest(m_options.release, m_options.ns), this,
                   [this](const ApiResult<ApiAnswer> &answer) {
                       if (!answer) // it is what the next comparison would show, and no more
                           return next();
                       const auto kind =
                           m_kinds.find(QStringLiteral("v1"), QStringLiteral("ConfigMap"));
                       takeRecord(recorded(answer->object), refsIn(answer->object, *kind));
                   });
}

void ApplyRun::takeRecord(const AppliedObjects &before, const QList<ObjectRef> &parts)
{
    AppliedObjects applied = before;
    // In whatever version it was applied before.
    const auto forget = [&](const ObjectRef &ref) {
        applied.removeIf(
            [&](const auto &entry) { return withoutVersion(entry.key()) == withoutVersion(ref); });
    };
    for (const ApplyStep &step : std::as_const(m_steps)) {
        const bool isObject = step.work == Work::Object;
        if (!wasDone(step) ||
            (!isObject && step.work != Work::Deletion && step.work != Work::ToHelm))
            continue;
        forget(step.ref);
        if (isObject && !isSecret(step.ref))
            applied.insert(step.ref, objectToSend(step.ref).object);
    }
    const QList<ApplyObject> now = recordObjects(applied, m_options.release, m_options.ns);
    QList<ObjectRef> left = parts;
    for (const ApplyObject &part : now) {
        left.removeAll(part.ref);
        m_objects.append(part);
        add(Work::Record, part.ref);
    }
    for (const ObjectRef &ref : std::as_const(left))
        add(Work::Record, ref);
    emit stepsAdded();
    next();
}

void ApplyRun::end(State state)
{
    step().state = state;
    emit stepChanged(m_current);
    next();
}

void ApplyRun::refuse(const QString &message, const QString &remedy)
{
    fail(failureWith(ApiFailure::Kind::Refused, {message, displayName(step().ref), remedy}));
}

void ApplyRun::fail(ApiFailure failure)
{
    step().state = State::Failed;
    step().failure = std::move(failure);
    m_hasFailed = true;
    emit stepChanged(m_current);
    if (m_phase == Phase::Record || step().failure->isFatal()) {
        m_isOver = true;
        emit finished();
        return;
    }
    next();
}

} // namespace chartwright
