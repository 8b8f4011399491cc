// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/resource.h"

#include <QHash>
#include <QPointF>
#include <optional>

namespace chartwright {

class Kinds;

struct Change
{
    ResourceId id;
    ResourcePtr before, after; ///< null: created, deleted
    friend bool operator==(const Change &, const Change &) = default;
};

struct PlacementChange
{
    ResourceId id;
    std::optional<QPointF> before, after; ///< scene coordinates of the node's top left corner
    friend bool operator==(const PlacementChange &, const PlacementChange &) = default;
};

/// The one way to change a topology: setting a field, renaming, deleting with wires, quick fixes,
/// undo. `text` names it in the Edit menu ("Wire frontend-service to todo-frontend"). Edits with
/// the same non-empty mergeKey that follow each other become one undo step.
struct Edit
{
    QString text;
    QList<Change> changes;
    QList<PlacementChange> moves;
    QString mergeKey;

    bool isEmpty() const { return changes.isEmpty() && moves.isEmpty(); }
    Edit reversed() const;
};

/// What views are told: the difference of before and after.
using ChangeEvent = Edit;

/// All resources and where they stand. A value: a copy is a snapshot that costs next to nothing and
/// may be read on another thread.
class Topology
{
public:
    explicit Topology(const Kinds &kinds) : m_kinds(&kinds) {}

    const Kinds &kinds() const { return *m_kinds; }
    /// The same drawing, read with other tables.
    Topology withKinds(const Kinds &kinds) const;
    /// Sorted by id.
    const QList<ResourcePtr> &resources() const { return m_resources; }
    ResourcePtr find(const ResourceId &id) const;
    QList<ResourcePtr> ofKind(QStringView kind) const;
    ResourcePtr findByName(QStringView kind, QStringView name) const;
    /// The Chart (the first, if a file holds several); null in a topology without one.
    ResourcePtr chart() const;
    std::optional<QPointF> placement(const ResourceId &id) const;
    const QHash<ResourceId, QPointF> &placements() const { return m_placements; }

    /// Adds or replaces.
    void put(ResourcePtr resource);
    void put(Resource resource) { put(std::make_shared<const Resource>(std::move(resource))); }
    void remove(const ResourceId &id);
    void place(const ResourceId &id, std::optional<QPointF> position);
    void apply(const Edit &edit);

    /// Top-level entries of topology.yaml that we do not know; no edit touches them.
    const Value &extra() const { return m_extra; }
    void setExtra(Value extra) { m_extra = std::move(extra); }

    /// A new id: the name as a DNS label and four random characters, not in use here.
    ResourceId newId(QStringView name) const;
    /// `wanted`, or with the lowest "-2", "-3" … that no resource of the kind has.
    QString freeName(QStringView kind, const QString &wanted) const;

    friend bool operator==(const Topology &a, const Topology &b);

private:
    const Kinds *m_kinds;
    QList<ResourcePtr> m_resources;
    QHash<ResourceId, QPointF> m_placements;
    Value m_extra;
};

/// The edit that makes `after` of `before`. Unchanged resources are told by pointer first.
Edit difference(const Topology &before, const Topology &after, const QString &text,
                const QString &mergeKey = {});

} // namespace chartwright
