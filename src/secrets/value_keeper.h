// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "secrets/secret_index.h"
#include "secrets/vault.h"

#include <QThreadPool>
#include <QTimer>

namespace chartwright {

struct ValueCopy
{
    QString from;
    IndexEntry to;
};

/// The vault and the index of what is in it, in step: no value is kept that the index does not
/// know, and it has the verdicts on them. The index is written on a thread of its own. Main thread.
class ValueKeeper : public QObject
{
    Q_OBJECT
public:
    explicit ValueKeeper(SecretIndex index = SecretIndex(), const VaultLimits &limits = {},
                         QObject *parent = nullptr);
    ~ValueKeeper() override;

    Vault *vault() { return &m_vault; }

    /// Vault::store() under the id of the entry, whose time is set here. `done` as there.
    void store(IndexEntry entry, SecretValue value, QObject *context,
               const Vault::Done<void> &done);
    /// Takes a value out of the keychain and out of the index, for good.
    void forget(const QString &id, QObject *context, const Vault::Done<void> &done);
    /// Copies values, one after another. Where there is none, none is copied. What a keychain that
    /// is locked or away holds up goes on when it is there again.
    void copy(const QList<ValueCopy> &copies);
    /// SecretIndex::adopt().
    void adopt(const QString &document, const QList<IndexEntry> &held);
    using Listed = std::function<void(const Result<QList<IndexEntry>> &)>;
    /// SecretIndex::list(), after all changes that were begun before. `done` is called later,
    /// unless `context` is gone by then.
    void list(QObject *context, const Listed &done);

signals:
    /// A change of the index was written.
    void indexChanged();
    /// Values wait to be copied. Told once, until copying goes on.
    void copyHeldUp(const chartwright::VaultError &error);
    /// The list of values could not be written.
    void indexFailed(const chartwright::Error &error);

private:
    using Then = std::function<void(const Result<void> &)>;
    void change(std::function<Result<void>(SecretIndex &)> work, QObject *context,
                const Then &then);
    void copyNext();
    void tryAgain();
    void copied();
    void holdUp(const VaultError &error);

    SecretIndex m_index;
    Vault m_vault;
    QThreadPool m_thread;
    QList<ValueCopy> m_copies;
    QTimer m_again;
    bool m_copying = false;
    bool m_changed = false; ///< the keychain, since copying was tried
    bool m_heldUp = false;
};

} // namespace chartwright
