// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "model/topology.h"

namespace chartwright {

/// A part of a drawing as it travels by the clipboard: resources with the ids that they had, and
/// where they stood. Paste it with duplicate(), which gives new ids, names and values keys.
struct Fragment
{
    QList<ResourcePtr> resources;
    QHash<ResourceId, QPointF> positions;
};

/// The MIME type that a fragment goes under, beside plain text.
inline constexpr const char *FragmentMimeType = "application/x-chartwright-fragment+yaml";

/// YAML, as in topology.yaml. Holds no value of a secret: a drawing has none.
QByteArray writeFragment(const QList<ResourcePtr> &resources,
                         const QHash<ResourceId, QPointF> &positions);
/// Reads what somebody may have put on the clipboard: with the limits of a file from outside.
Result<Fragment> readFragment(const QByteArray &bytes, const Kinds &kinds);

} // namespace chartwright
