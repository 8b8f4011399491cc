// SPDX-License-Identifier: Apache-2.0
#include "secrets/vault_request.h"

#include <QTimer>

namespace chartwright {

void VaultRequest::cancel()
{
    if (!std::exchange(m_running, false))
        return;
    if (m_job)
        KeychainJobs::drop(*m_job);
    // Calls and timers have it for their context.
    const auto steps = children();
    for (QObject *step : steps)
        step->deleteLater();
    deleteLater();
}

void VaultRequest::run(KeychainJobs &jobs, KeychainJobs::Verb verb, const QString &key,
                       SecretValue value, std::chrono::milliseconds limit,
                       std::function<void(VaultResult<SecretValue>)> then)
{
    QTimer::singleShot(limit, this, [this, then] {
        if (!m_running)
            return;
        KeychainJobs::drop(*m_job);
        then(vaultFailure(Trouble::Hung));
    });
    m_job = std::make_shared<KeychainJobs::Job>();
    m_job->verb = verb;
    m_job->key = key;
    m_job->value = std::move(value);
    m_job->done = std::move(then);
    jobs.add(m_job);
}

} // namespace chartwright
