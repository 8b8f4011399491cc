// SPDX-License-Identifier: Apache-2.0
#include "deploy/requests.h"

#include "tree/yaml.h"

#include <QDateTime>

namespace chartwright {
namespace {

ApiRequest secretsRequest(const QString &ns, const QString &selector)
{
    const ApiKind kind = *ApiKinds().find(QStringLiteral("v1"), QStringLiteral("Secret"));
    ApiRequest out{ApiRequest::Verb::Get,
                   collectionPath(kind, ns),
                   {{QStringLiteral("labelSelector"), selector}}};
    out.accept = MetadataList;
    return out;
}

} // namespace

ApiRequest mergePatch(const QString &path, const Value &patch, const QString &manager)
{
    return {ApiRequest::Verb::Patch,
            path,
            {{QStringLiteral("fieldManager"), manager}},
            writeJson(patch),
            "application/merge-patch+json"};
}

Value restartPatch()
{
    return with(Map(),
                Path(QStringLiteral("spec.template.metadata.annotations"))
                    .key(QStringLiteral("kubectl.kubernetes.io/restartedAt")),
                QDateTime::currentDateTimeUtc().toString(Qt::ISODate));
}

ApiRequest releaseSecretsRequest(const QString &release, const QString &ns)
{
    return secretsRequest(ns, ReleaseLabel + u'=' + release);
}

ApiRequest helmRecordsRequest(const QString &release, const QString &ns)
{
    return secretsRequest(ns, QLatin1String("owner=helm,name=") + release);
}

QStringList secretKeysIn(const Value &metadata)
{
    QStringList out;
    for (const Value &entry : metadata[u"managedFields"].list()) {
        for (const auto &[name, below] : entry[u"fieldsV1"][u"f:data"].map()) {
            if (name.startsWith(u"f:") && !out.contains(name.mid(2)))
                out.append(name.mid(2));
        }
    }
    return out;
}

} // namespace chartwright
