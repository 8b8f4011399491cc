// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/kind_spec.h"

namespace chartwright {

/// A field that is not as its kind's table wants it.
struct FieldProblem
{
    enum class Kind { Type, Value, Missing };
    Kind kind;
    const FieldSpec *spec;
    Path path;
    QString text; ///< translated: what is wrong
};

/// Of all fields that apply, in the order of the table, by isOfType() and fieldProblem().
QList<FieldProblem> fieldProblems(const KindSpec &kind, const Value &fields);

} // namespace chartwright
