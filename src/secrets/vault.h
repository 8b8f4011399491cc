// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "secrets/secret_value.h"
#include "secrets/value_key.h"
#include "secrets/vault_error.h"
#include "secrets/verdict.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <chrono>
#include <functional>
#include <unordered_map>

namespace chartwright {

class KeychainJobs;
class SecretService;
class VaultRequest;

/// Where a value is.
enum class Keeping {
    Missing,
    Stored,
    Locked,  ///< stored, and locked
    Unknown, ///< the keychain is locked, and some do not tell then what they have
    Session, ///< in our memory, until the program ends
};

/// What was asked of the vault. May be kept, copied and let go at will.
class VaultCall
{
public:
    VaultCall() = default;
    explicit VaultCall(VaultRequest *request);
    bool isRunning() const;
    /// The callback is not called any more; a late answer is wiped. A value on its way to the
    /// keychain may still arrive there.
    void cancel();

private:
    QPointer<VaultRequest> m_request;
};

struct VaultLimits
{
    std::chrono::milliseconds question{8'000}; ///< for the service to say how things stand
    std::chrono::milliseconds value{60'000};   ///< for a value; some services ask the person first
    std::chrono::milliseconds person{300'000}; ///< for a password to be typed
};

/// The keychain of the operating system, a Secret Service. Nothing here waits: each request calls
/// its `done` once, later, on the main thread, unless it is cancelled or `context` is gone before.
/// No value is ever kept anywhere else, but in memory where keepForSession() says so. A request
/// that finds the keychain locked says so and does not ask the person: that is what unlock() is
/// for. Main thread.
class Vault : public QObject
{
    Q_OBJECT
public:
    template <class T> using Done = std::function<void(VaultResult<T>)>;

    explicit Vault(const VaultLimits &limits = {}, QObject *parent = nullptr);
    ~Vault() override;

    /// Whether the keychain can be used as it is.
    VaultCall check(QObject *context, Done<void> done);
    VaultCall read(const ValueKey &key, QObject *context, Done<SecretValue> done);
    /// Replaces. At most 1 MiB, since no cluster takes more. Where there is no keyring yet the
    /// service asks the person to make one. Ends a session's keeping.
    VaultCall store(const ValueKey &key, SecretValue value, QObject *context, Done<void> done);
    /// One that is not there is removed.
    VaultCall remove(const ValueKey &key, QObject *context, Done<void> done);
    /// Without loading any value.
    VaultCall states(const QList<ValueKey> &keys, QObject *context,
                     Done<QHash<ValueKey, Keeping>> done);
    /// The service asks the person for the keyring's password; cancelling
    /// leaves the question on the screen, since gnome-keyring 42 aborts when it is to take it away.
    VaultCall unlock(QObject *context, Done<void> done);

    /// Until the program ends, when a person has chosen that in place of a keychain. read() gives
    /// it.
    void keepForSession(const ValueKey &key, SecretValue value);
    bool isKeptForSession(const ValueKey &key) const;
    /// Whether any is kept so, to be lost with the program.
    bool holdsSessionValues() const { return !m_session.empty(); }

    /// Of a value that was stored, read or kept since the program began.
    std::optional<Verdict> verdict(const ValueKey &key) const;

signals:
    void valueChanged(const chartwright::ValueKey &key);
    /// verdict() was found anew.
    void judged(const chartwright::ValueKey &key);
    /// It was locked or unlocked, came or went: states() may give something else.
    void keychainChanged();

private:
    struct States;
    VaultRequest *begin(QObject *context);
    void askNextState(VaultRequest *request, const std::shared_ptr<States> &states);
    void setVerdict(const ValueKey &key, Verdict verdict)
    {
        m_verdicts[key] = verdict;
        emit judged(key);
    }
    struct KeyHash
    {
        size_t operator()(const ValueKey &key) const { return qHash(key); }
    };

    VaultLimits m_limits;
    SecretService *m_service;
    std::unique_ptr<KeychainJobs> m_jobs;
    std::unordered_map<ValueKey, SecretValue, KeyHash> m_session;
    QHash<ValueKey, Verdict> m_verdicts;
};

} // namespace chartwright
