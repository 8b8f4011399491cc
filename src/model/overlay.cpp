// SPDX-License-Identifier: Apache-2.0
#include "model/overlay.h"

namespace chartwright {

QList<Override> overridesOf(const Resource &release)
{
    QList<Override> out;
    for (const Value &item : release.fields[u"overrides"].list()) {
        const Ref *of = item[u"of"].asRef();
        const Path path(item[u"path"].toString());
        if (of && !path.isEmpty() && path.isValid())
            out.append({of->target, path, item[u"value"]});
    }
    return out;
}

Value overridesValue(const QList<Override> &overrides)
{
    List list;
    for (const Override &o : overrides)
        list.append(Map{{QStringLiteral("of"), Ref{o.resource, {}}},
                        {QStringLiteral("path"), o.path.text()},
                        {QStringLiteral("value"), o.value}});
    return list;
}

Topology resolve(const Topology &topology, const QList<Override> &overrides)
{
    Topology out = topology;
    for (const Override &o : overrides) {
        const ResourcePtr resource = out.find(o.resource);
        if (!resource)
            continue;
        Resource changed = *resource;
        changed.fields = o.value.isNull() ? without(changed.fields, o.path)
                                          : with(changed.fields, o.path, o.value);
        out.put(std::move(changed));
    }
    return out;
}

} // namespace chartwright
