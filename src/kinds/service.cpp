// SPDX-License-Identifier: Apache-2.0
#include "kinds/common.h"
#include "kinds/table.h"
#include "kinds/writers.h"
#include "model/values_key.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ServiceKind", text); }

const char *const Ports = "spec.ports";

Value create(const QString &)
{
    return Map{
        {QStringLiteral("spec"), Map{{QStringLiteral("type"), QStringLiteral("ClusterIP")}}}};
}

QString portNameOf(const Value &port)
{
    const QString name = port[u"name"].toString();
    return name.isEmpty() ? port[u"port"].scalarText() : name;
}

QList<Part> parts(const Resource &r)
{
    QList<Part> out;
    eachItem(r.fields, path(Ports), [&](const Path &p, const Value &port) {
        const QString name = portNameOf(port);
        const bool named = !port[u"name"].toString().isEmpty();
        out.append({QStringLiteral("port/") + name,
                    named ? name + u' ' + port[u"port"].scalarText() : name, port[u"port"],
                    p.key(named ? QStringLiteral("name") : QStringLiteral("port"))});
    });
    return out;
}

QList<NodeRow> rows(const Topology &topology, const Resource &r)
{
    const QString type = r[path("spec.type")].scalarText();
    QList<NodeRow> out;
    eachItem(r.fields, path(Ports), [&](const Path &, const Value &port) {
        const QString socket = QStringLiteral("port/") + portNameOf(port);
        const QString own = port[u"port"].scalarText();
        QString target = displayText(topology, port[u"targetPort"]);
        if (const Ref *ref = port[u"targetPort"].asRef()) {
            // A named port says more by its number.
            const ResourcePtr pods = topology.find(ref->target);
            const auto part = pods ? findPart(topology.kinds(), *pods, ref->part) : std::nullopt;
            target = part ? part->label.section(u' ', -1) : target;
        }
        const QString value =
            target.isEmpty() || target == own ? own : QStringLiteral("%1 → %2").arg(own, target);
        out.append({out.isEmpty() ? type : portNameOf(port), value, socket, socket});
    });
    if (out.isEmpty())
        out.append({type, {}, {}, {}});
    return out;
}

Value derived(const Topology &topology, const Resource &r, const QString &p)
{
    const Ref *ref = r[path("spec.selector")].asRef();
    return p == u"spec.selector" && ref ? refValue(topology, *ref) : Value();
}

QString refuse(const Topology &topology, const WireEnd &from, const WireEnd &to)
{
    const ResourcePtr service = topology.find(from.id);
    const ResourcePtr pods = topology.find(to.id);
    const Ref *selected = (*service)[path("spec.selector")].asRef();
    if (selected && selected->target != pods->id && topology.find(selected->target))
        return tr("%1 already selects %2: remove that wire first")
            .arg(service->name, topology.find(selected->target)->name);
    return {};
}

/// The container port for a Service port: the one pulled to, of the same name, of the same number,
/// at the same place, or the first.
QString portFor(const QList<Part> &ports, const Value &servicePort, qsizetype place,
                const QString &pulledTo)
{
    const auto pick = [&](auto &&test) {
        const auto it = std::find_if(ports.begin(), ports.end(), test);
        return it == ports.end() ? QString() : it->part;
    };
    const QString name = QStringLiteral("port/") + servicePort[u"name"].toString();
    const QString number = servicePort[u"port"].scalarText();
    for (const QString &found :
         {pick([&](const Part &p) { return p.part == pulledTo; }),
          pick([&](const Part &p) { return p.part == name; }),
          pick([&](const Part &p) { return p.label.section(u' ', -1) == number; })}) {
        if (!found.isEmpty())
            return found;
    }
    return ports.isEmpty() ? QString() : ports.value(place, ports.first()).part;
}

Map portOf(const Part &part)
{
    const QString number = part.label.section(u' ', -1);
    const QString name = part.part.mid(5);
    Map port;
    if (name != number)
        port.set(QStringLiteral("name"), name);
    port.set(QStringLiteral("protocol"), QStringLiteral("TCP"));
    bool ok = false;
    const qint64 n = number.toLongLong(&ok);
    port.set(QStringLiteral("port"), ok ? Value(n) : Value(number));
    return port;
}

Topology draw(const Topology &topology, const WireEnd &from, const WireEnd &to, const QStringList &)
{
    const ResourcePtr service = topology.find(from.id);
    const ResourcePtr pods = topology.find(to.id);
    QList<Part> ports = topology.kinds().find(pods->kind)->parts(*pods);
    ports.removeIf([](const Part &p) { return !p.part.startsWith(u"port/"); });

    Resource changed = *service;
    changed.fields =
        with(changed.fields, path("spec.selector"), Ref{pods->id, QStringLiteral("selector")});
    List list = at(changed.fields, path(Ports)).list();
    if (list.isEmpty()) {
        for (const Part &p : std::as_const(ports)) {
            if (!to.socket.startsWith(u"port/") || to.socket == p.part)
                list.append(portOf(p));
        }
    }
    const QString pulledFrom = socketName(from.socket, QStringLiteral("port/"));
    for (qsizetype i = 0; i < list.size(); ++i) {
        const bool pulled =
            pulledFrom.isEmpty() ? list.size() == 1 : portNameOf(list[i]) == pulledFrom;
        const QString target = portFor(ports, list[i], i, pulled ? to.socket : QString());
        if (!target.isEmpty() && (pulled || !list[i][u"targetPort"].asRef()))
            list[i] = with(list[i], path("targetPort"), Ref{pods->id, target});
    }
    if (!list.isEmpty())
        changed.fields = with(changed.fields, path(Ports), list);
    changed.valuesKey = serviceValuesKey(topology, *service, *pods);
    Topology after = topology;
    after.put(std::move(changed));
    return after;
}

Value erase(const Topology &topology, const Resource &holder, const QList<Path> &refs)
{
    Value fields = holder.fields;
    for (const Path &p : refs) {
        const Value now = at(holder.fields, p);
        const Value plain = now.asRef() ? refValue(topology, *now.asRef()) : Value();
        // The number or name of the port stays, so that the wire can be drawn again.
        fields = p.last().name == u"targetPort" && !plain.isNull() ? with(fields, p, plain)
                                                                   : without(fields, p);
    }
    return fields;
}

std::optional<std::pair<QString, QString>> sockets(const Resource &holder, const RefUse &use)
{
    if (use.path.last().name != u"targetPort")
        return std::nullopt;
    return std::pair(QStringLiteral("port/") + portNameOf(at(holder.fields, use.path.parent())),
                     use.ref.part);
}

QString label(const Topology &topology, const Resource &, const RefUse &use)
{
    if (use.path.last().name != u"targetPort")
        return {};
    const ResourcePtr pods = topology.find(use.ref.target);
    const auto part = pods ? findPart(topology.kinds(), *pods, use.ref.part) : std::nullopt;
    return part ? part->label.section(u' ', -1) : QString();
}

} // namespace

KindSpec serviceKind()
{
    using namespace table;
    KindSpec k;
    k.kind = QStringLiteral("Service");
    k.apiVersion = QStringLiteral("v1");
    k.title = tr("Service");
    k.help = tr("A stable name and port in front of the pods of a Deployment.");
    k.defaultName = QStringLiteral("service");
    k.icon = QStringLiteral(":/icons/service.svg");
    k.shortcut = u'S';
    k.colour = 0x0f9d76;
    k.column = 2;
    k.headerIn = k.headerOut = true;
    const Fields portFields = {
        string("name", tr("Name"), tr("Needed where there are several ports.")).checked(portName),
        integer("port", tr("Port"), tr("The port that others call."))
            .must()
            .range(1, 65535)
            .values(QStringLiteral("port")),
        port("targetPort", tr("Target port"), QStringLiteral("Deployment"),
             tr("The port of the container; a name or a number."))
            .must(),
        choice("protocol", tr("Protocol"),
               {QStringLiteral("TCP"), QStringLiteral("UDP"), QStringLiteral("SCTP")})
            .otherwise(QStringLiteral("TCP")),
        integer("nodePort", tr("Node port"),
                tr("A port of every node; for NodePort and LoadBalancer."))
            .range(30000, 32767),
        string("appProtocol", tr("App protocol"), tr("A hint such as http or grpc."))
            .checked(labelKey),
    };
    k.fields =
        Fields{choice("spec.type", tr("Type"),
                      {QStringLiteral("ClusterIP"), QStringLiteral("NodePort"),
                       QStringLiteral("LoadBalancer")},
                      tr("Who can reach it: the cluster, every node, or the world."))
                   .must()
                   .otherwise(QStringLiteral("ClusterIP"))
                   .values(QStringLiteral("type")),
               list(Ports, tr("Ports"), portFields).must().in(Section::Ports),
               map("spec.selector", tr("Selector"),
                   tr("Labels of the pods that it sends to. Derived while it is wired."))
                   .must(),
               string("spec.clusterIP", tr("Cluster IP"), tr("“None” makes a headless Service."))
                   .checked(clusterAddress)
                   .in(Section::Advanced),
               choice("spec.sessionAffinity", tr("Session affinity"),
                      {QStringLiteral("None"), QStringLiteral("ClientIP")})
                   .in(Section::Advanced)
                   .otherwise(QStringLiteral("None")),
               choice("spec.externalTrafficPolicy", tr("External traffic"),
                      {QStringLiteral("Cluster"), QStringLiteral("Local")},
                      tr("Local keeps the client's address; for NodePort and LoadBalancer."))
                   .in(Section::Advanced),
               boolean("spec.publishNotReadyAddresses", tr("Publish not ready"), false,
                       tr("Also pods that are not ready get traffic."))
                   .in(Section::Advanced)} +
        metadata();
    WireSpec wire;
    wire.id = QStringLiteral("pods");
    wire.title = tr("Sends to its pods");
    wire.from = k.kind;
    wire.to = QStringLiteral("Deployment");
    wire.patterns = {QStringLiteral("spec.selector"), QStringLiteral("spec.ports[].targetPort")};
    wire.refuse = refuse;
    wire.create = draw;
    wire.remove = erase;
    wire.sockets = sockets;
    wire.label = label;
    k.wires = {wire};
    k.create = create;
    k.write = writeService;
    k.parts = parts;
    k.rows = rows;
    k.derived = derived;
    return k;
}

} // namespace chartwright
