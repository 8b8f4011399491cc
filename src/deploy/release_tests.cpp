// SPDX-License-Identifier: Apache-2.0
#include "deploy/release_tests.h"

#include "cluster/pod_state.h"
#include "tree/yaml.h"

using namespace std::chrono_literals;

namespace chartwright {
namespace {

/// For the first look at the pods; until one that cannot begin is believed not to; for the logs of
/// those that are left.
constexpr std::chrono::milliseconds FirstLook = 3s, Hopeless = 20s, Logs = 5s;
constexpr int LogLines = 200;

/// Nothing in the cluster mends it by itself: whoever waits waits in vain. A registry may answer
/// again, but not while a person waits.
bool isLasting(PodCause::What what)
{
    using What = PodCause::What;
    const auto passing = {What::Crash,   What::OutOfMemory, What::Readiness, What::Liveness,
                          What::Startup, What::NoRoom,      What::Evicted,   What::Quota};
    return std::find(passing.begin(), passing.end(), what) == passing.end();
}

ApiKind kindOf(const char *apiVersion, const char *kind)
{
    return *ApiKinds().find(QString::fromLatin1(apiVersion), QString::fromLatin1(kind));
}

/// One of its containers has begun, or had.
QStringList containersWithLog(const Value &pod)
{
    QStringList out;
    for (QStringView list :
         {QStringView(u"initContainerStatuses"), QStringView(u"containerStatuses")}) {
        for (const Value &status : pod[u"status"][list].list()) {
            const Value &state = status[u"state"];
            if (state[u"running"].isMap() || state[u"terminated"].isMap())
                out.append(status[u"name"].toString());
        }
    }
    return out;
}

} // namespace

ReleaseTests::ReleaseTests(Helm *helm, std::shared_ptr<ClusterConnection> connection,
                           QString release, QObject *parent)
    : QObject(parent), m_helm(helm), m_connection(std::move(connection)),
      m_release(std::move(release)),
      m_podWatch(m_connection->client(), kindOf("v1", "Pod"), helm->place().ns),
      m_eventWatch(m_connection->client(), kindOf("v1", "Event"), helm->place().ns)
{
    m_clock.setInterval(1s);
    connect(&m_clock, &QTimer::timeout, this, &ReleaseTests::look);
    m_patience.setSingleShot(true);
    for (ObjectWatch *watch : {&m_podWatch, &m_eventWatch}) {
        connect(watch, &ObjectWatch::changed, this, &ReleaseTests::look);
        connect(watch, &ObjectWatch::listed, this, &ReleaseTests::look);
    }
}

ReleaseTests::~ReleaseTests() { m_call.cancel(); }

void ReleaseTests::start(Done done)
{
    m_done = std::move(done);
    m_call = m_helm->detail(m_release, 0, this,
                            [this](const HelmResult<HelmDetail> &detail) { takeHooks(detail); });
}

void ReleaseTests::cancel() { m_call.cancel(); }

void ReleaseTests::takeHooks(const HelmResult<HelmDetail> &detail)
{
    if (!detail)
        return ended(tl::unexpected(detail.error()));
    for (const HelmHook &hook : detail->hooks) {
        if (hook.events.contains(QLatin1String("test")))
            m_hooks.append(hook);
    }
    // Helm goes once it is known what an earlier run left; an account that may not look learns
    // nothing of the pods.
    connect(&m_podWatch, &ObjectWatch::listed, &m_patience, [this] { begin(); });
    connect(&m_podWatch, &ObjectWatch::stateChanged, &m_patience, [this] {
        if (m_podWatch.state().phase == WatchState::Phase::Refused)
            begin();
    });
    connect(&m_patience, &QTimer::timeout, this, &ReleaseTests::begin);
    m_patience.start(FirstLook);
    m_podWatch.start();
    m_eventWatch.start();
}

void ReleaseTests::begin()
{
    if (std::exchange(m_isRunning, true))
        return;
    m_patience.stop();
    for (const Value &pod : m_podWatch.objects())
        m_before.insert(pod[u"metadata"][u"uid"].toString());
    m_clock.start();
    m_call =
        m_helm->test(m_release, this, [this](const HelmResult<QString> &said) { ended(said); });
}

std::optional<HelmHook> ReleaseTests::hookOf(const Value &pod) const
{
    for (const HelmHook &hook : m_hooks) {
        if (hook.kind == u"Pod" && pod[u"metadata"][u"name"].toString() == hook.name)
            return hook;
        for (const Value &owner : pod[u"metadata"][u"ownerReferences"].list()) {
            if (owner[u"kind"].toString() == hook.kind && owner[u"name"].toString() == hook.name)
                return hook;
        }
    }
    return std::nullopt;
}

/// The last one first: of those of one second the names tell, which end with the time.
QList<Value> ReleaseTests::eventsOf(const QString &pod) const
{
    QStringList keys;
    const QHash<QString, Value> &all = m_eventWatch.objects();
    for (auto it = all.cbegin(); it != all.cend(); ++it) {
        if (it.value()[u"involvedObject"][u"name"].toString() == pod)
            keys.append(it.key());
    }
    std::sort(keys.begin(), keys.end(), std::greater<>());
    QList<Value> out;
    for (const QString &key : std::as_const(keys))
        out.append(all.value(key));
    return out;
}

void ReleaseTests::look()
{
    if (!m_isRunning || m_isOver)
        return;
    QStringList words;
    std::optional<PodCause> lasting;
    const QHash<QString, Value> &all = m_podWatch.objects();
    for (auto it = all.cbegin(); it != all.cend(); ++it) {
        const auto hook = hookOf(it.value());
        if (!hook || m_before.contains(it.value()[u"metadata"][u"uid"].toString()))
            continue;
        const QString name = it.value()[u"metadata"][u"name"].toString();
        const auto cause = causeOf(it.value(), eventsOf(name));
        const auto before = m_pods.value(it.key()).cause;
        m_pods.insert(it.key(), {*hook, it.value(), cause ? cause : before});
        words.append(name + QLatin1String(": ") +
                     (cause ? cause->sentence : podState(it.value()).word));
        if (cause && isLasting(cause->what) && !lasting) {
            lasting = cause;
            lasting->sentence = words.last();
        }
    }
    words.sort();
    const QString text = words.join(QLatin1String("; "));
    if (std::exchange(m_told, text) != text && !text.isEmpty())
        emit told(text);
    if (!lasting)
        return m_bad.invalidate();
    if (!m_bad.isValid())
        m_bad.start();
    if (m_bad.hasExpired(Hopeless.count())) {
        m_hopeless = lasting;
        m_call.cancel();
    }
}

void ReleaseTests::ended(const HelmResult<QString> &said)
{
    if (std::exchange(m_isOver, true))
        return;
    m_clock.stop();
    m_end.output = said ? *said : said.error().output;
    m_end.how = said                                              ? TestsEnd::How::Passed
                : m_hopeless                                      ? TestsEnd::How::Hopeless
                : said.error().kind == HelmFailure::Kind::Stopped ? TestsEnd::How::Stopped
                                                                  : TestsEnd::How::Failed;
    if (m_hopeless)
        m_end.failure = {HelmFailure::Kind::Other, {m_hopeless->sentence, {}, m_hopeless->remedy}};
    else if (!said)
        m_end.failure = said.error();
    // Helm says no more than that a pod failed.
    for (const Pod &pod : std::as_const(m_pods)) {
        if (m_end.how == TestsEnd::How::Failed && pod.cause && m_end.failure.error.remedy.isEmpty())
            m_end.failure.error.remedy = pod.object[u"metadata"][u"name"].toString() +
                                         QLatin1String(": ") + pod.cause->sentence +
                                         QLatin1String(". ") + pod.cause->remedy;
    }
    ++m_open; // until all is asked
    const QStringList keys = m_pods.keys();
    for (const QString &key : keys)
        askWhatIsLeft(key);
    finish();
}

/// A moment after helm has ended, what it deletes may still be on its way out.
void ReleaseTests::askWhatIsLeft(const QString &key)
{
    ++m_open;
    const QString ns = key.section(u'/', 0, 0), name = key.section(u'/', 1);
    m_connection->client()->send(
        {ApiRequest::Verb::Get, objectPath(kindOf("v1", "Pod"), ns, name)}, this,
        [this, key](const ApiResult<ApiAnswer> &answer) {
            Pod &pod = m_pods[key];
            const Value &now = answer ? answer->object[u"metadata"] : Value();
            if (now[u"uid"] == pod.object[u"metadata"][u"uid"] &&
                now[u"deletionTimestamp"].isNull()) {
                pod.object = answer->object;
                const bool isCutOff =
                    m_end.how == TestsEnd::How::Stopped || m_end.how == TestsEnd::How::Hopeless;
                if (isCutOff)
                    readLogs(pod);
                if (isCutOff && pod.hook.policies.contains(QLatin1String("hook-failed")))
                    tidy(pod);
                else
                    m_left.append(now[u"name"].toString());
            }
            finish();
        });
}

/// As helm would have, had it not been stopped.
void ReleaseTests::tidy(const Pod &pod)
{
    const bool isPod = pod.hook.kind == u"Pod";
    if (!isPod && pod.hook.kind != u"Job")
        return;
    ++m_open;
    const ApiKind jobs{QStringLiteral("batch/v1"), QStringLiteral("Job"), QStringLiteral("jobs"),
                       true};
    const ApiKind kind = isPod ? kindOf("v1", "Pod") : jobs;
    const QString ns = pod.object[u"metadata"][u"namespace"].toString();
    const Value options = Map{{QStringLiteral("apiVersion"), QStringLiteral("v1")},
                              {QStringLiteral("kind"), QStringLiteral("DeleteOptions")},
                              {QStringLiteral("propagationPolicy"), QStringLiteral("Background")}};
    m_connection->client()->send(
        {ApiRequest::Verb::Delete, objectPath(kind, ns, pod.hook.name), {}, writeJson(options)},
        this, [this](const ApiResult<ApiAnswer> &) { finish(); });
}

/// Which helm shows of a test that it waited for.
void ReleaseTests::readLogs(const Pod &pod)
{
    const QString ns = pod.object[u"metadata"][u"namespace"].toString();
    const QString name = pod.object[u"metadata"][u"name"].toString();
    const QStringList containers = containersWithLog(pod.object);
    for (const QString &container : containers) {
        ++m_open;
        LogSource source{ns, name, container};
        source.tail = LogLines;
        source.isFollowed = false;
        auto *log = new PodLog(m_connection->client(), source, this);
        const auto text = std::make_shared<QString>();
        const auto end = [this, log, text, title = name + u'/' + container] {
            if (!log->parent())
                return;
            log->setParent(nullptr);
            log->disconnect(this);
            log->deleteLater();
            if (!text->isEmpty())
                m_end.output += tr("Log of %1:").arg(title) + u'\n' + *text;
            finish();
        };
        connect(log, &PodLog::lines, this, [text](const QList<LogLine> &lines) {
            for (const LogLine &line : lines)
                *text += line.text + u'\n';
        });
        connect(log, &PodLog::stateChanged, this, [log, end] {
            if (log->phase() == PodLog::Phase::Ended)
                end();
        });
        QTimer::singleShot(Logs, log, end);
        log->start();
    }
}

void ReleaseTests::finish()
{
    if (--m_open > 0)
        return;
    m_podWatch.stop();
    m_eventWatch.stop();
    m_left.sort();
    const bool isReplaced = std::all_of(m_hooks.cbegin(), m_hooks.cend(), [](const HelmHook &hook) {
        return hook.policies.isEmpty() || // what helm takes then
               hook.policies.contains(QLatin1String("before-hook-creation"));
    });
    if (!m_left.isEmpty()) {
        m_end.kept = tr("Left behind, as the chart has it: %1.").arg(m_left.join(u", "));
        m_end.kept += u' ' + (isReplaced ? tr("The next run replaces that.")
                                         : tr("Delete that before the next run."));
    }
    const Done done = std::exchange(m_done, nullptr);
    if (done)
        done(m_end);
}

} // namespace chartwright
