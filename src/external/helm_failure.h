// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"

namespace chartwright {

/// Why a run of helm came to nothing.
struct HelmFailure
{
    enum class Kind {
        Pending,  ///< another run is at work on the release, or was cut off
        Conflict, ///< a field belongs to somebody else (Helm 4)
        NotOwned, ///< an object is there that is no part of the release
        NotFound, ///< there is no such release, or revision
        Refused,  ///< the server, or the chart's schema, says no
        Stopped,  ///< by cancel()
        Other,
    };
    Kind kind = Kind::Other;
    Error error;
    QString output = {}; ///< of tests alone: what they said before
};
template <class T> using HelmResult = tl::expected<T, HelmFailure>;

/// What helm wrote to stderr, in one sentence with what to do.
HelmFailure helmFailure(const QByteArray &errors);

} // namespace chartwright
