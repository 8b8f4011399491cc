// SPDX-License-Identifier: Apache-2.0
#include "base/value_id.h"
#include "secrets/keychain_jobs.h"
#include "support/result_check.h"
#include "vault_test.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <signal.h>

using namespace chartwright;

// One vault lives through all of it, as in the program: the functions build on each other.
class KeychainTest : public VaultTest
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void noBus();
    void noService();
    void noKeyringYet();
    void storesAndReads();
    void everyByteSurvives();
    void states();
    void removes();
    void cancelledIsNotHeardOf();
    void locked();
    void refusedAtThePrompt();
    void cancelledPromptIsNotHeardOf();
    void unlockedAtThePrompt();
    void stopped();
    void stoppedWhileAValueIsOnItsWay();
    void killedInTheMiddle();
    void killedAtThePrompt();
    void comesBack();
    void busEnds();

private:
    using VaultTest::states;
    SecretValue m_value;
    QByteArray m_password;
};

namespace {

const ValueKey first{QStringLiteral("vfirst22"), {}};
const ValueKey second{QStringLiteral("vsecond2"), QStringLiteral("prod")};
const ValueKey unknown{QStringLiteral("vunknown"), {}};

constexpr std::chrono::milliseconds Question(1500);

} // namespace

void KeychainTest::initTestCase()
{
    m_session = std::make_unique<Session>();
    QVERIFY2(m_session->startDisplay(), qPrintable(m_session->complaints()));
    // Of Plasma, where QtKeychain would take KWallet's own interface.
    qputenv("XDG_CURRENT_DESKTOP", "KDE");
    qputenv("KDE_SESSION_VERSION", "5");
    VaultLimits limits;
    limits.question = Question;
    m_vault = std::make_unique<Vault>(limits);
    m_value = newValue();
    m_password = newValue(12).view().toByteArray();
}

void KeychainTest::cleanupTestCase()
{
    m_vault.reset();
    m_session.reset();
}

void KeychainTest::noBus()
{
    QCOMPARE(check(), QStringLiteral("no bus"));
    QCOMPARE(store(first, m_value), QStringLiteral("no bus"));
}

void KeychainTest::noService()
{
    QVERIFY(m_session->startBus());
    QCOMPARE(check(), QStringLiteral("no service"));
    QCOMPARE(store(first, m_value), QStringLiteral("no service"));
    QCOMPARE(read(first, m_value), QStringLiteral("no service"));
    QCOMPARE(states({first}), QStringLiteral("no service"));
    const auto unlocked = waitFor<void>([&](auto done) { m_vault->unlock(this, done); });
    QCOMPARE(textOf(unlocked), QStringLiteral("no service"));
}

// The service asks for the password of a new keyring; Esc says no.
void KeychainTest::noKeyringYet()
{
    QVERIFY2(m_session->startKeyring({}), qPrintable(m_session->complaints()));
    QCOMPARE(check(), QStringLiteral("ok"));
    QCOMPARE(states({first}), QStringLiteral("missing"));
    std::optional<QString> outcome;
    m_vault->store(first, m_value.clone(), this,
                   [&](const VaultResult<void> &result) { outcome = textOf(result); });
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isPromptShown(), 20'000);
    QVERIFY(m_session->type({QStringLiteral("key"), QStringLiteral("Escape")}));
    QTRY_VERIFY_WITH_TIMEOUT(outcome, 20'000);
    QCOMPARE(*outcome, QStringLiteral("denied"));
    QCOMPARE(qgetenv("KDE_SESSION_VERSION"), QByteArray("5")); // hidden for the first job alone
}

void KeychainTest::storesAndReads()
{
    m_session->stopKeyring();
    QSignalSpy appeared(m_vault.get(), &Vault::keychainChanged);
    QVERIFY2(m_session->startKeyring(m_password), qPrintable(m_session->complaints()));
    QCOMPARE(check(), QStringLiteral("ok"));
    QTRY_VERIFY(!appeared.isEmpty());
    QSignalSpy changed(m_vault.get(), &Vault::valueChanged);
    QCOMPARE(store(first, m_value), QStringLiteral("ok"));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(read(first, m_value), QStringLiteral("ok"));
    QCOMPARE(m_vault->verdict(first), std::optional(Verdict()));
    // Another program finds it by the same attributes.
    const QByteArray found =
        m_session->output(QStringLiteral("secret-tool"),
                          {QStringLiteral("lookup"), QStringLiteral("user"), first.text(),
                           QStringLiteral("server"), QStringLiteral("chartwright")});
    QVERIFY(QByteArray::fromBase64(found) == m_value.view());

    const SecretValue replaced = newValue(12);
    QCOMPARE(store(first, replaced), QStringLiteral("ok"));
    QCOMPARE(read(first, replaced), QStringLiteral("ok"));
    QCOMPARE(store(first, m_value), QStringLiteral("ok"));

    m_vault->keepForSession(second, newValue());
    QCOMPARE(store(second, replaced), QStringLiteral("ok"));
    QVERIFY(!m_vault->isKeptForSession(second));
    QCOMPARE(read(second, replaced), QStringLiteral("ok"));
}

void KeychainTest::everyByteSurvives()
{
    const ValueKey key{QStringLiteral("vbytes22"), {}};
    QByteArray bytes;
    for (int i = 0; i < 512; ++i)
        bytes += char(i);
    QCOMPARE(store(key, SecretValue(bytes)), QStringLiteral("ok"));
    QCOMPARE(read(key, SecretValue(bytes)), QStringLiteral("ok"));
    QCOMPARE(store(key, SecretValue()), QStringLiteral("ok"));
    QCOMPARE(read(key, SecretValue()), QStringLiteral("ok"));
    QCOMPARE(m_vault->verdict(key), std::optional(Verdict(Oddity::Empty)));
    SecretValue large = SecretValue::ofSize(1024ll * 1024);
    for (qsizetype i = 0; i < large.size(); ++i)
        large.data()[i] = char(i * 7);
    QCOMPARE(store(key, large), QStringLiteral("ok"));
    QCOMPARE(read(key, large), QStringLiteral("ok"));
    QCOMPARE(remove(key), QStringLiteral("ok"));
}

void KeychainTest::states()
{
    QCOMPARE(states({first, second, unknown, {second.id, {}}}),
             QStringLiteral("stored stored missing missing"));
    QCOMPARE(read(unknown, m_value), QStringLiteral("missing"));
    QCOMPARE(states({}), QString());
    QList<ValueKey> many;
    for (int i = 0; i < 300; ++i)
        many.append({newValueId(), {}});
    many[299] = first;
    QElapsedTimer timer;
    timer.start();
    QVERIFY(states(many).endsWith(QStringLiteral("missing stored")));
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

void KeychainTest::removes()
{
    QCOMPARE(remove(second), QStringLiteral("ok"));
    QCOMPARE(states({first, second}), QStringLiteral("stored missing"));
    QCOMPARE(remove(second), QStringLiteral("ok")); // twice is as good
    QVERIFY(!m_vault->verdict(second));
}

void KeychainTest::cancelledIsNotHeardOf()
{
    bool heard = false;
    const auto hear = [&](const auto &) { heard = true; };
    VaultCall reading = m_vault->read(first, this, hear);
    VaultCall storing = m_vault->store(second, newValue(), this, hear);
    VaultCall asking = m_vault->states({first}, this, hear);
    for (VaultCall *call : {&reading, &storing, &asking}) {
        call->cancel();
        QVERIFY(!call->isRunning());
    }
    // Also one whose job waits behind another one's.
    QCOMPARE(read(first, m_value), QStringLiteral("ok"));
    QCOMPARE(states({second}), QStringLiteral("missing"));
    QVERIFY(!heard);
}

void KeychainTest::locked()
{
    QSignalSpy changed(m_vault.get(), &Vault::keychainChanged);
    QVERIFY(m_session->lock());
    QTRY_VERIFY(!changed.isEmpty());
    QCOMPARE(check(), QStringLiteral("locked"));
    QCOMPARE(states({first, unknown}), QStringLiteral("locked unknown"));
    QCOMPARE(read(first, m_value), QStringLiteral("locked"));
    QCOMPARE(read(unknown, m_value), QStringLiteral("locked")); // never "missing"
    QCOMPARE(store(first, m_value), QStringLiteral("locked"));
    QCOMPARE(remove(first), QStringLiteral("locked"));
    QTest::qWait(500);
    QVERIFY(!m_session->isPromptShown()); // nobody was asked by the way
}

void KeychainTest::refusedAtThePrompt()
{
    std::optional<QString> outcome;
    m_vault->unlock(this, [&](const VaultResult<void> &result) { outcome = textOf(result); });
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isPromptShown(), 20'000);
    QVERIFY(!outcome); // it waits for the person
    QVERIFY(m_session->type({QStringLiteral("key"), QStringLiteral("Escape")}));
    QTRY_VERIFY_WITH_TIMEOUT(outcome, 20'000);
    QCOMPARE(*outcome, QStringLiteral("denied"));
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->isPromptShown(), 20'000);
    QCOMPARE(states({first}), QStringLiteral("locked"));
}

void KeychainTest::cancelledPromptIsNotHeardOf()
{
    bool heard = false;
    VaultCall call = m_vault->unlock(this, [&](const auto &) { heard = true; });
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isPromptShown(), 20'000);
    call.cancel();
    QCOMPARE(check(), QStringLiteral("locked"));
    // The question stays: gnome-keyring 42 would abort if it were to take it away.
    QVERIFY(m_session->type({QStringLiteral("key"), QStringLiteral("Escape")}));
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->isPromptShown(), 20'000);
    QVERIFY(!heard);
    QCOMPARE(m_session->endOfKeyring(), QString());
}

void KeychainTest::unlockedAtThePrompt()
{
    std::optional<QString> outcome;
    m_vault->unlock(this, [&](const VaultResult<void> &result) { outcome = textOf(result); });
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isPromptShown(), 20'000);
    QTest::qWait(500); // until it has the keyboard
    QVERIFY(m_session->type({QStringLiteral("type"), QStringLiteral("--delay"),
                             QStringLiteral("40"), QString::fromLatin1(m_password)}));
    QVERIFY(m_session->type({QStringLiteral("key"), QStringLiteral("Return")}));
    QTRY_VERIFY_WITH_TIMEOUT(outcome, 20'000);
    QCOMPARE(*outcome, QStringLiteral("ok"));
    QCOMPARE(read(first, m_value), QStringLiteral("ok"));
    const auto again = waitFor<void>([&](auto done) { m_vault->unlock(this, done); });
    QCOMPARE(textOf(again), QStringLiteral("ok")); // and nobody is asked
}

void KeychainTest::stopped()
{
    m_session->signalKeyring(SIGSTOP);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(check(), QStringLiteral("hung"));
    QVERIFY(timer.elapsed() >= Question.count() * 9 / 10 &&
            timer.elapsed() < Question.count() + 3000);
    QCOMPARE(read(first, m_value), QStringLiteral("hung"));
    QCOMPARE(store(second, m_value), QStringLiteral("hung"));
    QCOMPARE(states({first}), QStringLiteral("hung"));
    bool heard = false;
    VaultCall cancelled = m_vault->read(first, this, [&](const auto &) { heard = true; });
    cancelled.cancel();
    m_session->signalKeyring(SIGCONT);
    QCOMPARE(check(), QStringLiteral("ok"));
    QCOMPARE(read(first, m_value), QStringLiteral("ok"));
    QCOMPARE(states({second}), QStringLiteral("missing")); // what hung came to nothing, not late
    QVERIFY(!heard);
}

// For 30 s; longer than libsecret waits.
void KeychainTest::stoppedWhileAValueIsOnItsWay()
{
    KeychainJobs jobs;
    const auto job = [&](std::function<void(VaultResult<SecretValue>)> done) {
        auto out = std::make_shared<KeychainJobs::Job>();
        out->verb = KeychainJobs::Verb::Read;
        out->key = first.text();
        out->done = std::move(done);
        jobs.add(out);
        return out;
    };
    m_session->signalKeyring(SIGSTOP);
    QElapsedTimer timer;
    timer.start();
    bool heardDropped = false, heardWaiting = false;
    std::optional<QString> late;
    const auto dropped = job([&](const auto &) { heardDropped = true; });
    const auto waiting = job([&](const auto &) { heardWaiting = true; });
    job([&](const VaultResult<SecretValue> &result) { late = textOf(result); });
    QTest::qWait(500);
    KeychainJobs::drop(*dropped);
    KeychainJobs::drop(*waiting);
    QCOMPARE(read(first, m_value), QStringLiteral("hung"));
    QTest::qWait(int(std::max<qint64>(0, 30'000 - timer.elapsed())));
    m_session->signalKeyring(SIGCONT);
    QTRY_VERIFY_WITH_TIMEOUT(late, 40'000);
    QVERIFY(!heardDropped && !heardWaiting);
    QCOMPARE(read(first, m_value), QStringLiteral("ok"));
}

void KeychainTest::killedInTheMiddle()
{
    KeychainJobs jobs;
    m_session->signalKeyring(SIGSTOP);
    std::optional<QString> question, value;
    m_vault->check(this, [&](const VaultResult<void> &result) { question = textOf(result); });
    auto job = std::make_shared<KeychainJobs::Job>();
    job->verb = KeychainJobs::Verb::Write;
    job->key = second.text();
    job->value = newValue();
    job->done = [&](const VaultResult<SecretValue> &result) { value = textOf(result); };
    jobs.add(job);
    QTest::qWait(300);
    m_session->signalKeyring(SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(question && value, 30'000);
    QVERIFY2(question->startsWith(QStringLiteral("other: the keychain failed: ")),
             qPrintable(*question));
    QVERIFY2(value->startsWith(QStringLiteral("other: the keychain failed: ")), qPrintable(*value));
    QCOMPARE(check(), QStringLiteral("no service"));
    QCOMPARE(read(first, m_value), QStringLiteral("no service"));
}

void KeychainTest::killedAtThePrompt()
{
    QVERIFY2(m_session->startKeyring(m_password), qPrintable(m_session->complaints()));
    QVERIFY(m_session->lock());
    std::optional<QString> outcome;
    m_vault->unlock(this, [&](const VaultResult<void> &result) { outcome = textOf(result); });
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isPromptShown(), 20'000);
    m_session->signalKeyring(SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(outcome, 20'000);
    QCOMPARE(*outcome, QStringLiteral("other: the keychain failed: its service has ended"));
}

void KeychainTest::comesBack()
{
    QVERIFY2(m_session->startKeyring(m_password), qPrintable(m_session->complaints()));
    QCOMPARE(read(first, m_value), QStringLiteral("ok"));
    QCOMPARE(states({first, second}), QStringLiteral("stored missing"));
    QCOMPARE(store(second, m_value), QStringLiteral("ok"));
    QCOMPARE(read(second, m_value), QStringLiteral("ok"));
}

void KeychainTest::busEnds()
{
    m_session->stopKeyring();
    m_session->stopBus();
    QTRY_COMPARE(check(), QStringLiteral("no bus"));
    QTest::qWait(500); // for what others do about it
    QCOMPARE(store(first, m_value), QStringLiteral("no bus"));
}

CHARTWRIGHT_TEST(KeychainTest)
#include "test_keychain.moc"
