// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/cluster_session.h"
#include "deploy/difference.h"

namespace chartwright::cli {

/// Waits for the comparison of objects of the session's release with the cluster.
ApiResult<QList<ObjectDifference>> compare(ClusterSession &session,
                                           const QList<ApplyObject> &objects);
/// What an earlier apply of the release made and the session's objects do not hold.
ApiResult<QList<ObjectRef>> goneObjects(ClusterSession &session);
/// For people: a line an object, one a field below it. What is the same is only counted.
void tellDifference(const QList<ObjectDifference> &differences, Console &console);
/// {"kind", "namespace", "name", "state", "changes": [{"path", "before", "after"}], "conflicts":
/// [{"field", "manager"}], "helmRelease", "warnings", "error"}
Value differenceValue(const ObjectDifference &difference);
/// A list of them.
QByteArray differenceJson(const QList<ObjectDifference> &differences);

} // namespace chartwright::cli
