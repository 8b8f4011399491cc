// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/wires.h"

/// Edits as pure functions. None of them touches the topology that it is given.
namespace chartwright {

/// A new resource of a kind with a free name and its values key. `wanted` empty: the kind's
/// default.
Resource newResource(const Topology &topology, const QString &kind, const QString &wanted = {});
Edit insertResource(const Topology &topology, const Resource &resource, QPointF position);

/// Sets a field, or removes it where `value` is null. The text names the field's label. Typing into
/// one field merges. Where the field names a part that others refer to (a port's name, a key),
/// their references follow.
Edit setField(const Topology &topology, const RefIndex &refs, const ResourceId &id,
              const Path &path, const Value &value);
/// The same field of several resources.
Edit setField(const Topology &topology, const RefIndex &refs, const QList<ResourceId> &ids,
              const Path &path, const Value &value);

struct FieldValue
{
    ResourceId resource;
    Path path;
    Value value; ///< null removes the field
};
/// Several fields as one edit; those of resources that are not there are left out.
Edit setFields(const Topology &topology, const QList<FieldValue> &fields, const QString &text);

/// How a renaming is called.
QString renameText(const QString &from, const QString &to);
/// A values key that is not fixed yet and was suggested for the old name follows.
Edit renameResource(const Topology &topology, const ResourceId &id, const QString &name);
/// Renames a port, key, container or volume, and all references to it. `newPart` is the full part
/// ("port/web"). An empty edit where the part is missing or the new one is taken.
Edit renamePart(const Topology &topology, const RefIndex &refs, const ResourceId &id,
                const QString &part, const QString &newName);

/// Deletes resources, and with them the wires from others to them. The Chart is never deleted.
Edit removeResources(const Topology &topology, const RefIndex &refs, const QList<ResourceId> &ids);
/// Copies with new ids, names and values keys at an offset; references among them point to the
/// copies, others stay where the target is still there.
Edit duplicate(const Topology &topology, const QList<ResourcePtr> &originals,
               const QHash<ResourceId, QPointF> &positions, QPointF offset, const QString &text,
               QList<ResourceId> *made = nullptr);

Edit moveResources(const Topology &topology, const QHash<ResourceId, QPointF> &positions,
                   const QString &text, const QString &mergeKey = {});
Edit accept(const Topology &topology, const ResourceId &id, const Acceptance &acceptance);
Edit pin(const Topology &topology, const ResourceId &id, const Path &path,
         std::optional<bool> pinned);
/// An explicit, warned action: installed releases that set the old key stop doing so.
Edit setValuesKey(const Topology &topology, const ResourceId &id, const QString &key);

/// Words on what is inconsistent (dangling ids are not: a drawing may miss things); for assertions.
QStringList integrityProblems(const Topology &topology);

} // namespace chartwright
