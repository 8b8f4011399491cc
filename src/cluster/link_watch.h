// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <functional>

namespace chartwright {

/// Tells when connections that stood may not stand any more, though nobody closed them: the machine
/// slept (its wall clock then runs ahead of the monotonic one), or its network is another one, or
/// back (as NetworkManager says, where it is there). Main thread.
class LinkWatch : public QObject
{
    Q_OBJECT
public:
    using Clock = std::function<qint64()>; ///< milliseconds since the epoch

    explicit LinkWatch(QObject *parent = nullptr, Clock wallClock = {}, int interval = 5000);

signals:
    void changed();

private:
    void lookAtClocks();
    void listenToNetwork();

    Clock m_wallClock;
    QElapsedTimer m_monotonic;
    qint64 m_ahead = 0; ///< of the wall clock
    QTimer m_timer;
};

} // namespace chartwright
