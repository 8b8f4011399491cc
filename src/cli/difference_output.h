// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/cluster_session.h"
#include "deploy/difference.h"

namespace chartwright::cli {

/// Waits for the comparison of the session's release with the cluster.
ApiResult<QList<ObjectDifference>> compare(ClusterSession &session);
/// Where the namespace of the session is not there, what was refused for that is new.
bool expectMissingNamespace(ClusterSession &session, QList<ObjectDifference> &differences);
/// The same, and says so once.
bool tellMissingNamespace(ClusterSession &session, QList<ObjectDifference> &differences,
                          Console &console);
/// What an earlier apply of the release made and the session's plan does not hold. Definitions of
/// kinds are in it only where they are asked for; else it is told that they are left.
ApiResult<QList<ObjectRef>> goneObjects(ClusterSession &session, bool withDefinitions,
                                        Console &console);
/// For people: a line an object, one a field below it. What is the same is only counted.
void tellDifference(const QList<ObjectDifference> &differences, Console &console);
/// "  spec.replicas: 2 → 3".
void tellField(const FieldChange &change, Console &console);
/// {"kind", "namespace", "name", "state", "untried", "changes": [{"path", "before", "after"}],
/// "conflicts": [{"field", "manager"}], "helmRelease", "warnings", "error"}; `untried` is
/// "kindComes", "kindChanges", "namespaceComes" or "webhookSilent" where that is why the cluster
/// could not be asked.
Value differenceValue(const ObjectDifference &difference);
/// A list of them.
QByteArray differenceJson(const QList<ObjectDifference> &differences);

} // namespace chartwright::cli
