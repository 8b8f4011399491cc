// SPDX-License-Identifier: Apache-2.0
#include "secrets/value_keeper.h"

#include <chrono>

using namespace std::chrono_literals;

namespace chartwright {

ValueKeeper::ValueKeeper(SecretIndex index, const VaultLimits &limits, QObject *parent)
    : QObject(parent), m_index(std::move(index)), m_vault(limits)
{
    m_thread.setMaxThreadCount(1); // what is written keeps its order
    connect(&m_vault, &Vault::keychainChanged, this, &ValueKeeper::tryAgain);
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &ValueKeeper::copyNext);
    connect(&m_vault, &Vault::judged, this, [this](const ValueKey &key) {
        if (m_vault.isKeptForSession(key))
            return; // nothing of it on the disk
        change([key, verdict = *m_vault.verdict(key)](
                   SecretIndex &all) { return all.setVerdict(key.id, key.target, verdict); },
               this,
               [this](const Result<void> &done) {
                   if (!done)
                       emit indexFailed(done.error());
               });
    });
}

ValueKeeper::~ValueKeeper() { m_thread.waitForDone(); }

void ValueKeeper::change(std::function<Result<void>(SecretIndex &)> work, QObject *context,
                         const Then &then)
{
    m_thread.start([this, work = std::move(work), context = QPointer(context), then] {
        const Result<void> done = work(m_index);
        QMetaObject::invokeMethod(
            this,
            [=, this] {
                if (context)
                    then(done);
                if (done)
                    emit indexChanged();
            },
            Qt::QueuedConnection);
    });
}

void ValueKeeper::list(QObject *context, const Listed &done)
{
    m_thread.start([this, context = QPointer(context), done] {
        const auto entries = m_index.list();
        QMetaObject::invokeMethod(
            this,
            [=] {
                if (context)
                    done(entries);
            },
            Qt::QueuedConnection);
    });
}

void ValueKeeper::store(IndexEntry entry, SecretValue value, QObject *context,
                        const Vault::Done<void> &done)
{
    entry.when = QDateTime::currentDateTimeUtc();
    entry.verdict.reset(); // until the value is there
    const auto kept = std::make_shared<SecretValue>(std::move(value));
    const auto carry = [=, this](const Result<void> &known) {
        if (!known)
            done(tl::unexpected(VaultError{Trouble::Other, known.error()}));
        else
            m_vault.store({entry.id, entry.target}, std::move(*kept), context, done);
    };
    // Asked first, so that the index knows of no value that had no chance.
    m_vault.check(context, [=, this](const VaultResult<void> &usable) {
        if (!usable)
            done(usable);
        else
            change([entry](SecretIndex &index) { return index.add({entry}); }, context, carry);
    });
}

void ValueKeeper::forget(const QString &id, QObject *context, const Vault::Done<void> &done)
{
    m_vault.remove({id, {}}, context, [=, this](const VaultResult<void> &removed) {
        if (!removed)
            return done(removed);
        change([id](SecretIndex &index) { return index.forget({id}); }, context,
               [done](const Result<void> &forgotten) {
                   if (forgotten)
                       done({});
                   else
                       done(tl::unexpected(VaultError{Trouble::Other, forgotten.error()}));
               });
    });
}

void ValueKeeper::copy(const QList<ValueCopy> &copies)
{
    m_copies += copies;
    copyNext();
}

void ValueKeeper::copyNext()
{
    if (m_copying || m_copies.isEmpty())
        return;
    m_copying = true;
    m_changed = false;
    const ValueCopy copy = m_copies.constFirst();
    const ValueKey from{copy.from, {}};
    m_vault.read(from, this, [=, this](VaultResult<SecretValue> value) {
        if (!value) {
            if (value.error().trouble == Trouble::Missing)
                copied();
            else
                holdUp(value.error());
        } else if (m_vault.isKeptForSession(from)) {
            m_vault.keepForSession({copy.to.id, {}}, std::move(*value));
            copied();
        } else {
            store(copy.to, std::move(*value), this, [this](const VaultResult<void> &stored) {
                if (stored)
                    copied();
                else
                    holdUp(stored.error());
            });
        }
    });
}

/// What it answers may still be from before it changed.
void ValueKeeper::tryAgain()
{
    m_changed = true;
    copyNext();
}

void ValueKeeper::copied()
{
    m_copies.removeFirst();
    m_copying = m_heldUp = false;
    copyNext();
}

void ValueKeeper::holdUp(const VaultError &error)
{
    m_copying = false;
    if (!std::exchange(m_heldUp, true))
        emit copyHeldUp(error);
    m_again.start(m_changed ? 200ms : 5s); // one that hung tells nobody when it goes on
}

void ValueKeeper::adopt(const QString &document, const QList<IndexEntry> &held)
{
    if (held.isEmpty())
        return;
    change([=](SecretIndex &index) { return index.adopt(document, held); }, this,
           [this](const Result<void> &done) {
               if (!done)
                   emit indexFailed(done.error());
           });
}

} // namespace chartwright
