// SPDX-License-Identifier: Apache-2.0
#include "chart/values.h"

#include "chart/exposures.h"
#include "chart/schema.h"

namespace chartwright
{
namespace
{

Value withKey(const Value &tree, const QStringList &path, qsizetype from, const Value &value)
{
    if (from == path.size())
        return value;
    Map map = tree.map();
    map.set(path[from], withKey(tree[path[from]], path, from + 1, value));
    return map;
}

} // namespace

QString ValuesEntry::text() const
{
    Path out;
    for (const QString &key : path)
        out = out.key(key);
    return out.text();
}

QList<ValuesEntry> valuesEntries(const Topology &topology) { return Exposures(topology).entries(); }

std::optional<ValuesEntry> entryAt(const QList<ValuesEntry> &entries, const QStringList &path)
{
    for (const ValuesEntry &entry : entries) {
        if (entry.path.size() <= path.size() && path.first(entry.path.size()) == entry.path)
            return entry;
    }
    return std::nullopt;
}

std::optional<ValuesEntry> entryOf(const QList<ValuesEntry> &entries, const ResourceId &resource,
                                   const Path &field)
{
    for (const ValuesEntry &entry : entries) {
        if (entry.resource == resource && !entry.field.isEmpty() && field.startsWith(entry.field))
            return entry;
    }
    return std::nullopt;
}

Value valuesTree(const QList<ValuesEntry> &entries)
{
    Value tree = Map();
    for (const ValuesEntry &entry : entries)
        tree = withKey(tree, entry.path, 0, entry.value);
    return tree;
}

QStringList valuesProblems(const QList<ValuesEntry> &entries, const Value &values)
{
    return schema::problems(schema::ofChart({}, entries), values);
}

} // namespace chartwright
