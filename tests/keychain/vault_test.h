// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "secrets/vault.h"
#include "session.h"
#include "support/test_case.h"

// A vault before a real keyring. What it answers comes as words: "ok", "locked", "other: …".
class VaultTest : public TestCase
{
protected:
    /// What the request hands over, which is never before it returns.
    template <class T, class Ask> chartwright::VaultResult<T> waitFor(Ask ask)
    {
        const auto out = std::make_shared<std::optional<chartwright::VaultResult<T>>>();
        ask([out](chartwright::VaultResult<T> result) { out->emplace(std::move(result)); });
        if (*out || !QTest::qWaitFor([&] { return out->has_value(); }, 40'000))
            return chartwright::vaultFailure(chartwright::Trouble::Other,
                                             QStringLiteral("no answer, or one too early"));
        return std::move(**out);
    }
    QString check();
    QString store(const chartwright::ValueKey &key, const chartwright::SecretValue &value);
    QString read(const chartwright::ValueKey &key, const chartwright::SecretValue &expected);
    QString remove(const chartwright::ValueKey &key);
    QString states(const QList<chartwright::ValueKey> &keys);
    static QString textOf(const chartwright::VaultError &error);
    template <class T> static QString textOf(const chartwright::VaultResult<T> &result)
    {
        return result ? QStringLiteral("ok") : textOf(result.error());
    }
    static chartwright::SecretValue newValue(qsizetype length = 40);

    std::unique_ptr<Session> m_session;
    std::unique_ptr<chartwright::Vault> m_vault;
};
