// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "secrets/vault.h"

#include <QSet>
#include <QTimer>

namespace chartwright {

/// Where some values are, asked anew whenever something may have changed. Main thread.
class ValueStates : public QObject
{
    Q_OBJECT
public:
    explicit ValueStates(Vault *vault, QObject *parent = nullptr);

    /// The ones to ask for from now on.
    void watch(const QSet<QString> &ids);
    /// nullopt: not known yet, or trouble() says why not.
    std::optional<Keeping> state(const QString &id) const;
    const std::optional<VaultError> &trouble() const { return m_trouble; }

signals:
    void changed();

private:
    void ask();

    Vault *m_vault;
    QSet<QString> m_ids;
    QHash<ValueKey, Keeping> m_states;
    std::optional<VaultError> m_trouble;
    VaultCall m_call;
    QTimer m_later; ///< several reasons to ask are one
};

} // namespace chartwright
