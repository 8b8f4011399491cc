// SPDX-License-Identifier: Apache-2.0
#include "tree/path.h"

namespace chartwright {

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

namespace {

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

} // namespace

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

} // namespace chartwright
