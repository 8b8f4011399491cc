// SPDX-License-Identifier: Apache-2.0
#include "chart/schema.h"

namespace chartwright::schema
{
namespace
{

QString s(const char *text) { return QString::fromLatin1(text); }

Map object()
{
    return {{s("type"), s("object")}, {s("additionalProperties"), false}, {s("required"), List()},
            {s("properties"), Map()}};
}

void require(Map &node, const QString &key)
{
    List required = node[s("required")].list();
    if (!required.contains(Value(key)))
        required.append(key);
    node.set(s("required"), required);
}

Map added(Map node, const ValuesEntry &entry, qsizetype from)
{
    const QString &key = entry.path[from];
    Map properties = node[s("properties")].map();
    if (from + 1 < entry.path.size()) {
        const Value *inner = properties.find(key);
        properties.set(key, added(inner ? inner->map() : object(), entry, from + 1));
        // A block that an expression leads through has to be there, or Helm stops.
        require(node, key);
    } else {
        Map schema = entry.schema.map();
        if (!entry.help.isEmpty())
            schema.set(s("description"), entry.help);
        properties.set(key, schema);
        if (entry.required)
            require(node, key);
    }
    node.set(s("properties"), properties);
    return node;
}

/// Empty lists of required keys say nothing.
Value tidy(const Value &node)
{
    if (!node.isMap())
        return node;
    Map out;
    for (const auto &[key, value] : node.map()) {
        if (key == u"required" && value.isList() && value.list().isEmpty())
            continue;
        out.append(key, tidy(value));
    }
    return out;
}

} // namespace

Value ofChart(const QString &title, const QList<ValuesEntry> &entries)
{
    Map root{{s("$schema"), s("http://json-schema.org/draft-07/schema#")}};
    if (!title.isEmpty())
        root.set(s("title"), title);
    for (const auto &[key, value] : object())
        root.append(key, value);
    for (const ValuesEntry &entry : entries)
        root = added(root, entry, 0);
    Map properties = root[s("properties")].map();
    properties.set(s("global"), Map{{s("type"), s("object")}});
    if (!properties.contains(s("enabled"))) {
        properties.set(s("enabled"), Map{{s("type"), s("boolean")},
                                         {s("description"), s("For a parent chart's condition.")}});
    }
    root.set(s("properties"), properties);
    return tidy(root);
}

} // namespace chartwright::schema
