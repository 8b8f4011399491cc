// SPDX-License-Identifier: Apache-2.0
#include "kinds/common.h"
#include "kinds/table.h"
#include "kinds/writers.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ConfigMapKind", text); }

Value create(const QString &) { return Map{{QStringLiteral("data"), Map()}}; }

QList<Part> parts(const Resource &r)
{
    QList<Part> out;
    for (const auto &[key, value] : r.fields[u"data"].map())
        out.append({QStringLiteral("key/") + key, key, key, path("data").key(key), true});
    return out;
}

QList<NodeRow> rows(const Topology &topology, const Resource &r)
{
    QList<NodeRow> out;
    for (const auto &[key, value] : r.fields[u"data"].map()) {
        const QString socket = QStringLiteral("key/") + key;
        out.append({key, displayText(topology, value), socket, socket});
    }
    return out;
}

// A value that is the address of a Service.

QString addressRefusal(const Topology &topology, const WireEnd &from, const WireEnd &)
{
    return noPortYet(topology, *topology.find(from.id));
}

/// A key for the Service's address that the ConfigMap does not have yet.
QString addressKey(const Resource &service, const Resource &config)
{
    const QString wanted =
        QString(service.name).toUpper().replace(u'-', u'_') + QStringLiteral("_URL");
    QString key = wanted;
    for (int i = 2; config.fields[u"data"].map().contains(key); ++i)
        key = wanted + u'_' + QString::number(i);
    return key;
}

QList<Tick> addressTicks(const Topology &topology, const WireEnd &from, const WireEnd &to)
{
    const ResourcePtr config = topology.find(to.id);
    // One value at a time: the key that was pulled to, else a new one while none has the address.
    QList<Tick> ticks = keyTicks(*config, to.socket);
    if (!to.socket.isEmpty())
        return ticks;
    for (Tick &tick : ticks)
        tick.on = false;
    const QList<RefUse> uses = refsOf(*config);
    const bool known = std::any_of(uses.begin(), uses.end(), [&](const RefUse &use) {
        return use.ref.target == from.id && use.path.parent() == path("data");
    });
    const QString key = addressKey(*topology.find(from.id), *config);
    ticks.append({key, ticks.isEmpty() ? key : tr("%1 (new key)").arg(key), !known});
    return ticks;
}

Topology drawAddress(const Topology &topology, const WireEnd &from, const WireEnd &to,
                     const QStringList &ticked)
{
    const ResourcePtr service = topology.find(from.id);
    const ResourcePtr config = topology.find(to.id);
    const KindSpec *kind = topology.kinds().find(service->kind);
    QString port;
    for (const Part &p : kind->parts(*service)) {
        if (p.part.startsWith(u"port/") && (port.isEmpty() || p.part == from.socket))
            port = p.part;
    }
    QStringList keys = ticked;
    if (keys.isEmpty())
        keys.append(addressKey(*service, *config));
    Value fields = config->fields;
    for (const QString &key : std::as_const(keys)) {
        const Text address{{QStringLiteral("http://"), Ref{service->id, {}}, QStringLiteral(":"),
                            Ref{service->id, port}}};
        fields = with(fields, path("data").key(key), address);
    }
    return withFields(topology, *config, fields);
}

Value eraseAddress(const Topology &topology, const Resource &holder, const QList<Path> &refs)
{
    Value fields = holder.fields;
    for (const Path &p : refs)
        fields = with(fields, p, displayText(topology, at(holder.fields, p)));
    return fields;
}

std::optional<std::pair<QString, QString>> addressSockets(const Resource &, const RefUse &use)
{
    return std::pair(use.ref.part, QStringLiteral("key/") + use.path.last().name);
}

QString addressLabel(const Topology &, const Resource &, const RefUse &use)
{
    return use.path.last().name;
}

} // namespace

KindSpec configMapKind()
{
    using namespace table;
    KindSpec k;
    k.kind = QStringLiteral("ConfigMap");
    k.apiVersion = QStringLiteral("v1");
    k.title = tr("ConfigMap");
    k.help = tr("Configuration that is no secret, as keys and values.");
    k.defaultName = QStringLiteral("config");
    k.icon = QStringLiteral(":/icons/configmap.svg");
    k.shortcut = u'C';
    k.colour = 0xc98a0c;
    k.column = 3;
    k.headerIn = k.headerOut = true;
    FieldSpec data = map("data", tr("Data"), tr("Keys and their values, as plain text."))
                         .must()
                         .checked(dataKey);
    data.refKind = QStringLiteral("Service");
    k.fields =
        Fields{data,
               structMap("design.keys", tr("About the keys"),
                         {string("description", tr("Description"),
                                 tr("What the key is for; a comment in values.yaml.")),
                          string("source", tr("Source"), tr("Where its value comes from."))}),
               boolean("immutable", tr("Immutable"), false, tr("Cannot be changed once installed."))
                   .in(Section::Advanced)} +
        metadata();
    WireSpec wire;
    wire.id = QStringLiteral("address");
    wire.title = tr("Address of the Service");
    wire.from = QStringLiteral("Service");
    wire.to = k.kind;
    wire.style = WireStyle::Config;
    wire.heldByFrom = false;
    wire.patterns = {QStringLiteral("data.*")};
    wire.refuse = addressRefusal;
    wire.ticks = addressTicks;
    wire.create = drawAddress;
    wire.remove = eraseAddress;
    wire.sockets = addressSockets;
    wire.label = addressLabel;
    k.wires = {wire};
    k.create = create;
    k.write = writeConfigMap;
    k.parts = parts;
    k.rows = rows;
    return k;
}

} // namespace chartwright
