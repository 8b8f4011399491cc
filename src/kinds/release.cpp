// SPDX-License-Identifier: Apache-2.0
#include "kinds/common.h"
#include "kinds/table.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ReleaseKind", text); }

Value create(const QString &)
{
    return Map{{QStringLiteral("namespace"), QStringLiteral("default")}};
}

QList<NodeRow> rows(const Topology &, const Resource &r)
{
    const auto overrides = int(r.fields[u"overrides"].list().size());
    QList<NodeRow> out{{tr("namespace"), r.fields[u"namespace"].scalarText(), {}, {}},
                       {tr("revision"), tr("auto"), {}, {}},
                       {tr("status"), tr("auto"), {}, {}}};
    if (overrides > 0)
        out.append({tr("overrides"), QString::number(overrides), {}, {}});
    return out;
}

Value derived(const Topology &, const Resource &, const QString &) { return tr("auto"); }

Topology draw(const Topology &topology, const WireEnd &from, const WireEnd &to, const QStringList &)
{
    const ResourcePtr release = topology.find(from.id);
    return withFields(topology, *release, with(release->fields, path("chart"), Ref{to.id, {}}));
}

Value erase(const Topology &, const Resource &holder, const QList<Path> &)
{
    return without(holder.fields, path("chart"));
}

} // namespace

KindSpec releaseKind()
{
    using namespace table;
    KindSpec k;
    k.kind = QStringLiteral("Release");
    k.title = tr("Release");
    k.help = tr("An installation of the chart in a cluster.");
    k.defaultName = QStringLiteral("release");
    k.icon = QStringLiteral(":/icons/release.svg");
    k.shortcut = u'R';
    k.colour = 0x7c6bd6;
    k.column = 0;
    k.headerOut = true;
    k.fields = {
        string("namespace", tr("Namespace"), tr("Where the release is installed."))
            .must()
            .checked(dnsLabel),
        ref("chart", tr("Chart"), QStringLiteral("Chart"), {}, tr("What it installs.")).must(),
        list("overrides", tr("Override values"),
             {ref("of", tr("Of"), {}, {}, tr("The resource.")).must(),
              string("path", tr("Field"), tr("Its field, such as spec.replicas.")).must(),
              yaml("value", tr("Value"))},
             tr("Values that this release has in place of the drawn ones.")),
        string("revision", tr("Revision"), tr("Counted by Helm at each change.")).fixed(),
        string("status", tr("Status"), tr("What Helm says of it.")).fixed(),
    };
    WireSpec wire;
    wire.id = QStringLiteral("release");
    wire.title = tr("Installs the chart");
    wire.from = k.kind;
    wire.to = QStringLiteral("Chart");
    wire.style = WireStyle::Release;
    wire.patterns = {QStringLiteral("chart")};
    wire.create = draw;
    wire.remove = erase;
    k.wires = {wire};
    k.create = create;
    k.rows = rows;
    k.derived = derived;
    return k;
}

} // namespace chartwright
