// SPDX-License-Identifier: Apache-2.0
#include "checks/rule.h"
#include "checks/typed_names.h"

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ReferenceRules", text); }

QString groupOf(const QString &name) { return QLatin1String("drawn:") + name; }

QStringList typedKeys(const Resource &r)
{
    QStringList out;
    for (const QString &name : typedNames(r))
        out.append(groupOf(name));
    // Only those that are asked for: who has a name of them does not ask.
    if (r.kind == u"ConfigMap" || r.kind == u"Secret" || r.kind == u"Service")
        out.append(groupOf(nameToType(r)) + u'!');
    return out;
}

/// Puts the reference in place of the name, and of the key or the port beside it.
Edit wireTyped(const Topology &t, const RefIndex &refs, const Finding &f)
{
    const ResourcePtr holder = t.find(f.resource), target = t.find({f.detail.toString()});
    if (!holder || !target)
        return {};
    const Path place = f.path.parent();
    const Value wired = wiredByName(t, *holder, f.path, *target);
    return setField(t, refs, holder->id, place, at(wired, place));
}

/// Whether something in the cluster makes the Secret of a certificate.
bool isIssued(const Resource &r, const Path &at)
{
    if (r.kind != u"Ingress" || at.last().name != u"secretName")
        return false;
    const Map &notes = valueAt(r.fields, u"metadata.annotations").map();
    return std::any_of(notes.begin(), notes.end(), [](const Map::Entry &e) {
        return e.key.startsWith(u"cert-manager.io/") || e.key == u"kubernetes.io/tls-acme";
    });
}

void tell(const RuleInput &in, Report &report, const FieldSpec &spec, const Path &at,
          const QString &name)
{
    Resource meant;
    meant.kind = spec.refKind;
    meant.name = name;
    meant.fields = in.fields; // of the same namespace
    const QList<ResourcePtr> drawn = in.others(groupOf(nameToType(meant)) + u'!');
    const KindSpec *kind = in.kinds().find(spec.refKind);
    const QString title = kind ? kind->title : spec.refKind;
    if (drawn.isEmpty()) {
        const bool optional = in.resource[at.parent()][u"optional"].toBool();
        if (!optional && !isIssued(in.resource, at))
            report.add(at, tr("No %1 called %2 is drawn").arg(title, name));
        return;
    }
    Finding &f =
        report.add(at, tr("%1 is typed, not wired to the %2 of that name").arg(name, title));
    if (drawn.size() > 1)
        return; // name/duplicate tells
    f.fixText = tr("Wire it to %1").arg(name);
    f.detail = drawn.first()->id.text;
    f.fix = wireTyped;
}

void typed(const RuleInput &in, Report &report)
{
    if (!in.kind() || typedNames(in.resource).isEmpty())
        return; // going through the table is dear
    walkFields(in.kind()->fields, in.fields,
               [&](const FieldSpec &spec, const Place &here, const Value *value) {
                   const bool names = spec.type == FieldType::Ref && spec.refPart.isEmpty() &&
                                      spec.refKind != u"Image";
                   if (names && value && value->isString() && !value->toString().isEmpty())
                       tell(in, report, spec, here.path(), value->toString());
                   return value != nullptr;
               });
}

} // namespace

QList<RuleSpec> referenceRules()
{
    return {{QStringLiteral("reference/typed"),
             Severity::Warning,
             Scope::Group,
             {QStringLiteral("Deployment"), QStringLiteral("Ingress"), QStringLiteral("Service"),
              QStringLiteral("ConfigMap"), QStringLiteral("Secret")},
             tr("Where the cluster has nothing of that name no pod starts or no request arrives, "
                "and a new name of what is drawn does not reach it."),
             tr("Wire it to what is drawn, or accept it with a reason where the cluster has it."),
             typed,
             typedKeys}};
}

} // namespace chartwright
