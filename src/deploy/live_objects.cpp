// SPDX-License-Identifier: Apache-2.0
#include "deploy/live_objects.h"

#include "deploy/requests.h"
#include "import/sorting.h"

namespace chartwright {
namespace {

/// As far as metadata tell it: keys without values, and a type that goes with them.
Value secretOf(const Value &metadata)
{
    Map data;
    for (const QString &key : secretKeysIn(metadata))
        data.append(key, QString());
    const QString type = data.contains(u"tls.crt") ? QStringLiteral("kubernetes.io/tls")
                         : data.contains(u".dockerconfigjson")
                             ? QStringLiteral("kubernetes.io/dockerconfigjson")
                             : QStringLiteral("Opaque");
    return Map{{QStringLiteral("metadata"), metadata},
               {QStringLiteral("type"), type},
               {QStringLiteral("data"), data}};
}

} // namespace

LiveObjectsRun::LiveObjectsRun(ApiClient *client, const ApiKinds &kinds, LiveObjectsQuery query,
                               QObject *parent)
    : QObject(parent), m_client(client), m_query(std::move(query))
{
    struct Name
    {
        const char *apiVersion, *kind;
    };
    static constexpr Name All[] = {{"v1", "ConfigMap"},
                                   {"v1", "Secret"},
                                   {"v1", "ServiceAccount"},
                                   {"v1", "PersistentVolumeClaim"},
                                   {"v1", "Service"},
                                   {"apps/v1", "Deployment"},
                                   {"apps/v1", "StatefulSet"},
                                   {"apps/v1", "DaemonSet"},
                                   {"batch/v1", "Job"},
                                   {"batch/v1", "CronJob"},
                                   {"autoscaling/v2", "HorizontalPodAutoscaler"},
                                   {"policy/v1", "PodDisruptionBudget"},
                                   {"networking.k8s.io/v1", "NetworkPolicy"},
                                   {"networking.k8s.io/v1", "Ingress"},
                                   {"rbac.authorization.k8s.io/v1", "Role"},
                                   {"rbac.authorization.k8s.io/v1", "RoleBinding"}};
    for (const Name &name : All) {
        if (const auto kind =
                kinds.find(QString::fromLatin1(name.apiVersion), QString::fromLatin1(name.kind)))
            m_kinds.append(*kind);
    }
}

void LiveObjectsRun::start(Done done)
{
    m_done = std::move(done);
    next();
}

void LiveObjectsRun::next()
{
    emit progressed(m_next, int(m_kinds.size()));
    if (m_next == m_kinds.size()) {
        const Done done = std::exchange(m_done, nullptr);
        return done(std::move(m_found));
    }
    const ApiKind kind = m_kinds[m_next++];
    ApiRequest request{ApiRequest::Verb::Get, collectionPath(kind, m_query.ns)};
    if (!m_query.labelSelector.isEmpty())
        request.query = {{QStringLiteral("labelSelector"), m_query.labelSelector}};
    if (kind.kind == u"Secret" && !m_query.withValues)
        request.accept = MetadataList;
    m_client->send(std::move(request), this, [this, kind](const ApiResult<ApiAnswer> &answer) {
        if (answer)
            take(kind, answer->object);
        else if (answer.error().isFatal() || answer.error().status == 400)
            return std::exchange(m_done, nullptr)(tl::unexpected(answer.error()));
        else if (answer.error().status == 403)
            m_found.unseen.append(kind.plural);
        next();
    });
}

void LiveObjectsRun::take(const ApiKind &kind, const Value &list)
{
    for (const Value &item : list[u"items"].list()) {
        const bool isBare = kind.kind == u"Secret" && !m_query.withValues;
        Map object{{QStringLiteral("apiVersion"), kind.apiVersion},
                   {QStringLiteral("kind"), kind.kind}};
        const Value fields = isBare ? secretOf(item[u"metadata"]) : item;
        for (const auto &[key, value] : fields.map()) {
            if (key != u"apiVersion" && key != u"kind")
                object.append(key, value);
        }
        // Of a Secret without its type, Helm's label tells.
        const bool isHelms = item[u"metadata"][u"labels"][u"owner"].toString() == u"helm";
        if (!isHelms && reasonToLeave(object, {}).isEmpty())
            m_found.objects.append(object);
    }
}

} // namespace chartwright
