// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/path.h"

namespace chartwright {

/// A field that two states of an object differ in.
struct FieldChange
{
    Path path;
    Value before, after; ///< null: it is not there
    friend bool operator==(const FieldChange &, const FieldChange &) = default;
};

/// From `before` to `after`, in the order of `before` with what is new at the end of its parent. A
/// map that is new or gone is one change; items of a list are told apart by their merge keys, and a
/// list without such (arguments) is one value. Amounts (the fields of limits and requests) are
/// compared as amounts: 1000m is 1.
QList<FieldChange> fieldChanges(const Value &before, const Value &after);

/// Without what the server alone sets: status, and of metadata the bookkeeping (uid,
/// resourceVersion, generation, creationTimestamp, managedFields, selfLink), and the annotations
/// that controllers and kubectl keep for themselves.
Value withoutServerFields(const Value &object);

} // namespace chartwright
