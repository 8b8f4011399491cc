// SPDX-License-Identifier: Apache-2.0
#include "model/wires.h"

#include <QCoreApplication>

#include <tuple>
#include <vector>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Wires", text); }

bool matches(const WireSpec &spec, const QString &pattern)
{
    return std::any_of(spec.patterns.begin(), spec.patterns.end(), [&](const QString &p) {
        return p == pattern || (p.endsWith(u".*") && pattern.startsWith(QStringView(p).chopped(1)));
    });
}

QString sharedBy(const QStringList &sockets)
{
    return sockets.count(sockets.value(0)) == sockets.size() ? sockets.value(0) : QString();
}

using PairOfIds = std::pair<ResourceId, ResourceId>;

struct Builder
{
    const Topology &topology;
    std::vector<Wire> wires;
    QHash<PairOfIds, size_t> byEnds;

    void add(const RefUse &use)
    {
        const ResourcePtr holder = topology.find(use.holder);
        const ResourcePtr target = topology.find(use.ref.target);
        if (!holder || !target || holder->id == target->id)
            return;
        const KindSpec *kind = topology.kinds().find(holder->kind);
        if (!kind)
            return;
        const QString pattern = use.path.pattern();
        for (const WireSpec &spec : kind->wires) {
            if (!matches(spec, pattern) || (spec.heldByFrom ? spec.to : spec.from) != target->kind)
                continue;
            const ResourcePtr &from = spec.heldByFrom ? holder : target;
            const ResourcePtr &to = spec.heldByFrom ? target : holder;
            const PairOfIds ends(from->id, to->id);
            const size_t n = byEnds.value(ends, wires.size());
            if (n == wires.size()) {
                byEnds.insert(ends, n);
                wires.push_back({from->id, to->id, {}, {}, {}, {}, spec.style, {}, {}});
            }
            addTo(wires[n], spec, *holder, use);
            return;
        }
    }

    static void addTo(Wire &wire, const WireSpec &spec, const Resource &holder, const RefUse &use)
    {
        wire.uses.append({spec.id, use});
        const auto sockets = spec.sockets ? spec.sockets(holder, use) : std::nullopt;
        if (!sockets)
            return;
        wire.fromSockets.append(sockets->first);
        wire.toSockets.append(sockets->second);
    }

    /// Sorted by their ends, so that they do not hang on the order of references.
    QList<Wire> finished()
    {
        QList<Wire> out;
        out.reserve(qsizetype(wires.size()));
        for (Wire &growing : wires) {
            Wire w = std::move(growing);
            w.fromSocket = sharedBy(w.fromSockets);
            w.toSocket = sharedBy(w.toSockets);
            // References that say the same (a name and its port) count once.
            QStringList labels;
            for (const auto &[id, use] : w.uses) {
                const ResourcePtr holder = topology.find(use.holder);
                const WireSpec *spec = topology.kinds().wire(id);
                const QString label =
                    spec && spec->label ? spec->label(topology, *holder, use) : QString();
                if (!label.isEmpty() && !labels.contains(label))
                    labels.append(label);
            }
            w.label = labels.size() > 1 ? QString::number(labels.size()) : labels.value(0);
            out.append(std::move(w));
        }
        std::sort(out.begin(), out.end(), [](const Wire &a, const Wire &b) {
            return std::tie(a.from, a.to) < std::tie(b.from, b.to);
        });
        return out;
    }
};

QString title(const Topology &topology, const ResourceId &id)
{
    const ResourcePtr r = topology.find(id);
    return r ? r->name : id.text;
}

} // namespace

QList<Wire> wiresAt(const Topology &topology, const RefIndex &refs, const ResourceId &id)
{
    Builder builder{topology, {}, {}};
    for (const RefUse &use : refs.from(id))
        builder.add(use);
    for (const RefUse &use : refs.to(id))
        builder.add(use);
    return builder.finished();
}

QList<Wire> allWires(const Topology &topology, const RefIndex &refs)
{
    Builder builder{topology, {}, {}};
    for (const ResourcePtr &r : topology.resources()) {
        for (const RefUse &use : refs.from(r->id))
            builder.add(use);
    }
    return builder.finished();
}

WireOffer offer(const Topology &topology, const WireEnd &from, const WireEnd &to)
{
    WireOffer out;
    const ResourcePtr a = topology.find(from.id);
    const ResourcePtr b = topology.find(to.id);
    if (!a || !b)
        return out;
    if (a->id == b->id) {
        out.refusal = tr("A node is not wired to itself");
        return out;
    }
    for (const WireSpec *spec : topology.kinds().wiresBetween(a->kind, b->kind)) {
        const QString no = spec->refuse ? spec->refuse(topology, from, to) : QString();
        if (no.isEmpty())
            out.meanings.append(spec);
        else if (out.refusal.isEmpty())
            out.refusal = no;
    }
    if (!out.meanings.isEmpty()) {
        out.refusal.clear();
    } else if (out.refusal.isEmpty()) {
        const KindSpec *ka = topology.kinds().find(a->kind);
        const KindSpec *kb = topology.kinds().find(b->kind);
        out.refusal = tr("%1 and %2 cannot be joined")
                          .arg(ka ? ka->title : a->kind, kb ? kb->title : b->kind);
    }
    return out;
}

QStringList kindsFor(const Topology &topology, const WireEnd &end, bool endIsFrom)
{
    QStringList out;
    const ResourcePtr r = topology.find(end.id);
    if (!r)
        return out;
    for (const KindSpec &kind : topology.kinds().all()) {
        if (kind.kind != u"Chart" &&
            !(endIsFrom ? topology.kinds().wiresBetween(r->kind, kind.kind)
                        : topology.kinds().wiresBetween(kind.kind, r->kind))
                 .isEmpty())
            out.append(kind.kind);
    }
    return out;
}

Edit drawWire(const Topology &topology, const WireSpec &spec, const WireEnd &from,
              const WireEnd &to, const QStringList &ticked)
{
    return difference(topology, spec.create(topology, from, to, ticked),
                      tr("Wire %1 to %2").arg(title(topology, from.id), title(topology, to.id)));
}

Edit removeWire(const Topology &topology, const Wire &wire)
{
    Topology after = topology;
    QMap<std::pair<ResourceId, QString>, QList<Path>> paths;
    for (const auto &[spec, use] : wire.uses)
        paths[{use.holder, spec}].append(use.path);
    for (auto it = paths.cbegin(); it != paths.cend(); ++it) {
        const ResourcePtr holder = after.find(it.key().first);
        const WireSpec *spec = topology.kinds().wire(it.key().second);
        if (!holder || !spec)
            continue;
        Resource changed = *holder;
        changed.fields = spec->remove(after, *holder, *it);
        after.put(std::move(changed));
    }
    return difference(topology, after,
                      tr("Remove the wire from %1 to %2")
                          .arg(title(topology, wire.from), title(topology, wire.to)));
}

} // namespace chartwright
