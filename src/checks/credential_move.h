// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checks/finding.h"

/// Credentials that stand in the drawing become keys of a Secret. Pure: the value itself is kept by
/// who calls. Any thread.
namespace chartwright {

class RuleInput;

struct CredentialMove
{
    Edit edit;           ///< empty where it can no longer be done
    QString secret, key; ///< the names of what takes the value
    QString value;       ///< what stands there now, in plain text
};

/// Makes such a move the finding's fix, where what stands at its path can be read from a Secret:
/// a variable's value, or a ConfigMap's key that only variables read. False where it cannot.
bool fixByMoving(const RuleInput &in, Finding &finding);

/// The finding's fix gives a value up: it is to be kept before, by moveCredential().
bool movesCredential(const Finding &finding);
/// The variable, and all who read the key, read it from a Secret: one that is wired already, else
/// one of the namespace, else a new one. `valueId` is what the Secret's key holds then; a key that
/// has a value already is left alone, and the new one gets another name.
CredentialMove moveCredential(const Topology &topology, const RefIndex &refs,
                              const Finding &finding, const QString &valueId);

} // namespace chartwright
