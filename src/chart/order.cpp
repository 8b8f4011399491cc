// SPDX-License-Identifier: Apache-2.0
#include "chart/chart_writer.h"

#include "base/names.h"
#include "kinds/manifest_kind.h"

#include <QSet>

namespace chartwright {
namespace {

QStringList words(const char *text) { return QString::fromLatin1(text).split(u' '); }

/// By what the path ends with, index-free.
const QList<std::pair<QString, QStringList>> &orders()
{
    static const QStringList container =
        words("name image imagePullPolicy command args workingDir ports env envFrom resources "
              "startupProbe livenessProbe readinessProbe lifecycle securityContext volumeMounts");
    static const QStringList probe =
        words("httpGet tcpSocket exec grpc initialDelaySeconds periodSeconds timeoutSeconds "
              "successThreshold failureThreshold terminationGracePeriodSeconds");
    static const QList<std::pair<QString, QStringList>> all{
        {QStringLiteral("containers[]"), container},
        {QStringLiteral("initContainers[]"), container},
        {QStringLiteral("Probe"), probe},
        {QStringLiteral("httpGet"), words("path port scheme host httpHeaders")},
        {QStringLiteral("ports[]"), words("name protocol port containerPort targetPort nodePort")},
        {QStringLiteral("env[]"), words("name value valueFrom")},
        {QStringLiteral("configMapKeyRef"), words("name key optional")},
        {QStringLiteral("secretKeyRef"), words("name key optional")},
        {QStringLiteral("volumes[]"), words("name")},
        {QStringLiteral("volumeMounts[]"), words("name mountPath subPath readOnly")},
        {QStringLiteral("template.spec"),
         words(
             "automountServiceAccountToken enableServiceLinks serviceAccountName imagePullSecrets "
             "securityContext priorityClassName terminationGracePeriodSeconds hostNetwork hostPID "
             "hostIPC initContainers containers volumes nodeSelector tolerations affinity "
             "topologySpreadConstraints")},
        {QStringLiteral("rules[]"), words("http host")},
        {QStringLiteral("paths[]"), words("path pathType backend")},
        {QStringLiteral("service"), words("name port")},
        {QStringLiteral("tls[]"), words("secretName hosts")},
        {QStringLiteral("spec"),
         words(
             "type replicas minReadySeconds revisionHistoryLimit progressDeadlineSeconds selector "
             "strategy clusterIP sessionAffinity externalTrafficPolicy "
             "publishNotReadyAddresses selector ports ingressClassName defaultBackend rules tls "
             "template")},
    };
    return all;
}

QString kebab(const QString &key)
{
    QString out;
    for (const QChar c : key) {
        if (c.isUpper() && !out.isEmpty() && !out.endsWith(u'-'))
            out += u'-';
        out += c == u'.' ? QChar(u'-') : c.toLower();
    }
    return out;
}

} // namespace

QStringList inOrder(QStringList keys, const Path &path)
{
    const QString pattern = path.pattern();
    // Free maps (labels, a ConfigMap's data) keep the order that they were typed in.
    if (pattern.startsWith(u"data") || pattern.startsWith(u"metadata"))
        return keys;
    for (const auto &[end, order] : orders()) {
        if (!pattern.endsWith(end))
            continue;
        const auto rank = [&order = order](const QString &key) {
            const qsizetype i = order.indexOf(key);
            return i < 0 ? order.size() : i;
        };
        std::stable_sort(keys.begin(), keys.end(),
                         [&](const QString &a, const QString &b) { return rank(a) < rank(b); });
        break;
    }
    return keys;
}

QHash<ResourceId, QString> fileNames(const QList<ResourcePtr> &resources)
{
    QHash<ResourceId, QString> out;
    QSet<QString> used;
    for (const ResourcePtr &r : resources) {
        const bool says = r->kind == ManifestKind;
        const QString own = says ? r->fields[u"manifest"][u"kind"].scalarText() : QString();
        const QString kind = names::toDnsLabel(own.isEmpty() ? r->kind : own);
        QStringList block = valuesBlock(*r);
        if (block.size() > 1 && block.last().toLower() == kind)
            block.removeLast();
        QString stem = kebab(block.join(u'-'));
        const bool alone = (kind == u"configmap" && stem == u"config") ||
                           (kind == u"secret" && stem == u"secrets") ||
                           (kind == u"ingress" && stem == u"ingress");
        if (alone)
            stem = kind;
        else if (!stem.endsWith(u'-' + kind))
            stem += u'-' + kind;
        QString file = stem;
        for (int i = 2; used.contains(file); ++i)
            file = stem + u'-' + QString::number(i);
        used.insert(file);
        out.insert(r->id, QStringLiteral("templates/%1.yaml").arg(file));
    }
    return out;
}

} // namespace chartwright
