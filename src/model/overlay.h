// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"

namespace chartwright {

/// One override: a resource's field has this value in a release.
struct Override
{
    ResourceId resource;
    Path path;
    Value value;
    friend bool operator==(const Override &, const Override &) = default;
};

/// A Release's override values, as stored in its field `overrides`
/// (a list of {of: Ref, path: "spec.replicas", value: 3}).
QList<Override> overridesOf(const Resource &release);
Value overridesValue(const QList<Override> &overrides);
/// The topology with the overrides applied. Unchanged resources are shared.
Topology resolve(const Topology &topology, const QList<Override> &overrides);

} // namespace chartwright
