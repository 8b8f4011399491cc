// SPDX-License-Identifier: Apache-2.0
#include "app/applier.h"
#include "app/apply_dialog.h"
#include "deploy/requests.h"
#include "panels/difference_panel.h"

using namespace Qt::StringLiterals;

// An apply that runs, how it ended, and deleting all of it again.
namespace chartwright {

void Applier::startApply(const ApplyOptions &options)
{
    m_run = new ApplyRun(m_connection.get(), m_plan.objects, options, m_work);
    m_panel->setDifferences({});
    m_panel->setSteps(m_run->steps());
    connect(m_run, &ApplyRun::stepsAdded, m_work, [this] { m_panel->setSteps(m_run->steps()); });
    connect(m_run, &ApplyRun::stepsAdded, this, &Applier::stepsChanged);
    connect(m_run, &ApplyRun::stepChanged, this, &Applier::stepsChanged);
    connect(m_run, &ApplyRun::stepChanged, m_work, [this](int i) {
        m_panel->setStep(i, m_run->steps()[i]);
        m_panel->setRunning(tr("%1 of %2: %3")
                                .arg(i + 1)
                                .arg(m_run->steps().size())
                                .arg(displayName(m_run->steps()[i].ref)));
    });
    connect(m_run, &ApplyRun::finished, this, &Applier::finished, Qt::QueuedConnection);
    m_run->start();
}

QString Applier::account() const
{
    using Step = ApplyStep::State;
    QHash<Step, int> counts;
    for (const ApplyStep &step : m_run->steps()) {
        if (step.work != ApplyStep::Work::Record)
            ++counts[step.state];
    }
    QStringList parts;
    const auto add = [&](Step state, const QString &text) {
        if (counts.value(state) > 0)
            parts.append(text.arg(counts.value(state)));
    };
    add(Step::Created, tr("%1 created"));
    add(Step::Changed, tr("%1 changed"));
    add(Step::Same, tr("%1 unchanged"));
    add(Step::Deleted, tr("%1 deleted"));
    add(Step::Failed, tr("%1 failed"));
    add(Step::Waiting, tr("%1 not reached"));
    return parts.join(u", "_s);
}

void Applier::finished()
{
    const auto failed = std::find_if(m_run->steps().begin(), m_run->steps().end(),
                                     [](const ApplyStep &s) { return s.failure.has_value(); });
    QString text;
    const QString goOn = isDeploy() ? tr("So far: %1. Deploy again to go on.")
                                    : tr("So far: %1. Apply again to go on.");
    if (m_run->isDone()) {
        text = tr("%1 is in %2: %3.").arg(m_plan.release, m_desk->title(), account());
    } else if (failed != m_run->steps().end()) {
        const Error &error = failed->failure->error;
        text = QStringList{tr("It stopped at %1: %2.").arg(displayName(failed->ref), error.message),
                           error.remedy, goOn.arg(account())}
                   .join(u' ')
                   .simplified();
    } else {
        text = tr("Cancelled.") + u' ' + goOn.arg(account());
    }
    const bool isGood = m_run->isDone();
    m_panel->endSteps();
    m_panel->setMessage(text, !isGood);
    m_document->setClusterFacts({});
    end();
    emit compared();
    emit done(text, isGood);
}

void Applier::listSecrets()
{
    m_connection->client()->send(
        releaseSecretsRequest(m_plan.release, m_plan.ns), m_work,
        [this](const ApiResult<ApiAnswer> &answer) {
            QList<ObjectRef> secrets; // of an account that may not look: none
            if (answer)
                secrets = refsIn(answer->object, *ApiKinds().find(u"v1"_s, u"Secret"_s));
            askToDelete(secrets);
        });
}

void Applier::askToDelete(const QList<ObjectRef> &secrets)
{
    ApplyQuestion question = this->question();
    question.isDeletion = true;
    question.helmRelease.clear();
    for (const ObjectRef &ref : secrets)
        question.secrets.append(ref.name);
    if (question.deletions.isEmpty() && secrets.isEmpty()) {
        m_panel->setMessage(
            tr("There is nothing of %1 in %2.").arg(m_plan.release, m_desk->title()), false);
        return end();
    }
    m_secretsThere = secrets;
    ask(question, &Applier::deleteAsAnswered);
}

void Applier::deleteAsAnswered(const ApplyAnswer &answer)
{
    ApplyOptions options;
    options.release = m_plan.release;
    options.ns = m_plan.ns;
    options.deletions = answer.deletions;
    if (answer.handsSecretsOver)
        options.deletions.append(m_secretsThere);
    startApply(options);
}

} // namespace chartwright
