// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_client.h"
#include "deploy/apply_set.h"

namespace chartwright {

/// On the ConfigMaps that keep what was applied last of the release that it names.
inline constexpr QLatin1StringView RecordLabel("chartwright.org/record");

/// What was applied last, by object. managedFields says who set a field, not to what; so it is kept
/// in ConfigMaps beside the release, Secrets left out.
using AppliedObjects = QHash<ObjectRef, Value>;

/// Kept in `release`-chartwright, and with more than a ConfigMap holds in -chartwright-2 and so on.
/// An object that is too large for one is left out.
QList<ApplyObject> recordObjects(const AppliedObjects &applied, const QString &release,
                                 const QString &ns);
/// Of an answer to recordRequest(). What cannot be read is left out.
AppliedObjects recorded(const Value &configMaps);
ApiRequest recordRequest(const QString &release, const QString &ns);

} // namespace chartwright
