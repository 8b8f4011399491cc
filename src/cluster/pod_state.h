// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/value.h"

#include <QDateTime>
#include <optional>

namespace chartwright {

/// How something that lives in a cluster does.
enum class Health {
    Waiting, ///< on its way
    Good,
    Done,    ///< ended as it should
    Bad,     ///< needs a person, or time will not help alone
    Leaving, ///< being deleted
    Unknown, ///< its node has not been heard of
};

/// A pod in the word that kubectl prints for it (printPod of its human-readable printer):
/// "Running", "ContainerCreating", "Init:1/2", "CrashLoopBackOff", "Completed", "Terminating" …
struct PodState
{
    QString word;
    Health health = Health::Waiting;
    int ready = 0, containers = 0; ///< restartable init containers count as containers
    int restarts = 0;
    QDateTime lastRestart; ///< invalid without a restart
    /// Of the container that gave the word: how it ended, or its last run did. "OOMKilled".
    std::optional<int> exitCode;
    QString endReason;
    /// What the cluster says of the container or pod that gave the word; one line, may be empty.
    /// Text from a cluster: to be shown as plain text.
    QString message;
    friend bool operator==(const PodState &, const PodState &) = default;
};

/// Of an object of kind Pod, as the API gives it.
PodState podState(const Value &pod);

} // namespace chartwright
