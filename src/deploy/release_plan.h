// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "deploy/apply_set.h"
#include "deploy/secret_plan.h"

namespace chartwright {

/// All that a drawing brings to a cluster as one release.
struct ReleasePlan
{
    QString release, ns;
    ResourceId resource = {}; ///< the Release, or else the Chart
    QList<ApplyObject> objects = {};
    QList<SecretPlan> secrets = {};
    /// Kinds and namespaces of all that is drawn, also of what the values leave out; without names.
    QList<ObjectRef> drawn = {};
    /// See helmPlan(): Helm brings it, and has brought this the last time.
    bool byHelm = false;
    QHash<ObjectRef, Value> lastOfHelm = {};
};

/// Fails where the drawing cannot be rendered. Any thread.
Result<ReleasePlan> releasePlan(const Topology &topology, const RenderInput &input,
                                const ApiKinds &kinds);
/// For ReleasePlan::drawn, of a drawing that need not be fit to be rendered.
QList<ObjectRef> drawnKinds(const Topology &topology, const QString &ns);

} // namespace chartwright
