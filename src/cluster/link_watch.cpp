// SPDX-License-Identifier: Apache-2.0
#include "cluster/link_watch.h"

#include <QDateTime>
#include <QNetworkInformation>

namespace chartwright {
namespace {

/// Below, it is a clock that was set right.
constexpr qint64 Sleep = 10'000;

} // namespace

LinkWatch::LinkWatch(QObject *parent, Clock wallClock, int interval)
    : QObject(parent), m_wallClock(std::move(wallClock))
{
    if (!m_wallClock)
        m_wallClock = [] { return QDateTime::currentMSecsSinceEpoch(); };
    m_monotonic.start();
    m_ahead = m_wallClock();
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &LinkWatch::lookAtClocks);
    m_timer.start(interval);
    listenToNetwork();
}

void LinkWatch::lookAtClocks()
{
    const qint64 ahead = m_wallClock() - m_monotonic.elapsed();
    if (ahead - std::exchange(m_ahead, ahead) > Sleep)
        emit changed();
}

void LinkWatch::listenToNetwork()
{
    using Info = QNetworkInformation;
    if (!Info::instance() && !Info::loadBackendByFeatures(Info::Feature::Reachability))
        return;
    connect(Info::instance(), &Info::reachabilityChanged, this,
            [this](Info::Reachability reachability) {
                if (reachability != Info::Reachability::Disconnected)
                    emit changed();
            });
}

} // namespace chartwright
