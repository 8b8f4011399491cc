// SPDX-License-Identifier: Apache-2.0
#include "deploy/apply_run.h"

#include "deploy/difference.h"
#include "tree/yaml.h"

namespace chartwright {
namespace {

ApplyObject namespaceObject(const QString &name)
{
    const Value object = Map{{QStringLiteral("apiVersion"), QStringLiteral("v1")},
                             {QStringLiteral("kind"), QStringLiteral("Namespace")},
                             {QStringLiteral("metadata"), Map{{QStringLiteral("name"), name}}}};
    return {refOf(object), {}, object};
}

QString versionOf(const Value &live) { return live[u"metadata"][u"resourceVersion"].toString(); }

} // namespace

ApplyRun::ApplyRun(ApiClient *client, QList<ApplyObject> objects, ApplyOptions options,
                   QObject *parent)
    : QObject(parent), m_client(client), m_objects(std::move(objects)),
      m_options(std::move(options))
{
    if (m_options.createNamespace)
        m_objects.prepend(namespaceObject(m_options.ns));
    for (const ApplyObject &object : std::as_const(m_objects))
        m_steps.append({ApplyStep::State::Waiting, object.ref, object.resource, {}, {}});
    for (const ObjectRef &ref : std::as_const(m_options.deletions))
        m_steps.append({ApplyStep::State::Waiting, ref, {}, {}, {}});
}

bool ApplyRun::isDone() const { return m_isOver && m_current == m_steps.size(); }

void ApplyRun::start() { next(); }

void ApplyRun::next()
{
    ++m_current;
    if (m_current == m_steps.size() || m_isCancelled) {
        m_isOver = true;
        emit finished();
        return;
    }
    step().state = ApplyStep::State::Running;
    emit stepChanged(m_current);
    if (m_current < m_objects.size())
        askLive();
    else
        remove();
}

void ApplyRun::askLive()
{
    m_client->send(
        {ApiRequest::Verb::Get, m_kinds.path(step().ref)}, this,
        [this](const ApiResult<ApiAnswer> &answer) {
            if (!answer && answer.error().kind != ApiFailure::Kind::NotFound)
                return fail(answer.error());
            const Value live = answer ? answer->object : Value();
            if (const QString helm = helmReleaseOf(live); !helm.isEmpty()) {
                ApiFailure failure;
                failure.kind = ApiFailure::Kind::Refused;
                failure.error = {
                    tr("it belongs to the Helm release %1, which would take it back").arg(helm),
                    step().ref.kind + u' ' + step().ref.name,
                    tr("Go on with helm for this release, or uninstall it first.")};
                return fail(failure);
            }
            // A namespace that is there is left as it is.
            if (step().ref.kind == u"Namespace" && answer)
                return end(ApplyStep::State::Same);
            apply(versionOf(live));
        });
}

void ApplyRun::apply(const QString &version)
{
    m_client->send(applyRequest(m_objects[m_current], m_kinds, m_options.takeConflicts, false),
                   this, [this, version](const ApiResult<ApiAnswer> &answer) {
                       if (!answer)
                           return fail(answer.error());
                       step().warnings = answer->warnings;
                       end(version.isEmpty()                      ? ApplyStep::State::Created
                           : versionOf(answer->object) == version ? ApplyStep::State::Same
                                                                  : ApplyStep::State::Changed);
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
                       end(ApplyStep::State::Deleted);
                   });
}

void ApplyRun::end(ApplyStep::State state)
{
    step().state = state;
    emit stepChanged(m_current);
    next();
}

void ApplyRun::fail(ApiFailure failure)
{
    step().state = ApplyStep::State::Failed;
    step().failure = std::move(failure);
    m_isOver = true;
    emit stepChanged(m_current);
    emit finished();
}

} // namespace chartwright
