// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/ids.h"

#include <QHash>
#include <QList>

namespace chartwright {

/// What a view beside the drawing says of a node: how it does in a cluster, or what an apply would
/// change. Shown on a strip that hangs below the node. Plain text.
struct NodeMark
{
    enum class Tone { Quiet, Good, Waiting, Bad, Changed };
    static constexpr double Height = 20;
    static constexpr double MiddleHeight = 12; ///< in pixels of the view, from further away

    Tone tone = Tone::Quiet;
    QString text;
    QList<Tone> pods; ///< a square each
    friend bool operator==(const NodeMark &, const NodeMark &) = default;
};

using NodeMarks = QHash<ResourceId, NodeMark>;

} // namespace chartwright
