// SPDX-License-Identifier: Apache-2.0
#include "app/applier.h"
#include "app/apply_dialog.h"
#include "app/message_box.h"
#include "deploy/requests.h"
#include "model/edits.h"
#include "panels/difference_panel.h"

using namespace Qt::StringLiterals;

// Deploying as a release of Helm.
namespace chartwright {

/// A release that Helm manages is compared as Helm would bring it, and with what it brought.
void Applier::lookForHelm()
{
    const RenderInput input = m_desk->renderInput();
    m_connection->client()->send(helmRecordsRequest(input.release, input.ns), m_work,
                                 [this](const ApiResult<ApiAnswer> &answer) {
                                     // An account that may not look compares as if there were none.
                                     const bool isThere = answer && hasHelmRecord(answer->object);
                                     m_isOfHelm = isThere || isDeploy();
                                     const auto helm =
                                         chartwright::findHelm(m_settings->helmPath());
                                     if (isThere && helm)
                                         askLast(*helm);
                                     else
                                         plan();
                                 });
}

void Applier::askLast(const QString &helm)
{
    askHelm(helm, m_work, [this](const Result<HelmProgram> &program) {
        if (!program)
            return plan();
        const RenderInput input = m_desk->renderInput();
        m_helm = new Helm(*program, {{}, m_desk->choice().context, input.ns}, m_work);
        m_helm->detail(input.release, 0, m_work, [this](const HelmResult<HelmDetail> &last) {
            if (last)
                m_last = *last;
            plan();
        });
    });
}

void Applier::findHelm()
{
    if (tellObstacles())
        return;
    if (m_helm) // its last revision was asked for
        return lookAtRelease();
    const auto refuse = [this](const Error &error) {
        stop(error.text());
        MessageBox::showError(m_window, tr("Helm cannot be used."), error);
    };
    const auto path = chartwright::findHelm(m_settings->helmPath());
    if (!path)
        return refuse(path.error());
    askHelm(*path, m_work, [this, refuse](const Result<HelmProgram> &program) {
        if (!program)
            return refuse(program.error());
        m_helm = new Helm(*program, {{}, m_desk->choice().context, m_plan.ns}, m_work);
        lookAtRelease();
    });
}

void Applier::lookAtRelease()
{
    m_panel->setRunning(tr("Asking Helm for %1…").arg(m_plan.release));
    using History = HelmResult<QList<HelmRevision>>;
    m_helm->history(m_plan.release, m_work, [this](const History &known) {
        if (!known && known.error().kind != HelmFailure::Kind::NotFound)
            return stop(known.error().error.text());
        const HelmRevision last = known && !known->isEmpty() ? known->constLast() : HelmRevision();
        if (isPending(last.status)) {
            return stop(
                tr("Nothing was changed: the release is %1 since %2. Another helm is at work, "
                   "or was cut off; then roll it back: Cluster › Releases.")
                    .arg(last.status,
                         QLocale().toString(last.updated.toLocalTime(), QLocale::ShortFormat)));
        }
        m_revisionBefore = known ? lastDeployed(*known) : 0;
        askToDeploy(last.revision);
    });
}

/// What others have is told before anything is changed, whichever Helm it is.
void Applier::askToDeploy(int revision)
{
    const QList<ObjectDifference> &differences = m_panel->differences();
    m_held = heldByOthers(differences, m_plan.release);
    if (!m_held.isEmpty() && !m_wish.takes)
        return stop(tr("Nothing was changed: %1").arg(m_held.error().text()));
    m_isUpgradeNeedless =
        m_last && isAsLastOfHelm(m_plan, differences, *m_last, renderInput().values);
    ApplyQuestion question = this->question();
    question.helmVersion = m_helm->program().version;
    question.takesFromOthers = m_wish.takes;
    question.revision = revision;
    question.isNeedless = m_isUpgradeNeedless;
    if (m_wish.asks || question.isProduction)
        return ask(question, &Applier::deployAsAnswered);
    ApplyAnswer unasked;
    unasked.takesFromOthers = m_wish.takes;
    deployAsAnswered(unasked);
}

void Applier::adoptHeld()
{
    QList<FieldValue> fields;
    for (const HeldByOthers::Field &held : std::as_const(m_held.fields))
        fields.append({held.resource, held.field.path, held.field.before});
    m_document->push(setFields(m_document->topology(), fields, tr("Adopt what the cluster has")));
    m_held = {};
}

void Applier::deployAsAnswered(const ApplyAnswer &answer)
{
    auto chart = ChartArchive::make(m_document->topology());
    if (!chart)
        return stop(chart.error().text());
    m_chart = std::move(*chart);
    ApplyOptions options = optionsOf(answer);
    options.helm = m_helm;
    options.upgrade.release = m_plan.release;
    options.upgrade.chart = m_chart->path();
    options.upgrade.values = renderInput().values;
    options.upgrade.takeConflicts = options.upgrade.takeOwnership = answer.takesFromOthers;
    options.isUpgradeNeedless = m_isUpgradeNeedless;
    if (answer.takesFromOthers)
        options.toHelm = m_held.applied;
    askAboutSecrets(options);
}

} // namespace chartwright
