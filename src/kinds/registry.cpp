// SPDX-License-Identifier: Apache-2.0
#include "kinds/registry.h"

#include "base/translator.h"
#include "kinds/common.h"
#include "model/edits.h"

namespace chartwright {

namespace {

Kinds makeKinds()
{
    // The order of the palette.
    return Kinds({deploymentKind(), serviceKind(), ingressKind(), configMapKind(), secretKind(),
                  imageKind(), manifestKind(), releaseKind(), chartKind()});
}

} // namespace

const Kinds &allKinds()
{
    static const Kinds kinds = makeKinds();
    return kinds;
}

const Kinds &sourceKinds()
{
    static const Kinds kinds = [] {
        const SourceLanguage english;
        return makeKinds();
    }();
    return kinds;
}

Topology emptyTopology(const QString &chartName)
{
    Topology topology(allKinds());
    topology.put(newResource(topology, QStringLiteral("Chart"), chartName));
    return topology;
}

} // namespace chartwright
