// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_kinds.h"

/// CustomResourceDefinitions: objects that bring kinds of objects to a cluster. Any thread.
namespace chartwright {

bool isDefinition(const ObjectRef &ref);

/// The kinds that a definition brings, one for each version that it serves; none where the object
/// is something else.
QList<ApiKind> definedKinds(const Value &object);

/// How far a live definition is.
struct DefinitionState
{
    bool isEstablished = false;
    QString refused; ///< why its names are not taken, plain; it stays so until somebody mends it
    QString words;   ///< what it waits for, plain
};
DefinitionState definitionState(const Value &live);

} // namespace chartwright
