// SPDX-License-Identifier: Apache-2.0
#include "cli/logs_run.h"

#include "cluster/plain_text.h"
#include "deploy/live_state.h"

namespace chartwright::cli {
namespace {

using Phase = PodLog::Phase;

constexpr std::chrono::seconds Patience{15};
/// Here nobody scrolls: none is left out.
constexpr int MostLines = 100'000'000;

QString nameIn(const Value &object) { return object[u"metadata"][u"name"].toString(); }

QStringList containersOf(const Value &pod)
{
    QStringList out;
    for (const char16_t *list : {u"containers", u"initContainers"}) {
        for (const Value &container : pod[u"spec"][list].list())
            out.append(container[u"name"].toString());
    }
    return out;
}

/// What changes with each start of a container.
QString instanceOf(const Value &pod, const QString &container)
{
    for (const char16_t *list : {u"containerStatuses", u"initContainerStatuses"}) {
        for (const Value &status : pod[u"status"][list].list()) {
            if (status[u"name"].toString() == container)
                return status[u"containerID"].toString() + u' ' +
                       QString::number(status[u"restartCount"].toInt());
        }
    }
    return {};
}

bool isOver(const Value &pod)
{
    const QString phase = pod[u"status"][u"phase"].toString();
    return phase == u"Succeeded" || phase == u"Failed";
}

} // namespace

LogsRun::LogsRun(ClusterSession &session, LogsOptions options, Console &console)
    : m_session(session), m_options(std::move(options)), m_console(console),
      m_watch(session.connection->client(),
              *ApiKinds().find(QStringLiteral("v1"), QStringLiteral("Pod")), m_options.ns,
              QLatin1String("app.kubernetes.io/instance=") + session.plan.release)
{
    connect(&m_watch, &ObjectWatch::listed, this, &LogsRun::lookAtPods);
    connect(&m_watch, &ObjectWatch::changed, this, &LogsRun::lookAtPods);
    connect(&m_watch, &ObjectWatch::stateChanged, this, &LogsRun::lookAtWatch);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (const auto &failure = m_watch.state().failure)
            return finish(failApi(*failure, m_console));
        finish(m_console.fail(
            {tr("the cluster has not answered within %1 seconds").arg(Patience.count()),
             {},
             tr("Check --context, or try again.")}));
    });
}

void LogsRun::start()
{
    m_patience.start(Patience);
    m_watch.start();
}

void LogsRun::lookAtWatch()
{
    const WatchState &state = m_watch.state();
    if (!m_watch.isListed() && state.phase == WatchState::Phase::Refused && state.failure)
        finish(failApi(*state.failure, m_console));
}

QList<Value> LogsRun::pods() const
{
    QList<Value> out;
    for (const Value &pod : m_watch.objects()) {
        const bool isMeant = m_options.pod.isEmpty() ? deploymentOf(pod) == m_options.deployment
                                                     : nameIn(pod) == m_options.pod;
        if (isMeant)
            out.append(pod);
    }
    std::sort(out.begin(), out.end(),
              [](const Value &a, const Value &b) { return nameIn(a) < nameIn(b); });
    return out;
}

void LogsRun::lookAtPods()
{
    if (m_isOver)
        return;
    m_patience.stop();
    const bool isFirst = std::exchange(m_isFirst, false);
    const QList<Value> there = pods();
    if (!m_options.isFollowed) {
        if (!isFirst)
            return;
        m_queue = there;
        for (const Value &pod : there)
            m_seen.insert(nameIn(pod));
    }
    if (isFirst && there.isEmpty()) {
        const QString what = m_options.pod.isEmpty()
                                 ? tr("there is no pod of the Deployment %1 in the namespace %2")
                                       .arg(m_options.deployment, m_options.ns)
                                 : tr("the release has no pod %1 in the namespace %2")
                                       .arg(m_options.pod, m_options.ns);
        if (!m_options.isFollowed || !m_options.pod.isEmpty()) {
            return finish(m_console.fail(
                {what, {}, tr("See: chartwright-cli status. Check --namespace and --release.")}));
        }
        m_console.note(tr("Waiting: %1.").arg(plain(what)));
        m_console.flush();
    }
    if (!m_options.isFollowed)
        return openNext();
    for (const Value &pod : there) {
        const QString name = nameIn(pod);
        const auto it = m_logs.find(name);
        if (it == m_logs.end()) {
            m_seen.insert(name);
            if (!isFirst)
                m_options.tail = -1; // all of those that come later is new
            if (!open(pod))
                return;
            continue;
        }
        PodLog &log = *it->second.log;
        const QString instance = instanceOf(pod, log.source().container);
        if (log.phase() != Phase::Ended || instance == it->second.instance)
            continue;
        // It was restarted: on after the last line.
        it->second.instance = instance;
        log.stop();
        log.start();
    }
    for (auto it = m_logs.begin(); it != m_logs.end();) {
        const bool isGone = it->second.log->phase() == Phase::Ended &&
                            !m_watch.objects().contains(m_options.ns + u'/' + it->first);
        it = isGone ? m_logs.erase(it) : std::next(it);
    }
    if (!m_options.pod.isEmpty() && m_logs.empty() && !isFirst)
        finish(Clean);
}

QString LogsRun::containerOf(const Value &pod)
{
    const QStringList all = containersOf(pod);
    if (m_options.container.isEmpty()) {
        const QString chosen =
            pod[u"metadata"][u"annotations"][u"kubectl.kubernetes.io/default-container"].toString();
        return all.contains(chosen) ? chosen : all.value(0);
    }
    if (all.contains(m_options.container))
        return m_options.container;
    finish(m_console.fail(
        {tr("the pod %1 has no container \"%2\"").arg(nameIn(pod), m_options.container),
         {},
         tr("It has: %1").arg(all.join(QLatin1String(", ")))}));
    return {};
}

bool LogsRun::open(const Value &pod)
{
    const QString container = containerOf(pod);
    if (m_isOver)
        return false;
    const QString name = nameIn(pod);
    LogLimits limits;
    limits.most = MostLines;
    LogSource source{m_options.ns,         name,           container,
                     m_options.isPrevious, m_options.tail, m_options.isFollowed};
    Entry &entry = m_logs[name];
    entry.log = std::make_unique<PodLog>(m_session.connection->client(), source, nullptr, limits);
    entry.instance = instanceOf(pod, container);
    connect(entry.log.get(), &PodLog::lines, this,
            [this, name](const QList<LogLine> &lines) { write(name, lines); });
    // It may be replaced there, which it must not be while it tells.
    connect(
        entry.log.get(), &PodLog::stateChanged, this, [this, name] { stateChanged(name); },
        Qt::QueuedConnection);
    entry.log->start();
    return true;
}

void LogsRun::openNext()
{
    m_logs.clear();
    if (!m_queue.isEmpty()) {
        open(m_queue.takeFirst());
        return;
    }
    finish(m_failed == 0 ? Clean : m_read > 0 ? Findings : Bad);
}

void LogsRun::write(const QString &pod, const QList<LogLine> &lines)
{
    for (const LogLine &line : lines) {
        QString text;
        if (m_seen.size() > 1)
            text += QStringLiteral("[%1] ").arg(plain(pod));
        if (m_options.hasTimes && line.time.isValid())
            text += line.time.toString(Qt::ISODateWithMs) + u' ';
        m_console.line(text + line.text); // plain already, and tabs may stay
    }
    m_console.flush();
}

void LogsRun::stateChanged(const QString &pod)
{
    const auto it = m_logs.find(pod);
    if (it == m_logs.end() || m_isOver)
        return;
    const PodLog &log = *it->second.log;
    if (log.failure() && log.failure()->kind != ApiFailure::Kind::NotFound)
        tellFailure(pod, *log.failure());
    else if (log.failure() && !m_options.isFollowed)
        tellFailure(pod, *log.failure());
    if (log.phase() != Phase::Ended)
        return;
    if (!m_options.isFollowed) {
        (log.failure() ? m_failed : m_read) += 1;
        return openNext();
    }
    const Value there = m_watch.object(m_options.ns, pod);
    if (!m_options.pod.isEmpty() && (there.isNull() || isOver(there)))
        finish(Clean);
    else
        lookAtPods(); // what came meanwhile
}

void LogsRun::tellFailure(const QString &pod, const ApiFailure &failure)
{
    QString &told = m_told[pod];
    if (told == failure.error.message)
        return; // tried again, and still so
    told = failure.error.message;
    failApi(failure, m_console, pod);
    m_console.flush();
}

void LogsRun::finish(int code)
{
    if (std::exchange(m_isOver, true))
        return;
    m_patience.stop();
    m_watch.stop();
    emit finished(code);
}

} // namespace chartwright::cli
