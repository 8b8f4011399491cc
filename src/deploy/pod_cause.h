// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/value.h"

#include <QString>
#include <optional>

namespace chartwright {

/// Why a pod does not get on, in one sentence, and what would help. Texts are plain.
struct PodCause
{
    enum class What {
        ImageMissing,
        ImageDenied,
        ImageName,
        ImageNever, ///< pull policy Never, and the node has none
        Registry,   ///< does not answer
        NoProgram,  ///< the command is not in the image, or cannot be run
        RunsAsRoot,
        Crash,
        OutOfMemory,
        Readiness,
        Liveness,
        Startup,
        SecretMissing,
        SecretKeyMissing,
        ConfigMapMissing,
        ConfigMapKeyMissing,
        NoRoom, ///< on any node
        NoNode, ///< that its selector and tolerations allow
        Claim,  ///< of a volume that is not there, or bound to nothing
        Evicted,
        Quota,
        PodSecurity,
        ServiceAccount,
    };
    What what;
    QString sentence, remedy;
    QString container; ///< empty: of the pod as a whole
};

/// Of a pod and the events about it. None for one that gets on, or is only slow.
/// `logEnd`: the last lines of the container that crashed, where somebody has them.
std::optional<PodCause> causeOf(const Value &pod, const QList<Value> &events,
                                const QString &logEnd = {});
/// Why a workload has no pods at all, of the events about its ReplicaSet.
std::optional<PodCause> causeWithoutPods(const QList<Value> &events);

} // namespace chartwright
