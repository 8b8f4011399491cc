// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "checks/secret_facts.h"

#include <QDateTime>
#include <QList>
#include <QSet>
#include <functional>
#include <optional>

namespace chartwright {

/// Where a value in the keychain belongs. Never the value.
struct IndexEntry
{
    QString id;
    QString document; ///< path of topology.yaml; empty: not saved yet
    QString secret, key;
    QString target; ///< see ValueKey
    QDateTime when; ///< last set; UTC
    /// On the value that was set then, so that no value is loaded for it. nullopt: not known.
    std::optional<Verdict> verdict = std::nullopt;

    friend bool operator==(const IndexEntry &, const IndexEntry &) = default;
};

/// What we keep in the keychain, which cannot be listed itself. One file, shared by the designer
/// and the command line, each change of which is read, changed and replaced whole under a lock. Any
/// thread; each call may take as long as a disk does.
class SecretIndex
{
public:
    explicit SecretIndex(QString file = defaultFile());
    /// Beside the folders of our programs in GenericDataLocation: each has an AppDataLocation of
    /// its own.
    static QString defaultFile();

    /// In the order of document, secret and key. No file is an empty list. A damaged one gives what
    /// can still be read of it.
    Result<QList<IndexEntry>> list() const;
    /// An entry of the same id, target and document is replaced; what other documents know of the
    /// value is out of date.
    Result<void> add(const QList<IndexEntry> &entries);
    /// In all entries of the value.
    Result<void> setVerdict(const QString &id, const QString &target, Verdict verdict);
    /// The document holds these values, under these names: what is known of them elsewhere is known
    /// of it too, and what was of no document, since it had not been saved yet, is its own. Values
    /// that the list does not know stay unknown.
    Result<void> adopt(const QString &document, const QList<IndexEntry> &held);
    /// All entries of these ids.
    Result<void> forget(const QSet<QString> &ids);

    /// The ids that no document holds any more. `idsIn` gives those of a document: none if it is
    /// gone, nullopt if it cannot be read now; then it keeps what it had.
    static QSet<QString>
    orphans(const QList<IndexEntry> &entries,
            const std::function<std::optional<QSet<QString>>(const QString &document)> &idsIn);

private:
    Result<void> change(const std::function<void(QList<IndexEntry> &)> &edit);

    QString m_file;
};

} // namespace chartwright
