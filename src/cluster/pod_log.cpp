// SPDX-License-Identifier: Apache-2.0
#include "cluster/pod_log.h"

#include "cluster/api_kinds.h"
#include "cluster/link_watch.h"
#include "cluster/plain_text.h"

namespace chartwright {
namespace {

constexpr qsizetype LongestLine = 64ll * 1024;
constexpr qint64 Second = 1'000'000'000;
/// A connection that lasted that long was a good one.
constexpr std::chrono::milliseconds Steady{1000};

/// "2024-05-01T10:00:00.123456789Z", or with an offset; 0 if it is none.
qint64 nanoseconds(QByteArrayView stamp)
{
    const qsizetype dot = stamp.indexOf('.');
    qsizetype end = dot < 0 ? 19 : dot + 1;
    qint64 fraction = 0, scale = Second;
    for (; dot >= 0 && end < stamp.size() && stamp[end] >= '0' && stamp[end] <= '9'; ++end) {
        fraction = fraction * 10 + (stamp[end] - '0');
        scale /= 10;
    }
    if (stamp.size() < 20 || end >= stamp.size() || scale == 0)
        return 0;
    const QByteArray plain = stamp.first(19).toByteArray() + stamp.sliced(end).toByteArray();
    const QDateTime time = QDateTime::fromString(QString::fromLatin1(plain), Qt::ISODate);
    return time.isValid() ? time.toSecsSinceEpoch() * Second + fraction * scale : 0;
}

QDateTime timeOf(qint64 nanoseconds)
{
    return QDateTime::fromMSecsSinceEpoch(nanoseconds / 1'000'000, Qt::UTC);
}

} // namespace

PodLog::PodLog(ApiClient *client, LogSource source, QObject *parent, const LogLimits &limits)
    : QObject(parent), m_client(client), m_source(std::move(source)), m_limits(limits),
      m_backoff(limits.backoff)
{
    m_batch.setSingleShot(true);
    m_retry.setSingleShot(true);
    connect(&m_batch, &QTimer::timeout, this, &PodLog::give);
    connect(&m_retry, &QTimer::timeout, this, &PodLog::ask);
    connect(client->link(), &LinkWatch::changed, this, [this] {
        if (m_phase == Phase::Stopped || m_phase == Phase::Ended)
            return;
        m_backoff.reset();
        ask();
    });
}

PodLog::~PodLog() { drop(); }

void PodLog::start()
{
    if (m_phase != Phase::Stopped)
        return;
    setPhase(Phase::Connecting);
    ask();
}

void PodLog::stop()
{
    if (m_phase == Phase::Stopped)
        return;
    drop();
    give();
    setPhase(Phase::Stopped);
}

void PodLog::drop()
{
    m_retry.stop();
    m_call.cancel();
    if (!m_stream)
        return;
    m_stream->disconnect(this);
    m_stream->stop();
    m_stream->deleteLater(); // whoever calls may be the stream
    m_stream = nullptr;
}

ApiRequest PodLog::podRequest() const
{
    ApiRequest out;
    out.path = podPath(m_source.ns, m_source.pod);
    out.tries = 1;
    return out;
}

void PodLog::ask()
{
    drop();
    ApiRequest request = podRequest();
    request.path += QLatin1String("/log");
    request.accept = "*/*"; // text, and JSON where it fails
    const auto add = [&](const char *name, const QString &value) {
        request.query.append({QString::fromLatin1(name), value});
    };
    add("container", m_source.container);
    add("timestamps", QStringLiteral("true"));
    if (m_source.isPrevious)
        add("previous", QStringLiteral("true"));
    else if (m_source.isFollowed)
        add("follow", QStringLiteral("true"));
    m_toSkip = -1;
    if (m_last > 0) {
        add("sinceTime", timeOf(m_last / Second * Second).toString(Qt::ISODate));
        m_toSkip = m_ofLast;
    } else if (m_source.tail >= 0) {
        add("tailLines", QString::number(m_source.tail));
    }
    ApiStreamLimits limits;
    limits.silence = m_limits.silence;
    m_stream = new ApiStream(m_client, request, limits, this);
    m_live.invalidate();
    connect(m_stream, &ApiStream::started, this, [this] {
        m_live.start();
        setPhase(Phase::Live);
        if (m_stream)
            learnInstance();
    });
    connect(m_stream, &ApiStream::lines, this, &PodLog::take);
    connect(m_stream, &ApiStream::ended, this, &PodLog::end);
    connect(m_stream, &ApiStream::failed, this, &PodLog::fail);
    m_stream->start();
}

void PodLog::take(const QList<QByteArray> &lines)
{
    for (const QByteArray &line : lines)
        takeLine(line);
    if (!m_lines.isEmpty() && !m_batch.isActive())
        m_batch.start(m_limits.batch);
}

void PodLog::takeLine(const QByteArray &line)
{
    const qsizetype space = line.indexOf(' ');
    const qint64 time = nanoseconds(QByteArrayView(line).first(space < 0 ? line.size() : space));
    if (m_toSkip >= 0 && time > 0) {
        if (time < m_last || (time == m_last && m_toSkip-- > 0))
            return;
        m_toSkip = -1;
    }
    if (time > 0) {
        m_ofLast = time == m_last ? m_ofLast + 1 : 1;
        m_last = time;
    }
    const QByteArrayView text =
        time == 0 ? QByteArrayView(line)
                  : QByteArrayView(line).sliced(space < 0 ? line.size() : space + 1);
    QString plain = plainText(QString::fromUtf8(text.first(std::min(text.size(), LongestLine))));
    if (text.size() > LongestLine)
        plain += u'…';
    m_lines.append({time > 0 ? timeOf(time) : QDateTime(), plain});
    if (m_lines.size() > qsizetype(2) * m_limits.most) { // not one by one
        const qsizetype many = m_lines.size() - m_limits.most;
        m_lines.remove(0, many);
        m_skipped += int(many);
    }
}

void PodLog::give()
{
    m_batch.stop();
    const qsizetype many = std::max<qsizetype>(0, m_lines.size() - m_limits.most);
    m_lines.remove(0, many);
    const int skipped = std::exchange(m_skipped, 0) + int(many);
    const QList<LogLine> lines = std::exchange(m_lines, {});
    if (!lines.isEmpty())
        emit this->lines(lines, skipped);
}

void PodLog::end()
{
    if (const QByteArray rest = m_stream->rest(); !rest.isEmpty())
        take({rest});
    drop();
    if (!m_source.endsAtOnce())
        return lookAtPod();
    give();
    setPhase(Phase::Ended);
}

void PodLog::fail(const ApiFailure &failure)
{
    drop();
    if (failure.kind == ApiFailure::Kind::NotFound || !m_source.isFollowed ||
        (m_source.isPrevious && failure.status == 400)) {
        give();
        return setPhase(Phase::Ended, failure);
    }
    const bool isBroken = failure.kind == ApiFailure::Kind::Unreachable ||
                          (failure.kind == ApiFailure::Kind::TimedOut && failure.status == 0);
    if (isBroken && m_live.isValid() && m_live.hasExpired(Steady.count()))
        return ask();
    tryLater(failure);
}

void PodLog::learnInstance()
{
    if (m_source.endsAtOnce())
        return;
    m_call = m_client->send(podRequest(), this, [this](const ApiResult<ApiAnswer> &answer) {
        m_instance = answer ? runningInstance(answer->object) : QString();
    });
}

QString PodLog::runningInstance(const Value &pod) const
{
    for (const char16_t *list :
         {u"containerStatuses", u"initContainerStatuses", u"ephemeralContainerStatuses"}) {
        for (const Value &status : pod[u"status"][list].list()) {
            if (status[u"name"].toString() == m_source.container)
                return status[u"state"][u"running"].isMap() ? status[u"containerID"].toString()
                                                            : QString();
        }
    }
    return {};
}

// The server ends an answer where the container ended, but also where itself or the node does.
void PodLog::lookAtPod()
{
    m_call = m_client->send(podRequest(), this, [this](const ApiResult<ApiAnswer> &answer) {
        if (!answer && answer.error().kind != ApiFailure::Kind::NotFound)
            return tryLater(answer.error());
        const QString runs = answer ? runningInstance(answer->object) : QString();
        const bool isSame = !runs.isEmpty() && (m_instance.isEmpty() || m_instance == runs);
        if (isSame)
            return void(m_retry.start(m_backoff.next()));
        give();
        setPhase(Phase::Ended, answer ? std::nullopt : std::optional(answer.error()));
    });
}

void PodLog::tryLater(const ApiFailure &failure)
{
    m_retry.start(needsPerson(failure) ? m_limits.slow : m_backoff.next());
    setPhase(Phase::Waiting, failure);
}

void PodLog::setPhase(Phase phase, const std::optional<ApiFailure> &failure)
{
    m_phase = phase;
    m_failure = failure;
    emit stateChanged();
}

} // namespace chartwright
