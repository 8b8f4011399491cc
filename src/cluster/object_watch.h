// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_stream.h"
#include "cluster/backoff.h"
#include "cluster/watch_events.h"

#include <QDateTime>

namespace chartwright {

struct WatchLimits
{
    int page = 500; ///< objects of a list that are asked for at once
    std::chrono::seconds shortest{300}, longest{600}; ///< the server ends a watch in between
    /// Without a byte: the link is dead. The server sends a bookmark about once a minute; where it
    /// does not, all that is lost is a connection. Shorter would cut good ones, and client-go's 45
    /// s need HTTP/2.
    std::chrono::milliseconds silence{90'000};
    std::chrono::milliseconds batch{40};    ///< that changes are gathered for
    std::chrono::milliseconds slow{60'000}; ///< where only a person can help
    /// A watch that was cut later than that is simply begun anew.
    std::chrono::milliseconds steady{1'000};
    Backoff::Limits backoff = {};
};

struct WatchState
{
    enum class Phase {
        Stopped,
        Connecting, ///< nothing was had yet
        Live,
        Stale,   ///< tried again soon; objects() are of `since`
        Refused, ///< login, permission, certificate: tried again slowly
    };
    Phase phase = Phase::Stopped;
    QDateTime since;                        ///< last heard of the server; invalid: never
    std::optional<ApiFailure> failure = {}; ///< of Stale and Refused
    QDateTime nextTry = {};                 ///< of Stale and Refused
};

/// All objects of a kind in a namespace, kept as they are in the cluster: listed, then watched, and
/// both again whenever it breaks (as client-go's reflector does). managedFields are left out; of
/// Secrets only the metadata are asked for, never a value. Large answers are parsed on a worker.
/// The client outlives it. Main thread.
class ObjectWatch : public QObject
{
    Q_OBJECT
public:
    /// `ns` empty: all namespaces. `labelSelector` as kubectl's -l.
    ObjectWatch(ApiClient *client, ApiKind kind, QString ns, QString labelSelector = {},
                QObject *parent = nullptr, const WatchLimits &limits = {});
    ~ObjectWatch() override;

    void start();
    void stop(); ///< keeps the objects
    /// At once, without waiting any longer; goes on from where it was.
    void restart();

    const ApiKind &kind() const { return m_kind; }
    const QString &nameSpace() const { return m_namespace; }
    /// By watchKey(): "namespace/name". With apiVersion and kind, as the API gives them.
    const QHash<QString, Value> &objects() const { return m_objects; }
    Value object(const QString &ns, const QString &name) const;
    const WatchState &state() const { return m_state; }
    bool isListed() const { return m_isListed; }

signals:
    void listed(); ///< objects() are all new
    /// For all that happened within a moment; keys that appeared or changed, and that went.
    void changed(const QSet<QString> &changed, const QSet<QString> &removed);
    void stateChanged();

private:
    struct End
    {
        std::optional<ApiFailure> failure;
        bool isSteady = false; ///< it had lasted
        bool isRestart = false;
    };

    void begin();
    void list(const QString &next);
    void takeList(const WatchPage &page);
    void watch();
    void parse();
    void tell();
    void takeEvents(const WatchEvents &events);
    void end(const End &end);
    void settle();
    void tryLater(const ApiFailure &failure);
    void setLive();
    void setState(const WatchState &state);
    void halt();
    void dropStream();
    ApiRequest request() const;

    ApiClient *m_client;
    ApiKind m_kind;
    QString m_namespace, m_selector;
    WatchLimits m_limits;
    WatchState m_state;
    QHash<QString, Value> m_objects, m_incoming;
    QString m_version; ///< resourceVersion to watch from; empty: list first
    bool m_isListed = false;

    ApiCall m_call;
    ApiStream *m_stream = nullptr;
    QElapsedTimer m_watching;
    QList<QByteArray> m_lines;          ///< to be parsed
    QSet<QString> m_changed, m_removed; ///< not told yet
    std::shared_ptr<ValuePool> m_pool;
    bool m_isParsing = false;
    int m_run = 0;            ///< what a worker has for an earlier one counts no more
    std::optional<End> m_end; ///< of the watch, once its lines are parsed
    QTimer m_batch, m_retry;
    Backoff m_backoff;
};

} // namespace chartwright
