// SPDX-License-Identifier: Apache-2.0
#include "support/topology_generator.h"

#include "kinds/registry.h"
#include "tree/yaml.h"

using namespace chartwright;

namespace chartwright_test {

namespace {

// What the two Deployments differ in.
QByteArray deployment(const QByteArray &side, int port, const QByteArray &probe,
                      const QByteArray &env, const QByteArray &resources)
{
    const QByteArray number = QByteArray::number(port);
    const auto check = [&](const QByteArray &timings) {
        return "{httpGet: {path: " + probe + ", port: !ref todo-" + side + "-0001#port/http}, " +
               timings + "}";
    };
    return "todo-" + side +
           "-0001:\n"
           "  kind: Deployment\n"
           "  name: todo-" +
           side +
           "\n"
           "  key: " +
           side +
           "\n"
           "  fields:\n"
           "    spec:\n"
           "      replicas: 2\n"
           "      strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%, maxUnavailable: "
           "25%}}\n"
           "      template:\n"
           "        spec:\n"
           "          automountServiceAccountToken: false\n"
           "          enableServiceLinks: false\n"
           "          securityContext: {runAsNonRoot: true, seccompProfile: {type: "
           "RuntimeDefault}}\n"
           "          containers:\n"
           "            - name: " +
           side +
           "\n"
           "              image: !ref image-" +
           side +
           "-0001\n"
           "              imagePullPolicy: IfNotPresent\n"
           "              ports: [{name: http, containerPort: " +
           number +
           "}]\n"
           "              env:\n" +
           env + "              resources: " + resources +
           "\n"
           "              startupProbe: " +
           check("periodSeconds: 2, failureThreshold: 30") +
           "\n"
           "              livenessProbe: " +
           check("periodSeconds: 10") +
           "\n"
           "              readinessProbe: " +
           check("periodSeconds: 5") +
           "\n"
           "              securityContext: {allowPrivilegeEscalation: false, "
           "readOnlyRootFilesystem: true, "
           "capabilities: {drop: [ALL]}}\n"
           "              volumeMounts: [{mountPath: /tmp, name: !ref todo-" +
           side +
           "-0001#volume/tmp}]\n"
           "          volumes: [{name: tmp, emptyDir: {}}]\n"
           "image-" +
           side +
           "-0001:\n"
           "  kind: Image\n"
           "  name: todo-" +
           side +
           "\n"
           "  fields: {tag: latest, platform: linux/amd64, build: {context: images/" +
           side +
           "}}\n"
           "service-" +
           side +
           "-0001:\n"
           "  kind: Service\n"
           "  name: " +
           side +
           "-service\n"
           "  key: " +
           side +
           ".service\n"
           "  fields:\n"
           "    spec:\n"
           "      type: ClusterIP\n"
           "      selector: !ref todo-" +
           side +
           "-0001#selector\n"
           "      ports: [{name: http, protocol: TCP, port: " +
           number + ", targetPort: !ref todo-" + side + "-0001#port/http}]\n";
}

QByteArray variable(const QByteArray &name, const QByteArray &source, const QByteArray &id)
{
    return "                - {name: " + name + ", valueFrom: {" + source + ": {name: !ref " + id +
           ", key: !ref " + id + "#key/" + name + "}}}\n";
}

} // namespace

Topology withResources(const Topology &topology, const QByteArray &yaml)
{
    const auto read = readYaml(yaml, QStringLiteral("resources"));
    if (!read)
        qFatal("%s", qPrintable(read.error().text()));
    Topology out = topology;
    for (const auto &[id, block] : read->map()) {
        Resource r;
        r.id = {id};
        r.kind = block[u"kind"].toString();
        r.name = block[u"name"].toString();
        r.valuesKey = block[u"key"].toString();
        r.fields = block[u"fields"];
        out.put(std::move(r));
    }
    return out;
}

Topology todoApp()
{
    const QByteArray config = "config-0001", secrets = "secrets-0001";
    const QByteArray resources =
        "{requests: {cpu: 100m, memory: 128Mi}, limits: {cpu: 500m, memory: 512Mi}}";
    const QByteArray more =
        "{requests: {cpu: 100m, memory: 256Mi}, limits: {cpu: 1000m, memory: 1Gi}}";
    QByteArray yaml = "chart-0001:\n"
                      "  kind: Chart\n"
                      "  name: todo-app\n"
                      "  fields:\n"
                      "    version: \"1.0.0\"\n"
                      "    appVersion: \"0.1.0\"\n"
                      "    description: AI-Powered Todo Application - Phase IV\n"
                      "    type: application\n"
                      "    keywords: [todo, fastapi, nextjs]\n"
                      "    maintainers: [{name: Hackathon Team}]\n"
                      "release-0001:\n"
                      "  kind: Release\n"
                      "  name: todo\n"
                      "  fields: {namespace: default, chart: !ref chart-0001}\n";
    yaml += deployment("frontend", 3000, "/",
                       variable("NEXT_PUBLIC_API_URL", "configMapKeyRef", config) +
                           variable("NODE_ENV", "configMapKeyRef", config),
                       resources);
    yaml += deployment("backend", 8000, "/health",
                       variable("LOG_LEVEL", "configMapKeyRef", config) +
                           variable("DATABASE_URL", "secretKeyRef", secrets) +
                           variable("OPENAI_API_KEY", "secretKeyRef", secrets) +
                           variable("BETTER_AUTH_SECRET", "secretKeyRef", secrets),
                       more);
    yaml += "config-0001:\n"
            "  kind: ConfigMap\n"
            "  name: todo-config\n"
            "  key: config\n"
            "  fields:\n"
            "    data:\n"
            "      NEXT_PUBLIC_API_URL: !text "
            "\"http://${service-backend-0001}:${service-backend-0001#port/http}\"\n"
            "      LOG_LEVEL: info\n"
            "      NODE_ENV: production\n"
            "    design:\n"
            "      keys:\n"
            "        NEXT_PUBLIC_API_URL: {description: Address of the backend.}\n"
            "        LOG_LEVEL: {description: Application log level.}\n"
            "        NODE_ENV: {description: Environment mode.}\n"
            "secrets-0001:\n"
            "  kind: Secret\n"
            "  name: todo-secrets\n"
            "  key: secrets\n"
            "  fields:\n"
            "    type: Opaque\n"
            "    data:\n"
            "      DATABASE_URL: {source: .env}\n"
            "      OPENAI_API_KEY: {source: .env}\n"
            "      BETTER_AUTH_SECRET: {source: .env}\n"
            "ingress-0001:\n"
            "  kind: Ingress\n"
            "  name: todo-ingress\n"
            "  key: ingress\n"
            "  fields:\n"
            "    spec:\n"
            "      ingressClassName: nginx\n"
            "      rules:\n"
            "        - host: \"\"\n"
            "          http:\n"
            "            paths:\n"
            "              - path: /\n"
            "                pathType: Prefix\n"
            "                backend: {service: {name: !ref service-frontend-0001, port: {number: "
            "!ref service-frontend-0001#port/http}}}\n"
            "              - path: /api\n"
            "                pathType: Prefix\n"
            "                backend: {service: {name: !ref service-backend-0001, port: {number: "
            "!ref service-backend-0001#port/http}}}\n";
    Topology topology = withResources(Topology(allKinds()), yaml);
    int row = 0;
    for (const ResourcePtr &r : topology.resources()) {
        const KindSpec *kind = topology.kinds().find(r->kind);
        topology.place(r->id, QPointF(280.0 * kind->column, 40.0 + 180.0 * (row++ % 5)));
    }
    return topology;
}

} // namespace chartwright_test
