// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_client.h"
#include "deploy/apply_set.h"

/// Requests that more than one part of a deploy makes. Any thread.
namespace chartwright {

/// Changes just these fields of the object at a path; null takes one away.
ApiRequest mergePatch(const QString &path, const Value &patch,
                      const QString &manager = FieldManager);
/// For mergePatch(): a workload replaces its pods, as `kubectl rollout restart` has it.
Value restartPatch();
/// For refsIn(): the Secrets that were handed over as part of a release, by their metadata.
ApiRequest releaseSecretsRequest(const QString &release, const QString &ns);
/// … and the records that Helm keeps of a release.
ApiRequest helmRecordsRequest(const QString &release, const QString &ns);
/// The names of a Secret's keys, as far as its metadata tell them: who set them stands there.
QStringList secretKeysIn(const Value &metadata);

} // namespace chartwright
