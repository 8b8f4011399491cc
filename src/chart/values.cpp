// SPDX-License-Identifier: Apache-2.0
#include "chart/values.h"

#include "chart/entry_tree.h"
#include "chart/exposures.h"
#include "chart/schema.h"
#include "manifest/go_text.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

Value valueOf(const EntryTree &tree)
{
    if (tree.entry)
        return tree.entry->value;
    Map map;
    for (const EntryTree &child : tree.children)
        map.append(child.key, valueOf(child));
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

Value valuesTree(const QList<ValuesEntry> &entries) { return valueOf(EntryTree(entries)); }

QStringList valuesProblems(const QList<ValuesEntry> &entries, const Value &values)
{
    if (!manifest::helmReads(values))
        return {QCoreApplication::translate("Values",
                                            "Helm does not read the control characters DEL "
                                            "and U+0080 to U+009F in a value")};
    return schema::problems(schema::ofChart({}, entries), values);
}

} // namespace chartwright
