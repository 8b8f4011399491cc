// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"

/// What a .env file becomes in a drawing. Any thread.
namespace chartwright {

/// A Secret or ConfigMap that takes keys.
struct EnvTarget
{
    ResourceId id; ///< empty: a new one is made
    QString name;  ///< of a new one
    QPointF place; ///< of a new one, in scene coordinates
};

/// Which key goes where. Holds no value that is a secret.
struct EnvImport
{
    struct Kept
    {
        QString key;
        QString id; ///< of the value in the keychain; empty: there is none yet
    };
    struct Setting
    {
        QString key, text;
    };
    QString source; ///< the file's name, told as where the keys come from
    EnvTarget secret, config;
    QList<Kept> secrets;
    QList<Setting> settings;
};

/// One edit for all keys: those that are there already get the new value, their descriptions stay.
/// A target without keys is not made. `targets` is told who got keys, the Secret first.
Edit importEdit(const Topology &topology, const EnvImport &import,
                QList<ResourceId> *targets = nullptr);

} // namespace chartwright
