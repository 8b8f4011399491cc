// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QElapsedTimer>
#include <chrono>

namespace chartwright {

/// How long to wait before it is tried again: longer each time, with some chance in it, so that not
/// everybody comes back at once (client-go's figures). After a while without a failure it starts
/// over.
class Backoff
{
public:
    struct Limits
    {
        std::chrono::milliseconds first{800}, most{30'000}, reset{120'000};
        double factor = 2;
        double jitter = 1; ///< up to that much of a delay is added
    };

    explicit Backoff(const Limits &limits) : m_limits(limits) {}

    std::chrono::milliseconds next();
    /// Whether next() was not called lately.
    bool isFresh() const;
    void reset() { m_times = 0; }

private:
    Limits m_limits;
    QElapsedTimer m_last;
    int m_times = 0;
};

} // namespace chartwright
