// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_stream.h"
#include "cluster/backoff.h"

#include <QDateTime>

namespace chartwright {

struct LogLine
{
    QDateTime time; ///< UTC; invalid where the node gave none
    QString text;   ///< plain; cut where it is very long
    friend bool operator==(const LogLine &, const LogLine &) = default;
};

struct LogSource
{
    QString ns, pod, container;
    bool isPrevious = false; ///< of the instance before the last restart: ends at once
    int tail = 1000;         ///< lines that were there before; -1: all
    bool isFollowed = true;  ///< else it ends with what is there now, or its first failure
    bool endsAtOnce() const { return isPrevious || !isFollowed; }
};

struct LogLimits
{
    std::chrono::milliseconds batch{40}; ///< that lines are gathered for
    int most = 5000;                     ///< lines of a batch: of more, the first are left out
    /// Without a line. A container may well say nothing for long; asking again costs little and
    /// doubles nothing, and is all that shows a dead link.
    std::chrono::milliseconds silence{300'000};
    std::chrono::milliseconds slow{60'000}; ///< where only a person can help
    Backoff::Limits backoff = {};
};

/// The log of one container, followed until the container ends: line by line, over broken
/// connections too, none of them twice. Starts by itself where the container has not yet. The
/// client outlives it. Main thread.
class PodLog : public QObject
{
    Q_OBJECT
public:
    enum class Phase {
        Stopped,
        Connecting,
        Live,
        Waiting, ///< for the container, the server or a person, as failure() says; goes on alone
        Ended,   ///< the container did, or the pod is gone: then there is a failure()
    };

    PodLog(ApiClient *client, LogSource source, QObject *parent = nullptr,
           const LogLimits &limits = {});
    ~PodLog() override;

    /// Goes on after the last line, if it was stopped.
    void start();
    void stop();

    const LogSource &source() const { return m_source; }
    Phase phase() const { return m_phase; }
    const std::optional<ApiFailure> &failure() const { return m_failure; }

signals:
    /// What came within a moment; `skipped` lines before them were too many.
    void lines(const QList<chartwright::LogLine> &lines, int skipped);
    void stateChanged();

private:
    void ask();
    void take(const QList<QByteArray> &lines);
    void takeLine(const QByteArray &line);
    void give();
    void end();
    void fail(const ApiFailure &failure);
    void learnInstance();
    void lookAtPod();
    void tryLater(const ApiFailure &failure);
    void drop();
    void setPhase(Phase phase, const std::optional<ApiFailure> &failure = {});
    ApiRequest podRequest() const;
    /// The id of the instance that runs; empty if none does.
    QString runningInstance(const Value &pod) const;

    ApiClient *m_client;
    LogSource m_source;
    LogLimits m_limits;
    Phase m_phase = Phase::Stopped;
    std::optional<ApiFailure> m_failure;
    ApiStream *m_stream = nullptr;
    ApiCall m_call;
    QString m_instance;
    QElapsedTimer m_live;
    // The last line that was taken, in nanoseconds, and how many had that time: the server can be
    // asked for what came since a second only.
    qint64 m_last = 0;
    int m_ofLast = 0;
    int m_toSkip = 0; ///< lines of m_last that were had, or -1: all is new
    QList<LogLine> m_lines;
    int m_skipped = 0;
    QTimer m_batch, m_retry;
    Backoff m_backoff;
};

} // namespace chartwright
