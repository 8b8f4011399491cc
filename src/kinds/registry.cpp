// SPDX-License-Identifier: Apache-2.0
#include "kinds/registry.h"

#include "kinds/common.h"
#include "model/edits.h"

namespace chartwright
{

const Kinds &allKinds()
{
    // The order of the palette.
    static const Kinds kinds({deploymentKind(), serviceKind(), ingressKind(), configMapKind(),
                              secretKind(), imageKind(), releaseKind(), chartKind()});
    return kinds;
}

Topology emptyTopology(const QString &chartName)
{
    Topology topology(allKinds());
    topology.put(newResource(topology, QStringLiteral("Chart"), chartName));
    return topology;
}

} // namespace chartwright
