// SPDX-License-Identifier: Apache-2.0
#include "secrets/generator.h"
#include "secrets/value_keeper.h"
#include "secrets/value_states.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace chartwright;

// What needs no keychain; the rest is in tests/keychain.
class VaultTest : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void withoutABus();
    void keptForTheSession();
    void sessionIsKnownWithoutAKeychain();
    void cancelled();
    void contextGone();
    void vaultGone();
    void tooLarge();
    void words();
};

namespace {

SecretValue someValue() { return std::move(*generate(32, Alphabet::Alphanumeric)); }

const ValueKey key{QStringLiteral("vaaaaaaa"), {}};

} // namespace

void VaultTest::initTestCase()
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/chartwright");
}

void VaultTest::withoutABus()
{
    Vault vault;
    QList<Trouble> troubles;
    const auto note = [&](const auto &result) {
        troubles.append(result ? Trouble::Other : result.error().trouble);
    };
    vault.check(this, note);
    vault.read(key, this, note);
    vault.store(key, someValue(), this, note);
    vault.remove(key, this, note);
    vault.states({key}, this, note);
    const VaultCall last = vault.unlock(this, note);
    QVERIFY(troubles.isEmpty()); // never before the call returns
    QVERIFY(last.isRunning());
    QTRY_COMPARE(troubles, QList<Trouble>(6, Trouble::NoBus));
    QVERIFY(!last.isRunning());
    QVERIFY(!vault.isKeptForSession(key)); // nothing takes a value by itself
}

void VaultTest::keptForTheSession()
{
    Vault vault;
    QSignalSpy changed(&vault, &Vault::valueChanged);
    SecretValue value = someValue();
    const SecretValue copy = value.clone();
    vault.keepForSession(key, std::move(value));
    QCOMPARE(changed.size(), 1);
    QVERIFY(vault.isKeptForSession(key));
    QVERIFY(!vault.isKeptForSession({key.id, QStringLiteral("prod")}));
    QCOMPARE(vault.verdict(key), std::optional(Verdict()));

    bool read = false;
    vault.read(key, this, [&](const VaultResult<SecretValue> &result) {
        read = result && result->equals(copy);
    });
    QTRY_VERIFY(read);
    QHash<ValueKey, Keeping> states;
    vault.states({key}, this, [&](const auto &result) { states = *result; });
    QTRY_COMPARE(states.value(key), Keeping::Session);

    vault.keepForSession(key, SecretValue(QByteArrayView("x\n")));
    QCOMPARE(vault.verdict(key), std::optional(Verdict(Oddity::TrailingNewline)));
    bool removed = false;
    vault.remove(key, this, [&](const auto &) { removed = true; });
    QVERIFY(!vault.isKeptForSession(key));
    QVERIFY(!vault.verdict(key));
    QTRY_VERIFY(removed);
}

// One value that only a keychain could tell of hides none that is in our memory.
void VaultTest::sessionIsKnownWithoutAKeychain()
{
    const QTemporaryDir folder;
    ValueKeeper keeper(SecretIndex(folder.filePath(QStringLiteral("index.json"))));
    const QString other = QStringLiteral("vbbbbbbb");
    ValueStates states(keeper.vault());
    states.watch({key.id, other});
    QTRY_VERIFY(states.trouble());
    QVERIFY(!states.state(key.id));
    keeper.vault()->keepForSession(key, someValue());
    QTRY_COMPARE(states.state(key.id), std::optional(Keeping::Session));
    QVERIFY(states.trouble() && !states.state(other));
    bool forgotten = false;
    keeper.forget(key.id, this, [&](const VaultResult<void> &done) { forgotten = bool(done); });
    QTRY_VERIFY(forgotten);
    QTRY_VERIFY(!states.state(key.id));
}

void VaultTest::cancelled()
{
    Vault vault;
    bool called = false, other = false;
    const auto note = [&](const auto &) { called = true; };
    QList<VaultCall> calls{vault.check(this, note), vault.read(key, this, note),
                           vault.store(key, someValue(), this, note)};
    vault.keepForSession(key, someValue());
    calls.append(vault.read(key, this, note));
    for (VaultCall &call : calls) {
        call.cancel();
        QVERIFY(!call.isRunning());
        call.cancel(); // twice is as good
    }
    vault.check(this, [&](const auto &) { other = true; });
    QTRY_VERIFY(other);
    QTest::qWait(20);
    QVERIFY(!called);
    VaultCall().cancel();
}

void VaultTest::contextGone()
{
    Vault vault;
    auto context = std::make_unique<QObject>();
    bool called = false;
    const VaultCall call = vault.check(context.get(), [&](const auto &) { called = true; });
    context.reset();
    QVERIFY(!call.isRunning());
    QTest::qWait(20);
    QVERIFY(!called);
}

void VaultTest::vaultGone()
{
    auto vault = std::make_unique<Vault>();
    bool called = false;
    const VaultCall call = vault->check(this, [&](const auto &) { called = true; });
    vault.reset();
    QVERIFY(!call.isRunning());
    QTest::qWait(20);
    QVERIFY(!called);
}

void VaultTest::tooLarge()
{
    Vault vault;
    std::optional<VaultError> error;
    vault.store(key, SecretValue::ofSize(1024 * 1024 + 1), this,
                [&](const auto &result) { error = result.error(); });
    QTRY_VERIFY(error);
    QVERIFY2(error->error.message.contains(QStringLiteral("larger than 1 MiB")),
             qPrintable(error->error.text()));
}

void VaultTest::words()
{
    QSet<QString> seen;
    for (const Trouble trouble :
         {Trouble::NoBus, Trouble::NoService, Trouble::Locked, Trouble::Denied, Trouble::Hung,
          Trouble::Missing, Trouble::Other}) {
        const VaultError error = vaultError(trouble);
        QVERIFY(!error.error.message.isEmpty() && !error.error.remedy.isEmpty());
        seen.insert(error.error.message);
    }
    QCOMPARE(seen.size(), 7);
    QVERIFY(vaultError(Trouble::Other, QStringLiteral("out of paper"))
                .error.message.contains(u"out of paper"));
}

CHARTWRIGHT_TEST(VaultTest)
#include "test_vault.moc"
