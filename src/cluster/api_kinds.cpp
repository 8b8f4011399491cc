// SPDX-License-Identifier: Apache-2.0
#include "cluster/api_kinds.h"

#include <QUrl>

namespace chartwright {
namespace {

QString keyOf(const QString &apiVersion, const QString &kind) { return apiVersion + u' ' + kind; }

QString encoded(const QString &name) { return QString::fromLatin1(QUrl::toPercentEncoding(name)); }

} // namespace

ObjectRef refOf(const Value &object)
{
    const Value &metadata = object[u"metadata"];
    return {object[u"apiVersion"].toString(), object[u"kind"].toString(),
            metadata[u"namespace"].toString(), metadata[u"name"].toString()};
}

ObjectRef withoutVersion(ObjectRef ref)
{
    ref.apiVersion = ref.apiVersion.contains(u'/') ? ref.apiVersion.section(u'/', 0, 0) : QString();
    return ref;
}

QString displayName(const ObjectRef &ref) { return ref.kind + u' ' + ref.name; }

QList<ObjectRef> refsIn(const Value &list, const ApiKind &kind)
{
    QList<ObjectRef> out;
    for (const Value &item : list[u"items"].list()) {
        const Value &metadata = item[u"metadata"];
        out.append({kind.apiVersion, kind.kind, metadata[u"namespace"].toString(),
                    metadata[u"name"].toString()});
    }
    return out;
}

ApiKinds::ApiKinds()
{
    struct Known
    {
        const char *apiVersion, *kind, *plural;
        bool namespaced;
    };
    static constexpr Known All[] = {
        {"v1", "Namespace", "namespaces", false},
        {"v1", "Node", "nodes", false},
        {"v1", "Pod", "pods", true},
        {"v1", "Service", "services", true},
        {"v1", "ConfigMap", "configmaps", true},
        {"v1", "Secret", "secrets", true},
        {"v1", "Event", "events", true},
        {"v1", "ServiceAccount", "serviceaccounts", true},
        {"v1", "PersistentVolumeClaim", "persistentvolumeclaims", true},
        {"apps/v1", "Deployment", "deployments", true},
        {"apps/v1", "ReplicaSet", "replicasets", true},
        {"discovery.k8s.io/v1", "EndpointSlice", "endpointslices", true},
        {"networking.k8s.io/v1", "Ingress", "ingresses", true},
        {"networking.k8s.io/v1", "IngressClass", "ingressclasses", false},
        {"storage.k8s.io/v1", "StorageClass", "storageclasses", false},
        {"authorization.k8s.io/v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews", false},
    };
    for (const Known &known : All) {
        const ApiKind kind{QString::fromLatin1(known.apiVersion), QString::fromLatin1(known.kind),
                           QString::fromLatin1(known.plural), known.namespaced};
        m_kinds.insert(keyOf(kind.apiVersion, kind.kind), kind);
    }
}

void ApiKinds::add(const Value &discovery)
{
    for (const Value &group : discovery[u"items"].list()) {
        const QString name = group[u"metadata"][u"name"].toString();
        for (const Value &version : group[u"versions"].list()) {
            const QString v = version[u"version"].toString();
            const QString apiVersion = name.isEmpty() ? v : name + u'/' + v;
            for (const Value &resource : version[u"resources"].list()) {
                const ApiKind kind{apiVersion, resource[u"responseKind"][u"kind"].toString(),
                                   resource[u"resource"].toString(),
                                   resource[u"scope"].toString() == u"Namespaced"};
                if (!v.isEmpty() && !kind.kind.isEmpty() && !kind.plural.isEmpty())
                    m_kinds.insert(keyOf(apiVersion, kind.kind), kind);
            }
        }
    }
}

void ApiKinds::add(const ApiKind &kind)
{
    if (!find(kind.apiVersion, kind.kind))
        m_kinds.insert(keyOf(kind.apiVersion, kind.kind), kind);
}

std::optional<ApiKind> ApiKinds::find(const QString &apiVersion, const QString &kind) const
{
    const auto it = m_kinds.constFind(keyOf(apiVersion, kind));
    return it == m_kinds.cend() ? std::nullopt : std::optional(*it);
}

QString ApiKinds::path(const ObjectRef &ref) const
{
    const auto kind = find(ref.apiVersion, ref.kind);
    Q_ASSERT(kind);
    return objectPath(*kind, ref.ns, ref.name);
}

bool ApiKinds::hasGroupVersion(const QString &apiVersion) const
{
    return std::any_of(m_kinds.begin(), m_kinds.end(),
                       [&](const ApiKind &kind) { return kind.apiVersion == apiVersion; });
}

QString collectionPath(const ApiKind &kind, const QString &ns)
{
    const QString root =
        (kind.apiVersion.contains(u'/') ? QStringLiteral("/apis/") : QStringLiteral("/api/")) +
        kind.apiVersion;
    return kind.namespaced && !ns.isEmpty()
               ? root + QStringLiteral("/namespaces/") + encoded(ns) + u'/' + kind.plural
               : root + u'/' + kind.plural;
}

QString objectPath(const ApiKind &kind, const QString &ns, const QString &name)
{
    return collectionPath(kind, ns) + u'/' + encoded(name);
}

QString podPath(const QString &ns, const QString &name)
{
    return objectPath({QStringLiteral("v1"), QStringLiteral("Pod"), QStringLiteral("pods"), true},
                      ns, name);
}

} // namespace chartwright
