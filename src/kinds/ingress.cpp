// SPDX-License-Identifier: Apache-2.0
#include "kinds/common.h"
#include "kinds/table.h"
#include "kinds/writers.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("IngressKind", text); }

Value create(const QString &)
{
    return Map{{QStringLiteral("spec"),
                Map{{QStringLiteral("ingressClassName"), QStringLiteral("nginx")}}}};
}

/// Calls `visit` with each path's socket and place.
void eachPath(
    const Value &fields,
    const std::function<void(const QString &, const Path &, const Value &, const Value &)> &visit)
{
    int rule = 0;
    eachItem(fields, path("spec.rules"), [&](const Path &rulePath, const Value &ruleValue) {
        int i = 0;
        const Path paths = rulePath / path("http.paths");
        eachItem(fields, paths, [&](const Path &p, const Value &value) {
            visit(QStringLiteral("path/%1/%2").arg(rule).arg(i++), p, value, ruleValue);
        });
        ++rule;
    });
}

QList<NodeRow> rows(const Topology &topology, const Resource &r)
{
    QList<NodeRow> out;
    eachPath(r.fields,
             [&](const QString &socket, const Path &, const Value &value, const Value &rule) {
                 out.append({rule[u"host"].scalarText() + value[u"path"].scalarText(),
                             displayText(topology, at(value, path("backend.service.name"))),
                             std::nullopt, socket});
             });
    if (out.isEmpty())
        out.append({tr("no path yet"), {}, {}, {}});
    eachItem(r.fields, path("spec.tls"), [&](const Path &, const Value &tls) {
        out.append({tr("TLS"), displayText(topology, tls[u"secretName"]), std::nullopt,
                    QStringLiteral("tls")});
    });
    return out;
}

QList<Part> servicePorts(const Topology &topology, const ResourceId &id)
{
    const ResourcePtr service = topology.find(id);
    return topology.kinds().find(service->kind)->parts(*service);
}

QString routeRefusal(const Topology &topology, const WireEnd &from, const WireEnd &to)
{
    if (from.socket == u"tls")
        return tr("TLS takes a Secret, not a Service");
    return noPortYet(topology, *topology.find(to.id));
}

QList<Tick> routeTicks(const Topology &topology, const WireEnd &, const WireEnd &to)
{
    QList<Tick> out;
    const QList<Part> ports = servicePorts(topology, to.id);
    if (ports.size() < 2 || to.socket.startsWith(u"port/"))
        return out;
    for (const Part &p : ports)
        out.append({p.part, p.label, out.isEmpty()});
    return out;
}

/// The path for a wire from the header: "/" first, then one named after the Service.
QString freePath(const Value &fields, const QString &service)
{
    QStringList used;
    eachPath(fields, [&](const QString &, const Path &, const Value &value, const Value &) {
        used.append(value[u"path"].scalarText());
    });
    if (!used.contains(QStringLiteral("/")))
        return QStringLiteral("/");
    QString stem = u'/' + service;
    static const QRegularExpression suffix(QStringLiteral("-(service|svc)$"));
    stem.remove(suffix);
    QString out = stem;
    for (int i = 2; used.contains(out); ++i)
        out = stem + QString::number(i);
    return out;
}

/// The place that a wire from this socket fills: the socket's, one without a backend, or a new one.
/// It stays empty where a text stands in the place of a list or map (a file may hold that).
Value placeFor(const Value &fields, const QString &socket, const QString &service, Path &place)
{
    eachPath(fields, [&](const QString &own, const Path &p, const Value &value, const Value &) {
        const bool open = at(value, path("backend.service.name")).isEmpty();
        if (own == socket || (socket.isEmpty() && open && place.isEmpty()))
            place = p;
    });
    if (!place.isEmpty())
        return fields;
    Value out = fields;
    const Path rules = path("spec.rules");
    if (at(out, rules).list().isEmpty())
        out = with(out, rules, List{Map()});
    const List made = at(out, rules).list();
    if (made.isEmpty())
        return fields;
    const Path paths = itemPath(rules, made, 0) / path("http.paths");
    const qsizetype count = at(out, paths).list().size();
    out = with(out, paths.index(count),
               Map{{QStringLiteral("path"), freePath(fields, service)},
                   {QStringLiteral("pathType"), QStringLiteral("Prefix")}});
    const List filled = at(out, paths).list();
    if (filled.size() <= count)
        return fields;
    place = itemPath(paths, filled, count);
    return out;
}

Topology drawRoute(const Topology &topology, const WireEnd &from, const WireEnd &to,
                   const QStringList &ticked)
{
    const ResourcePtr ingress = topology.find(from.id);
    const ResourcePtr service = topology.find(to.id);
    QString port = to.socket.startsWith(u"port/") ? to.socket : ticked.value(0);
    if (port.isEmpty())
        port = servicePorts(topology, to.id).constFirst().part;
    Path place;
    Value fields = placeFor(ingress->fields, from.socket, service->name, place);
    if (place.isEmpty())
        return topology;
    fields = with(
        fields, place / path("backend.service"),
        Map{{QStringLiteral("name"), Ref{service->id, {}}},
            {QStringLiteral("port"), Map{{QStringLiteral("number"), Ref{service->id, port}}}}});
    return withFields(topology, *ingress, fields);
}

Value eraseRoute(const Topology &, const Resource &holder, const QList<Path> &refs)
{
    Value fields = holder.fields;
    for (const Path &p : refs)
        fields = without(fields, p);
    return fields;
}

std::optional<std::pair<QString, QString>> routeSockets(const Resource &holder, const RefUse &use)
{
    if (use.path.last().name != u"number")
        return std::nullopt;
    std::optional<std::pair<QString, QString>> out;
    eachPath(holder.fields,
             [&](const QString &socket, const Path &p, const Value &, const Value &) {
                 if (use.path.startsWith(p))
                     out = std::pair(socket, use.ref.part);
             });
    return out;
}

QString routeLabel(const Topology &, const Resource &holder, const RefUse &use)
{
    QString out;
    eachPath(holder.fields, [&](const QString &, const Path &p, const Value &value, const Value &) {
        if (use.path.startsWith(p))
            out = value[u"path"].scalarText();
    });
    return out;
}

QString tlsRefusal(const Topology &, const WireEnd &from, const WireEnd &)
{
    return from.socket.startsWith(u"path/") ? tr("A path routes to a Service, not to a Secret")
                                            : QString();
}

/// A Secret that holds nothing yet becomes one for a certificate; one that others use stays what it
/// is.
Topology forCertificate(const Topology &topology, const ResourceId &id)
{
    const ResourcePtr secret = topology.find(id);
    const QString type = secret->fields[u"type"].scalarText();
    const bool typed = !type.isEmpty() && type != u"Opaque" && type != u"kubernetes.io/tls";
    if (typed || !secret->fields[u"data"].isEmpty() || !RefIndex(topology).to(id).isEmpty())
        return topology;
    const Map keys{{QStringLiteral("tls.crt"), Map()}, {QStringLiteral("tls.key"), Map()}};
    const Value fields = with(secret->fields, path("type"), QStringLiteral("kubernetes.io/tls"));
    return withFields(topology, *secret, with(fields, path("data"), keys));
}

Topology drawTls(const Topology &topology, const WireEnd &from, const WireEnd &to,
                 const QStringList &)
{
    const ResourcePtr ingress = topology.find(from.id);
    List hosts;
    eachItem(ingress->fields, path("spec.rules"), [&](const Path &, const Value &rule) {
        if (const QString host = rule[u"host"].toString(); !host.isEmpty() && !hosts.contains(host))
            hosts.append(host);
    });
    const List tls = (*ingress)[path("spec.tls")].list();
    Map entry;
    if (!hosts.isEmpty())
        entry.set(QStringLiteral("hosts"), hosts);
    entry.set(QStringLiteral("secretName"), Ref{to.id, {}});
    const bool replace = from.socket == u"tls" && !tls.isEmpty();
    const Value fields =
        replace ? with(ingress->fields, path("spec.tls").index(0).key(QStringLiteral("secretName")),
                       Ref{to.id, {}})
                : with(ingress->fields, path("spec.tls").index(tls.size()), entry);
    return withFields(forCertificate(topology, to.id), *ingress, fields);
}

Value eraseTls(const Topology &, const Resource &holder, const QList<Path> &refs)
{
    Value fields = holder.fields;
    const Path tls = path("spec.tls");
    for (auto it = refs.crbegin(); it != refs.crend(); ++it)
        fields = without(fields, it->parent());
    return at(fields, tls).list().isEmpty() ? without(fields, tls) : fields;
}

std::optional<std::pair<QString, QString>> tlsSockets(const Resource &, const RefUse &)
{
    return std::pair(QStringLiteral("tls"), QString());
}

QString tlsLabel(const Topology &, const Resource &, const RefUse &) { return tr("TLS"); }

WireSpec routeWire()
{
    WireSpec w;
    w.id = QStringLiteral("route");
    w.title = tr("Routes a path");
    w.from = QStringLiteral("Ingress");
    w.to = QStringLiteral("Service");
    w.patterns = {QStringLiteral("spec.rules[].http.paths[].backend.service.name"),
                  QStringLiteral("spec.rules[].http.paths[].backend.service.port.number"),
                  QStringLiteral("spec.defaultBackend.service.name"),
                  QStringLiteral("spec.defaultBackend.service.port.number")};
    w.refuse = routeRefusal;
    w.ticks = routeTicks;
    w.create = drawRoute;
    w.remove = eraseRoute;
    w.sockets = routeSockets;
    w.label = routeLabel;
    return w;
}

WireSpec tlsWire()
{
    WireSpec w;
    w.id = QStringLiteral("tls");
    w.title = tr("TLS certificate");
    w.from = QStringLiteral("Ingress");
    w.to = QStringLiteral("Secret");
    w.style = WireStyle::Config;
    w.patterns = {QStringLiteral("spec.tls[].secretName")};
    w.refuse = tlsRefusal;
    w.create = drawTls;
    w.remove = eraseTls;
    w.sockets = tlsSockets;
    w.label = tlsLabel;
    return w;
}

} // namespace

KindSpec ingressKind()
{
    using namespace table;
    KindSpec k;
    k.kind = QStringLiteral("Ingress");
    k.apiVersion = QStringLiteral("networking.k8s.io/v1");
    k.title = tr("Ingress");
    k.help = tr("Routes HTTP requests from outside to Services, by host and path.");
    k.defaultName = QStringLiteral("ingress");
    k.icon = QStringLiteral(":/icons/ingress.svg");
    k.shortcut = u'I';
    k.colour = 0x1272b8;
    k.column = 1;
    k.headerOut = true;
    const Fields backend = {
        ref("service.name", tr("Service"), QStringLiteral("Service")).must(),
        port("service.port.number", tr("Port"), QStringLiteral("Service"),
             tr("A port of the Service.")),
        string("service.port.name", tr("Port name"), tr("In place of the number."))
            .checked(portName)};
    const Fields pathFields = {
        string("path", tr("Path"), tr("The beginning of the address after the host."))
            .must()
            .checked(ingressPath),
        choice("pathType", tr("Path type"),
               {QStringLiteral("Prefix"), QStringLiteral("Exact"),
                QStringLiteral("ImplementationSpecific")})
            .must()
            .otherwise(QStringLiteral("Prefix")),
        group("backend", tr("Backend"), backend)};
    k.fields = Fields{string("spec.ingressClassName", tr("Class"),
                             tr("Which controller serves it, such as nginx."))
                          .must()
                          .checked(dnsSubdomain)
                          .values(QStringLiteral("className")),
                      list("spec.rules", tr("Rules"),
                           {string("host", tr("Host"), tr("Empty: any host."))
                                .checked(ingressHost)
                                .values(QStringLiteral("host")),
                            list("http.paths", tr("Paths"), pathFields).must()})
                          .must(),
                      group("spec.defaultBackend", tr("Default backend"), backend,
                            tr("Where requests go that no rule matches."))
                          .in(Section::Advanced),
                      list("spec.tls", tr("TLS"),
                           {strings("hosts", tr("Hosts")).checked(ingressHost),
                            ref("secretName", tr("Secret"), QStringLiteral("Secret"), {},
                                tr("Holds the certificate and its key."))
                                .must()},
                           tr("Certificates, and the hosts that they are for."))
                          .in(Section::Security)
                          .values(QStringLiteral("tls"))} +
               metadata();
    for (FieldSpec &f : k.fields) {
        if (f.path == u"metadata.annotations")
            f.valuesName = QStringLiteral("annotations");
    }
    k.wires = {routeWire(), tlsWire()};
    k.create = create;
    k.write = writeIngress;
    k.rows = rows;
    return k;
}

} // namespace chartwright
