// SPDX-License-Identifier: Apache-2.0
#include "tree/path.h"

namespace chartwright {
namespace {

bool isPlain(const QString &name)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](QChar c) {
        return (c.unicode() < 128 && c.isLetterOrNumber()) || c == u'_' || c == u'/' || c == u'-';
    });
}

// Doubling the quote keeps the reading of a path free of escapes.
QString quoted(const QString &name)
{
    return u'\'' + QString(name).replace(u'\'', QLatin1String("''")) + u'\'';
}

/// Reads '…' at `pos`; nullopt if it does not end.
std::optional<QString> readQuoted(const QString &text, qsizetype &pos)
{
    QString out;
    for (qsizetype i = pos + 1; i < text.size(); ++i) {
        if (text[i] != u'\'') {
            out += text[i];
        } else if (i + 1 < text.size() && text[i + 1] == u'\'') {
            out += u'\'';
            ++i;
        } else {
            pos = i + 1;
            return out;
        }
    }
    return std::nullopt;
}

bool readItem(const QString &text, qsizetype &pos, QList<Path::Step> &steps)
{
    ++pos;
    Path::Step step{Path::Step::Kind::Item, {}, -1};
    if (pos < text.size() && text[pos] == u'\'') {
        auto name = readQuoted(text, pos);
        if (!name)
            return false;
        step.name = *name;
    } else {
        const qsizetype end = text.indexOf(u']', pos);
        if (end < 0)
            return false;
        const QString inner = text.mid(pos, end - pos);
        pos = end;
        if (inner.startsWith(u'#')) {
            bool ok = false;
            step = {Path::Step::Kind::Index, {}, inner.mid(1).toLongLong(&ok)};
            if (!ok || step.index < 0)
                return false;
        } else {
            step.name = inner;
        }
    }
    if (pos >= text.size() || text[pos] != u']')
        return false;
    ++pos;
    steps.append(step);
    return true;
}

bool readKey(const QString &text, qsizetype &pos, QList<Path::Step> &steps)
{
    QString name;
    if (text[pos] == u'\'') {
        auto q = readQuoted(text, pos);
        if (!q)
            return false;
        name = *q;
    } else {
        const qsizetype begin = pos;
        while (pos < text.size() && text[pos] != u'.' && text[pos] != u'[')
            ++pos;
        if (pos == begin)
            return false;
        name = text.mid(begin, pos - begin);
    }
    steps.append({Path::Step::Kind::Key, name, -1});
    return true;
}

/// Index of the list item that a step names, or -1. `listKey` is the key the list stands under.
qsizetype indexOf(const List &list, QStringView listKey, const Path::Step &step)
{
    if (step.kind == Path::Step::Kind::Index)
        return step.index < list.size() ? step.index : -1;
    for (const QString &key : mergeKeys(listKey)) {
        for (qsizetype i = 0; i < list.size(); ++i) {
            if (list[i].isMap() && list[i][key].scalarText() == step.name)
                return i;
        }
    }
    return -1;
}

// Recursion is bounded by the depth of the path.
std::optional<Value> changed(const Value &node, const QList<Path::Step> &steps, qsizetype depth,
                             QStringView listKey, const std::optional<Value> &value)
{
    if (depth == steps.size())
        return value;
    const Path::Step &step = steps[depth];
    if (step.kind == Path::Step::Kind::Key) {
        if (!node.isMap() && !node.isNull())
            return node;
        Map map = node.map();
        const Value *old = map.find(step.name);
        if (!old && !value)
            return node.isNull() ? std::optional<Value>() : node;
        const bool wasMap = old && old->isMap() && !old->map().isEmpty();
        auto inner = changed(old ? *old : Value(), steps, depth + 1, step.name, value);
        const bool emptied = !value && wasMap && inner && inner->isMap() && inner->map().isEmpty();
        if (inner && !emptied)
            map.set(step.name, *inner);
        else
            map.remove(step.name);
        return Value(std::move(map));
    }
    if (!node.isList() && !node.isNull())
        return node;
    List list = node.list();
    const qsizetype i = indexOf(list, listKey, step);
    if (i < 0) {
        if (!value)
            return node;
        Value made;
        if (step.kind == Path::Step::Kind::Item) {
            Map item;
            item.set(mergeKeys(listKey).constFirst(), step.name);
            made = item;
        }
        if (auto inner = changed(made, steps, depth + 1, {}, value))
            list.append(*inner);
        return Value(std::move(list));
    }
    if (auto inner = changed(list[i], steps, depth + 1, {}, value))
        list[i] = *inner;
    else
        list.removeAt(i);
    return Value(std::move(list));
}

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

/// Where a walk stands: a chain of frames on the stack, made a path only where one is asked for.
struct Place
{
    const Place *parent = nullptr;
    const QString *key = nullptr; ///< or …
    const List *list = nullptr;   ///< … an item of the list that stands under `parent`
    qsizetype index = -1;

    Path path() const
    {
        if (key)
            return parent->path().key(*key);
        if (!list)
            return {};
        const Path::Step step =
            itemStep(parent->key ? QStringView(*parent->key) : QStringView(), *list, index);
        return step.kind == Path::Step::Kind::Item ? parent->path().item(step.name)
                                                   : parent->path().index(index);
    }
};

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
            refsFrom(value, {&here, &key, nullptr, -1}, visit);
    } else if (const List *list = node.asList()) {
        for (qsizetype i = 0; i < list->size(); ++i)
            refsFrom((*list)[i], {&here, nullptr, list, i}, visit);
    }
}

} // namespace

Path::Path(const QString &text)
{
    qsizetype pos = 0;
    while (pos < text.size()) {
        bool ok = true;
        if (text[pos] == u'[') {
            ok = readItem(text, pos, m_steps);
        } else {
            if (pos > 0)
                ok = text[pos++] == u'.' && pos < text.size();
            ok = ok && readKey(text, pos, m_steps);
        }
        if (!ok) {
            m_steps = {{Step::Kind::Index, {}, -1}};
            m_valid = false;
            return;
        }
    }
}

QString Path::text() const
{
    QString out;
    for (const Step &s : m_steps) {
        switch (s.kind) {
        case Step::Kind::Key:
            if (!out.isEmpty())
                out += u'.';
            out += isPlain(s.name) ? s.name : quoted(s.name);
            break;
        case Step::Kind::Item:
            out += u'[' + (isPlain(s.name) ? s.name : quoted(s.name)) + u']';
            break;
        case Step::Kind::Index:
            out += QLatin1String("[#") + QString::number(s.index) + u']';
            break;
        }
    }
    return out;
}

Path Path::key(const QString &name) const
{
    Path p = *this;
    p.m_steps.append({Step::Kind::Key, name, -1});
    return p;
}

Path Path::item(const QString &mergeKey) const
{
    Path p = *this;
    p.m_steps.append({Step::Kind::Item, mergeKey, -1});
    return p;
}

Path Path::index(qsizetype i) const
{
    Path p = *this;
    p.m_steps.append({Step::Kind::Index, {}, i});
    return p;
}

Path Path::operator/(const Path &tail) const
{
    Path p = *this;
    p.m_steps += tail.m_steps;
    p.m_valid = m_valid && tail.m_valid;
    return p;
}

Path Path::parent() const
{
    Path p = *this;
    if (!p.m_steps.isEmpty())
        p.m_steps.removeLast();
    return p;
}

std::optional<Path> Path::after(const Path &head) const
{
    if (head.size() > size() ||
        !std::equal(head.m_steps.begin(), head.m_steps.end(), m_steps.begin()))
        return std::nullopt;
    Path p;
    p.m_steps = m_steps.mid(head.size());
    return p;
}

QString Path::pattern() const
{
    QString out;
    for (const Step &s : m_steps) {
        if (s.kind != Step::Kind::Key) {
            out += QLatin1String("[]");
            continue;
        }
        if (!out.isEmpty())
            out += u'.';
        out += isPlain(s.name) ? s.name : quoted(s.name);
    }
    return out;
}

QStringList mergeKeys(QStringView listKey)
{
    if (listKey == u"ports")
        return {QStringLiteral("name"), QStringLiteral("containerPort"), QStringLiteral("port")};
    if (listKey == u"volumeMounts")
        return {QStringLiteral("mountPath")};
    if (listKey == u"rules")
        return {QStringLiteral("host")};
    if (listKey == u"paths")
        return {QStringLiteral("path")};
    return {QStringLiteral("name")};
}

Path::Step itemStep(QStringView listKey, const List &list, qsizetype i)
{
    const Path::Step byIndex{Path::Step::Kind::Index, {}, i};
    if (!list[i].isMap())
        return byIndex;
    for (const QString &key : mergeKeys(listKey)) {
        const QString name = list[i][key].scalarText();
        if (name.isEmpty())
            continue;
        const Path::Step step{Path::Step::Kind::Item, name, -1};
        const auto same = std::count_if(list.begin(), list.end(), [&](const Value &v) {
            return v.isMap() && v[key].scalarText() == name;
        });
        return same == 1 && indexOf(list, listKey, step) == i ? step : byIndex;
    }
    return byIndex;
}

const Value *find(const Value &root, const Path &path)
{
    if (!path.isValid())
        return nullptr;
    const Value *node = &root;
    QString listKey;
    for (const Path::Step &step : path.steps()) {
        if (step.kind == Path::Step::Kind::Key) {
            const Map *map = node->asMap();
            node = map ? map->find(step.name) : nullptr;
            listKey = step.name;
        } else {
            const List *list = node->asList();
            const qsizetype i = list ? indexOf(*list, listKey, step) : -1;
            node = i >= 0 ? &(*list)[i] : nullptr;
            listKey.clear();
        }
        if (!node)
            return nullptr;
    }
    return node;
}

const Value &at(const Value &root, const Path &path)
{
    static const Value null;
    const Value *v = find(root, path);
    return v ? *v : null;
}

Value with(const Value &root, const Path &path, Value value)
{
    if (!path.isValid())
        return root;
    return changed(root, path.steps(), 0, {}, std::move(value)).value_or(root);
}

Value without(const Value &root, const Path &path)
{
    if (!find(root, path))
        return root;
    return changed(root, path.steps(), 0, {}, std::nullopt).value_or(Value());
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
