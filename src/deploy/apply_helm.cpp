// SPDX-License-Identifier: Apache-2.0
#include "deploy/apply_run.h"
#include "deploy/helm_compare.h"
#include "deploy/requests.h"

#include <QTimer>

// An apply that Helm does, or that takes over what Helm did.
namespace chartwright {
namespace {

using Work = ApplyStep::Work;
using State = ApplyStep::State;

ApiFailure apiFailure(const HelmFailure &failure)
{
    const bool isConflict =
        failure.kind == HelmFailure::Kind::Conflict || failure.kind == HelmFailure::Kind::NotOwned;
    return failureWith(isConflict ? ApiFailure::Kind::Conflict : ApiFailure::Kind::Refused,
                       failure.error);
}

} // namespace

void ApplyRun::lookAtRelease()
{
    if (m_options.isUpgradeNeedless)
        return end(State::Same);
    m_patience.setRemainingTime(std::chrono::minutes(1));
    m_options.helm->history(m_options.release, this,
                            [this](const HelmResult<QList<HelmRevision>> &known) {
                                if (!known && known.error().kind != HelmFailure::Kind::NotFound)
                                    return fail(apiFailure(known.error()));
                                m_isInstalled = known && !known->isEmpty();
                                upgrade();
                            });
}

void ApplyRun::upgrade()
{
    m_options.helm->upgrade(m_options.upgrade, this, [this](const HelmResult<void> &done) {
        if (done)
            return end(m_isInstalled ? State::Changed : State::Created);
        // An ingress controller that has just started.
        if (!isSilentWebhook(done.error().error.message) || m_patience.hasExpired() ||
            m_isCancelled)
            return fail(apiFailure(done.error()));
        QTimer::singleShot(std::chrono::seconds(3), this, &ApplyRun::upgrade);
    });
}

/// Our fields become nobody's, so that whoever brings the object next takes them without a
/// conflict; their values stay. (Applying nothing would take out what is ours alone, and Helm 3
/// takes over only what it changes.)
void ApplyRun::giveUp()
{
    m_client->send(
        {ApiRequest::Verb::Get, m_kinds.path(step().ref)}, this,
        [this](const ApiResult<ApiAnswer> &answer) {
            if (!answer)
                return fail(answer.error());
            const Value &metadata = answer->object[u"metadata"];
            List others;
            for (const Value &entry : metadata[u"managedFields"].list()) {
                if (entry[u"manager"].toString() != FieldManager)
                    others.append(entry);
            }
            if (others.isEmpty())
                others.append(Map()); // an empty list would change nothing
            const Value patch =
                Map{{QStringLiteral("metadata"),
                     Map{{QStringLiteral("resourceVersion"), metadata[u"resourceVersion"]},
                         {QStringLiteral("managedFields"), others},
                         {QStringLiteral("labels"), Map{{QString(ReleaseLabel), Value()},
                                                        {QString(NamespaceLabel), Value()}}}}}};
            m_client->send(mergePatch(m_kinds.path(step().ref), patch), this,
                           [this](const ApiResult<ApiAnswer> &done) {
                               if (done)
                                   return end(State::Changed);
                               // A controller has written to it meanwhile.
                               if (done.error().status == 409 && !m_patience.hasExpired())
                                   return giveUp();
                               fail(done.error());
                           });
        });
}

void ApplyRun::takeFromHelm()
{
    const Value patch =
        Map{{QStringLiteral("metadata"),
             Map{{QStringLiteral("labels"),
                  Map{{QStringLiteral("app.kubernetes.io/managed-by"), QString(FieldManager)}}},
                 {QStringLiteral("annotations"),
                  Map{{QStringLiteral("meta.helm.sh/release-name"), Value()},
                      {QStringLiteral("meta.helm.sh/release-namespace"), Value()}}}}}};
    m_client->send(mergePatch(m_kinds.path(step().ref), patch), this,
                   [this](const ApiResult<ApiAnswer> &answer) {
                       if (!answer)
                           return fail(answer.error());
                       apply();
                   });
}

/// Helm keeps each revision in a Secret. Without them it no longer knows the release.
void ApplyRun::addHelmRecords()
{
    if (m_helmRelease.isEmpty())
        return next();
    const ApiKind kind = *m_kinds.find(QStringLiteral("v1"), QStringLiteral("Secret"));
    m_client->send(helmRecordsRequest(m_helmRelease, m_options.ns), this,
                   [this, kind](const ApiResult<ApiAnswer> &answer) {
                       if (!answer) {
                           add(Work::HelmRecord,
                               {QStringLiteral("v1"), QStringLiteral("Secret"), m_options.ns,
                                QLatin1String("sh.helm.release.v1.") + m_helmRelease});
                           ++m_current;
                           return fail(answer.error());
                       }
                       for (const ObjectRef &ref : refsIn(answer->object, kind))
                           add(Work::HelmRecord, ref);
                       emit stepsAdded();
                       next();
                   });
}

} // namespace chartwright
