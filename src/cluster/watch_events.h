// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_failure.h"
#include "cluster/api_kinds.h"

#include <QSet>

/// What the answers to a list and a watch amount to. Any thread; a pool in one at a time.
namespace chartwright {

/// Thousands of objects of a kind are the same for most of what they say: that is kept once. What
/// nobody has any more goes now and then, when the pool is emptied.
class ValuePool
{
public:
    /// An equal value that may share all or parts of it with those before.
    Value shared(const Value &value);

private:
    QString shared(const QString &text);
    Value pooled(size_t hash, const Value &value);

    QSet<QString> m_texts;
    QMultiHash<size_t, Value> m_values; ///< lists and maps
};

/// "namespace/name"; "/name" of what stands in no namespace.
QString watchKey(const Value &object);

struct WatchedObject
{
    QString key;
    Value object; ///< null: deleted
};

struct WatchPage
{
    QList<WatchedObject> objects;
    QString resourceVersion;
    QString next; ///< the `continue` of the next page; empty: this is the last
};
WatchPage readPage(const Value &list, const ApiKind &kind, ValuePool &pool);

struct WatchEvents
{
    QList<WatchedObject> objects; ///< in their order
    QString resourceVersion;      ///< the last one; empty where there is none
    /// What was no event, or the server's error; what comes after does not count.
    std::optional<ApiFailure> failure;
};
/// `what` names the request. Lines that are empty are passed over.
WatchEvents readEvents(const QList<QByteArray> &lines, const ApiKind &kind, const QString &what,
                       ValuePool &pool);

/// Whether the version that was asked for is not to be had any more: only a new list helps.
bool isExpired(const ApiFailure &failure);

} // namespace chartwright
