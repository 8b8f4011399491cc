// SPDX-License-Identifier: Apache-2.0
#include "cluster/backoff.h"

#include <QRandomGenerator>
#include <algorithm>
#include <cmath>

namespace chartwright {

bool Backoff::isFresh() const { return m_times == 0 || m_last.hasExpired(m_limits.reset.count()); }

std::chrono::milliseconds Backoff::next()
{
    if (isFresh())
        m_times = 0;
    m_last.start();
    const double delay = double(m_limits.first.count()) * std::pow(m_limits.factor, m_times++);
    const double bounded = std::min(delay, double(m_limits.most.count()));
    const double chance = QRandomGenerator::global()->generateDouble() * m_limits.jitter;
    return std::chrono::milliseconds(qint64(bounded * (1 + chance)));
}

} // namespace chartwright
