// SPDX-License-Identifier: Apache-2.0
#include "app/deployer.h"

#include "app/exporter.h"
#include "app/live_desk.h"
#include "app/minikube_dialog.h"
#include "panels/deploy_panel.h"
#include "project/extra_files.h"

using namespace Qt::StringLiterals;

namespace chartwright {

Deployer::Deployer(Document *document, ProjectSession *session, ClusterDesk *desk, Applier *applier,
                   LiveDesk *live, ValueKeeper *keeper, DeployPanel *panel, Settings *settings,
                   Exporter *exporter, QWidget *window)
    : QObject(window), m_document(document), m_session(session), m_desk(desk), m_applier(applier),
      m_live(live), m_keeper(keeper), m_panel(panel), m_settings(settings), m_exporter(exporter),
      m_window(window)
{
    connect(panel, &DeployPanel::targetRequested, applier, &Applier::chooseTarget);
    connect(panel, &DeployPanel::deployRequested, this, &Deployer::deploy);
    connect(panel, &DeployPanel::remedyChosen, this, &Deployer::mend);
    connect(panel, &DeployPanel::cancelRequested, this, &Deployer::cancel);
    connect(panel, &DeployPanel::settingsRequested, this, &Deployer::changeSettings);
    connect(panel, &DeployPanel::openRequested, this, &Deployer::browse);
    connect(panel, &DeployPanel::shown, this, [this] {
        if (m_isStale)
            showPlan();
    });
    connect(panel, &DeployPanel::noHostRequested, this, &Deployer::emptyHost);
    connect(desk, &ClusterDesk::choiceChanged, this, &Deployer::showPlan);
    connect(session, &ProjectSession::openChanged, this, &Deployer::showPlan);
    connect(document, &Document::replaced, this, [this] {
        m_goesWithoutValues = m_takes = false;
        m_skipped.clear();
        m_files.reset();
        m_url.clear();
        m_panel->setAddress({});
        m_panel->setMessage({}, false);
        m_panel->setHostsLine({});
        leave();
        showPlan();
        if (m_settings->isDeploying(m_document->filePath()))
            m_panel->setMessage(tr("The last deploy was cut off. Deploy goes on where it ended."),
                                true, {Remedy::Retry});
    });
    connect(applier, &Applier::stepsChanged, this, &Deployer::takeApplySteps);
}

Deployer::~Deployer() { delete m_work; }

bool Deployer::isMinikube() const { return m_desk->isMinikube(m_desk->choice().context); }

/// Before it runs the list says what it will do, to those who see it.
void Deployer::showPlan()
{
    m_isStale = !isRunning() && !m_panel->isVisible();
    if (!isRunning() && !m_isStale)
        plan();
}

void Deployer::plan()
{
    m_isStale = false;
    m_steps.clear();
    m_clocks.clear();
    m_panel->setTarget(m_desk->title(), isMinikube());
    if (!m_session->isOpen())
        return m_panel->setSteps({});
    const auto add = [this](Work work, const QString &name = {}) {
        DeployStep step;
        step.work = work;
        step.name = name;
        m_steps.append(step);
    };
    const ClusterDesk::Choice to = m_desk->choice();
    add(Work::Check);
    if (isMinikube()) {
        m_steps += MinikubeRun::plan(minikubeOptions(m_session->filesFrom()));
    }
    add(Work::Namespace, to.ns);
    add(Work::Secrets);
    add(Work::Release, to.release);
    add(Work::Restarts);
    add(Work::Ready);
    add(Work::Answer);
    add(Work::Open);
    m_panel->setSteps(m_steps);
}

/// As the person has them, and else as the drawing needs them.
MinikubeSettings Deployer::profileSettings() const
{
    MinikubeSettings out = minikubeSettings(m_document->topology());
    const MinikubeSettings own = m_settings->minikubeSettings(m_desk->choice().context);
    out.driver = own.driver;
    if (own.cpus > 0)
        out.cpus = own.cpus;
    if (own.memoryMb > 0)
        out.memoryMb = own.memoryMb;
    return out;
}

/// `folder`: the project's, as far as its images go.
MinikubeOptions Deployer::minikubeOptions(const QString &folder) const
{
    MinikubeOptions out;
    out.profile = m_desk->choice().context;
    out.settings = profileSettings();
    out.keepsContext = !m_desk->currentContext().isEmpty();
    out.needsIngress = needsIngressAddon(m_document->topology());
    out.images = imagePlans(m_document->topology(), m_desk->renderInput().values, folder);
    out.skipped = m_skipped;
    return out;
}

/// A starter that was saved nowhere yet has its images in the program.
Result<QString> Deployer::imageFolder()
{
    const QString from = m_session->filesFrom();
    if (!from.startsWith(u':'))
        return from;
    m_files = std::make_unique<QTemporaryDir>();
    const auto taken = takeExtraFiles(from, m_files->path());
    if (!taken)
        return tl::unexpected(taken.error());
    return m_files->path();
}

void Deployer::deploy()
{
    if (isRunning() || m_applier->isRunning() || !m_session->isOpen())
        return;
    m_session->takePending();
    if (m_desk->choice().context.isEmpty())
        return m_applier->chooseTarget();
    if (!m_exporter->mayGoOn(tr("It can be deployed, but it will not work as it stands."),
                             {u"deploy"_s, tr("Deploy Anyway"), QMessageBox::AcceptRole}))
        return;
    plan();
    m_work = new QObject(this);
    m_whole.start();
    m_settings->setDeploying(m_document->filePath(), true);
    m_values = {};
    m_nodeIp.clear();
    m_panel->setAddress({});
    m_panel->setHostsLine({});
    m_panel->setMessage({}, false);
    m_panel->setRunning(true);
    emit runningChanged();
    check();
}

void Deployer::startMinikube()
{
    const auto folder = imageFolder();
    if (!folder)
        return fail(Work::Start, folder.error());
    m_options = minikubeOptions(*folder);
    m_run = new MinikubeRun(m_minikube, m_options, m_work);
    const int first = row(Work::Start);
    connect(m_run, &MinikubeRun::stepChanged, m_work, [this, first](int i) {
        m_steps[first + i] = m_run->steps()[i];
        m_panel->setStep(first + i, m_steps[first + i]);
    });
    connect(
        m_run, &MinikubeRun::finished, m_work, [this] { minikubeEnded(); }, Qt::QueuedConnection);
    m_run->start();
}

void Deployer::minikubeEnded()
{
    const MinikubeRun *run = m_run;
    m_run = nullptr;
    // A start that was cut off may have made the profile anew.
    m_wasCutOff |= !run->isDone();
    if (run->isCancelled())
        return stop(tr("Cancelled. Deploy again to go on."));
    for (const DeployStep &step : run->steps()) {
        if (!step.error)
            continue;
        QList<Remedy> remedies{Remedy::Retry};
        if (step.work != Work::Start)
            remedies.append(Remedy::Skip);
        return finish(step.error->text(), false, remedies);
    }
    m_nodeIp = run->ip();
    m_values = imageValues(m_options.images, run->imageIds());
    // It has written its context; where it was started, under another address.
    if (std::exchange(m_wasCutOff, false) || run->steps().first().state != State::Needless ||
        !m_desk->isInKubeconfig(m_options.profile))
        m_desk->reload();
    release();
}

void Deployer::cancel()
{
    if (!isRunning())
        return;
    if (m_run)
        return m_run->cancel(); // its end tells
    if (m_applier->isRunning())
        return m_applier->cancel();
    stop(tr("Cancelled. Deploy again to go on."));
}

void Deployer::changeSettings()
{
    const QString profile = m_desk->choice().context;
    auto *dialog = new MinikubeDialog(profile, profileSettings(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, profile] {
        m_settings->setMinikubeSettings(profile, dialog->settings());
    });
    dialog->open();
}

int Deployer::row(Work work) const
{
    const auto found = std::find_if(m_steps.begin(), m_steps.end(),
                                    [&](const DeployStep &step) { return step.work == work; });
    return found == m_steps.end() ? -1 : int(found - m_steps.begin());
}

void Deployer::begin(Work work, const QString &doing)
{
    const int i = row(work);
    if (!m_clocks[i].isValid())
        m_clocks[i].start();
    m_steps[i].state = State::Running;
    say(work, doing);
}

void Deployer::say(Work work, const QString &doing)
{
    DeployStep &step = m_steps[row(work)];
    if (step.doing != doing)
        step.output.append(doing);
    step.doing = doing;
    update(row(work));
}

void Deployer::end(Work work, State state, const QString &doing)
{
    const int i = row(work);
    m_steps[i].state = state;
    m_steps[i].milliseconds = m_clocks[i].isValid() ? m_clocks[i].elapsed() : 0;
    say(work, doing);
}

void Deployer::update(int row) { m_panel->setStep(row, m_steps[row]); }

void Deployer::fail(Work work, const Error &error, const QList<Remedy> &remedies)
{
    m_steps[row(work)].error = error;
    if (!error.remedy.isEmpty())
        m_steps[row(work)].output.append(error.text());
    end(work, State::Failed, error.message);
    finish(error.text(), false, remedies);
}

void Deployer::finish(const QString &text, bool isGood, const QList<Remedy> &remedies)
{
    leave();
    m_settings->setDeploying(m_document->filePath(), false);
    m_panel->setMessage(text, !isGood, isGood ? QList<Remedy>() : remedies);
    emit said(text, isGood);
}

void Deployer::stop(const QString &text)
{
    leave();
    m_settings->setDeploying(m_document->filePath(), false);
    m_panel->setMessage(text, false, {Remedy::Retry});
}

void Deployer::leave()
{
    if (!m_work)
        return;
    for (int i = 0; i < m_steps.size(); ++i) {
        if (m_steps[i].state != State::Running)
            continue;
        m_steps[i].state = State::Stopped;
        update(i);
    }
    m_work->deleteLater();
    disconnect(m_applier, nullptr, m_work, nullptr);
    m_work = nullptr;
    m_run = nullptr;
    m_panel->setRunning(false);
    emit runningChanged();
}

} // namespace chartwright
