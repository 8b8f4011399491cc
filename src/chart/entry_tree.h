// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chart/values.h"

#include <QHash>
#include <vector>

namespace chartwright {

/// The entries of values.yaml as the tree that their paths make, in order. Valid as long as the
/// list that it was made of.
struct EntryTree
{
    QString key;
    const ValuesEntry *entry = nullptr; ///< of a leaf
    std::vector<EntryTree> children;

    explicit EntryTree(const QList<ValuesEntry> &entries)
    {
        for (const ValuesEntry &e : entries) {
            EntryTree *at = this;
            for (const QString &step : e.path)
                at = &at->child(step);
            at->entry = &e;
        }
    }

private:
    explicit EntryTree(const QString &k) : key(k) {}

    EntryTree &child(const QString &step)
    {
        const auto known = m_index.constFind(step);
        if (known != m_index.constEnd())
            return children[*known];
        m_index.insert(step, children.size());
        children.push_back(EntryTree(step));
        return children.back();
    }

    QHash<QString, size_t> m_index;
};

} // namespace chartwright
