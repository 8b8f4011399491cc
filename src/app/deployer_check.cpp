// SPDX-License-Identifier: Apache-2.0
#include "app/background.h"
#include "app/deployer.h"
#include "app/live_desk.h"
#include "app/missing_values.h"
#include "panels/deploy_panel.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// What a deploy needs beforehand, and what it waits for afterwards.
namespace chartwright {
namespace {

constexpr std::chrono::milliseconds PodsPatience = 10min;
/// Until a pod that cannot start is believed not to, and until all is believed to be well.
constexpr int BadMs = 30'000, GoodMs = 1500;

} // namespace

void Deployer::check()
{
    begin(Work::Check, tr("Rendering the drawing"));
    const Topology snapshot = m_document->topology();
    const RenderInput input = m_desk->renderInput();
    const auto planned = resultInBackground(
        m_window, tr("Rendering"), [&] { return releasePlan(snapshot, input, ApiKinds()); });
    if (!isRunning()) // cancelled meanwhile
        return;
    if (!planned) {
        emit problemsRequested();
        return fail(Work::Check, planned.error());
    }
    m_plan = *planned;
    checkTools();
}

void Deployer::checkTools()
{
    say(Work::Check, tr("Looking for Helm"));
    const auto path = findHelm(m_settings->helmPath());
    if (!path)
        return fail(Work::Check, path.error());
    askHelm(*path, m_work, [this](const Result<HelmProgram> &program) {
        if (!program)
            return fail(Work::Check, program.error());
        if (!isMinikube())
            return askValues();
        say(Work::Check, tr("Looking for Minikube"));
        const auto there = findMinikube({});
        if (!there)
            return fail(Work::Check, there.error());
        askMinikube(*there, m_work, [this](const Result<ToolProgram> &tool) {
            if (!tool)
                return fail(Work::Check, tool.error());
            m_minikube = *tool;
            askValues();
        });
    });
}

/// Values that nobody has entered yet are asked for now: pods would wait for them.
void Deployer::askValues()
{
    const auto goOn = [this] {
        end(Work::Check, State::Done,
            m_goesWithoutValues ? tr("goes without values of Secrets") : tr("all is there"));
        m_whole.restart(); // whatever a person took to answer
        if (isMinikube())
            startMinikube();
        else
            release();
    };
    if (m_goesWithoutValues)
        return goOn();
    ClusterDesk::ConnectionPtr cluster;
    if (const auto known = m_desk->connection(m_desk->choice().context);
        known && !m_plan.secrets.isEmpty()) {
        using State = ClusterConnection::State;
        const State state = (*known)->state();
        if (state == State::Unknown || state == State::Asking) {
            say(Work::Check, tr("Asking the cluster"));
            connect(
                known->get(), &ClusterConnection::changed, m_work, [this] { askValues(); },
                Qt::SingleShotConnection);
            if (state == State::Unknown)
                (*known)->ask();
            return;
        }
        if (state == State::Reachable)
            cluster = *known;
    }
    findMissingValues(
        m_plan.secrets, m_document->secretFacts(), cluster ? cluster->client() : nullptr, m_work,
        [this, goOn, cluster](const QList<SecretKey> &missing) {
            if (missing.isEmpty())
                return goOn();
            say(Work::Check, tr("Values of Secrets are missing"));
            askForValues({m_document, m_keeper, m_window, MissingValuesDialog::For::Deploy},
                         missing, m_work, [this, goOn](ValuesAnswer answer) {
                             if (answer == ValuesAnswer::Cancelled)
                                 return cancel();
                             m_goesWithoutValues = answer == ValuesAnswer::LeftOut;
                             goOn();
                         });
        });
}

void Deployer::awaitPods()
{
    begin(Work::Ready, tr("Looking at the cluster"));
    m_good.invalidate();
    m_bad.invalidate();
    m_patience.setRemainingTime(PodsPatience);
    emit liveRequested();
    auto *clock = new QTimer(m_work);
    clock->setInterval(500);
    connect(clock, &QTimer::timeout, m_work, [this] { lookAtPods(); });
    clock->start();
}

void Deployer::lookAtPods()
{
    if (m_steps[row(Work::Ready)].state != State::Running)
        return;
    const LiveView *view = m_live->view();
    if (!view || !view->isLive())
        return m_patience.hasExpired()
                   ? fail(Work::Ready, {tr("The cluster does not tell how its pods do."), {}, {}})
                   : void();
    int good = 0, all = 0;
    QString waiting, advice;
    for (const ApplyObject &object : std::as_const(m_plan.objects)) {
        const LiveState &state = view->state(object.resource);
        // An Ingress, or a load balancer, has its address when its page is asked for.
        if (!LiveView::watches(object.ref.kind) || object.ref.kind == u"Ingress")
            continue;
        const bool isGood = state.isGood() || state.lacksAddress;
        ++all;
        good += isGood ? 1 : 0;
        if (!isGood && waiting.isEmpty())
            waiting = object.ref.name + u": "_s + state.word;
        if (!state.advice.isEmpty() && advice.isEmpty())
            advice = object.ref.name + u": "_s + state.advice;
    }
    if (advice.isEmpty())
        m_bad.invalidate();
    else if (!m_bad.isValid())
        m_bad.start();
    if (good == all) {
        // What an upgrade changed may reach the view a moment later.
        if (!m_good.isValid())
            m_good.start();
        if (m_good.elapsed() < GoodMs)
            return;
        end(Work::Ready, State::Done, tr("%1 of %2").arg(good).arg(all));
        return askForPage();
    }
    m_good.invalidate();
    say(Work::Ready,
        tr("%1 of %2; %3")
            .arg(QString::number(good), QString::number(all), advice.isEmpty() ? waiting : advice));
    if (m_bad.isValid() && m_bad.elapsed() > BadMs)
        return fail(Work::Ready, {advice, {}, {}}, remediesOfPods());
    if (m_patience.hasExpired())
        fail(Work::Ready,
             {tr("Not all became ready within %1 minutes; %2")
                  .arg(QString::number(PodsPatience / 1min), waiting),
              {},
              {}},
             remediesOfPods());
}

/// The revision before this one ran, as far as Helm knows.
QList<DeployPanel::Remedy> Deployer::remediesOfPods() const
{
    QList<Remedy> out{Remedy::Retry};
    if (m_isUpgraded && m_applier->revisionBefore() > 0)
        out.prepend(Remedy::RollBack);
    return out;
}

} // namespace chartwright
