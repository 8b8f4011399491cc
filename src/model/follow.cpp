// SPDX-License-Identifier: Apache-2.0
#include "model/follow.h"

#include "model/overlay.h"

#include <QSet>

namespace chartwright {

PartMap renamedParts(const Kinds &kinds, const Resource &before, const Resource &after)
{
    const KindSpec *kind = kinds.find(before.kind);
    PartMap out;
    if (!kind || !kind->parts)
        return out;
    const QList<Part> olds = kind->parts(before);
    const QList<Part> news = kind->parts(after);
    if (olds.size() != news.size())
        return out;
    const auto has = [](const QList<Part> &list, const QString &part) {
        return std::any_of(list.begin(), list.end(), [&](const Part &p) { return p.part == part; });
    };
    for (qsizetype i = 0; i < olds.size(); ++i) {
        if (olds[i].part != news[i].part && !has(news, olds[i].part) && !has(olds, news[i].part))
            out.insert(olds[i].part, news[i].part);
    }
    return out;
}

void followParts(Topology &topology, const RefIndex &refs, const ResourceId &id,
                 const PartMap &parts)
{
    if (parts.isEmpty())
        return;
    QSet<ResourceId> holders;
    for (const RefUse &use : refs.to(id)) {
        if (parts.contains(use.ref.part))
            holders.insert(use.holder);
    }
    for (const ResourceId &holder : std::as_const(holders)) {
        const ResourcePtr old = topology.find(holder);
        if (!old)
            continue;
        Resource changed = *old;
        changed.fields = mapRefs(changed.fields, [&](const Ref &ref) {
            return ref.target == id ? Ref{id, parts.value(ref.part, ref.part)} : ref;
        });
        topology.put(std::move(changed));
    }
}

void followPath(Topology &topology, const RefIndex &refs, const ResourceId &id, const Path &from,
                const Path &to)
{
    if (from == to)
        return;
    const auto moved = [&](const QString &text) {
        const auto tail = Path(text).after(from);
        return tail ? (to / *tail).text() : text;
    };
    Resource own = *topology.find(id);
    for (Acceptance &a : own.accepted)
        a.path = moved(a.path);
    QMap<QString, bool> pins;
    for (auto it = own.pins.cbegin(); it != own.pins.cend(); ++it)
        pins.insert(moved(it.key()), it.value());
    own.pins = pins;
    topology.put(std::move(own));
    for (const RefUse &use : refs.to(id)) {
        const ResourcePtr release = topology.find(use.holder);
        if (!release || release->kind != u"Release")
            continue;
        QList<Override> overrides = overridesOf(*release);
        for (Override &o : overrides) {
            if (o.resource == id)
                o.path = Path(moved(o.path.text()));
        }
        Resource changed = *release;
        changed.fields =
            with(changed.fields, Path(QStringLiteral("overrides")), overridesValue(overrides));
        topology.put(std::move(changed));
    }
}

void moveServices(Topology &topology, const QString &from, const QString &to)
{
    const QString inner = from + u'.';
    const QList<ResourcePtr> resources = topology.resources();
    for (const ResourcePtr &r : resources) {
        if (from.isEmpty() || from == to || !r->valuesKey.startsWith(inner))
            continue;
        Resource moved = *r;
        moved.valuesKey = to + u'.' + r->valuesKey.mid(inner.size());
        topology.put(std::move(moved));
    }
}

} // namespace chartwright
