// SPDX-License-Identifier: Apache-2.0
#include "checks/rule.h"
#include "model/overlay.h"

#include <QSet>

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

QList<Finding> foundIn(const RuleInput &release, const Report &report, const Resource &resource,
                       RuleFunction rule)
{
    QList<Finding> out;
    Report apart = report.apart(resource, out);
    rule(release.of(resource), apart);
    return out;
}

bool tells(const QList<Finding> &findings, const Finding &of)
{
    return std::any_of(findings.begin(), findings.end(), [&](const Finding &f) {
        return f.path == of.path && f.message == of.message;
    });
}

/// The override that a finding at `at` comes from, or -1: the last one of the field, or of the
/// request that the limit there is held against.
qsizetype overrideAt(const List &overrides, const ResourceId &target, const Path &at)
{
    QList<Path> fields{at};
    if (at.parent().last().name == u"limits")
        fields.append(at.parent().parent().key(QStringLiteral("requests")).key(at.last().name));
    for (const Path &field : std::as_const(fields)) {
        for (qsizetype i = overrides.size() - 1; i >= 0; --i) {
            const Ref *of = overrides[i][u"of"].asRef();
            const Path path(overrides[i][u"path"].toString());
            if (of && of->target == target && !path.isEmpty() && field.startsWith(path))
                return i;
        }
    }
    return -1;
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

void runOnOverridden(const RuleInput &release, Report &report, RuleFunction rule)
{
    const List &list = release.fields[u"overrides"].list();
    const QList<Override> overrides = overridesOf(release.resource);
    QSet<ResourceId> seen;
    for (const Override &o : overrides) {
        const ResourcePtr drawn = release.find(o.resource);
        const KindSpec *kind = drawn ? release.kinds().find(drawn->kind) : nullptr;
        if (!kind || seen.contains(o.resource))
            continue;
        seen.insert(o.resource);
        Topology alone(release.kinds());
        alone.put(drawn);
        Resource then = *resolve(alone, overrides).find(o.resource);
        const QList<Finding> before = foundIn(release, report, *drawn, rule);
        for (const Finding &f : foundIn(release, report, then, rule)) {
            const qsizetype i = overrideAt(list, o.resource, f.path);
            if (i < 0 || tells(before, f))
                continue;
            const Path field(list[i][u"path"].toString());
            const FieldSpec *spec = fieldAt(kind->fields, field);
            Finding &own = report.add(
                path("overrides").index(i).key(QStringLiteral("value")),
                tr("%1 of %2: %3").arg(spec ? spec->label : field.text(), drawn->name, f.message),
                f.severity);
            if (!f.fix || !(field == f.path) || f.detail.isMap())
                continue;
            // The fix of the field may be to change another one.
            then.fields = with(then.fields, field, f.detail);
            const QList<Finding> left = foundIn(release, report, then, rule);
            if (std::none_of(left.begin(), left.end(),
                             [&](const Finding &g) { return g.path == f.path; }))
                fixBySetting(own, f.fixText, f.detail);
            then.fields = with(then.fields, field, list[i][u"value"]);
        }
    }
}

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
