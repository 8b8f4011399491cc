// SPDX-License-Identifier: Apache-2.0
#include "checks/field_problems.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("FieldRules", text); }

QString missing(const FieldSpec &spec)
{
    const bool many = spec.type == FieldType::StructList; // "Ports"
    return (many ? tr("%1: at least one is needed") : tr("%1 is missing")).arg(spec.label);
}

/// What is wrong with a field; the path is left to the caller.
std::optional<FieldProblem> judge(const FieldSpec &spec, const Value *value)
{
    using Kind = FieldProblem::Kind;
    const bool isSet = value && !value->isEmpty();
    // A text that was emptied is a field that is not set, whatever else the field takes.
    if (isSet || (value && !value->isString() && !isOfType(spec, *value))) {
        const QString problem = fieldProblem(spec, *value); // of a wrong type, too
        if (problem.isEmpty())
            return std::nullopt;
        const Kind kind = isOfType(spec, *value) ? Kind::Value : Kind::Type;
        return FieldProblem{kind, &spec, {}, tr("%1: %2").arg(spec.label, problem)};
    }
    if (spec.required && spec.fallback.isNull() && spec.type != FieldType::StructMap &&
        spec.type != FieldType::StringMap)
        return FieldProblem{Kind::Missing, &spec, {}, missing(spec)};
    return std::nullopt;
}

} // namespace

QList<FieldProblem> fieldProblems(const KindSpec &kind, const Value &fields)
{
    QList<FieldProblem> found;
    walkFields(kind.fields, fields,
               [&](const FieldSpec &spec, const Place &here, const Value *value) {
                   if (!spec.readOnly && !spec.place.isEmpty()) {
                       if (auto problem = judge(spec, value)) {
                           problem->path = here.path();
                           found.append(*problem);
                       }
                   }
                   return value != nullptr;
               });
    return found;
}

} // namespace chartwright
