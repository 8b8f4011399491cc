// SPDX-License-Identifier: Apache-2.0
#include "import/server_defaults.h"

#include "cluster/field_changes.h"
#include "tree/path.h"

#include <QHash>

namespace chartwright {
namespace {

using Defaults = QHash<QString, Value>;

Value text(const char *words) { return QString::fromLatin1(words); }

void addContainer(Defaults &out, const QString &base)
{
    out.insert(base + QLatin1String(".terminationMessagePath"), text("/dev/termination-log"));
    out.insert(base + QLatin1String(".terminationMessagePolicy"), text("File"));
    out.insert(base + QLatin1String(".resources"), Map());
    out.insert(base + QLatin1String(".securityContext"), Map());
    out.insert(base + QLatin1String(".ports[].protocol"), text("TCP"));
    out.insert(base + QLatin1String(".env[].valueFrom.fieldRef.apiVersion"), text("v1"));
    for (const char *name : {".livenessProbe", ".readinessProbe", ".startupProbe"}) {
        const QString probe = base + QLatin1String(name);
        out.insert(probe + QLatin1String(".timeoutSeconds"), 1);
        out.insert(probe + QLatin1String(".periodSeconds"), 10);
        out.insert(probe + QLatin1String(".successThreshold"), 1);
        out.insert(probe + QLatin1String(".failureThreshold"), 3);
        out.insert(probe + QLatin1String(".httpGet.scheme"), text("HTTP"));
        out.insert(probe + QLatin1String(".grpc.service"), text(""));
    }
}

Defaults ofDeployment()
{
    Defaults out;
    out.insert(QStringLiteral("spec.progressDeadlineSeconds"), 600);
    out.insert(QStringLiteral("spec.revisionHistoryLimit"), 10);
    out.insert(QStringLiteral("spec.strategy"),
               Map{{QStringLiteral("type"), text("RollingUpdate")},
                   {QStringLiteral("rollingUpdate"),
                    Map{{QStringLiteral("maxSurge"), text("25%")},
                        {QStringLiteral("maxUnavailable"), text("25%")}}}});
    const QString pod = QStringLiteral("spec.template.spec");
    out.insert(pod + QLatin1String(".restartPolicy"), text("Always"));
    out.insert(pod + QLatin1String(".dnsPolicy"), text("ClusterFirst"));
    out.insert(pod + QLatin1String(".schedulerName"), text("default-scheduler"));
    out.insert(pod + QLatin1String(".securityContext"), Map());
    out.insert(pod + QLatin1String(".terminationGracePeriodSeconds"), 30);
    out.insert(pod + QLatin1String(".volumes[].configMap.defaultMode"), 0644);
    out.insert(pod + QLatin1String(".volumes[].secret.defaultMode"), 0644);
    out.insert(pod + QLatin1String(".volumes[].projected.defaultMode"), 0644);
    out.insert(pod + QLatin1String(".volumes[].hostPath.type"), text(""));
    addContainer(out, pod + QLatin1String(".containers[]"));
    addContainer(out, pod + QLatin1String(".initContainers[]"));
    return out;
}

Defaults ofService()
{
    Defaults out;
    out.insert(QStringLiteral("spec.sessionAffinity"), text("None"));
    out.insert(QStringLiteral("spec.internalTrafficPolicy"), text("Cluster"));
    out.insert(QStringLiteral("spec.externalTrafficPolicy"), text("Cluster"));
    out.insert(QStringLiteral("spec.ipFamilyPolicy"), text("SingleStack"));
    out.insert(QStringLiteral("spec.allocateLoadBalancerNodePorts"), true);
    out.insert(QStringLiteral("spec.ports[].protocol"), text("TCP"));
    return out;
}

/// Items of lists stay, whatever they lose.
Value pruned(const Value &value, const QString &pattern, const Defaults &defaults)
{
    if (const Map *map = value.asMap()) {
        Map out;
        for (const auto &[key, inner] : *map) {
            const QString here = pattern.isEmpty() ? key : pattern + u'.' + key;
            const auto it = defaults.constFind(here);
            if (it == defaults.cend() || !(*it == inner))
                out.append(key, pruned(inner, here, defaults));
        }
        return out;
    }
    if (const List *list = value.asList()) {
        List out;
        for (const Value &item : *list)
            out.append(pruned(item, pattern + QLatin1String("[]"), defaults));
        return out;
    }
    return value;
}

/// What the server gives out: addresses, and ports of nodes that nobody counts on.
Value withoutAllocated(Value service)
{
    const QString address = service[u"spec"][u"clusterIP"].toString();
    QStringList gone{QStringLiteral("spec.clusterIPs"), QStringLiteral("spec.ipFamilies"),
                     QStringLiteral("spec.healthCheckNodePort")};
    if (address != u"None")
        gone.append(QStringLiteral("spec.clusterIP"));
    for (const QString &path : std::as_const(gone))
        service = without(service, Path(path));
    if (service[u"spec"][u"type"].toString() != u"LoadBalancer")
        return service;
    List ports = service[u"spec"][u"ports"].list();
    for (Value &port : ports)
        port = without(port, Path(QStringLiteral("nodePort")));
    return with(service, Path(QStringLiteral("spec.ports")), ports);
}

Value withoutDefaults(const Value &object)
{
    static const Defaults deployment = ofDeployment(), service = ofService();
    const QString kind = object[u"kind"].toString();
    if (kind == u"Service" && object[u"apiVersion"].toString() == u"v1")
        return withoutAllocated(pruned(object, {}, service));
    if (kind != u"Deployment" || object[u"apiVersion"].toString() != u"apps/v1")
        return object;
    Value out = pruned(object, {}, deployment);
    // The old name of serviceAccountName.
    const Path pod(QStringLiteral("spec.template.spec"));
    if (at(out, pod)[u"serviceAccount"] == at(out, pod)[u"serviceAccountName"])
        out = without(out, pod.key(QStringLiteral("serviceAccount")));
    return out;
}

} // namespace

bool isLive(const Value &object)
{
    const Value &metadata = object[u"metadata"];
    return !metadata[u"uid"].isEmpty() || !metadata[u"resourceVersion"].isEmpty() ||
           !metadata[u"managedFields"].isEmpty();
}

Value asWritten(const Value &object)
{
    static const QStringList gone{QStringLiteral("metadata.ownerReferences"),
                                  QStringLiteral("metadata.deletionTimestamp"),
                                  QStringLiteral("metadata.deletionGracePeriodSeconds"),
                                  QStringLiteral("spec.template.metadata.creationTimestamp")};
    const bool live = isLive(object);
    Value out = withoutServerFields(object);
    for (const QString &path : gone)
        out = without(out, Path(path));
    const Path notes(QStringLiteral("metadata.annotations"));
    for (const char *key : {"meta.helm.sh/release-name", "meta.helm.sh/release-namespace"})
        out = without(out, notes.key(QString::fromLatin1(key)));
    // What applying a drawing tells its objects by.
    out = without(
        out,
        Path(QStringLiteral("metadata.labels")).key(QStringLiteral("chartwright.org/release")));
    if (!live)
        return out;
    out = without(out, Path(QStringLiteral("metadata.finalizers")));
    out = without(out, Path(QStringLiteral("metadata.generateName")));
    out = without(out, Path(QStringLiteral("spec.template.metadata.annotations"))
                           .key(QStringLiteral("kubectl.kubernetes.io/restartedAt")));
    return withoutDefaults(out);
}

} // namespace chartwright
