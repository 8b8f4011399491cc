// SPDX-License-Identifier: Apache-2.0
#include "kinds/common.h"
#include "kinds/writers.h"

namespace chartwright {

using namespace manifest;

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
        members.append(entry);
    }
    Entries entries = write::object(service, context, QStringLiteral("v1"));
    if (!members.isEmpty())
        entries.append(Entry::of(QStringLiteral("spec"), standing(members, false)));
    return {context.file(service), {}, entries};
}

} // namespace chartwright
