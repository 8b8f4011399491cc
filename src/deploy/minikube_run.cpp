// SPDX-License-Identifier: Apache-2.0
#include "deploy/minikube_run.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

using Work = DeployStep::Work;
using State = DeployStep::State;

constexpr qsizetype MostLines = 2000;
const QString Ingress = u"ingress"_s;

} // namespace

QList<DeployStep> MinikubeRun::plan(const MinikubeOptions &options)
{
    QList<DeployStep> out;
    const auto add = [&](Work work, const QString &name) {
        DeployStep step;
        step.work = work;
        step.name = name;
        if (options.skipped.contains(name) && work != Work::Start)
            step.state = State::Skipped;
        out.append(step);
    };
    add(Work::Start, options.profile);
    if (options.needsIngress)
        add(Work::Addon, Ingress);
    for (const ImagePlan &image : options.images)
        add(Work::Image, image.reference);
    return out;
}

MinikubeRun::MinikubeRun(ToolProgram tool, MinikubeOptions options, QObject *parent)
    : QObject(parent), m_options(std::move(options)),
      m_minikube(std::move(tool), m_options.profile), m_steps(plan(m_options))
{
    m_clocks.resize(m_steps.size());
    m_runs.resize(m_steps.size());
}

bool MinikubeRun::isDone() const
{
    return m_isOver && std::all_of(m_steps.begin(), m_steps.end(),
                                   [](const DeployStep &step) { return step.isGood(); });
}

void MinikubeRun::start()
{
    begin(0, tr("Looking whether it runs"));
    askState();
}

void MinikubeRun::askState()
{
    follow(0, m_minikube.state([this](const ToolResult<std::optional<MinikubeState>> &state) {
        if (!state)
            return fail(0, state.error());
        if (*state && (*state)->isRunning()) {
            end(0, State::Needless, tr("It runs already"));
            return startRest();
        }
        if (*state) // one that is there keeps what it was made with
            m_options.settings = {};
        startProfile();
    }));
}

void MinikubeRun::startProfile()
{
    begin(0, tr("Starting"));
    ToolRun *run = m_minikube.start(m_options.settings, m_options.keepsContext,
                                    [this](const ToolResult<void> &done) {
                                        if (!done)
                                            return fail(0, done.error());
                                        end(0, State::Done, tr("It runs"));
                                        startRest();
                                    });
    m_runs[0] = run;
    connect(run, &ToolRun::line, this, &MinikubeRun::takeEvent);
}

void MinikubeRun::takeEvent(const QString &line)
{
    using What = MinikubeEvent::What;
    DeployStep &step = m_steps[0];
    const auto event = minikubeEvent(line);
    if (!event) {
        if (!line.startsWith(u'{'))
            say(0, line);
        return;
    }
    switch (event->what) {
    case What::Step:
        step.doing = event->message;
        if (event->steps > 0 && event->step > 0)
            step.fraction = double(event->step) / event->steps;
        say(0, event->message);
        break;
    case What::Progress:
        step.doing = tr("Downloading %1: %2 %")
                         .arg(event->message, QString::number(int(event->fraction * 100)));
        emit stepChanged(0);
        break;
    case What::Download:
        step.doing = tr("Downloading %1").arg(event->message);
        say(0, step.doing);
        break;
    case What::Info:
    case What::Warning:
    case What::Error:
        say(0, event->message);
        break;
    }
}

void MinikubeRun::askIp()
{
    m_minikube.ip([this](const ToolResult<QString> &ip) {
        if (!ip && !m_isCancelled)
            return fail(0, ip.error());
        m_ip = ip.value_or(QString());
        checkEnd();
    });
}

/// Addon and images, side by side.
void MinikubeRun::startRest()
{
    m_open = 2;
    askIp();
    for (int i = 1; i < m_steps.size(); ++i) {
        if (m_steps[i].work == Work::Addon && m_steps[i].state == State::Waiting) {
            ++m_open;
            enableAddon(i);
        }
    }
    const bool hasImages = std::any_of(m_steps.begin(), m_steps.end(), [](const DeployStep &step) {
        return step.work == Work::Image && step.state == State::Waiting;
    });
    if (!hasImages || m_hasEngine)
        return nextImage();
    m_hasEngine = true;
    ContainerEngine::find(this, [this](ContainerEngine *engine) {
        m_engine = engine;
        nextImage();
    });
}

void MinikubeRun::enableAddon(int i)
{
    begin(i, tr("Looking whether it is enabled"));
    follow(i, m_minikube.addons([this, i](const ToolResult<QStringList> &enabled) {
        if (enabled && enabled->contains(Ingress)) {
            end(i, State::Needless, tr("It is enabled already"));
            return checkEnd();
        }
        if (!enabled)
            return fail(i, enabled.error());
        begin(i, tr("Enabling"));
        follow(i, m_minikube.enableAddon(Ingress, [this, i](const ToolResult<void> &done) {
            if (!done)
                return fail(i, done.error());
            end(i, State::Done, tr("It is enabled"));
            checkEnd();
        }));
    }));
}

void MinikubeRun::nextImage()
{
    int i = 1;
    while (i < m_steps.size() &&
           (m_steps[i].work != Work::Image || m_steps[i].state != State::Waiting))
        ++i;
    if (i >= m_steps.size() || m_isCancelled)
        return checkEnd();
    const auto plan =
        std::find_if(m_options.images.begin(), m_options.images.end(),
                     [&](const ImagePlan &image) { return image.reference == m_steps[i].name; });
    begin(i, tr("Looking for it"));
    m_image = new ImageRun(&m_minikube, m_engine, *plan, this);
    connect(m_image, &ImageRun::doing, this, [this, i](const QString &text) {
        m_steps[i].doing = text;
        emit stepChanged(i);
    });
    connect(m_image, &ImageRun::line, this, [this, i](const QString &text) { say(i, text); });
    const bool isPinned = !plan->digest.isEmpty();
    m_image->start(
        [this, i, isPinned, id = plan->resource](const ToolResult<ImageRun::Outcome> &outcome) {
            m_image->deleteLater();
            if (!outcome)
                return fail(i, outcome.error());
            if (!outcome->id.isEmpty())
                m_imageIds.insert(id, outcome->id);
            const auto sized = [size = outcome->size](const QString &text) {
                return size > 0 ? tr("%1, %2").arg(text, QLocale().formattedDataSize(size)) : text;
            };
            switch (outcome->end) {
            case ImageRun::End::Built:
                end(i, State::Done, sized(tr("Built")));
                break;
            case ImageRun::End::Loaded:
                end(i, State::Done, sized(tr("Loaded")));
                break;
            case ImageRun::End::There:
                end(i, State::Needless, sized(tr("It is there already")));
                break;
            case ImageRun::End::Pulled:
                end(i, State::Needless,
                    isPinned ? tr("Its digest pins it: the cluster pulls it, unless it has it")
                             : tr("Not on this machine: the cluster pulls it"));
                break;
            }
            nextImage();
        });
}

void MinikubeRun::begin(int i, const QString &doing)
{
    m_steps[i].state = State::Running;
    m_steps[i].doing = doing;
    if (!m_clocks[i].isValid())
        m_clocks[i].start();
    emit stepChanged(i);
}

void MinikubeRun::say(int i, const QString &line)
{
    if (line.isEmpty())
        return;
    QStringList &lines = m_steps[i].output;
    lines.append(line);
    if (lines.size() > MostLines)
        lines.removeFirst();
    emit stepChanged(i);
}

void MinikubeRun::follow(int i, ToolRun *run)
{
    m_runs[i] = run;
    connect(run, &ToolRun::line, this, [this, i](const QString &line, bool isError) {
        if (isError || !(line.startsWith(u'{') || line.startsWith(u'[')))
            say(i, line);
    });
}

void MinikubeRun::end(int i, State state, const QString &doing)
{
    m_steps[i].state = state;
    m_steps[i].doing = doing;
    m_steps[i].fraction = -1;
    m_steps[i].milliseconds = m_clocks[i].isValid() ? m_clocks[i].elapsed() : 0;
    emit stepChanged(i);
}

void MinikubeRun::fail(int i, const ToolFailure &failure)
{
    const bool isStopped = failure.kind == ToolFailure::Kind::Stopped;
    if (!isStopped) {
        m_steps[i].error = failure.error;
        m_steps[i].wantsOtherSettings = wantsOtherSettings(failure);
    }
    end(i, isStopped ? State::Stopped : State::Failed,
        isStopped ? tr("Stopped") : failure.error.message);
    // The others come to their ends by themselves; no further image is begun.
    m_open = std::max(m_open, 1);
    checkEnd();
}

void MinikubeRun::cancel()
{
    m_isCancelled = true;
    if (m_image)
        m_image->stop();
    for (const QPointer<ToolRun> &run : m_runs) {
        if (run)
            run->stop();
    }
}

/// Of one of those side by side.
void MinikubeRun::checkEnd()
{
    if (--m_open > 0 || m_isOver)
        return;
    m_isOver = true;
    emit finished();
}

} // namespace chartwright
