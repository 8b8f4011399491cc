// SPDX-License-Identifier: Apache-2.0
#include "kinds/common.h"
#include "kinds/writers.h"

namespace chartwright {

using namespace manifest;

manifest::Document writeIngress(const Resource &ingress, const WriteContext &context)
{
    Entries entries = write::object(ingress, context, QStringLiteral("networking.k8s.io/v1"));
    const Entries spec = context.members(ingress, path("spec"));
    if (!spec.isEmpty())
        entries.append(Entry::of(QStringLiteral("spec"), standing(spec, false)));
    return {context.file(ingress),
            {{Condition::Kind::If, context.ownValue(ingress, QStringLiteral("enabled"))}},
            entries};
}

} // namespace chartwright
