// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chart/render.h"
#include "cluster/api_kinds.h"

namespace chartwright {

/// A Secret that a release needs: the object as the chart would make it, but for its values, which
/// are in the keychain.
struct SecretPlan
{
    ObjectRef ref;
    ResourceId resource;
    Value object; ///< without `data`
    struct Key
    {
        QString key;
        QString id; ///< of the value in the keychain; empty: none was ever kept
        friend bool operator==(const Key &, const Key &) = default;
    };
    QList<Key> keys;
    QList<ResourceId> users; ///< Deployments that read it
};

/// Under the names that the chart gives them in this release. One that the values replace by an
/// existing Secret is not there: it is somebody else's.
Result<QList<SecretPlan>> secretPlans(const Topology &topology, const RenderInput &input,
                                      const ApiKinds &kinds);

} // namespace chartwright
