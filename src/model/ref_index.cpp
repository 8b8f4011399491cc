// SPDX-License-Identifier: Apache-2.0
#include "model/ref_index.h"

namespace chartwright {

QList<RefUse> refsOf(const Resource &resource)
{
    QList<RefUse> out;
    walkRefs(resource.fields, [&](const Path &path, const Ref &ref) {
        out.append({resource.id, path, ref});
    });
    return out;
}

RefIndex::RefIndex(const Topology &topology)
{
    for (const ResourcePtr &r : topology.resources())
        add(*r);
}

void RefIndex::update(const ChangeEvent &event)
{
    for (const Change &c : event.changes) {
        remove(c.id);
        if (c.after)
            add(*c.after);
    }
}

QList<RefUse> RefIndex::to(const ResourceId &id) const
{
    QList<RefUse> out;
    QList<ResourceId> holders = m_holders.value(id).values();
    std::sort(holders.begin(), holders.end());
    for (const ResourceId &holder : std::as_const(holders)) {
        for (const RefUse &use : m_from.value(holder)) {
            if (use.ref.target == id)
                out.append(use);
        }
    }
    return out;
}

QSet<ResourceId> RefIndex::neighbours(const ResourceId &id) const
{
    QSet<ResourceId> out = m_holders.value(id);
    for (const RefUse &use : m_from.value(id))
        out.insert(use.ref.target);
    out.remove(id);
    return out;
}

bool RefIndex::areNeighbours(const ResourceId &a, const ResourceId &b) const
{
    const auto holds = [this](const ResourceId &holder, const ResourceId &target) {
        const auto holders = m_holders.constFind(target);
        return holders != m_holders.cend() && holders->contains(holder);
    };
    return holds(a, b) || holds(b, a);
}

void RefIndex::add(const Resource &resource)
{
    const QList<RefUse> uses = refsOf(resource);
    if (uses.isEmpty())
        return;
    for (const RefUse &use : uses)
        m_holders[use.ref.target].insert(resource.id);
    m_from.insert(resource.id, uses);
}

void RefIndex::remove(const ResourceId &id)
{
    const QList<RefUse> uses = m_from.take(id);
    for (const RefUse &use : uses) {
        const auto holders = m_holders.find(use.ref.target);
        if (holders == m_holders.end())
            continue;
        holders->remove(id);
        if (holders->isEmpty())
            m_holders.remove(use.ref.target);
    }
}

} // namespace chartwright
