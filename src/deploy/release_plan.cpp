// SPDX-License-Identifier: Apache-2.0
#include "deploy/release_plan.h"

#include "kinds/manifest_kind.h"
#include "model/kind_spec.h"

namespace chartwright {

Result<ReleasePlan> releasePlan(const Topology &topology, const RenderInput &input,
                                const ApiKinds &kinds)
{
    const auto manifests = render(topology, input);
    if (!manifests)
        return tl::unexpected(manifests.error());
    const auto secrets = secretPlans(topology, input, kinds);
    if (!secrets)
        return tl::unexpected(secrets.error());
    const ResourcePtr release = topology.findByName(u"Release", input.release);
    const ResourcePtr drawnAs = release ? release : topology.chart();
    return ReleasePlan{input.release,
                       input.ns,
                       drawnAs ? drawnAs->id : ResourceId(),
                       applyObjects(*manifests, input.release, input.ns, kinds),
                       *secrets,
                       drawnKinds(topology, input.ns)};
}

QList<ObjectRef> drawnKinds(const Topology &topology, const QString &ns)
{
    QList<ObjectRef> out;
    for (const ResourcePtr &r : topology.resources()) {
        const WrittenKind kind = writtenKind(topology.kinds(), *r);
        if (kind.kind.isEmpty())
            continue;
        const QString own = drawnNamespace(*r);
        const ObjectRef ref{kind.apiVersion, kind.kind, own.isEmpty() ? ns : own, {}};
        if (!out.contains(ref))
            out.append(ref);
    }
    return out;
}

} // namespace chartwright
