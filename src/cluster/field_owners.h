// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/path.h"

namespace chartwright {

/// Who set a field last, as the object's metadata.managedFields tells it (FieldsV1 of the API).
struct FieldOwner
{
    QString manager;
    bool isApply = false; ///< by a server-side apply, else by an update
    QString subresource;  ///< "scale", "status"; empty for the object itself
    Path path;            ///< a leaf, or a map or item that is owned whole
    friend bool operator==(const FieldOwner &, const FieldOwner &) = default;
};

/// Fields that are named there and not in the object are left out: their items have no names.
QList<FieldOwner> fieldOwners(const Value &object);
/// The managers of a field or of what is below it, without repetition.
QStringList ownersOf(const QList<FieldOwner> &owners, const Path &path);

/// A field that a server-side apply would take from somebody (a cause of the answer 409).
struct FieldConflict
{
    QString manager;
    QString
        field; ///< as the server writes it: .spec.template.spec.containers[name="backend"].image
    friend bool operator==(const FieldConflict &, const FieldConflict &) = default;
};

/// Of an answer of kind Status with the reason Conflict; empty where it is about something else.
QList<FieldConflict> conflictsOf(const Value &status);

} // namespace chartwright
