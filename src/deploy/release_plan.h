// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "deploy/apply_set.h"
#include "deploy/secret_plan.h"

namespace chartwright {

/// All that a drawing brings to a cluster as one release.
struct ReleasePlan
{
    QString release, ns;
    QList<ApplyObject> objects;
    QList<SecretPlan> secrets;
};

/// Fails where the drawing cannot be rendered. Any thread.
Result<ReleasePlan> releasePlan(const Topology &topology, const RenderInput &input,
                                const ApiKinds &kinds);

} // namespace chartwright
