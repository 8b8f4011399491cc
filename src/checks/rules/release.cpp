// SPDX-License-Identifier: Apache-2.0
#include "checks/rule.h"

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ReleaseRules", text); }

/// Whether each item that the path leads through is drawn. Keys need not be: a release may set what
/// the drawing leaves open.
bool leadsThroughItems(const Value &fields, const Path &path)
{
    Path here;
    for (const Path::Step &step : path.steps()) {
        here = step.kind == Path::Step::Kind::Key    ? here.key(step.name)
               : step.kind == Path::Step::Kind::Item ? here.item(step.name)
                                                     : here.index(step.index);
        if (step.kind != Path::Step::Kind::Key && !find(fields, here))
            return false;
    }
    return true;
}

bool canBeOverridden(const Resource &target, const KindSpec &kind, const FieldSpec *field,
                     const Path &path)
{
    // The name and tag of an Image stand in the values of whoever uses it.
    if (!field || !(kind.isTemplated() || target.kind == u"Image"))
        return false;
    // The keys of a ConfigMap are values one by one.
    if (target.kind == u"ConfigMap" && path.steps().first().name == u"data")
        return find(target.fields, path);
    return leadsThroughItems(target.fields, path);
}

bool isScalar(FieldType type)
{
    return type == FieldType::Int || type == FieldType::Bool || type == FieldType::Choice ||
           type == FieldType::String || type == FieldType::IntOrPercent ||
           type == FieldType::Port || type == FieldType::Quantity;
}

void overrides(const RuleInput &in, Report &report)
{
    const List &list = in.fields[u"overrides"].list();
    for (qsizetype i = 0; i < list.size(); ++i) {
        const Ref *of = list[i][u"of"].asRef();
        const ResourcePtr target = of ? in.find(of->target) : nullptr;
        const KindSpec *kind = target ? in.kinds().find(target->kind) : nullptr;
        if (!kind || target->kind == u"Secret")
            continue;
        const Path here = path("overrides").index(i), field(list[i][u"path"].toString());
        const FieldSpec *spec = fieldAt(kind->fields, field);
        if (field.isEmpty() || !canBeOverridden(*target, *kind, spec, field)) {
            fixByRemoving(report.add(here, tr("%1 has no field %2 that a release could change")
                                               .arg(target->name, list[i][u"path"].scalarText())),
                          tr("Take it out"));
            continue;
        }
        const Value &value = list[i][u"value"];
        if (!isScalar(spec->type) || value.isNull() || value.asRef() || value.asText())
            continue;
        if (const QString problem = fieldProblem(*spec, value); !problem.isEmpty())
            report.add(here.key(QStringLiteral("value")),
                       tr("%1 of %2: %3").arg(spec->label, target->name, problem));
    }
}

} // namespace

QList<RuleSpec> releaseRules()
{
    return {{QStringLiteral("release/override"),
             Severity::Error,
             Scope::Neighbours,
             {QStringLiteral("Release")},
             tr("The release could not be installed like this."),
             tr("Choose a value that the field takes, or take it out."),
             overrides}};
}

} // namespace chartwright
