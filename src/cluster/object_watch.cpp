// SPDX-License-Identifier: Apache-2.0
#include "cluster/object_watch.h"

#include "base/on_worker.h"
#include "cluster/api_transport.h"
#include "cluster/link_watch.h"

#include <QRandomGenerator>

namespace chartwright {
namespace {

using Phase = WatchState::Phase;

/// What is parsed at once, in less than a frame.
constexpr qsizetype SmallBatch = 64ll * 1024;
/// At once on a worker: what was read takes several times its size until it is pooled.
constexpr qsizetype LargeBatch = 2ll * 1024 * 1024;
constexpr qsizetype SmallPage = 20;
/// Told of at once, even if more is there.
constexpr qsizetype MostChanges = 10'000;
constexpr std::chrono::minutes LongestDelay{2};

bool isBusy(int status) { return status == 429 || status >= 500; }

} // namespace

ObjectWatch::ObjectWatch(ApiClient *client, ApiKind kind, QString ns, QString labelSelector,
                         QObject *parent, const WatchLimits &limits)
    : QObject(parent), m_client(client), m_kind(std::move(kind)), m_namespace(std::move(ns)),
      m_selector(std::move(labelSelector)), m_limits(limits), m_pool(std::make_shared<ValuePool>()),
      m_backoff(limits.backoff)
{
    m_batch.setSingleShot(true);
    m_retry.setSingleShot(true);
    connect(&m_batch, &QTimer::timeout, this, &ObjectWatch::parse);
    connect(&m_retry, &QTimer::timeout, this, &ObjectWatch::begin);
    connect(client->link(), &LinkWatch::changed, this, &ObjectWatch::restart);
}

ObjectWatch::~ObjectWatch() { halt(); }

Value ObjectWatch::object(const QString &ns, const QString &name) const
{
    return m_objects.value(ns + u'/' + name);
}

void ObjectWatch::start()
{
    if (m_state.phase != Phase::Stopped)
        return;
    setState({m_isListed ? Phase::Stale : Phase::Connecting, m_state.since});
    begin();
}

void ObjectWatch::stop()
{
    if (m_state.phase == Phase::Stopped)
        return;
    halt();
    // What came last was not taken in.
    m_version.clear();
    setState({Phase::Stopped, m_state.since});
}

void ObjectWatch::halt()
{
    ++m_run;
    // A worker may still be at it.
    if (std::exchange(m_isParsing, false))
        m_pool = std::make_shared<ValuePool>();
    m_call.cancel();
    dropStream();
    m_batch.stop();
    m_retry.stop();
    m_lines.clear();
    m_changed.clear();
    m_removed.clear();
    m_end.reset();
}

void ObjectWatch::restart()
{
    if (m_state.phase == Phase::Stopped)
        return;
    m_backoff.reset();
    if (m_stream)
        return end({{}, false, true});
    if (m_end || m_isParsing)
        return; // goes on by itself
    m_retry.stop();
    begin();
}

void ObjectWatch::begin()
{
    if (m_version.isEmpty())
        list({});
    else
        watch();
}

ApiRequest ObjectWatch::request() const
{
    ApiRequest out;
    out.path = collectionPath(m_kind, m_namespace);
    out.tries = 1; // waiting is done here, and told
    if (!m_selector.isEmpty())
        out.query.append({QStringLiteral("labelSelector"), m_selector});
    return out;
}

void ObjectWatch::list(const QString &next)
{
    if (next.isEmpty())
        m_incoming.clear();
    ApiRequest request = this->request();
    request.query.append({QStringLiteral("limit"), QString::number(m_limits.page)});
    if (!next.isEmpty())
        request.query.append({QStringLiteral("continue"), next});
    if (m_kind.kind == u"Secret")
        request.accept = MetadataList;
    m_call.cancel();
    m_call = m_client->send(request, this, [this, run = m_run](ApiResult<ApiAnswer> answer) {
        if (!answer)
            return tryLater(answer.error());
        // A list of metadata that is empty says null.
        const Value *items = answer->object.map().find(u"items");
        if (!items || (!items->isList() && !items->isNull()))
            return tryLater(strangeFailure(m_client->target()));
        const auto read = [list = answer->object, kind = m_kind, pool = m_pool] {
            return readPage(list, kind, *pool);
        };
        if (answer->object[u"items"].list().size() <= SmallPage)
            return takeList(read());
        m_isParsing = true;
        onWorker(this, read, [this, run](const WatchPage &page) {
            if (run == m_run)
                takeList(page);
        });
    });
}

void ObjectWatch::takeList(const WatchPage &page)
{
    m_isParsing = false;
    for (const WatchedObject &object : page.objects)
        m_incoming.insert(object.key, object.object);
    if (!page.next.isEmpty())
        return list(page.next);
    m_objects = std::exchange(m_incoming, {});
    m_changed.clear();
    m_removed.clear();
    m_version = page.resourceVersion;
    m_isListed = true;
    m_state.since = QDateTime::currentDateTimeUtc();
    const int run = m_run;
    emit listed();
    if (run == m_run && !m_stream && m_state.phase != Phase::Stopped)
        watch();
}

void ObjectWatch::watch()
{
    ApiRequest request = this->request();
    const int seconds = QRandomGenerator::global()->bounded(int(m_limits.shortest.count()),
                                                            int(m_limits.longest.count()) + 1);
    request.query.append({{QStringLiteral("watch"), QStringLiteral("1")},
                          {QStringLiteral("resourceVersion"), m_version},
                          {QStringLiteral("allowWatchBookmarks"), QStringLiteral("true")},
                          {QStringLiteral("timeoutSeconds"), QString::number(seconds)}});
    if (m_kind.kind == u"Secret")
        request.accept = MetadataOnly;
    ApiStreamLimits limits;
    limits.silence = m_limits.silence;
    m_stream = new ApiStream(m_client, request, limits, this);
    m_watching.invalidate();
    connect(m_stream, &ApiStream::started, this, [this] {
        m_watching.start();
        setLive();
    });
    connect(m_stream, &ApiStream::lines, this, [this](const QList<QByteArray> &lines) {
        m_lines += lines;
        m_state.since = QDateTime::currentDateTimeUtc();
        if (!m_isParsing && !m_batch.isActive())
            m_batch.start(m_limits.batch);
    });
    const auto isSteady = [this] {
        return m_watching.isValid() && m_watching.hasExpired(m_limits.steady.count());
    };
    connect(m_stream, &ApiStream::ended, this, [=, this] { end({{}, isSteady(), false}); });
    connect(m_stream, &ApiStream::failed, this, [=, this](const ApiFailure &failure) {
        const bool isCut = failure.kind == ApiFailure::Kind::Unreachable;
        end({failure, isCut && isSteady(), false});
    });
    m_stream->start();
}

void ObjectWatch::parse()
{
    m_batch.stop();
    if (m_isParsing || m_lines.isEmpty())
        return settle();
    qsizetype size = 0, count = 0;
    for (; count < m_lines.size() && size < LargeBatch; ++count)
        size += m_lines[count].size();
    const QList<QByteArray> lines = m_lines.first(count);
    m_lines.remove(0, count);
    const auto read = [lines, kind = m_kind, pool = m_pool,
                       what = whatOf(request()) + QLatin1String("?watch=1")] {
        return readEvents(lines, kind, what, *pool);
    };
    if (size <= SmallBatch)
        return takeEvents(read());
    m_isParsing = true;
    onWorker(this, read, [this, run = m_run](const WatchEvents &events) {
        if (run != m_run)
            return;
        m_isParsing = false;
        takeEvents(events);
    });
}

void ObjectWatch::takeEvents(const WatchEvents &events)
{
    for (const WatchedObject &event : events.objects) {
        if (event.object.isNull()) {
            m_objects.remove(event.key);
            m_changed.remove(event.key);
            m_removed.insert(event.key);
        } else {
            m_objects.insert(event.key, event.object);
            m_removed.remove(event.key);
            m_changed.insert(event.key);
        }
    }
    if (!events.resourceVersion.isEmpty())
        m_version = events.resourceVersion;
    if (events.failure) {
        m_lines.clear();
        end({events.failure, false, false});
    }
    const int run = m_run;
    if (m_lines.isEmpty() || m_changed.size() + m_removed.size() >= MostChanges)
        tell();
    if (run == m_run)
        settle();
}

void ObjectWatch::tell()
{
    const QSet<QString> changedKeys = std::exchange(m_changed, {});
    const QSet<QString> removedKeys = std::exchange(m_removed, {});
    if (!changedKeys.isEmpty() || !removedKeys.isEmpty())
        emit changed(changedKeys, removedKeys);
}

void ObjectWatch::dropStream()
{
    if (!m_stream)
        return;
    m_stream->disconnect(this);
    m_stream->stop();
    m_stream->deleteLater(); // whoever calls may be the stream
    m_stream = nullptr;
}

void ObjectWatch::end(const End &end)
{
    dropStream();
    m_end = end;
    QMetaObject::invokeMethod(this, &ObjectWatch::parse, Qt::QueuedConnection);
}

void ObjectWatch::settle()
{
    if (m_isParsing)
        return;
    if (!m_lines.isEmpty())
        return m_batch.start(0);
    if (!m_end)
        return;
    const End end = *std::exchange(m_end, std::nullopt);
    if (end.isRestart || end.isSteady)
        return begin();
    if (end.failure)
        return tryLater(*end.failure);
    tryLater(brokenFailure(m_client->target(), false, true, {}));
}

void ObjectWatch::tryLater(const ApiFailure &failure)
{
    // Of what else the server may find wrong with the version, a list is the cure, too.
    const bool isWrong = failure.status >= 400 && !isBusy(failure.status) &&
                         failure.kind != ApiFailure::Kind::Login && failure.status != 403;
    const bool isNoEvent = failure.status == 0 && failure.kind == ApiFailure::Kind::Unclear;
    if (isWrong || isNoEvent || isExpired(failure))
        m_version.clear();
    if (isExpired(failure) && m_backoff.isFresh()) {
        m_backoff.next();
        return begin();
    }
    const bool isSlow = needsPerson(failure);
    std::chrono::milliseconds delay = isSlow ? m_limits.slow : m_backoff.next();
    if (!isSlow && failure.retryAfter)
        delay = std::clamp<std::chrono::milliseconds>(*failure.retryAfter, delay, LongestDelay);
    m_retry.start(delay);
    setState({isSlow ? Phase::Refused : Phase::Stale, m_state.since, failure,
              QDateTime::currentDateTimeUtc().addMSecs(delay.count())});
}

void ObjectWatch::setLive()
{
    m_state.since = QDateTime::currentDateTimeUtc();
    if (m_state.phase != Phase::Live)
        setState({Phase::Live, m_state.since});
}

void ObjectWatch::setState(const WatchState &state)
{
    m_state = state;
    emit stateChanged();
}

} // namespace chartwright
