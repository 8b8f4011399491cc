// SPDX-License-Identifier: Apache-2.0
#include "deploy/release_plan.h"

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
    return ReleasePlan{input.release, input.ns,
                       applyObjects(*manifests, input.release, input.ns, kinds), *secrets};
}

} // namespace chartwright
