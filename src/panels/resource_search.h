// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"

namespace chartwright {

/// Where in a resource the words of a search were found.
struct SearchMatch
{
    QString text; ///< "LOG_LEVEL: info"; empty where the name and the kind say it all
    Path path;    ///< the field; empty: the resource
};

/// Looks for words, which all must be there, in what a person sees of a resource: its name and
/// kind, what its fields hold, the keys that somebody typed, and the rows of its node. Values that
/// the keychain holds are not in the drawing, and what stands for them is not looked at.
std::optional<SearchMatch> searchIn(const Topology &topology, const Resource &resource,
                                    const QStringList &words);

} // namespace chartwright
