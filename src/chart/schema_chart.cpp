// SPDX-License-Identifier: Apache-2.0
#include "chart/schema.h"

#include "chart/entry_tree.h"

namespace chartwright::schema {
namespace {

QString s(const char *text) { return QString::fromLatin1(text); }

Value leaf(const ValuesEntry &entry)
{
    Map schema = entry.schema.map();
    if (!entry.help.isEmpty())
        schema.set(s("description"), entry.help);
    return schema;
}

Map block(const EntryTree &tree)
{
    List required;
    Map properties;
    for (const EntryTree &child : tree.children) {
        properties.append(child.key, child.entry ? leaf(*child.entry) : Value(block(child)));
        // A block that an expression leads through has to be there, or Helm stops.
        if (!child.entry || child.entry->required)
            required.append(child.key);
    }
    Map out{{s("type"), s("object")}, {s("additionalProperties"), false}};
    if (!required.isEmpty())
        out.append(s("required"), required);
    out.append(s("properties"), properties);
    return out;
}

} // namespace

Value ofChart(const QString &title, const QList<ValuesEntry> &entries)
{
    Map root{{s("$schema"), s("http://json-schema.org/draft-07/schema#")}};
    if (!title.isEmpty())
        root.set(s("title"), title);
    for (const auto &[key, value] : block(EntryTree(entries)))
        root.append(key, value);
    Map properties = root[s("properties")].map();
    properties.set(s("global"), Map{{s("type"), s("object")}});
    if (!properties.contains(s("enabled"))) {
        properties.set(s("enabled"), Map{{s("type"), s("boolean")},
                                         {s("description"), s("For a parent chart's condition.")}});
    }
    root.set(s("properties"), properties);
    return root;
}

} // namespace chartwright::schema
