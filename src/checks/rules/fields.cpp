// SPDX-License-Identifier: Apache-2.0
#include "checks/rule.h"

#include <QSet>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("FieldRules", text); }

/// Fields that a rule of their own tells of, in better words or with a fix.
bool isToldElsewhere(const Resource &resource, const Path &path)
{
    static const QString container = QStringLiteral("Deployment spec.template.spec.containers[].");
    static const QString init = QStringLiteral("Deployment spec.template.spec.initContainers[].");
    static const QSet<QString> told = [] {
        QSet<QString> out{
            QStringLiteral("Chart version"),
            QStringLiteral("Chart appVersion"),
            QStringLiteral("Chart type"),
            QStringLiteral("Chart icon"),
            QStringLiteral("Chart maintainers[].name"),
            QStringLiteral("Chart maintainers[].email"),
            QStringLiteral("Chart maintainers[].url"),
            QStringLiteral("ConfigMap data"),
            QStringLiteral("Deployment spec.strategy.rollingUpdate.maxSurge"),
            QStringLiteral("Deployment spec.strategy.rollingUpdate.maxUnavailable"),
            QStringLiteral("Ingress spec.ingressClassName"),
            QStringLiteral("Ingress spec.rules[].host"),
            QStringLiteral("Ingress spec.rules[].http.paths[].backend.service.name"),
            QStringLiteral("Ingress spec.rules[].http.paths[].path"),
            QStringLiteral("Ingress spec.rules[].http.paths[].pathType"),
            QStringLiteral("Ingress spec.tls[].secretName"),
            QStringLiteral("Secret data"),
            QStringLiteral("Service spec.ports"),
            QStringLiteral("Service spec.ports[].name"),
            QStringLiteral("Service spec.ports[].nodePort"),
            QStringLiteral("Service spec.ports[].port"),
        };
        for (const QString &c : {container, init}) {
            for (const char *tail :
                 {"ports[].name", "env[].name", "resources.requests.cpu", "resources.limits.cpu",
                  "resources.requests.memory", "resources.limits.memory"})
                out.insert(c + QLatin1String(tail));
        }
        return out;
    }();
    return told.contains(resource.kind + u' ' + path.pattern());
}

bool isImageTag(const Resource &resource, const Path &path)
{
    return resource.kind == u"Image" && path.text() == u"tag";
}

/// Whether the rule of its own speaks of what is there but of the wrong type, too.
bool tellsTypes(const Resource &resource, const Path &path)
{
    static const QStringList ofMissingOnly{QStringLiteral("data"), QStringLiteral("port"),
                                           QStringLiteral("nodePort"), QStringLiteral("ports")};
    return !ofMissingOnly.contains(path.last().name) && isToldElsewhere(resource, path);
}

void types(const RuleInput &in, Report &report)
{
    for (const FieldProblem &p : in.fieldProblems()) {
        if (p.kind == FieldProblem::Kind::Type && !tellsTypes(in.resource, p.path))
            report.add(p.path, p.text);
    }
}

void values(const RuleInput &in, Report &report)
{
    for (const FieldProblem &p : in.fieldProblems()) {
        if (p.kind == FieldProblem::Kind::Value && !isToldElsewhere(in.resource, p.path) &&
            !isImageTag(in.resource, p.path))
            report.add(p.path, p.text);
    }
}

void required(const RuleInput &in, Report &report)
{
    for (const FieldProblem &p : in.fieldProblems()) {
        if (p.kind != FieldProblem::Kind::Missing)
            continue;
        // An empty port or variable is told by nobody else.
        const QString last = p.path.last().name;
        const bool listed =
            last == u"port" || (last == u"name" && in.resource.kind == u"Deployment");
        if (listed || !isToldElsewhere(in.resource, p.path))
            report.add(p.path, p.text);
    }
}

/// A namespace as drawn; empty: the release's.
QString namespaceOf(const Resource &r)
{
    return valueAt(r.fields, u"metadata.namespace").scalarText();
}

/// References that the rule for their field tells of.
bool isOfOwnRule(const RuleInput &in, const RefUse &use)
{
    const QString last = use.path.last().name;
    const QString pattern = use.path.pattern();
    if (in.resource.kind == u"Ingress")
        return pattern.contains(u".backend.service.") ? pattern.startsWith(u"spec.rules")
                                                      : last == u"secretName";
    if (in.resource.kind == u"Service")
        return last == u"targetPort";
    if (in.resource.kind != u"Deployment")
        return false;
    if (pattern.contains(u"Probe."))
        return true;
    return last == u"key" && pattern.contains(u"KeyRef") && in.find(use.ref.target);
}

/// Takes all that the resource says of the missing target out, as deleting their wire would.
Edit forget(const Topology &topology, const RefIndex &refs, const Finding &f)
{
    const ResourcePtr holder = topology.find(f.resource);
    const KindSpec *kind = holder ? topology.kinds().find(holder->kind) : nullptr;
    const ResourceId target{f.detail.toString()};
    if (!kind)
        return {};
    QList<Path> paths;
    bool whole = !topology.find(target);
    for (const RefUse &use : refsOf(*holder)) {
        if (use.ref.target == target && (whole || use.path == f.path) && !paths.contains(use.path))
            paths.append(use.path);
    }
    Topology after = topology;
    Resource changed = *holder;
    for (const KindSpec &k : topology.kinds().all()) {
        for (const WireSpec &wire : k.wires) {
            QList<Path> own;
            if ((wire.heldByFrom ? wire.from : wire.to) != holder->kind)
                continue;
            for (const Path &p : std::as_const(paths)) {
                const bool anyKey =
                    wire.patterns.contains(p.parent().pattern() + QLatin1String(".*"));
                if (anyKey || wire.patterns.contains(p.pattern()))
                    own.append(p);
            }
            if (own.isEmpty())
                continue;
            changed.fields = wire.remove(after, changed, own);
            after.put(changed);
            paths.removeIf([&](const Path &p) { return own.contains(p); });
        }
    }
    for (const Path &p : std::as_const(paths))
        changed.fields = without(changed.fields, p);
    after.put(changed);
    Q_UNUSED(refs);
    return difference(topology, after, tr("Take a missing reference out of %1").arg(holder->name));
}

void missing(const RuleInput &in, Report &report)
{
    QSet<QString> told;
    QList<Ref> there; // looking a part up is dear, and many fields name the same one
    for (const RefUse &use : in.uses()) {
        if (there.contains(use.ref))
            continue;
        const ResourcePtr target = in.find(use.ref.target);
        const bool noPart =
            target && !use.ref.part.isEmpty() && !findPart(in.kinds(), *target, use.ref.part);
        if (target && !noPart)
            there.append(use.ref);
        if ((target && !noPart) || isOfOwnRule(in, use) || told.contains(use.path.text()))
            continue;
        told.insert(use.path.text());
        Finding &f = report.add(
            use.path,
            target ? tr("%1 has no %2").arg(target->name, QString(use.ref.part).replace(u'/', u' '))
                   : tr("What this refers to is not in the drawing"));
        f.detail = use.ref.target.text;
        f.fixText = tr("Take the reference out");
        f.fix = forget;
    }
}

void otherNamespace(const RuleInput &in, Report &report)
{
    const KindSpec *own = in.kind();
    if (!own || !own->isTemplated())
        return;
    QSet<ResourceId> seen;
    const QString here = namespaceOf(in.resource);
    for (const RefUse &use : in.uses()) {
        const ResourcePtr target = in.find(use.ref.target);
        const KindSpec *kind = target ? in.kinds().find(target->kind) : nullptr;
        if (!kind || !kind->isTemplated() || seen.contains(target->id))
            continue;
        const QString there = namespaceOf(*target);
        if (there == here)
            continue;
        seen.insert(target->id);
        // Unset is the release's namespace, which may well be the one that is typed.
        const bool both = !here.isEmpty() && !there.isEmpty();
        Finding &f =
            both ? report.add(
                       use.path,
                       tr("%1 is in the namespace %2, not in %3").arg(target->name, there, here))
                 : report.add(use.path,
                              tr("%1 is tied to the namespace %2, %3 is not")
                                  .arg(here.isEmpty() ? target->name : in.resource.name,
                                       here.isEmpty() ? there : here,
                                       here.isEmpty() ? in.resource.name : target->name),
                              Severity::Warning);
        const ResourcePtr mover = here.isEmpty() ? target : in.find(in.resource.id);
        f.fixText = both ? tr("Move %1 to %2").arg(mover->name, there)
                         : tr("Leave the namespace of %1 to the release").arg(mover->name);
        f.detail = List{mover->id.text, both ? Value(there) : Value()};
        f.fix = [](const Topology &t, const RefIndex &refs, const Finding &g) {
            const List &to = g.detail.list();
            return setField(t, refs, ResourceId{to.value(0).toString()}, path("metadata.namespace"),
                            to.value(1));
        };
    }
}

/// Lists whose items the cluster tells apart by their merge key.
void duplicatesIn(const Value &node, const Path &at, Report &report)
{
    static const QSet<QString> keyed{
        QStringLiteral("containers"),      QStringLiteral("initContainers"),
        QStringLiteral("volumes"),         QStringLiteral("volumeMounts"),
        QStringLiteral("ports"),           QStringLiteral("maintainers"),
        QStringLiteral("imagePullSecrets")};
    for (const auto &[key, value] : node.map()) {
        const List &list = value.list();
        if (value.isMap())
            duplicatesIn(value, at.key(key), report);
        for (qsizetype i = 0; i < list.size(); ++i) {
            if (!list[i].isMap())
                continue;
            for (const QString &name : keyed.contains(key) ? mergeKeys(key) : QStringList()) {
                const Value &own = list[i][name];
                if (own.isEmpty())
                    continue;
                const QString text = own.scalarText(); // none of a reference
                // Of ports only the names: the numbers may differ by protocol.
                const bool twice =
                    (key != u"ports" || name == u"name") &&
                    std::any_of(list.begin(), list.begin() + i, [&](const Value &v) {
                        return text.isEmpty() ? v[name] == own : v[name].scalarText() == text;
                    });
                if (twice)
                    report.add(at.key(key).index(i),
                               text.isEmpty() ? tr("This entry is there twice")
                                              : tr("Two entries are called %1").arg(text));
                break;
            }
            duplicatesIn(list[i], itemPath(at.key(key), list, i), report);
        }
    }
}

void duplicates(const RuleInput &in, Report &report) { duplicatesIn(in.fields, {}, report); }

} // namespace

QList<RuleSpec> fieldRules()
{
    using enum Severity;
    return {
        {QStringLiteral("field/type"),
         Error,
         Scope::Own,
         {},
         tr("The chart cannot be written with it."),
         tr("Correct what was typed."),
         types},
        {QStringLiteral("field/value"),
         Error,
         Scope::Own,
         {},
         tr("The cluster would refuse it."),
         tr("Correct what was typed."),
         values},
        {QStringLiteral("field/required"),
         Error,
         Scope::Own,
         {},
         tr("The cluster would refuse the object without it."),
         tr("Fill it in."),
         required},
        {QStringLiteral("reference/missing"),
         Error,
         Scope::Neighbours,
         {},
         tr("The chart cannot be written with it."),
         tr("Wire it to something else, or remove the reference."),
         missing},
        {QStringLiteral("reference/namespace"),
         Error,
         Scope::Neighbours,
         {},
         tr("Objects find each other in one namespace only."),
         tr("Put both into one namespace."),
         otherNamespace},
        {QStringLiteral("path/duplicate-item"),
         Error,
         Scope::Own,
         {},
         tr("The cluster would refuse it or drop one of them."),
         tr("Rename or remove one of them."),
         duplicates},
    };
}

} // namespace chartwright
