// SPDX-License-Identifier: Apache-2.0
#include "deploy/address.h"

namespace chartwright {
namespace {

Door ingressDoor(const ApplyObject &object)
{
    Door out;
    out.ref = object.ref;
    const Value &spec = object.object[u"spec"];
    const List &rules = spec[u"rules"].list();
    const Value rule = rules.isEmpty() ? Value() : rules.first();
    out.host = rule[u"host"].scalarText();
    const List &paths = rule[u"http"][u"paths"].list();
    const bool hasRoot = std::any_of(paths.begin(), paths.end(), [](const Value &path) {
        return path[u"path"].scalarText() == u"/";
    });
    // A pattern of ingress-nginx is no path to open.
    if (!hasRoot && !paths.isEmpty() && !paths.first()[u"path"].scalarText().contains(u'('))
        out.path = paths.first()[u"path"].scalarText();
    for (const Value &tls : spec[u"tls"].list()) {
        for (const Value &host : tls[u"hosts"].list())
            out.isTls = out.isTls || host.scalarText() == out.host;
    }
    return out;
}

/// None of a Service that leads to no pods of the cluster, or has no port for TCP.
std::optional<Door> serviceDoor(const ApplyObject &object)
{
    const Value &spec = object.object[u"spec"];
    const QString type = spec[u"type"].scalarText();
    const List &ports = spec[u"ports"].list();
    const auto tcp = std::find_if(ports.begin(), ports.end(), [](const Value &port) {
        const QString protocol = port[u"protocol"].scalarText();
        return protocol.isEmpty() || protocol == u"TCP";
    });
    if (object.ref.kind != u"Service" || type == u"ExternalName" || tcp == ports.end())
        return std::nullopt;
    Door out;
    out.ref = object.ref;
    out.hasBalancer = type == u"LoadBalancer";
    out.kind = out.hasBalancer || type == u"NodePort" ? Door::Kind::Outside : Door::Kind::Inside;
    out.portName = (*tcp)[u"name"].scalarText();
    out.port = int((*tcp)[u"port"].toInt());
    return out;
}

/// What speaks against its being the entrance.
int strangeness(const ApplyObject &object, const Door &door, const RefIndex &refs)
{
    const QList<RefUse> uses = refs.to(object.resource);
    const bool isUsed = std::any_of(
        uses.begin(), uses.end(), [&](const RefUse &use) { return use.holder != object.resource; });
    const bool isNamed = door.portName == u"http" || door.portName == u"web";
    return (isUsed ? 4 : 0) + (door.port == 80 ? 0 : 2) + (isNamed ? 0 : 1);
}

} // namespace

OpenDoor::~OpenDoor() { qDeleteAll(findChildren<QObject *>(Qt::FindDirectChildrenOnly)); }

std::optional<Door> doorOf(const QList<ApplyObject> &objects, const RefIndex &refs)
{
    std::optional<Door> inside;
    int least = 0;
    std::optional<Door> outside;
    for (const ApplyObject &object : objects) {
        if (object.ref.kind == u"Ingress")
            return ingressDoor(object);
        const auto door = serviceDoor(object);
        if (!door)
            continue;
        if (door->kind == Door::Kind::Outside) {
            if (!outside)
                outside = door;
            continue;
        }
        const int strange = strangeness(object, *door, refs);
        if (object.object[u"spec"][u"clusterIP"].scalarText() != u"None" &&
            (!inside || strange < least)) {
            inside = door;
            least = strange;
        }
    }
    return outside ? outside : inside;
}

} // namespace chartwright
