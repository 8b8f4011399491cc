// SPDX-License-Identifier: Apache-2.0
#include "base/names.h"
#include "checks/name_problem.h"
#include "checks/rule.h"

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("NameRules", text); }

/// Says that the name is none, and offers what is left of it.
void refuse(const RuleInput &in, Report &report, QString better, int most)
{
    const QString &name = in.resource.name;
    const QString kind = in.kind() ? in.kind()->title : in.resource.kind;
    better.truncate(most);
    while (better.endsWith(u'-'))
        better.chop(1);
    fixByRenaming(report.add({}, name.isEmpty()
                                     ? tr("The %1 has no name").arg(kind)
                                     : tr("“%1” is no name for a %2: %3")
                                           .arg(name, kind, nameFault(in.resource.kind, name))),
                  better);
}

void dnsLabel(const RuleInput &in, Report &report)
{
    const QString &name = in.resource.name;
    if (!in.kind() || !in.kind()->isTemplated() || nameFault(in.resource.kind, name).isEmpty())
        return;
    QString better = names::toDnsLabel(name);
    if (in.resource.kind == u"Service" && better[0].isDigit())
        better.prepend(QLatin1String("s-"));
    refuse(in, report, better, 63);
}

QStringList nameKeys(const Resource &r) { return {nameKey(r)}; }

void duplicate(const RuleInput &in, Report &report)
{
    const auto others = in.others(nameKey(in.resource));
    if (others.isEmpty() || in.resource.name.isEmpty())
        return;
    Finding &f = report.add(
        {},
        tr("Two resources of the kind %1 are called %2").arg(in.resource.kind, in.resource.name));
    if (in.resource.kind != u"Image") {
        fixByRenaming(f, in.resource.name);
        f.fixText = tr("Rename it");
        return;
    }
    // Another name would be another image: all use one of the two nodes instead.
    f.fixText = tr("Use one node for both");
    f.detail = others.first()->id.text;
    f.fix = [](const Topology &t, const RefIndex &refs, const Finding &g) {
        const ResourceId other{g.detail.toString()};
        if (!t.find(other) || !t.find(g.resource))
            return Edit();
        Topology after = t;
        for (const RefUse &use : refs.to(g.resource)) {
            Resource holder = *after.find(use.holder);
            holder.fields = mapRefs(holder.fields, [&](const Ref &ref) {
                return ref.target == g.resource ? Ref{other, ref.part} : ref;
            });
            after.put(std::move(holder));
        }
        after.remove(g.resource);
        after.place(g.resource, std::nullopt);
        return difference(t, after, tr("Use one node for %1").arg(t.find(other)->name));
    };
}

void releaseName(const RuleInput &in, Report &report)
{
    if (!nameFault(in.resource.kind, in.resource.name).isEmpty())
        refuse(in, report, names::toDnsLabel(in.resource.name), 53);
}

void unknownKind(const RuleInput &in, Report &report)
{
    if (!in.kind())
        report.add({}, tr("%1 is not written to the chart: there is no kind “%2” here")
                           .arg(in.resource.name, in.resource.kind));
}

} // namespace

QList<RuleSpec> nameRules()
{
    using enum Severity;
    return {
        {QStringLiteral("name/dns-label"),
         Error,
         Scope::Own,
         {},
         tr("The cluster refuses it."),
         tr("Rename it."),
         dnsLabel},
        {QStringLiteral("name/duplicate"),
         Error,
         Scope::Group,
         {},
         tr("The second would overwrite the first."),
         tr("Rename one of them."),
         duplicate,
         nameKeys},
        {QStringLiteral("release/name"),
         Error,
         Scope::Own,
         {QStringLiteral("Release")},
         tr("Helm refuses it."),
         tr("Rename it."),
         releaseName},
        {QStringLiteral("kind/unknown"),
         Warning,
         Scope::Own,
         {},
         tr("The drawing keeps what it does not know, but the chart is without it."),
         tr("Correct the kind in topology.yaml, or add the object to the chart by hand."),
         unknownKind},
    };
}

} // namespace chartwright
