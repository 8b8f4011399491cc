// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/path.h"

#include <QHash>

namespace chartwright {

/// What a cluster said of a resource when it was asked beforehand, without changing anything.
struct ClusterSaying
{
    enum class What {
        Refused,          ///< by the strict dry run
        Forbidden,        ///< this account may not
        NamespaceMissing, ///< and may not be created
        ClassMissing,     ///< the IngressClass or StorageClass is not there
        KindMissing,      ///< the API version is not served
        Conflict,         ///< somebody else owns the field
    };
    What what = What::Refused;
    Path path;       ///< empty: the resource
    QString message; ///< one sentence without a full stop; translated and plain
    friend bool operator==(const ClusterSaying &, const ClusterSaying &) = default;
};

/// Who has not asked knows nothing, and nothing is told then. What was said holds until the
/// resource changes.
struct ClusterFacts
{
    QHash<ResourceId, QList<ClusterSaying>> sayings;
    friend bool operator==(const ClusterFacts &, const ClusterFacts &) = default;
};

} // namespace chartwright
