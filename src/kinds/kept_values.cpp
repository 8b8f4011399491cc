// SPDX-License-Identifier: Apache-2.0
#include "kinds/kept_values.h"

#include "base/value_id.h"
#include "kinds/common.h"

namespace chartwright {

QStringList keysOfSecretType(const QString &type)
{
    if (type == u"kubernetes.io/basic-auth")
        return {QStringLiteral("username"), QStringLiteral("password")};
    if (type == u"kubernetes.io/ssh-auth")
        return {QStringLiteral("ssh-privatekey")};
    if (type == u"kubernetes.io/tls")
        return {QStringLiteral("tls.crt"), QStringLiteral("tls.key")};
    if (type == u"kubernetes.io/dockerconfigjson")
        return {QStringLiteral(".dockerconfigjson")};
    return {};
}

bool takesAnyKey(const Resource &resource)
{
    return resource.kind == u"ConfigMap" ||
           (resource.kind == u"Secret" &&
            keysOfSecretType(resource.fields[u"type"].toString()).isEmpty());
}

QList<SecretKey> secretKeys(const Topology &topology)
{
    QList<SecretKey> out;
    for (const ResourcePtr &r : topology.ofKind(u"Secret")) {
        for (const auto &[key, value] : r->fields[u"data"].map())
            out.append({r->id, r->name, key, keptValueId(*r, key)});
    }
    return out;
}

Path keptValuePath(const QString &key)
{
    return path("data").key(key).key(QStringLiteral("value"));
}

QString keptValueId(const Resource &secret, const QString &key)
{
    const QString id = secret.fields[u"data"][key][u"value"].toString();
    return secret.kind == u"Secret" && isValueId(id) ? id : QString();
}

QSet<QString> keptValueIds(const Resource &secret)
{
    QSet<QString> out;
    for (const QString &key : secret.fields[u"data"].map().keys())
        out.insert(keptValueId(secret, key));
    out.remove({});
    return out;
}

QSet<QString> keptValueIds(const Topology &topology)
{
    QSet<QString> out;
    for (const ResourcePtr &r : topology.ofKind(u"Secret"))
        out += keptValueIds(*r);
    return out;
}

QHash<QString, QString> newValueIds(const QList<ResourcePtr> &resources)
{
    QHash<QString, QString> out;
    for (const ResourcePtr &r : resources) {
        for (const QString &key : r->fields[u"data"].map().keys()) {
            if (const QString id = keptValueId(*r, key); !id.isEmpty() && !out.contains(id))
                out.insert(id, newValueId());
        }
    }
    return out;
}

ResourcePtr withValueIds(const ResourcePtr &resource, const QHash<QString, QString> &ids)
{
    if (ids.isEmpty() || !resource)
        return resource;
    Value fields = resource->fields;
    for (const QString &key : resource->fields[u"data"].map().keys()) {
        if (const auto id = ids.constFind(keptValueId(*resource, key)); id != ids.cend())
            fields = with(fields, keptValuePath(key), *id);
    }
    if (fields == resource->fields)
        return resource;
    Resource changed = *resource;
    changed.fields = std::move(fields);
    return std::make_shared<const Resource>(std::move(changed));
}

} // namespace chartwright
