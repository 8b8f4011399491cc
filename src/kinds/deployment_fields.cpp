// SPDX-License-Identifier: Apache-2.0
#include "kinds/deployment.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

using namespace table;

QString tr(const char *text) { return QCoreApplication::translate("DeploymentKind", text); }

Fields probe()
{
    const QString self = QStringLiteral("Deployment");
    return {
        oneOf(
            tr("Check"),
            {group(
                 "httpGet", tr("HTTP"),
                 {string("path", tr("Path")).otherwise(QStringLiteral("/")).checked(absolutePath),
                  port("port", tr("Port"), self).must(),
                  choice("scheme", tr("Scheme"), {QStringLiteral("HTTP"), QStringLiteral("HTTPS")})
                      .otherwise(QStringLiteral("HTTP")),
                  string("host", tr("Host"), tr("Unset: the pod's address.")),
                  list("httpHeaders", tr("Headers"),
                       {string("name", tr("Name")).must().checked(headerName),
                        string("value", tr("Value")).must()})}),
             group("tcpSocket", tr("TCP"), {port("port", tr("Port"), self).must()}),
             group("exec", tr("Command"), {strings("command", tr("Command")).must()}),
             group("grpc", tr("gRPC"),
                   {integer("port", tr("Port")).must().range(1, 65535),
                    string("service", tr("Service"))})}),
        seconds("initialDelaySeconds", tr("Initial delay"), 0, 0),
        seconds("periodSeconds", tr("Period"), 1, 10),
        seconds("timeoutSeconds", tr("Timeout"), 1, 1),
        integer("successThreshold", tr("Successes"), tr("In a row to count as healthy."))
            .range(1)
            .otherwise(1),
        integer("failureThreshold", tr("Failures"), tr("In a row to count as failed."))
            .range(1)
            .otherwise(3),
        seconds("terminationGracePeriodSeconds", tr("Grace period"), 1, std::nullopt),
    };
}

Fields ports()
{
    return {string("name", tr("Name"), tr("Services and probes refer to it.")).checked(portName),
            integer("containerPort", tr("Port")).must().range(1, 65535),
            choice("protocol", tr("Protocol"),
                   {QStringLiteral("TCP"), QStringLiteral("UDP"), QStringLiteral("SCTP")})
                .otherwise(QStringLiteral("TCP")),
            integer("hostPort", tr("Host port"), tr("A port of the node. Seldom wanted."))
                .range(1, 65535)};
}

Fields variable()
{
    const auto keyed = [](const char *path, const QString &label, const QString &kind) {
        return group(path, label,
                     {ref("name", tr("Name"), kind).must(),
                      ref("key", tr("Key"), kind, QStringLiteral("key/")).must(),
                      boolean("optional", tr("Optional"), false,
                              tr("The pod starts although the key is missing."))});
    };
    return {
        string("name", tr("Name")).must().checked(envName),
        oneOf(tr("Value"),
              {text("value", tr("Text")),
               keyed("valueFrom.configMapKeyRef", tr("From a ConfigMap"),
                     QStringLiteral("ConfigMap")),
               keyed("valueFrom.secretKeyRef", tr("From a Secret"), QStringLiteral("Secret")),
               group("valueFrom.fieldRef", tr("From the pod"),
                     {choice("fieldPath", tr("Field"),
                             {QStringLiteral("metadata.name"), QStringLiteral("metadata.namespace"),
                              QStringLiteral("metadata.uid"), QStringLiteral("spec.nodeName"),
                              QStringLiteral("spec.serviceAccountName"),
                              QStringLiteral("status.hostIP"), QStringLiteral("status.podIP")})
                          .must()}),
               group("valueFrom.resourceFieldRef", tr("From the resources"),
                     {choice("resource", tr("Resource"),
                             {QStringLiteral("requests.cpu"), QStringLiteral("requests.memory"),
                              QStringLiteral("limits.cpu"), QStringLiteral("limits.memory")})
                          .must(),
                      string("divisor", tr("Divisor"), tr("The unit, such as 1Mi; unset, 1."))
                          .checked(divisor)})})};
}

Fields allVariables()
{
    return {oneOf(tr("Source"), {group("configMapRef", tr("ConfigMap"),
                                       {ref("name", tr("Name"), QStringLiteral("ConfigMap")).must(),
                                        boolean("optional", tr("Optional"), false)}),
                                 group("secretRef", tr("Secret"),
                                       {ref("name", tr("Name"), QStringLiteral("Secret")).must(),
                                        boolean("optional", tr("Optional"), false)})}),
            string("prefix", tr("Prefix"), tr("In front of every name.")).checked(envName)};
}

FieldSpec seccompType()
{
    return choice("seccompProfile.type", tr("Seccomp profile"),
                  {QStringLiteral("RuntimeDefault"), QStringLiteral("Localhost"),
                   QStringLiteral("Unconfined")});
}

FieldSpec seccompFile()
{
    return string("seccompProfile.localhostProfile", tr("Profile file"),
                  tr("Of the profile Localhost: a file below the kubelet's folder of profiles."))
        .checked(innerPath);
}

Fields containerSecurity()
{
    return {boolean("allowPrivilegeEscalation", tr("Privilege escalation"), true,
                    tr("Whether a process may gain more privileges than its parent.")),
            boolean("readOnlyRootFilesystem", tr("Read-only root"), false,
                    tr("The container cannot write but to its volumes.")),
            boolean("runAsNonRoot", tr("Run as non-root"), false),
            integer("runAsUser", tr("User"), tr("A numeric user id.")).range(0),
            integer("runAsGroup", tr("Group")).range(0),
            boolean("privileged", tr("Privileged"), false, tr("Full access to the node. Avoid.")),
            strings("capabilities.drop", tr("Drop capabilities"), tr("ALL drops every one.")),
            strings("capabilities.add", tr("Add capabilities")),
            seccompType(),
            seccompFile()};
}

Fields container(bool init)
{
    Fields out{
        string("name", tr("Name")).must().checked(dnsLabel),
        ref("image", tr("Image"), QStringLiteral("Image"), {}, tr("What it runs."))
            .must()
            .values(QStringLiteral("image")),
        choice("imagePullPolicy", tr("Pull policy"),
               {QStringLiteral("IfNotPresent"), QStringLiteral("Always"), QStringLiteral("Never")},
               tr("When the node pulls the image."))
            .otherwise(QStringLiteral("IfNotPresent"))
            .values(QStringLiteral("image.pullPolicy")),
        list("ports", tr("Ports"), ports()).in(Section::Ports),
        list("env", tr("Variables"), variable()).in(Section::Environment),
        list("envFrom", tr("All variables of"), allVariables()).in(Section::Environment),
        group("resources", tr("Resources"),
              {quantity("requests.cpu", tr("CPU request"), tr("Kept free for each pod.")),
               quantity("limits.cpu", tr("CPU limit"), tr("Slowed down above it.")),
               quantity("requests.memory", tr("Memory request"), tr("Kept free for each pod.")),
               quantity("limits.memory", tr("Memory limit"), tr("Killed above it."))},
              tr("What the container is given, and may use at most."))
            .in(Section::Resources)
            .values(QStringLiteral("resources")),
    };
    if (!init)
        out += Fields{group("startupProbe", tr("Startup probe"), probe(),
                            tr("Until it succeeds the other probes wait."))
                          .in(Section::Probes),
                      group("livenessProbe", tr("Liveness probe"), probe(),
                            tr("When it fails the container is restarted."))
                          .in(Section::Probes),
                      group("readinessProbe", tr("Readiness probe"), probe(),
                            tr("While it fails the pod gets no traffic."))
                          .in(Section::Probes)};
    out += Fields{
        strings("command", tr("Command"), tr("In place of the image's entry point."))
            .in(Section::Advanced),
        strings("args", tr("Arguments")).in(Section::Advanced),
        string("workingDir", tr("Working folder")).checked(absolutePath).in(Section::Advanced),
        list("volumeMounts", tr("Mounts"),
             {string("mountPath", tr("Path")).must().checked(absolutePath),
              ref("name", tr("Volume"), QStringLiteral("Deployment"), QStringLiteral("volume/"))
                  .must(),
              string("subPath", tr("Sub-path")).checked(innerPath),
              boolean("readOnly", tr("Read-only"), false)})
            .in(Section::Storage),
        group("securityContext", tr("Security"), containerSecurity()).in(Section::Security),
        yaml("lifecycle", tr("Lifecycle hooks")).in(Section::Advanced),
    };
    return out;
}

Fields volume()
{
    const auto items = list(
        "items", tr("Keys"),
        {string("key", tr("Key")).must(), string("path", tr("File")).must().checked(innerPath)},
        tr("Empty: all keys."));
    return {string("name", tr("Name")).must().checked(dnsLabel),
            oneOf(tr("Source"),
                  {group("configMap", tr("ConfigMap"),
                         {ref("name", tr("Name"), QStringLiteral("ConfigMap")).must(), items,
                          boolean("optional", tr("Optional"), false)}),
                   group("secret", tr("Secret"),
                         {ref("secretName", tr("Name"), QStringLiteral("Secret")).must(), items,
                          boolean("optional", tr("Optional"), false)}),
                   group("emptyDir", tr("Empty folder"),
                         {choice("medium", tr("Medium"), {QStringLiteral("Memory")}),
                          quantity("sizeLimit", tr("Size limit"))}),
                   group("persistentVolumeClaim", tr("Claim"),
                         {string("claimName", tr("Claim")).must().checked(dnsSubdomain),
                          boolean("readOnly", tr("Read-only"), false)}),
                   group("hostPath", tr("Folder of the node"),
                         {string("path", tr("Path")).must().checked(absolutePath),
                          choice("type", tr("Type"),
                                 {QStringLiteral("DirectoryOrCreate"), QStringLiteral("Directory"),
                                  QStringLiteral("FileOrCreate"), QStringLiteral("File"),
                                  QStringLiteral("Socket"), QStringLiteral("CharDevice"),
                                  QStringLiteral("BlockDevice")},
                                 tr("What has to be there; unset, anything."))})})};
}

Fields podSecurity()
{
    return {boolean("runAsNonRoot", tr("Run as non-root"), false,
                    tr("The pod is refused if its image would run as root.")),
            integer("runAsUser", tr("User"), tr("A numeric user id.")).range(0),
            integer("runAsGroup", tr("Group")).range(0),
            integer("fsGroup", tr("Volume group"), tr("Owns the files of volumes.")).range(0),
            seccompType(),
            seccompFile()};
}

Fields toleration()
{
    return {string("key", tr("Key")).checked(labelKey),
            choice("operator", tr("Operator"), {QStringLiteral("Equal"), QStringLiteral("Exists")})
                .otherwise(QStringLiteral("Equal")),
            string("value", tr("Value")).checked(labelValue),
            choice("effect", tr("Effect"),
                   {QStringLiteral("NoSchedule"), QStringLiteral("PreferNoSchedule"),
                    QStringLiteral("NoExecute")}),
            seconds("tolerationSeconds", tr("For"), 0, std::nullopt)};
}

Fields pod()
{
    const auto p = [](const char *tail) { return QByteArray("spec.template.spec.") + tail; };
    return {
        list(p("containers"), tr("Containers"), container(false)).must(),
        list(p("initContainers"), tr("Init containers"), container(true),
             tr("Run to their end, one after the other, before the containers start."))
            .in(Section::Advanced),
        list(p("volumes"), tr("Volumes"), volume()).in(Section::Storage),
        group(p("securityContext"), tr("Pod security"), podSecurity(),
              tr("Whom the pods run as, and what they may do."))
            .in(Section::Security)
            .values(QStringLiteral("podSecurityContext")),
        boolean(p("automountServiceAccountToken"), tr("Mount API token"), true,
                tr("Give the pod a token for the Kubernetes API."))
            .in(Section::Security),
        boolean(p("hostNetwork"), tr("Host network"), false).in(Section::Security),
        boolean(p("hostPID"), tr("Host processes"), false).in(Section::Security),
        boolean(p("hostIPC"), tr("Host IPC"), false).in(Section::Security),
        string(p("serviceAccountName"), tr("Service account"))
            .checked(dnsSubdomain)
            .in(Section::Security),
        list(p("imagePullSecrets"), tr("Pull secrets"),
             {ref("name", tr("Secret"), QStringLiteral("Secret")).must()},
             tr("Credentials for a private registry."))
            .in(Section::Advanced),
        boolean(p("enableServiceLinks"), tr("Service variables"), true,
                tr("Set a variable for every Service, such as BACKEND_SERVICE_PORT."))
            .in(Section::Environment),
        seconds(p("terminationGracePeriodSeconds"), tr("Grace period"), 0, 30,
                tr("Time to stop in before a container is killed."))
            .in(Section::Advanced),
        map(p("nodeSelector"), tr("Node selector"), tr("Labels that the node has to have."))
            .checked(labelKey)
            .in(Section::Scheduling)
            .values(QStringLiteral("nodeSelector")),
        list(p("tolerations"), tr("Tolerations"), toleration(),
             tr("Taints of nodes that the pods put up with."))
            .in(Section::Scheduling)
            .values(QStringLiteral("tolerations")),
        yaml(p("affinity"), tr("Affinity"), tr("Node and pod affinity, as YAML."))
            .in(Section::Scheduling)
            .values(QStringLiteral("affinity")),
        yaml(p("topologySpreadConstraints"), tr("Topology spread")).in(Section::Scheduling),
        string(p("priorityClassName"), tr("Priority class"))
            .checked(dnsSubdomain)
            .in(Section::Scheduling),
        map("spec.template.metadata.labels", tr("Pod labels"))
            .checked(labelKey)
            .in(Section::Labels),
        map("spec.template.metadata.annotations", tr("Pod annotations"))
            .checked(labelKey)
            .in(Section::Labels),
    };
}

} // namespace

table::Fields deploymentFields()
{
    return Fields{
               integer("spec.replicas", tr("Replicas"),
                       tr("Number of pods; 2 survive the loss of one."))
                   .must()
                   .range(0, 999'999)
                   .otherwise(1)
                   .values(QStringLiteral("replicas")),
               choice("spec.strategy.type", tr("Strategy"),
                      {QStringLiteral("RollingUpdate"), QStringLiteral("Recreate")},
                      tr("Replace pods bit by bit, or stop all first."))
                   .must()
                   .otherwise(QStringLiteral("RollingUpdate")),
               intOrPercent("spec.strategy.rollingUpdate.maxSurge", tr("Max surge"),
                            tr("Pods above the wanted number during an update."))
                   .otherwise(QStringLiteral("25%")),
               intOrPercent("spec.strategy.rollingUpdate.maxUnavailable", tr("Max unavailable"),
                            tr("Pods that may be missing during an update."))
                   .otherwise(QStringLiteral("25%")),
           } +
           pod() +
           Fields{
               map("spec.selector.matchLabels", tr("Selector"),
                   tr("Labels that tell its pods. Derived from the name; cannot change once "
                      "installed."))
                   .fixed()
                   .in(Section::Labels),
               string("metadata.labels.version", tr("Version label"),
                      tr("The label `version`; the chart's app version unless set."))
                   .checked(labelValue)
                   .in(Section::Labels),
               seconds("spec.minReadySeconds", tr("Min ready"), 0, 0).in(Section::Advanced),
               integer("spec.revisionHistoryLimit", tr("History"), tr("Old versions to keep."))
                   .range(1)
                   .otherwise(10)
                   .in(Section::Advanced),
               seconds("spec.progressDeadlineSeconds", tr("Progress deadline"), 1, 600,
                       tr("After it an update that does not get on counts as failed."))
                   .in(Section::Advanced),
           } +
           metadata();
}

} // namespace chartwright
