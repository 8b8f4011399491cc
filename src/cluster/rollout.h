// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/value.h"

namespace chartwright {

/// How far a Deployment's pods are what it asks for, in the states of the data model.
struct Rollout
{
    enum class State { Progressing, Available, Paused, Failed };
    State state = State::Progressing;
    int wanted = 0;
    int pods = 0;    ///< there are, old ones too
    int updated = 0; ///< of the newest template
    int ready = 0, available = 0;
    /// Why it failed, in the cluster's words; one line, plain text. Empty for the other states.
    QString message;

    friend bool operator==(const Rollout &, const Rollout &) = default;
};

/// Of an object of kind Deployment; done as `kubectl rollout status` has it
/// (polymorphichelpers/rollout_status.go).
Rollout rolloutOf(const Value &deployment);
/// "Progressing", "Available" …: the word that the API has for it.
QString rolloutWord(Rollout::State state);

} // namespace chartwright
