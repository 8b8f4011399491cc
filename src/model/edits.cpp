// SPDX-License-Identifier: Apache-2.0
#include "model/edits.h"

#include "model/follow.h"
#include "model/overlay.h"
#include "model/values_key.h"

#include <QCoreApplication>
#include <QSet>

namespace chartwright {
namespace {

QString tr(const char *text, const char *disambiguation = nullptr, int n = -1)
{
    return QCoreApplication::translate("Edits", text, disambiguation, n);
}

QString labelOf(const Topology &topology, const Resource &resource, const Path &path)
{
    const KindSpec *kind = topology.kinds().find(resource.kind);
    const FieldSpec *field = kind ? fieldAt(kind->fields, path) : nullptr;
    return field && !field->label.isEmpty() ? field->label : path.last().name;
}

void renameKey(Value &fields, const Path &entry, const QString &to)
{
    if (const Value *parent = find(fields, entry.parent())) {
        Map map = parent->map();
        if (map.rename(entry.last().name, to))
            fields = with(fields, entry.parent(), map);
    }
}

/// Takes the references to `gone` out of all resources that stay.
void unwire(Topology &topology, const RefIndex &refs, const ResourceId &gone,
            const QSet<ResourceId> &alsoGone)
{
    for (const Wire &wire : wiresAt(topology, refs, gone)) {
        Wire others = wire;
        others.uses.removeIf([&](const auto &use) { return alsoGone.contains(use.second.holder); });
        topology.apply(removeWire(topology, others));
    }
    for (const RefUse &use : refs.to(gone)) {
        const ResourcePtr release = topology.find(use.holder);
        if (!release || release->kind != u"Release" || alsoGone.contains(use.holder))
            continue;
        QList<Override> overrides = overridesOf(*release);
        if (overrides.removeIf([&](const Override &o) { return o.resource == gone; }) == 0)
            continue;
        Resource changed = *release;
        const Path path(QStringLiteral("overrides"));
        changed.fields = overrides.isEmpty()
                             ? without(changed.fields, path)
                             : with(changed.fields, path, overridesValue(overrides));
        topology.put(std::move(changed));
    }
}

} // namespace

Resource newResource(const Topology &topology, const QString &kind, const QString &wanted)
{
    const KindSpec *spec = topology.kinds().find(kind);
    Resource r;
    r.kind = kind;
    r.name = topology.freeName(kind, wanted.isEmpty() && spec ? spec->defaultName : wanted);
    r.id = topology.newId(r.name);
    r.fields = spec && spec->create ? spec->create(r.name) : Value(Map());
    if (spec && spec->isTemplated())
        r.valuesKey = suggestValuesKey(topology, kind, r.name);
    return r;
}

Edit insertResource(const Topology &topology, const Resource &resource, QPointF position)
{
    Topology after = topology;
    after.put(resource);
    after.place(resource.id, position);
    return difference(topology, after, tr("Add %1").arg(resource.name));
}

Edit setField(const Topology &topology, const RefIndex &refs, const ResourceId &id,
              const Path &path, const Value &value)
{
    return setField(topology, refs, QList<ResourceId>{id}, path, value);
}

Edit setFields(const Topology &topology, const QList<FieldValue> &fields, const QString &text)
{
    Topology after = topology;
    for (const FieldValue &field : fields) {
        if (after.find(field.resource))
            after.apply(setField(after, RefIndex(after), field.resource, field.path, field.value));
    }
    return difference(topology, after, text);
}

Edit setField(const Topology &topology, const RefIndex &refs, const QList<ResourceId> &ids,
              const Path &path, const Value &value)
{
    Topology after = topology;
    QString label, name;
    QStringList merge{path.text()};
    for (const ResourceId &id : ids) {
        const ResourcePtr old = after.find(id);
        if (!old)
            continue;
        label = labelOf(topology, *old, path);
        name = old->name;
        merge.append(id.text);
        Resource changed = *old;
        changed.fields =
            value.isNull() ? without(changed.fields, path) : with(changed.fields, path, value);
        const PartMap parts = renamedParts(topology.kinds(), *old, changed);
        after.put(std::move(changed));
        followParts(after, refs, id, parts);
        // The item's own path moves with its merge key.
        if (value.isString() && path.size() > 1) {
            const Path item = path.parent();
            const Path::Step step = item.last();
            if (step.kind == Path::Step::Kind::Item &&
                at(old->fields, path).scalarText() == step.name)
                followPath(after, refs, id, item, item.parent().item(value.toString()));
        }
    }
    const QString text = ids.size() > 1
                             ? tr("Change %1 of %n nodes", nullptr, int(ids.size())).arg(label)
                             : tr("Change %1 of %2").arg(label, name);
    return difference(topology, after, text, QStringLiteral("set:") + merge.join(u'|'));
}

QString renameText(const QString &from, const QString &to)
{
    return tr("Rename %1 to %2").arg(from, to);
}

Edit renameResource(const Topology &topology, const ResourceId &id, const QString &name)
{
    const ResourcePtr old = topology.find(id);
    if (!old)
        return {};
    Topology after = topology;
    Resource changed = *old;
    changed.name = name;
    // Nobody can know a key yet that was never saved: it is that of the first real name.
    if (!old->valuesKeyFixed && !old->valuesKey.isEmpty() &&
        old->valuesKey == suggestValuesKey(topology, old->kind, old->name, id)) {
        changed.valuesKey = suggestValuesKey(topology, old->kind, name, id);
        moveServices(after, old->valuesKey, changed.valuesKey);
    }
    after.put(std::move(changed));
    if (old->kind == u"Chart")
        after = withKeysOfChart(topology, after);
    return difference(topology, after, renameText(old->name, name),
                      QStringLiteral("rename:") + id.text);
}

Edit renamePart(const Topology &topology, const RefIndex &refs, const ResourceId &id,
                const QString &part, const QString &newName)
{
    const ResourcePtr old = topology.find(id);
    const auto found = old ? findPart(topology.kinds(), *old, part) : std::nullopt;
    if (!found || found->namePath.isEmpty() || newName.isEmpty())
        return {};
    const QString newPart = part.left(part.lastIndexOf(u'/') + 1) + newName;
    if (newPart == part || findPart(topology.kinds(), *old, newPart))
        return {};
    Topology after = topology;
    Resource changed = *old;
    Path to;
    if (found->isKey) {
        renameKey(changed.fields, found->namePath, newName);
        renameKey(changed.fields,
                  Path(QStringLiteral("design.keys")).key(found->namePath.last().name), newName);
        to = found->namePath.parent().key(newName);
    } else {
        bool number = false;
        const qint64 n = newName.toLongLong(&number);
        const bool wasNumber = at(changed.fields, found->namePath).type() == Value::Type::Int;
        changed.fields =
            with(changed.fields, found->namePath, wasNumber && number ? Value(n) : Value(newName));
        to = found->namePath.parent().parent().item(newName);
    }
    after.put(std::move(changed));
    followParts(after, refs, id, {{part, newPart}});
    followPath(after, refs, id, found->isKey ? found->namePath : found->namePath.parent(), to);
    return difference(topology, after, renameText(part.mid(part.lastIndexOf(u'/') + 1), newName));
}

Edit removeResources(const Topology &topology, const RefIndex &refs, const QList<ResourceId> &ids)
{
    Topology after = topology;
    QSet<ResourceId> gone;
    QString name;
    for (const ResourceId &id : ids) {
        const ResourcePtr r = topology.find(id);
        if (r && r->kind != u"Chart") {
            gone.insert(id);
            name = r->name;
        }
    }
    for (const ResourceId &id : std::as_const(gone))
        unwire(after, refs, id, gone);
    for (const ResourceId &id : std::as_const(gone)) {
        after.remove(id);
        after.place(id, std::nullopt);
    }
    return difference(topology, after,
                      gone.size() == 1 ? tr("Delete %1").arg(name)
                                       : tr("Delete %n nodes", nullptr, int(gone.size())));
}

Edit duplicate(const Topology &topology, const QList<ResourcePtr> &originals,
               const QHash<ResourceId, QPointF> &positions, QPointF offset, const QString &text,
               QList<ResourceId> *made)
{
    Topology after = topology;
    QHash<ResourceId, ResourceId> ids;
    for (const ResourcePtr &original : originals) {
        if (original->kind == u"Chart")
            continue;
        Resource copy = *original;
        copy.name = after.freeName(copy.kind, copy.name);
        copy.id = after.newId(copy.name);
        copy.valuesKeyFixed = false;
        const KindSpec *kind = topology.kinds().find(copy.kind);
        copy.valuesKey =
            kind && kind->isTemplated() ? suggestValuesKey(after, copy.kind, copy.name) : QString();
        ids.insert(original->id, copy.id);
        after.place(copy.id, positions.value(original->id) + offset);
        after.put(std::move(copy));
    }
    for (const ResourceId &id : std::as_const(ids)) {
        Resource copy = *after.find(id);
        copy.fields = mapRefs(copy.fields, [&](const Ref &ref) {
            return Ref{ids.value(ref.target, ref.target), ref.part};
        });
        if (const Ref *target = at(copy.fields, Path(QStringLiteral("spec.selector"))).asRef();
            target && after.find(target->target))
            copy.valuesKey = serviceValuesKey(after, copy, *after.find(target->target));
        after.put(std::move(copy));
    }
    if (made)
        *made = ids.values();
    return difference(topology, after, text);
}

Edit moveResources(const Topology &topology, const QHash<ResourceId, QPointF> &positions,
                   const QString &text, const QString &mergeKey)
{
    Topology after = topology;
    for (auto it = positions.cbegin(); it != positions.cend(); ++it)
        after.place(it.key(), *it);
    return difference(topology, after, text, mergeKey);
}

Edit accept(const Topology &topology, const ResourceId &id, const Acceptance &acceptance)
{
    const ResourcePtr old = topology.find(id);
    if (!old)
        return {};
    Resource changed = *old;
    changed.accepted.removeIf([&](const Acceptance &a) {
        return a.rule == acceptance.rule && a.path == acceptance.path;
    });
    if (!acceptance.reason.isEmpty())
        changed.accepted.append(acceptance);
    Topology after = topology;
    after.put(std::move(changed));
    return difference(topology, after,
                      acceptance.reason.isEmpty() ? tr("No longer accept %1").arg(acceptance.rule)
                                                  : tr("Accept %1").arg(acceptance.rule));
}

Edit pin(const Topology &topology, const ResourceId &id, const Path &path,
         std::optional<bool> pinned)
{
    const ResourcePtr old = topology.find(id);
    if (!old)
        return {};
    Resource changed = *old;
    if (pinned)
        changed.pins.insert(path.text(), *pinned);
    else
        changed.pins.remove(path.text());
    Topology after = topology;
    after.put(std::move(changed));
    const QString label = labelOf(topology, *old, path);
    return difference(topology, after,
                      pinned.value_or(false) ? tr("Put %1 into values.yaml").arg(label)
                                             : tr("Take %1 out of values.yaml").arg(label));
}

Edit setValuesKey(const Topology &topology, const ResourceId &id, const QString &key)
{
    const ResourcePtr old = topology.find(id);
    if (!old)
        return {};
    Topology after = topology;
    Resource changed = *old;
    changed.valuesKey = key;
    changed.valuesKeyFixed = true;
    after.put(std::move(changed));
    moveServices(after, old->valuesKey, key);
    return difference(topology, after, tr("Change the values key of %1").arg(old->name));
}

QStringList integrityProblems(const Topology &topology)
{
    QStringList out;
    const auto &list = topology.resources();
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (list[i]->id.isEmpty())
            out.append(QStringLiteral("a resource has no id"));
        if (i > 0 && !(list[i - 1]->id < list[i]->id))
            out.append(QStringLiteral("ids are not in order at ") + list[i]->id.text);
        if (!list[i]->fields.isMap() && !list[i]->fields.isNull())
            out.append(QStringLiteral("fields are no map in ") + list[i]->id.text);
    }
    if (topology.ofKind(u"Chart").size() > 1)
        out.append(QStringLiteral("more than one chart"));
    for (auto it = topology.placements().cbegin(); it != topology.placements().cend(); ++it) {
        if (!topology.find(it.key()))
            out.append(QStringLiteral("a place for nothing: ") + it.key().text);
    }
    return out;
}

} // namespace chartwright
