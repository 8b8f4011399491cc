// SPDX-License-Identifier: Apache-2.0
#include "support/server_valid.h"

#include "base/names.h"
#include "checks/check_engine.h"
#include "kinds/registry.h"
#include "model/edits.h"
#include "support/random_values.h"

#include <QRegularExpression>

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace chartwright_test {

namespace {

const QString Pod = u"spec.template.spec"_s;

/// Of fields that are free YAML to us and not to a server.
Value legalYaml(const QString &path, RandomValues &random)
{
    const Map expression{{u"key"_s, u"kubernetes.io/os"_s},
                         {u"operator"_s, u"In"_s},
                         {u"values"_s, List{u"linux"_s, u"on"_s}}};
    const Map term{{u"matchExpressions"_s, List{expression}}};
    const Map selector{{u"matchLabels"_s, Map{{u"app"_s, u"1e3"_s}}}};
    if (path == u"affinity") {
        return random.chance(50)
                   ? with(Map(),
                          Path(u"nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution"
                               ".nodeSelectorTerms"_s),
                          List{term})
                   : with(
                         Map(),
                         Path(u"podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution"_s),
                         List{Map{{u"weight"_s, 1 + random.below(100)},
                                  {u"podAffinityTerm"_s,
                                   Map{{u"labelSelector"_s, selector},
                                       {u"topologyKey"_s, u"kubernetes.io/hostname"_s}}}}});
    }
    if (path == u"topologySpreadConstraints") {
        return List{Map{{u"maxSkew"_s, 1 + random.below(5)},
                        {u"topologyKey"_s, u"kubernetes.io/hostname"_s},
                        {u"whenUnsatisfiable"_s, u"ScheduleAnyway"_s},
                        {u"labelSelector"_s, selector}}};
    }
    return Map{{random.chance(50) ? u"preStop"_s : u"postStart"_s,
                Map{{u"exec"_s, Map{{u"command"_s, List{u"sh"_s, random.hardText()}}}}}}};
}

void replaceYaml(Value &fields, const Path &path, RandomValues &random)
{
    if (find(fields, path))
        fields = with(fields, path, legalYaml(path.last().name, random));
}

/// Each item of a list of maps, changed by `change`.
template <class Change> void eachMap(Value &fields, const Path &path, Change change)
{
    if (!at(fields, path).isList())
        return;
    List list = at(fields, path).list();
    for (Value &item : list) {
        if (item.isMap())
            change(item);
    }
    fields = with(fields, path, list);
}

/// Keeps what a check takes, else sets one of `instead`.
template <class Check>
void keep(Value &fields, const Path &path, Check isLegal, const QList<Value> &instead,
          RandomValues &random)
{
    const Value *value = find(fields, path);
    if (!value || isLegal(value->scalarText()))
        return;
    const Value other = instead.isEmpty() ? Value() : random.pick(instead);
    fields = other.isNull() ? without(fields, path) : with(fields, path, other);
}

const auto Never = [](const QString &) { return false; };
const auto IsLabelValue = [](const QString &text) { return names::isLabelValue(text); };

void keepLabels(Value &fields, const Path &path, RandomValues &random)
{
    const Map labels = at(fields, path).map();
    for (const QString &key : labels.keys())
        keep(fields, path.key(key), IsLabelValue,
             {u"a"_s, u"y"_s, u"1e3"_s, u"0123"_s, u"null"_s, u""_s, u"x.example.com"_s}, random);
}

void keepContainer(Value &container, RandomValues &random)
{
    replaceYaml(container, Path(u"lifecycle"_s), random);
}

void keepPod(Value &fields, RandomValues &random)
{
    const Path pod(Pod);
    replaceYaml(fields, pod.key(u"affinity"_s), random);
    replaceYaml(fields, pod.key(u"topologySpreadConstraints"_s), random);
    keepLabels(fields, pod.key(u"nodeSelector"_s), random);
    keepLabels(fields, Path(u"spec.template.metadata.labels"_s), random);
}

void keepService(Value &fields, RandomValues &random)
{
    eachMap(fields, Path(u"spec.ports"_s),
            [&](Value &port) { port = without(port, Path(u"nodePort"_s)); });
    const bool isInside = at(fields, Path(u"spec.type"_s)).toString() == u"ClusterIP";
    keep(fields, Path(u"spec.clusterIP"_s), Never,
         isInside ? QList<Value>{u"None"_s, Value()} : QList<Value>(), random);
    keepLabels(fields, Path(u"spec.selector"_s), random);
    if (isInside)
        fields = without(fields, Path(u"spec.externalTrafficPolicy"_s));
}

class Maker
{
public:
    Maker(const Topology &topology, quint32 seed) : m_random(seed, true), m_topology(topology) {}

    Topology run()
    {
        for (const ResourcePtr &r : QList<ResourcePtr>(m_topology.resources())) {
            if (r->kind == u"Manifest")
                m_topology.apply(removeResources(m_topology, RefIndex(m_topology), {r->id}));
        }
        // Twice: what is mended may leave half of something that only a server minds.
        for (int round = 0; round < 2; ++round) {
            for (const ResourcePtr &r : QList<ResourcePtr>(m_topology.resources()))
                keepLegal(*r);
            mend();
        }
        return m_topology;
    }

private:
    RandomValues m_random;
    Topology m_topology;

    void keepLegal(Resource r)
    {
        r.fields = without(r.fields, Path(u"metadata.namespace"_s));
        keepLabels(r.fields, Path(u"metadata.labels"_s), m_random);
        if (r.kind == u"Service")
            keepService(r.fields, m_random);
        if (r.kind == u"Deployment") {
            r.fields = with(r.fields, Path(u"spec.replicas"_s), 0);
            keepPod(r.fields, m_random);
            for (const QString &list : {u"containers"_s, u"initContainers"_s}) {
                eachMap(r.fields, Path(Pod).key(list), [&](Value &container) {
                    keepContainer(container, m_random);
                    giveImage(container);
                });
            }
        }
        m_topology.put(r);
    }

    void giveImage(Value &container)
    {
        const Path image(u"image"_s);
        const Ref *drawn = at(container, image).asRef();
        if (drawn && m_topology.find(drawn->target))
            return;
        if (m_topology.ofKind(u"Image").isEmpty()) {
            Resource made = newResource(m_topology, u"Image"_s, u"web"_s);
            made.id = {u"r9999"_s};
            m_topology.put(made);
        }
        container = with(container, image, Ref{m_random.pick(m_topology.ofKind(u"Image"))->id, {}});
    }

    /// What is left where an error was.
    void take(const Finding &finding, int attempt)
    {
        const ResourcePtr r = m_topology.find(finding.resource);
        if (!r)
            return;
        if (attempt == 0 && finding.fix) {
            m_topology.apply(finding.fix(m_topology, RefIndex(m_topology), finding));
            return;
        }
        Path path = finding.path;
        for (int up = finding.fix ? attempt - 1 : attempt; up > 0 && !path.isEmpty(); --up)
            path = path.parent();
        while (!path.isEmpty() && !find(r->fields, path))
            path = path.parent();
        if (path.isEmpty()) {
            m_topology.apply(removeResources(m_topology, RefIndex(m_topology), {r->id}));
            return;
        }
        Resource changed = *r;
        changed.fields = without(r->fields, path);
        m_topology.put(changed);
    }

    /// One finding of a resource at a time: paths of others may name items by their place.
    void mend()
    {
        QHash<QString, int> attempts;
        const TargetFacts facts = TargetFacts::ofProfile(u"none"_s);
        for (int round = 0; round < 300; ++round) {
            QSet<ResourceId> taken;
            for (const Finding &finding : CheckEngine::check(m_topology, facts)) {
                const ResourcePtr r = m_topology.find(finding.resource);
                if (finding.severity != Severity::Error || !r || taken.contains(r->id) ||
                    r->kind == u"Release" || (r->kind == u"Chart" && !finding.fix))
                    continue;
                taken.insert(r->id);
                take(finding,
                     attempts[finding.rule + u' ' + r->id.text + u' ' + finding.path.text()]++);
            }
            if (taken.isEmpty())
                return;
        }
        qFatal("Errors of a random drawing come back");
    }
};

} // namespace

Topology serverValid(const Topology &topology, quint32 seed) { return Maker(topology, seed).run(); }

} // namespace chartwright_test
