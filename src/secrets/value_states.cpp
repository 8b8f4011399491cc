// SPDX-License-Identifier: Apache-2.0
#include "secrets/value_states.h"

namespace chartwright {

ValueStates::ValueStates(Vault *vault, QObject *parent) : QObject(parent), m_vault(vault)
{
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, &ValueStates::ask);
    const auto askSoon = [this] { m_later.start(0); };
    connect(vault, &Vault::keychainChanged, this, askSoon);
    connect(vault, &Vault::valueChanged, this, [this, askSoon](const ValueKey &key) {
        if (m_ids.contains(key.id))
            askSoon();
    });
}

void ValueStates::watch(const QSet<QString> &ids)
{
    if (std::exchange(m_ids, ids) != ids)
        m_later.start(0);
}

std::optional<Keeping> ValueStates::state(const QString &id) const
{
    // What we hold ourselves is there, whatever has become of the keychain.
    if (m_vault->isKeptForSession({id, {}}))
        return Keeping::Session;
    const auto found = m_states.constFind(ValueKey{id, {}});
    return found == m_states.cend() ? std::nullopt : std::optional(*found);
}

void ValueStates::ask()
{
    m_call.cancel();
    QList<ValueKey> keys;
    for (const QString &id : std::as_const(m_ids))
        keys.append({id, {}});
    m_call = m_vault->states(keys, this, [this](const VaultResult<QHash<ValueKey, Keeping>> &now) {
        m_trouble = now ? std::nullopt : std::optional(now.error());
        m_states = now ? *now : QHash<ValueKey, Keeping>();
        emit changed();
    });
}

} // namespace chartwright
