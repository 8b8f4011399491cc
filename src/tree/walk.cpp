// SPDX-License-Identifier: Apache-2.0
#include "tree/place.h"

namespace chartwright {
namespace {

void walkFrom(const Value &node, const Path &path, QStringView listKey,
              const std::function<void(const Path &, const Value &)> &visit)
{
    visit(path, node);
    if (const Map *map = node.asMap()) {
        for (const auto &[key, value] : *map)
            walkFrom(value, path.key(key), key, visit);
    } else if (const List *list = node.asList()) {
        for (qsizetype i = 0; i < list->size(); ++i) {
            const Path::Step step = itemStep(listKey, *list, i);
            walkFrom((*list)[i],
                     step.kind == Path::Step::Kind::Item ? path.item(step.name) : path.index(i), {},
                     visit);
        }
    }
}

void refsFrom(const Value &node, const Place &here,
              const std::function<void(const Path &, const Ref &)> &visit)
{
    if (const Ref *ref = node.asRef()) {
        visit(here.path(), *ref);
    } else if (const Text *text = node.asText()) {
        for (const auto &piece : text->pieces) {
            if (const Ref *inner = std::get_if<Ref>(&piece))
                visit(here.path(), *inner);
        }
    } else if (const Map *map = node.asMap()) {
        for (const auto &[key, value] : *map)
            refsFrom(value, Place(here, key), visit);
    } else if (const List *list = node.asList()) {
        for (qsizetype i = 0; i < list->size(); ++i)
            refsFrom((*list)[i], Place(here, *list, i), visit);
    }
}

} // namespace

Path Place::path() const
{
    if (!m_parent)
        return {};
    if (m_key)
        return m_parent->path().key(*m_key);
    if (m_tail)
        return m_parent->path() / *m_tail;
    const Path::Step step = itemStep(m_parent->lastKey(), *m_list, m_index);
    return step.kind == Path::Step::Kind::Item ? m_parent->path().item(step.name)
                                               : m_parent->path().index(m_index);
}

QStringView Place::lastKey() const
{
    if (m_key)
        return *m_key;
    return m_tail && !m_tail->isEmpty() ? QStringView(m_tail->steps().last().name) : QStringView();
}

void walk(const Value &root, const std::function<void(const Path &, const Value &)> &visit)
{
    walkFrom(root, {}, {}, visit);
}

void walkRefs(const Value &root, const std::function<void(const Path &, const Ref &)> &visit)
{
    refsFrom(root, {}, visit);
}

Value mapRefs(const Value &root, const std::function<Ref(const Ref &)> &replace)
{
    if (const Ref *ref = root.asRef())
        return replace(*ref);
    if (const Text *text = root.asText()) {
        Text out = *text;
        for (auto &piece : out.pieces) {
            if (const Ref *ref = std::get_if<Ref>(&piece))
                piece = replace(*ref);
        }
        return out;
    }
    if (const Map *map = root.asMap()) {
        Map out = *map;
        for (const auto &[key, value] : *map)
            out.set(key, mapRefs(value, replace));
        return out;
    }
    if (const List *list = root.asList()) {
        List out;
        for (const Value &v : *list)
            out.append(mapRefs(v, replace));
        return out;
    }
    return root;
}

} // namespace chartwright
