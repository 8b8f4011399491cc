// SPDX-License-Identifier: Apache-2.0
#include "app/applier.h"
#include "app/apply_dialog.h"
#include "app/message_box.h"
#include "deploy/requests.h"
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
                                     m_isOfHelm = answer && hasHelmRecord(answer->object);
                                     const auto helm =
                                         chartwright::findHelm(m_settings->helmPath());
                                     if (m_isOfHelm && helm)
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
        auto *asked = new Helm(*program, {{}, m_desk->choice().context, input.ns}, m_work);
        asked->detail(input.release, 0, m_work, [this](const HelmResult<HelmDetail> &last) {
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
        ApplyQuestion question = this->question();
        question.helmVersion = m_helm->program().version;
        question.takesFromOthers = m_wish.takes;
        if (known && !known->isEmpty()) {
            const HelmRevision &last = known->last();
            question.revision = last.revision;
            if (isPending(last.status)) {
                return stop(
                    tr("Nothing was changed: the release is %1 since %2. Another helm is at work, "
                       "or was cut off; then roll it back: Cluster › Releases.")
                        .arg(last.status,
                             QLocale().toString(last.updated.toLocalTime(), QLocale::ShortFormat)));
            }
        } else if (!known && known.error().kind != HelmFailure::Kind::NotFound) {
            return stop(known.error().error.text());
        }
        if (m_wish.asks || question.isProduction)
            return ask(question, &Applier::deployAsAnswered);
        ApplyAnswer unasked;
        unasked.takesFromOthers = m_wish.takes;
        deployAsAnswered(unasked);
    });
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
    askAboutSecrets(options);
}

} // namespace chartwright
