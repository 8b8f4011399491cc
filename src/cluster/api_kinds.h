// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/value.h"

#include <QHash>
#include <optional>

namespace chartwright {

/// A kind of object as an API server serves it.
struct ApiKind
{
    QString apiVersion; ///< "v1", "apps/v1"
    QString kind;
    QString plural; ///< "deployments"
    bool namespaced = true;
    friend bool operator==(const ApiKind &, const ApiKind &) = default;
};

/// An object's address: its kind, namespace (empty for those that stand in none) and name.
struct ObjectRef
{
    QString apiVersion, kind, ns, name;
    friend bool operator==(const ObjectRef &, const ObjectRef &) = default;
    friend size_t qHash(const ObjectRef &r, size_t seed = 0)
    {
        return qHashMulti(seed, r.apiVersion, r.kind, r.ns, r.name);
    }
};

/// Of a manifest or a live object; `ns` is what stands in it.
ObjectRef refOf(const Value &object);
/// An object has an address in each version of its API: that with the group in place of the
/// version, which tells whether two are the same object.
ObjectRef withoutVersion(ObjectRef ref);
/// "Deployment todo-backend"; text of a cluster.
QString displayName(const ObjectRef &ref);

/// What a list holds; its items do not say what they are.
QList<ObjectRef> refsIn(const Value &list, const ApiKind &kind);

/// What an API server serves. Kinds that every server has since 1.19 are known without asking.
class ApiKinds
{
public:
    ApiKinds();
    /// Takes in an answer to GET /api or /apis in the form APIGroupDiscoveryList (v2); whatever is
    /// not of that shape is passed over. Subresources are left out.
    void add(const Value &discovery);
    /// Unless it is known.
    void add(const ApiKind &kind);

    std::optional<ApiKind> find(const QString &apiVersion, const QString &kind) const;
    /// Of an object of a kind that is known, and must be.
    QString path(const ObjectRef &ref) const;
    bool hasGroupVersion(const QString &apiVersion) const;

private:
    QHash<QString, ApiKind> m_kinds; ///< by "apps/v1 Deployment"
};

/// "/apis/apps/v1/namespaces/default/deployments"; all namespaces where `ns` is empty. Names are
/// percent-encoded: they may come from a file.
QString collectionPath(const ApiKind &kind, const QString &ns);
QString objectPath(const ApiKind &kind, const QString &ns, const QString &name);
QString podPath(const QString &ns, const QString &name);

} // namespace chartwright
