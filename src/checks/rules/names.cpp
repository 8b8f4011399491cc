// SPDX-License-Identifier: Apache-2.0
#include "base/names.h"
#include "checks/rule.h"

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("NameRules", text); }

void dnsLabel(const RuleInput &in, Report &report)
{
    const KindSpec *kind = in.kind();
    const QString &name = in.resource.name;
    if (!kind || !kind->isTemplated())
        return;
    const bool service = in.resource.kind == u"Service";
    // A Deployment's name is also the value of a label.
    const qsizetype most = service || in.resource.kind == u"Deployment" ? 63 : 253;
    if (service ? names::isDnsLabel1035(name) : names::isDnsSubdomain(name) && name.size() <= most)
        return;
    QString better = names::toDnsLabel(name);
    if (service && better[0].isDigit())
        better = (QLatin1String("s-") + better).left(63);
    while (better.endsWith(u'-'))
        better.chop(1);
    const QString message =
        name.isEmpty()       ? tr("The %1 has no name").arg(kind->title)
        : name.size() > most ? tr("The name “%1” is longer than %2 characters").arg(name).arg(most)
        : service ? tr("“%1” is no name for a %2: a-z, 0-9 and '-' only, a letter first")
                        .arg(name, kind->title)
                  : tr("“%1” is no name for a %2: a-z, 0-9 and '-' only").arg(name, kind->title);
    fixByRenaming(report.add({}, message), better);
}

QStringList nameKeys(const Resource &r)
{
    // Images may share a name with different tags.
    const QString tag = r.kind == u"Image" ? u'/' + r.fields[u"registry"].scalarText() + u':' +
                                                 r.fields[u"tag"].scalarText()
                                           : QString();
    return {QStringLiteral("name:%1/%2/%3")
                .arg(r.kind, valueAt(r.fields, u"metadata.namespace").scalarText(), r.name) +
            tag};
}

void duplicate(const RuleInput &in, Report &report)
{
    const auto others = in.others(nameKeys(in.resource).constFirst());
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
    const QString &name = in.resource.name;
    if (names::isReleaseName(name))
        return;
    QString better = names::toDnsLabel(name).left(53);
    while (better.endsWith(u'-'))
        better.chop(1);
    fixByRenaming(
        report.add({}, name.size() > 53
                           ? tr("The name “%1” is longer than %2 characters").arg(name).arg(53)
                           : tr("“%1” is no name for a %2: a-z, 0-9 and '-' only")
                                 .arg(name, in.kind() ? in.kind()->title : in.resource.kind)),
        better);
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
         tr("Kubernetes takes lower-case letters, digits and '-'; a Service's name starts with a "
            "letter and has at most 63."),
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
         tr("Helm takes lower-case letters, digits, '-' and '.', at most 53."),
         tr("Rename it."),
         releaseName},
    };
}

} // namespace chartwright
