// SPDX-License-Identifier: Apache-2.0
#include "app/deployer.h"

#include "app/live_desk.h"
#include "panels/deploy_panel.h"

using namespace Qt::StringLiterals;

// The release, which the Applier brings.
namespace chartwright {

void Deployer::release()
{
    m_isConflict = m_isUpgraded = false;
    Applier::Wish wish;
    wish.values = m_values;
    wish.asks = !isMinikube();
    wish.takes = std::exchange(m_takes, false);
    begin(Work::Release, tr("Asking the cluster"));
    connect(m_applier, &Applier::done, m_work,
            [this](const QString &text, bool isGood) { released(text, isGood); });
    connect(m_applier, &Applier::stopped, m_work, [this](const QString &text, bool isError) {
        if (isError)
            fail(Work::Release, {text, {}, {}}, remediesOfHeld());
        else
            stop(text);
    });
    if (!m_applier->deploy(wish))
        fail(Work::Release, {tr("The cluster cannot be used."), {}, {}});
}

void Deployer::releaseChanged(const QString &ns, const QString &release, const QString &text,
                              bool isGone)
{
    const ClusterDesk::Choice to = m_desk->choice();
    if (isRunning() || to.ns != ns || to.release != release)
        return;
    if (isGone) {
        m_live->closeDoor();
        m_panel->setAddress({});
    }
    m_panel->setHostsLine({});
    m_panel->setMessage(text, false);
    plan();
}

/// Of several objects the row tells the last word.
void Deployer::takeApplySteps()
{
    if (!isRunning())
        return;
    using Step = ApplyStep::State;
    for (const ApplyStep &step : m_applier->steps()) {
        const Work work = step.work == ApplyStep::Work::Namespace ? Work::Namespace
                          : step.work == ApplyStep::Work::Secret  ? Work::Secrets
                          : step.work == ApplyStep::Work::Restart ? Work::Restarts
                                                                  : Work::Release;
        if (step.state == Step::Waiting)
            continue;
        m_isUpgraded |= step.work == ApplyStep::Work::Upgrade && step.state == Step::Changed;
        const QString name = work == Work::Release ? QString() : step.ref.name + u": "_s;
        switch (step.state) {
        case Step::Running:
            begin(work, work == Work::Release ? tr("Helm brings it") : name + tr("on its way"));
            break;
        case Step::Created:
            end(work, State::Done, name + tr("created"));
            break;
        case Step::Changed:
            end(work, State::Done,
                name + (work == Work::Restarts ? tr("restarted") : tr("changed")));
            break;
        case Step::Failed:
            if (step.failure) {
                m_isConflict = step.failure->kind == ApiFailure::Kind::Conflict;
                m_steps[row(work)].error = step.failure->error;
                end(work, State::Failed, step.failure->error.message);
            }
            break;
        case Step::LeftOut:
            end(work, State::Needless, name + tr("left as it is"));
            break;
        default:
            end(work, State::Needless, name + tr("as it was"));
        }
    }
}

void Deployer::released(const QString &text, bool isGood)
{
    disconnect(m_applier, nullptr, m_work, nullptr);
    for (const Work work : {Work::Namespace, Work::Secrets, Work::Restarts}) {
        if (isGood && !m_steps[row(work)].isOver())
            end(work, State::Needless, tr("nothing to do"));
    }
    if (isGood)
        return awaitPods();
    const auto failed = std::find_if(m_steps.begin(), m_steps.end(), [](const DeployStep &step) {
        return step.state == State::Failed;
    });
    if (failed == m_steps.end()) // the person has
        return stop(text);
    finish(text, false,
           m_isConflict ? QList<Remedy>{Remedy::Take, Remedy::Retry}
                        : QList<Remedy>{Remedy::Retry});
}

/// What others have can be looked at, drawn, or taken.
QList<DeployPanel::Remedy> Deployer::remediesOfHeld() const
{
    const HeldByOthers &held = m_applier->held();
    if (held.isEmpty())
        return {Remedy::Retry};
    QList<Remedy> out{Remedy::Compare, Remedy::Take};
    if (held.objects.isEmpty())
        out.append(Remedy::Adopt);
    return out;
}

void Deployer::mend(Remedy remedy)
{
    switch (remedy) {
    case Remedy::Skip: // from now on
        for (const DeployStep &step : std::as_const(m_steps)) {
            if (step.state == State::Failed && !step.name.isEmpty())
                m_skipped.insert(step.name);
        }
        break;
    case Remedy::Take:
        m_takes = true;
        break;
    case Remedy::Adopt:
        m_applier->adoptHeld();
        break;
    case Remedy::Compare:
        return emit compareRequested();
    case Remedy::RollBack:
        return emit rollBackRequested(m_applier->revisionBefore());
    case Remedy::Retry:
        break;
    }
    deploy();
}

} // namespace chartwright
