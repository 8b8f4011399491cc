// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/object_watch.h"
#include "unit/cluster/plain_client.h"

namespace chartwright_test {

inline const chartwright::ApiKind Pods{QStringLiteral("v1"), QStringLiteral("Pod"),
                                       QStringLiteral("pods"), true};

/// Limits that a test can wait for.
inline chartwright::WatchLimits quick()
{
    chartwright::WatchLimits out;
    out.batch = std::chrono::milliseconds(20);
    out.slow = std::chrono::milliseconds(100);
    out.silence = std::chrono::seconds(5);
    out.backoff = {std::chrono::milliseconds(10), std::chrono::milliseconds(50),
                   std::chrono::seconds(60), 2, 0};
    return out;
}

/// Watches and writes down what it says.
struct Watcher
{
    explicit Watcher(const QString &url, const chartwright::WatchLimits &limits = quick(),
                     const QString &selector = {}, const chartwright::ApiKind &kind = Pods)
        : client(url),
          watch(client.api.get(), kind, QStringLiteral("shop"), selector, nullptr, limits)
    {
        QObject::connect(&watch, &chartwright::ObjectWatch::listed, &watch, [this] { ++listed; });
        QObject::connect(&watch, &chartwright::ObjectWatch::changed, &watch,
                         [this](const QSet<QString> &changed, const QSet<QString> &gone) {
                             ++signalled;
                             keys += changed;
                             removed += gone;
                         });
        QObject::connect(&watch, &chartwright::ObjectWatch::stateChanged, &watch,
                         [this] { phases.append(watch.state().phase); });
        watch.start();
    }

    bool isLive() const { return watch.state().phase == chartwright::WatchState::Phase::Live; }
    QString phaseOf(const QString &pod) const
    {
        return watch.object(QStringLiteral("shop"), pod)[u"status"][u"phase"].toString();
    }
    QString message() const
    {
        return watch.state().failure ? watch.state().failure->error.message : QString();
    }

    PlainClient client;
    chartwright::ObjectWatch watch;
    int listed = 0, signalled = 0;
    QSet<QString> keys, removed;
    QList<chartwright::WatchState::Phase> phases;
};

} // namespace chartwright_test
