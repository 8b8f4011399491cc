// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"

#include <QSet>

/// Which values the keys of Secrets name by an id. The values themselves are in the keychain. Any
/// thread.
namespace chartwright {

/// The keys that a type of Secret ("kubernetes.io/tls") asks for; none for Opaque. Of basic-auth
/// one is enough.
QStringList keysOfSecretType(const QString &type);
/// A ConfigMap, or a Secret whose type does not say which keys it has.
bool takesAnyKey(const Resource &resource);

struct SecretKey
{
    ResourceId resource;
    QString secret, key;
    QString id; ///< empty: no value was ever kept
};

/// All keys, in the order of the drawing.
QList<SecretKey> secretKeys(const Topology &topology);
/// "data.KEY.value"
Path keptValuePath(const QString &key);
/// The id that a key holds; empty where it holds none, or something else.
QString keptValueId(const Resource &secret, const QString &key);
/// All ids that its keys hold; none for another kind.
QSet<QString> keptValueIds(const Resource &secret);
/// All that the drawing holds.
QSet<QString> keptValueIds(const Topology &topology);

/// A new id for each one that these resources hold, so that a copy shares no value with them.
QHash<QString, QString> newValueIds(const QList<ResourcePtr> &resources);
/// The resource with other ids; itself where none of them is in it.
ResourcePtr withValueIds(const ResourcePtr &resource, const QHash<QString, QString> &ids);

} // namespace chartwright
