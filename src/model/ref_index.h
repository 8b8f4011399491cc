// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"

#include <QSet>

namespace chartwright {

/// One reference: `holder`'s field at `path` names `ref`.
struct RefUse
{
    ResourceId holder;
    Path path;
    Ref ref;
    friend bool operator==(const RefUse &, const RefUse &) = default;
};

/// The references of one resource, in order.
QList<RefUse> refsOf(const Resource &resource);

/// Who refers to whom, kept up to date edit by edit. A value, as Topology is.
class RefIndex
{
public:
    RefIndex() = default;
    explicit RefIndex(const Topology &topology);

    void update(const ChangeEvent &event);
    /// References that `id` holds.
    QList<RefUse> from(const ResourceId &id) const { return m_from.value(id); }
    /// References to `id` held by others and by itself.
    QList<RefUse> to(const ResourceId &id) const;
    /// All that `id` refers to or is referred to by, itself left out.
    QSet<ResourceId> neighbours(const ResourceId &id) const;
    /// Whether one refers to the other.
    bool areNeighbours(const ResourceId &a, const ResourceId &b) const;

private:
    void add(const Resource &resource);
    void remove(const ResourceId &id);

    QHash<ResourceId, QList<RefUse>> m_from;
    QHash<ResourceId, QSet<ResourceId>> m_holders;
};

} // namespace chartwright
