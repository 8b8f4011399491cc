// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"

#include <QStringList>
#include <optional>

namespace chartwright {

/// One of the things that a deploy does, as it is shown.
struct DeployStep
{
    enum class Work {
        Check, ///< what would fail later
        Start, ///< of Minikube
        Addon,
        Image,
        Namespace,
        Secrets,
        Release,
        Restarts,
        Ready,  ///< all of it, in the cluster
        Answer, ///< of the page
        Open,   ///< in the browser
    };
    enum class State {
        Waiting,
        Running,
        Done,
        Needless, ///< it was so already
        Skipped,
        Failed,
        Stopped,
    };
    Work work = Work::Check;
    State state = State::Waiting;
    QString name;         ///< of the profile, the addon, the image; empty: the work tells
    QString doing;        ///< what it is at, or what became of it
    double fraction = -1; ///< of it that is done; -1: unknown
    QStringList output;   ///< what programs said; the last lines
    qint64 milliseconds = 0;
    std::optional<Error> error;      ///< why it failed
    bool wantsOtherSettings = false; ///< of Minikube, and then it would not

    /// "Minikube todo", "Image todo-backend:latest" … on one line.
    QString title() const;
    bool isOver() const { return state != State::Waiting && state != State::Running; }
    bool isGood() const
    {
        return state == State::Done || state == State::Needless || state == State::Skipped;
    }
};

} // namespace chartwright
