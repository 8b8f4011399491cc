// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "secrets/keychain_jobs.h"

#include <QObject>
#include <chrono>

namespace chartwright {

/// One thing that was asked of the vault, and the context of all that it asks in turn: when it
/// goes, no step of it is heard of again. Finishes once, by end() or cancel().
class VaultRequest : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    ~VaultRequest() override { cancel(); }

    bool isRunning() const { return m_running; }
    /// Nothing more is called.
    void cancel();
    /// Calls what hands the outcome over, unless it was cancelled.
    template <class Hand> void end(Hand &&hand)
    {
        if (!m_running)
            return;
        cancel();
        hand();
    }
    /// Has a job carry the value; cancel() drops it.
    void run(KeychainJobs &jobs, KeychainJobs::Verb verb, const QString &key, SecretValue value,
             std::chrono::milliseconds limit, std::function<void(VaultResult<SecretValue>)> then);

private:
    bool m_running = true;
    std::shared_ptr<KeychainJobs::Job> m_job;
};

} // namespace chartwright
