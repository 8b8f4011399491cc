// SPDX-License-Identifier: Apache-2.0
#include "secrets/vault.h"

#include "secrets/secret_service.h"
#include "secrets/vault_request.h"

#include <QSet>
#include <QTimer>

namespace chartwright {
namespace {

constexpr qsizetype LargestValue = 1024ll * 1024;
constexpr int AtOnce = 8; // questions about state; all at once, the last would seem to hang

using Collection = SecretService::Collection;
using Found = SecretService::Found;
using Verb = KeychainJobs::Verb;

/// Ends the request with an error, or goes on with what was answered.
template <class T, class Done, class Next> auto onwards(VaultRequest *request, Done done, Next next)
{
    return [request, done, next](VaultResult<T> answer) {
        if (!answer)
            request->end([&] { done(tl::unexpected(answer.error())); });
        else if constexpr (std::is_void_v<T>)
            next();
        else
            next(std::move(*answer));
    };
}

template <class Done> void fail(VaultRequest *request, const Done &done, Trouble trouble)
{
    request->end([&] { done(vaultFailure(trouble)); });
}

} // namespace

struct Vault::States
{
    QList<ValueKey> asked;
    QHash<ValueKey, Keeping> out;
    bool isLocked;
    Done<QHash<ValueKey, Keeping>> done;
    qsizetype next = 0, answered = 0;
};

VaultCall::VaultCall(VaultRequest *request) : m_request(request) {}

bool VaultCall::isRunning() const { return m_request && m_request->isRunning(); }

void VaultCall::cancel()
{
    if (m_request)
        m_request->cancel();
}

Vault::Vault(const VaultLimits &limits, QObject *parent)
    : QObject(parent), m_limits(limits), m_service(new SecretService(this)),
      m_jobs(std::make_unique<KeychainJobs>())
{
    connect(m_service, &SecretService::ended, this, &KeychainJobs::forgetSession);
    connect(m_service, &SecretService::changed, this, &Vault::keychainChanged);
}

Vault::~Vault()
{
    const auto requests = findChildren<VaultRequest *>();
    for (VaultRequest *request : requests)
        delete request; // drops what waits, while there is what it waits for
}

VaultRequest *Vault::begin(QObject *context)
{
    auto *request = new VaultRequest(this);
    if (context)
        connect(context, &QObject::destroyed, request, &VaultRequest::cancel);
    return request;
}

VaultCall Vault::check(QObject *context, Done<void> done)
{
    auto *request = begin(context);
    m_service->findCollection(request, m_limits.question,
                              onwards<Collection>(request, done, [=](const Collection &found) {
                                  if (found.isLocked)
                                      fail(request, done, Trouble::Locked);
                                  else
                                      request->end([&] { done({}); });
                              }));
    return VaultCall(request);
}

VaultCall Vault::read(const ValueKey &key, QObject *context, Done<SecretValue> done)
{
    auto *request = begin(context);
    if (isKeptForSession(key)) {
        QTimer::singleShot(0, request, [=, this] {
            const auto kept = m_session.find(key);
            if (kept != m_session.end())
                request->end([&] { done(kept->second.clone()); });
            else
                fail(request, done, Trouble::Missing);
        });
        return VaultCall(request);
    }
    const auto carry = [=, this] {
        request->run(*m_jobs, Verb::Read, key.text(), {}, m_limits.value,
                     onwards<SecretValue>(request, done, [=, this](SecretValue value) {
                         setVerdict(key, judge(value));
                         request->end([&] { done(std::move(value)); });
                     }));
    };
    const auto look = [=, this](const Collection &collection) {
        m_service->findItem(key, request, m_limits.question,
                            onwards<Found>(request, done, [=](Found found) {
                                if (found == Found::Unlocked)
                                    carry();
                                else if (found == Found::Locked || collection.isLocked)
                                    fail(request, done, Trouble::Locked);
                                else
                                    fail(request, done, Trouble::Missing);
                            }));
    };
    m_service->findCollection(request, m_limits.question, onwards<Collection>(request, done, look));
    return VaultCall(request);
}

VaultCall Vault::store(const ValueKey &key, SecretValue value, QObject *context, Done<void> done)
{
    auto *request = begin(context);
    if (value.size() > LargestValue) {
        QTimer::singleShot(0, request, [=] {
            request->end([&] {
                done(tl::unexpected(
                    VaultError{Trouble::Other,
                               {tr("the value is larger than 1 MiB"),
                                {},
                                tr("No cluster takes a Secret as large as that.")}}));
            });
        });
        return VaultCall(request);
    }
    const auto kept = std::make_shared<SecretValue>(std::move(value));
    const auto carry = [=, this](const Collection &collection) {
        if (collection.isLocked)
            return fail(request, done, Trouble::Locked);
        const Verdict verdict = judge(*kept);
        // Without a keyring the person is asked for the password of a new one; a no comes back as
        // some error or other.
        const bool asks = collection.path.isEmpty();
        const auto finish = onwards<SecretValue>(request, done, [=, this](const SecretValue &) {
            m_session.erase(key);
            setVerdict(key, verdict);
            request->end([&] {
                emit valueChanged(key);
                done({});
            });
        });
        request->run(*m_jobs, Verb::Write, key.text(), std::move(*kept),
                     asks ? m_limits.person : m_limits.value, [=](VaultResult<SecretValue> answer) {
                         if (asks && !answer && answer.error().trouble == Trouble::Other)
                             answer = vaultFailure(Trouble::Denied);
                         finish(std::move(answer));
                     });
    };
    m_service->findCollection(request, m_limits.question,
                              onwards<Collection>(request, done, carry));
    return VaultCall(request);
}

VaultCall Vault::remove(const ValueKey &key, QObject *context, Done<void> done)
{
    auto *request = begin(context);
    if (isKeptForSession(key)) {
        // What nobody but us had is gone, whether there is a keychain or not.
        done = [done](VaultResult<void> result) {
            const bool isNobodyThere = !result && result.error().isNoKeychain();
            done(isNobodyThere ? VaultResult<void>() : std::move(result));
        };
    }
    const auto finish = [=, this] {
        m_verdicts.remove(key);
        request->end([&] {
            emit valueChanged(key);
            done({});
        });
    };
    if (m_session.erase(key) > 0) {
        m_verdicts.remove(key);
        emit valueChanged(key);
    }
    const auto look = [=, this](const Collection &collection) {
        m_service->findItem(
            key, request, m_limits.question, onwards<Found>(request, done, [=, this](Found found) {
                if (found == Found::Locked || (found == Found::No && collection.isLocked))
                    fail(request, done, Trouble::Locked);
                else if (found == Found::No)
                    finish();
                else
                    request->run(*m_jobs, Verb::Remove, key.text(), {}, m_limits.value,
                                 onwards<SecretValue>(request, done,
                                                      [=](const SecretValue &) { finish(); }));
            }));
    };
    m_service->findCollection(request, m_limits.question, onwards<Collection>(request, done, look));
    return VaultCall(request);
}

VaultCall Vault::states(const QList<ValueKey> &keys, QObject *context,
                        Done<QHash<ValueKey, Keeping>> done)
{
    auto *request = begin(context);
    const auto out = std::make_shared<QHash<ValueKey, Keeping>>();
    QList<ValueKey> asked;
    QSet<ValueKey> seen;
    for (const ValueKey &key : keys) {
        if (isKeptForSession(key))
            out->insert(key, Keeping::Session);
        else if (!seen.contains(key)) {
            seen.insert(key);
            asked.append(key);
        }
    }
    if (asked.isEmpty()) {
        QTimer::singleShot(0, request, [=] { request->end([&] { done(*out); }); });
        return VaultCall(request);
    }
    const auto look = [=, this](const Collection &collection) {
        const auto states =
            std::make_shared<States>(States{asked, *out, collection.isLocked, done});
        for (int i = 0; i < AtOnce; ++i)
            askNextState(request, states);
    };
    m_service->findCollection(request, m_limits.question, onwards<Collection>(request, done, look));
    return VaultCall(request);
}

void Vault::askNextState(VaultRequest *request, const std::shared_ptr<States> &states)
{
    if (states->next == states->asked.size())
        return;
    const ValueKey key = states->asked[states->next++];
    const auto note = [=, this](Found found) {
        states->out.insert(key, found == Found::Unlocked ? Keeping::Stored
                                : found == Found::Locked ? Keeping::Locked
                                : states->isLocked       ? Keeping::Unknown
                                                         : Keeping::Missing);
        if (++states->answered == states->asked.size())
            request->end([&] { states->done(states->out); });
        else
            askNextState(request, states);
    };
    m_service->findItem(key, request, m_limits.question,
                        onwards<Found>(request, states->done, note));
}

VaultCall Vault::unlock(QObject *context, Done<void> done)
{
    auto *request = begin(context);
    const auto verify = [=, this] {
        m_service->findCollection(request, m_limits.question,
                                  onwards<Collection>(request, done, [=](const Collection &found) {
                                      if (found.isLocked)
                                          fail(request, done, Trouble::Denied);
                                      else
                                          request->end([&] { done({}); });
                                  }));
    };
    const auto open = [=, this](const Collection &found) {
        if (!found.isLocked)
            request->end([&] { done({}); });
        else
            m_service->unlock(found.path, request, m_limits.question, m_limits.person,
                              onwards<void>(request, done, verify));
    };
    m_service->findCollection(request, m_limits.question, onwards<Collection>(request, done, open));
    return VaultCall(request);
}

void Vault::keepForSession(const ValueKey &key, SecretValue value)
{
    const Verdict verdict = judge(value);
    m_session.insert_or_assign(key, std::move(value));
    setVerdict(key, verdict);
    emit valueChanged(key);
}

bool Vault::isKeptForSession(const ValueKey &key) const
{
    return m_session.find(key) != m_session.end();
}

std::optional<Verdict> Vault::verdict(const ValueKey &key) const
{
    const auto it = m_verdicts.constFind(key);
    return it == m_verdicts.cend() ? std::nullopt : std::optional(*it);
}

} // namespace chartwright
