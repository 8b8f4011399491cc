// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/value.h"

namespace chartwright {

/// Where a value stands in a tree. List items are named by Kubernetes' merge key, not by index, so
/// that a path survives reordering: `spec.template.spec.containers[backend].env[LOG_LEVEL]`. Items
/// without a merge key, or while two share one, are named by index: `containers[#1]`.
/// Keys with other characters than [A-Za-z0-9_/-] are quoted: `metadata.annotations.'a.b/c'`.
class Path
{
public:
    struct Step
    {
        enum class Kind { Key, Item, Index };
        Kind kind = Kind::Key;
        QString name; ///< the key, or the value of the merge key
        qsizetype index = -1;
        friend bool operator==(const Step &, const Step &) = default;
    };

    Path() = default;
    /// Parses; text that does not parse gives a path that finds nothing (isValid() is false).
    Path(const QString &text);
    Path(QLatin1StringView text) : Path(QString(text)) {}

    bool isEmpty() const { return m_steps.isEmpty(); }
    bool isValid() const { return m_valid; }
    qsizetype size() const { return m_steps.size(); }
    const QList<Step> &steps() const { return m_steps; }
    QString text() const;

    Path key(const QString &name) const;
    Path item(const QString &mergeKey) const;
    Path index(qsizetype i) const;
    Path operator/(const Path &tail) const;
    Path parent() const;
    Step last() const { return m_steps.isEmpty() ? Step{} : m_steps.last(); }
    /// The steps after `head`, if this path starts with it.
    std::optional<Path> after(const Path &head) const;
    bool startsWith(const Path &head) const { return after(head).has_value(); }
    /// With every item and index as `[]`: `spec.containers[].env[].name`, to look up in a kind's
    /// table.
    QString pattern() const;

    friend bool operator==(const Path &a, const Path &b) { return a.m_steps == b.m_steps; }
    friend size_t qHash(const Path &p, size_t seed = 0) { return ::qHash(p.text(), seed); }

private:
    QList<Step> m_steps;
    bool m_valid = true;
};

/// The keys that may name an item of the list `listKey`, best first ("ports": name, then port …).
QStringList mergeKeys(QStringView listKey);
/// How the item `i` of the list under `listKey` is named: its merge key if it has one that no other
/// item shares, else its index.
Path::Step itemStep(QStringView listKey, const List &list, qsizetype i);

/// Where in a list the item is that a step names, or -1. `listKey` is the key that the list stands
/// under.
qsizetype indexOf(const List &list, QStringView listKey, const Path::Step &step);
/// The value at a path, or a null pointer.
const Value *find(const Value &root, const Path &path);
/// The value at a path, or a null value.
const Value &at(const Value &root, const Path &path);
/// A copy of `root` with the value at `path` set; maps and named items on the way are made. An
/// index past the end appends. Returns `root` unchanged if a step meets a scalar.
Value with(const Value &root, const Path &path, Value value);
/// A copy without the value at `path`; maps that become empty by it go too, list items do not.
Value without(const Value &root, const Path &path);

/// Calls `visit` for every leaf and container, parents first, in order.
void walk(const Value &root, const std::function<void(const Path &, const Value &)> &visit);
/// Calls `visit` for every Ref, those inside a Text too (with the Text's path).
void walkRefs(const Value &root, const std::function<void(const Path &, const Ref &)> &visit);
/// A copy in which every Ref was passed through `replace`.
Value mapRefs(const Value &root, const std::function<Ref(const Ref &)> &replace);

} // namespace chartwright
