// SPDX-License-Identifier: Apache-2.0
#include "bench/large_topology.h"

#include "kinds/registry.h"

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace chartwright_test {
namespace {

struct Maker
{
    Topology topology = emptyTopology(u"large"_s);
    int left;
    int application = 0;

    Resource blank(const QString &kind, const QString &name, const QString &key)
    {
        Resource r;
        r.id.text = u"%1-%2"_s.arg(name, kind.toLower());
        r.kind = kind;
        r.name = name;
        r.valuesKey = key;
        r.valuesKeyFixed = true;
        return r;
    }

    bool add(Resource r, int column)
    {
        if (left-- <= 0)
            return false;
        const int side = 60, row = application / side;
        topology.place(r.id, QPointF((application % side) * 1900 + column * 330,
                                     row * 420 + (column == 4 ? 200 : 0)));
        topology.put(std::move(r));
        return true;
    }

    void addApplication()
    {
        const QString name = u"app%1"_s.arg(application);
        const QString key = u"app%1"_s.arg(application);
        // Applications are wired to the one before them.
        const QString before = u"app%1"_s.arg(std::max(0, application - 1));
        const ResourceId otherConfig{before + u"-config-configmap"_s},
            otherSecret{before + u"-secret-secret"_s}, otherService{before + u"-service"_s};
        Resource image = blank(u"Image"_s, name, {});
        image.fields =
            Map{{u"tag"_s, u"1.0.%1"_s.arg(application)}, {u"platform"_s, u"linux/amd64"_s}};
        Resource config = blank(u"ConfigMap"_s, name + u"-config"_s, key + u"Config"_s);
        Resource secret = blank(u"Secret"_s, name + u"-secret"_s, key + u"Secret"_s);
        Map data, keys;
        for (int i = 0; i < 4; ++i)
            data.set(u"KEY_%1"_s.arg(i), u"value %1"_s.arg(i));
        if (application > 0)
            data.set(u"OTHER"_s, Text{{u"http://"_s, Ref{otherService, {}}, u":"_s,
                                       Ref{otherService, u"port/http"_s}}});
        keys.set(u"TOKEN"_s, Map());
        config.fields = Map{{u"data"_s, data}};
        secret.fields = Map{{u"type"_s, u"Opaque"_s}, {u"data"_s, keys}};
        Resource pods = blank(u"Deployment"_s, name, key);
        pods.fields = deployment(image.id, config.id, secret.id, pods.id, otherConfig, otherSecret);
        Resource service = blank(u"Service"_s, name, key + u".service"_s);
        service.fields =
            Map{{u"spec"_s,
                 Map{{u"type"_s, u"ClusterIP"_s},
                     {u"selector"_s, Ref{pods.id, u"selector"_s}},
                     {u"ports"_s, List{Map{{u"name"_s, u"http"_s},
                                           {u"port"_s, 8000},
                                           {u"targetPort"_s, Ref{pods.id, u"port/http"_s}}}}}}}};
        Resource ingress = blank(u"Ingress"_s, name, key + u"Ingress"_s);
        ingress.fields = Map{
            {u"spec"_s,
             Map{{u"ingressClassName"_s, u"nginx"_s},
                 {u"rules"_s,
                  List{Map{
                      {u"host"_s, name + u".example.com"_s},
                      {u"http"_s,
                       Map{{u"paths"_s, application > 0 ? List{route(u"/"_s, service.id),
                                                               route(u"/other"_s, otherService)}
                                                        : List{route(u"/"_s, service.id)}}}}}}}}}};
        // Cut off anywhere, nothing dangles.
        for (auto &&[resource, column] : {std::pair(&image, 3),
                                          {&config, 4},
                                          {&secret, 4},
                                          {&pods, 2},
                                          {&service, 1},
                                          {&ingress, 0}})
            add(*resource, column);
        ++application;
    }

    static Value route(const QString &path, const ResourceId &service)
    {
        return Map{{u"path"_s, path},
                   {u"pathType"_s, u"Prefix"_s},
                   {u"backend"_s,
                    Map{{u"service"_s,
                         Map{{u"name"_s, Ref{service, {}}},
                             {u"port"_s, Map{{u"number"_s, Ref{service, u"port/http"_s}}}}}}}}};
    }

    static Value deployment(const ResourceId &image, const ResourceId &config,
                            const ResourceId &secret, const ResourceId &self,
                            const ResourceId &otherConfig, const ResourceId &otherSecret)
    {
        const auto variable = [](const QString &name, const QString &source, const ResourceId &of) {
            return Map{{u"name"_s, name},
                       {u"valueFrom"_s, Map{{source, Map{{u"name"_s, Ref{of, {}}},
                                                         {u"key"_s, Ref{of, u"key/"_s + name}}}}}}};
        };
        const auto probe = [&](int period) {
            return Map{{u"httpGet"_s,
                        Map{{u"path"_s, u"/health"_s}, {u"port"_s, Ref{self, u"port/http"_s}}}},
                       {u"periodSeconds"_s, period}};
        };
        const Map container{
            {u"name"_s, u"app"_s},
            {u"image"_s, Ref{image, {}}},
            {u"ports"_s, List{Map{{u"name"_s, u"http"_s}, {u"containerPort"_s, 8000}}}},
            {u"env"_s, List{variable(u"KEY_0"_s, u"configMapKeyRef"_s, config),
                            variable(u"KEY_1"_s, u"configMapKeyRef"_s, otherConfig),
                            variable(u"TOKEN"_s, u"secretKeyRef"_s, secret)}},
            {u"envFrom"_s, List{Map{{u"secretRef"_s, Map{{u"name"_s, Ref{otherSecret, {}}}}}}}},
            {u"resources"_s,
             Map{{u"requests"_s, Map{{u"cpu"_s, u"100m"_s}, {u"memory"_s, u"128Mi"_s}}},
                 {u"limits"_s, Map{{u"cpu"_s, u"500m"_s}, {u"memory"_s, u"512Mi"_s}}}}},
            {u"readinessProbe"_s, probe(5)},
            {u"livenessProbe"_s, probe(10)}};
        return Map{{u"spec"_s, Map{{u"replicas"_s, 2},
                                   {u"template"_s,
                                    Map{{u"spec"_s, Map{{u"containers"_s, List{container}}}}}}}}};
    }
};

} // namespace

Topology largeTopology(int nodes)
{
    Maker maker{.left = nodes - 1}; // the Chart is one of them
    while (maker.left > 0)
        maker.addApplication();
    return maker.topology;
}

} // namespace chartwright_test
