// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "deploy/image_plan.h"
#include "deploy/release_plan.h"
#include "external/helm_output.h"

namespace chartwright {

/// Whether an answer to helmRecordsRequest() has any.
bool hasHelmRecord(const Value &list);

/// The tags by which a deploy let the last revision run the contents of drawn images; what else its
/// values say is left out.
Value contentValues(const Topology &topology, const Value &values, const Value &lastValues);

/// The plan as Helm brings it, for a comparison: under Helm's name and with its annotations, and
/// without our labels. `last`: the revision that is there, if somebody could be asked for it; what
/// it brought is what was applied last, Secrets left out.
ReleasePlan helmPlan(ReleasePlan plan, const std::optional<HelmDetail> &last);

} // namespace chartwright
