// SPDX-License-Identifier: Apache-2.0
#include "vault_test.h"

#include "secrets/generator.h"

using namespace chartwright;

QString VaultTest::textOf(const VaultError &error)
{
    static const char *const names[] = {"no bus", "no service", "locked", "denied",
                                        "hung",   "missing",    "other"};
    return error.trouble == Trouble::Other ? QStringLiteral("other: ") + error.error.message
                                           : QString::fromLatin1(names[int(error.trouble)]);
}

SecretValue VaultTest::newValue(qsizetype length)
{
    return std::move(*generate(length, Alphabet::Alphanumeric));
}

QString VaultTest::check()
{
    return textOf(waitFor<void>([&](auto done) { m_vault->check(this, done); }));
}

QString VaultTest::store(const ValueKey &key, const SecretValue &value)
{
    return textOf(
        waitFor<void>([&](auto done) { m_vault->store(key, value.clone(), this, done); }));
}

QString VaultTest::read(const ValueKey &key, const SecretValue &expected)
{
    const auto result = waitFor<SecretValue>([&](auto done) { m_vault->read(key, this, done); });
    return result && !result->equals(expected) ? QStringLiteral("another value") : textOf(result);
}

QString VaultTest::remove(const ValueKey &key)
{
    return textOf(waitFor<void>([&](auto done) { m_vault->remove(key, this, done); }));
}

QString VaultTest::states(const QList<ValueKey> &keys)
{
    static const char *const names[] = {"missing", "stored", "locked", "unknown", "session"};
    using States = QHash<ValueKey, Keeping>;
    const auto result = waitFor<States>([&](auto done) { m_vault->states(keys, this, done); });
    if (!result)
        return textOf(result);
    QStringList out;
    for (const ValueKey &key : keys)
        out += QString::fromLatin1(names[int(result->value(key))]);
    return out.join(u' ');
}
