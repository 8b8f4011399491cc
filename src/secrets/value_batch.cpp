// SPDX-License-Identifier: Apache-2.0
#include "secrets/value_batch.h"

namespace chartwright {

ValueBatch::ValueBatch(ValueKeeper *keeper, std::vector<ValueToKeep> values, QObject *parent)
    : QObject(parent), m_keeper(keeper), m_values(std::move(values))
{
}

void ValueBatch::start()
{
    if (m_running)
        return;
    m_running = true;
    storeNext();
}

void ValueBatch::storeNext()
{
    if (m_kept == size()) {
        m_running = false;
        emit finished();
        return;
    }
    m_begun = m_kept + 1;
    const ValueToKeep &next = m_values[size_t(m_kept)];
    m_keeper->store(next.entry, next.value.clone(), this, [this](const VaultResult<void> &stored) {
        if (stored)
            ++m_kept;
        if (m_takenBack)
            return forgetAll();
        if (stored) {
            emit progressed(m_kept);
            storeNext();
        } else {
            m_running = false;
            emit failed(stored.error());
        }
    });
}

void ValueBatch::keepForSession()
{
    Q_ASSERT(!m_running);
    for (; m_kept < size(); ++m_kept) {
        ValueToKeep &next = m_values[size_t(m_kept)];
        m_keeper->vault()->keepForSession({next.entry.id, next.entry.target},
                                          std::move(next.value));
    }
    emit progressed(m_kept);
    emit finished();
}

void ValueBatch::takeBack()
{
    if (std::exchange(m_takenBack, true))
        return;
    setParent(m_keeper);
    disconnect();
    // A value on its way arrives first: forgotten before that, it would stay, and nobody know.
    if (!m_running)
        forgetAll();
}

void ValueBatch::forgetAll()
{
    // Also one that failed: it may have arrived all the same.
    for (int i = 0; i < m_begun; ++i)
        m_keeper->forget(m_values[size_t(i)].entry.id, m_keeper, [](const VaultResult<void> &) {});
    deleteLater();
}

} // namespace chartwright
