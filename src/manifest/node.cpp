// SPDX-License-Identifier: Apache-2.0
#include "manifest/node.h"

#include <algorithm>

namespace chartwright::manifest {

Filter Filter::otherwise(const Node &argument)
{
    return {Kind::Default, {}, {}, 0, std::make_shared<const Node>(argument)};
}

Node::Node() : Node(Literal{}) {}
Node::Node(Literal literal) : m_data(std::make_shared<const Data>(std::move(literal))) {}
Node::Node(Expr expr) : m_data(std::make_shared<const Data>(std::move(expr))) {}
Node::Node(Format format) : m_data(std::make_shared<const Data>(std::move(format))) {}
Node::Node(Block block) : m_data(std::make_shared<const Data>(std::move(block))) {}
Node::Node(Lines lines) : m_data(std::make_shared<const Data>(std::move(lines))) {}
Node::Node(Entries entries) : m_data(std::make_shared<const Data>(std::move(entries))) {}
Node::Node(Items items) : m_data(std::make_shared<const Data>(std::move(items))) {}

Node Node::of(const Value &value)
{
    Q_ASSERT(!value.isRef() && !value.asText());
    if (const Map *map = value.asMap()) {
        Entries entries;
        for (const auto &[key, entry] : *map)
            entries.append(Entry::of(key, of(entry)));
        return entries;
    }
    if (const List *list = value.asList()) {
        Items items;
        for (const Value &item : *list)
            items.append({of(item), {}});
        return items;
    }
    return Literal{value};
}

Entries standing(Entries entries, bool inList)
{
    if (entries.isEmpty() || !entries.first().when)
        return entries;
    const auto fixed =
        std::find_if(entries.begin(), entries.end(), [](const Entry &e) { return !e.when; });
    if (fixed != entries.end()) {
        if (inList)
            std::rotate(entries.begin(), fixed, fixed + 1);
        return entries;
    }
    Entry &first = entries.first();
    const Expr expr = first.when->expr;
    if (std::get_if<Block>(&first.value.data()))
        first.value = Block{expr};
    else
        first.value = expr | Filter::quote();
    first.when.reset();
    return entries;
}

bool Node::isEmptyContainer() const
{
    return (asMap() && asMap()->isEmpty()) || (asList() && asList()->isEmpty());
}

bool Node::isInline() const
{
    return !(asMap() || asList() || std::get_if<Block>(m_data.get()) ||
             std::get_if<Lines>(m_data.get())) ||
           isEmptyContainer();
}

} // namespace chartwright::manifest
