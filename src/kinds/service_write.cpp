// SPDX-License-Identifier: Apache-2.0
#include "kinds/common.h"
#include "kinds/writers.h"

namespace chartwright {

using namespace manifest;

namespace {

const QString ClusterIp = QStringLiteral("ClusterIP");
const Path Type(QStringLiteral("spec.type"));

/// The API takes node ports only where the type opens some.
Items beyondTheCluster(const Resource &service, const WriteContext &context, Items ports)
{
    for (Item &port : ports) {
        if (const Entries *entries = port.value.asMap())
            port.value = write::unless(ClusterIp, service, Type, ClusterIp, context, *entries,
                                       {QStringLiteral("nodePort")});
    }
    return ports;
}

} // namespace

manifest::Document writeService(const Resource &service, const WriteContext &context)
{
    const Path spec = path("spec");
    Entries members;
    for (Entry entry : context.members(service, spec)) {
        const Ref *pods = service[spec.key(QStringLiteral("selector"))].asRef();
        const ResourcePtr target =
            entry.key == u"selector" && pods ? context.topology().find(pods->target) : nullptr;
        if (target)
            entry.value = context.selector(*target);
        if (const Items *ports = entry.key == u"ports" ? entry.value.asList() : nullptr)
            entry.value = beyondTheCluster(service, context, *ports);
        members.append(entry);
    }
    members = write::unless(ClusterIp, service, Type, ClusterIp, context, members,
                            {QStringLiteral("externalTrafficPolicy")});
    // Nodes and load balancers cannot reach a headless Service.
    const Path address = path("spec.clusterIP");
    if (service[address].toString() == u"None" && !context.expression(service, address))
        members = write::where(ClusterIp, service, Type, ClusterIp, context, members,
                               {QStringLiteral("clusterIP")});
    Entries entries = write::object(service, context, QStringLiteral("v1"));
    if (!members.isEmpty())
        entries.append(Entry::of(QStringLiteral("spec"), standing(members, false)));
    return {context.file(service), {}, entries};
}

} // namespace chartwright
