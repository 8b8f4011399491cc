// SPDX-License-Identifier: Apache-2.0
#include "checks/rule.h"

#include <QRegularExpression>
#include <QSet>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ServiceRules", text); }

QString namespaceOf(const Resource &r)
{
    return valueAt(r.fields, u"metadata.namespace").scalarText();
}

const QString AnyPods = QStringLiteral("target-any");

/// A Service with a selector of its own has the first label; with "!" Deployments have all labels
/// of their pods. Services without a wire want to know whether there is any Deployment.
QStringList targetKeys(const Resource &r)
{
    const auto key = [&](const QString &label) {
        return QStringLiteral("target:%1/%2").arg(namespaceOf(r), label);
    };
    if (r.kind == u"Service") {
        const Value &selector = valueAt(r.fields, u"spec.selector");
        if (selector.asRef())
            return {};
        return selector.isEmpty() ? QStringList{AnyPods}
                                  : QStringList{AnyPods, key(firstLabel(labelsOf(selector)))};
    }
    QStringList out{AnyPods + u'!'};
    const QMap<QString, QString> labels = podLabels(r);
    for (auto it = labels.cbegin(); it != labels.cend(); ++it)
        out.append(key(it.key() + u'=' + *it) + u'!');
    return out;
}

/// The Deployment that the name speaks for, else one that no Service selects yet.
ResourcePtr bestTarget(const Topology &t, const RefIndex &refs, const Resource &service)
{
    QString stem = service.name;
    static const QRegularExpression suffix(QStringLiteral("-(service|svc)$"));
    stem.remove(suffix);
    ResourcePtr best;
    int bestRank = 0;
    for (const ResourcePtr &d : t.ofKind(u"Deployment")) {
        const QList<RefUse> uses = refs.to(d->id);
        const bool taken = std::any_of(uses.begin(), uses.end(), [](const RefUse &use) {
            return use.ref.part == u"selector";
        });
        const int rank = (d->name == stem                 ? 16
                          : d->name.endsWith(u'-' + stem) ? 8
                          : d->name.contains(stem)        ? 4
                                                          : 0) +
                         (namespaceOf(*d) == namespaceOf(service) ? 2 : 0) + (taken ? 0 : 1);
        if (!best || rank > bestRank) {
            best = d;
            bestRank = rank;
        }
    }
    return best;
}

Edit wireToBest(const Topology &t, const RefIndex &refs, const Finding &f)
{
    const ResourcePtr service = t.find(f.resource);
    const ResourcePtr target = service ? bestTarget(t, refs, *service) : nullptr;
    const WireSpec *wire = t.kinds().wire(u"pods");
    return target && wire ? drawWire(t, *wire, {service->id, {}}, {target->id, {}}, {}) : Edit();
}

void noTarget(const RuleInput &in, Report &report)
{
    if (in.resource.kind != u"Service")
        return;
    const Value &drawn = in[u"spec.selector"];
    if (drawn.asRef())
        return; // reference/missing tells
    const QMap<QString, QString> selector = labelsOf(drawn);
    for (const QString &key : targetKeys(in.resource)) {
        for (const ResourcePtr &d : in.others(key + u'!')) {
            if (selects(selector, podLabels(*d)))
                return;
        }
    }
    Finding &f = report.add(path("spec.selector"), tr("%1 selects no pods").arg(in.resource.name));
    if (!in.anyHas(AnyPods + u'!'))
        return;
    f.fixText = tr("Wire it to the Deployment that fits best");
    f.fix = wireToBest;
}

void eachPort(const RuleInput &in, const std::function<void(const Path &, const Value &)> &visit)
{
    eachItem(in.fields, path("spec.ports"), visit);
}

QString numberOf(const Part &port) { return port.label.section(u' ', -1); }

/// Gives the first container a port, and sends to it.
Edit addPort(const Topology &t, const RefIndex &, const Finding &f)
{
    const ResourcePtr service = t.find(f.resource),
                      pods = t.find({f.detail.list().value(0).toString()});
    if (!service || !pods || containersOf(pods->fields).isEmpty())
        return {};
    const Value &number = f.detail.list().at(1);
    Resource target = *pods;
    const Path ports = containersOf(pods->fields).constFirst().first.key(QStringLiteral("ports"));
    target.fields = with(target.fields, ports.index(at(target.fields, ports).list().size()),
                         Map{{QStringLiteral("containerPort"), number}});
    Topology after = t;
    after.put(std::move(target));
    Resource changed = *after.find(service->id);
    changed.fields =
        with(changed.fields, f.path, Ref{pods->id, QStringLiteral("port/") + number.scalarText()});
    after.put(std::move(changed));
    return difference(t, after, tr("Add port %1 to %2").arg(number.scalarText(), pods->name));
}

void targetPort(const RuleInput &in, Report &report)
{
    const Ref *selected = in[u"spec.selector"].asRef();
    const ResourcePtr pods = selected ? in.find(selected->target) : nullptr;
    const QList<Part> ports = pods ? in.parts(*pods, u"port/") : QList<Part>();
    eachPort(in, [&](const Path &p, const Value &port) {
        const Value &target = port[u"targetPort"];
        const Ref *ref = target.asRef();
        if (target.isEmpty() || (!pods && !ref))
            return; // empty: field/required; labels in place of a wire: nobody knows
        const bool there = std::any_of(ports.begin(), ports.end(), [&](const Part &part) {
            return ref ? ref->target == pods->id && ref->part == part.part
                       : part.value == target || numberOf(part) == target.scalarText();
        });
        if (there)
            return;
        const QString text = ref ? ref->part.mid(5) : target.scalarText();
        const ResourcePtr other = ref ? in.find(ref->target) : nullptr;
        Finding &f =
            report.add(p.key(QStringLiteral("targetPort")),
                       !pods ? tr("The target port belongs to no Deployment that %1 selects")
                                   .arg(in.resource.name)
                       : other && other != pods
                           ? tr("The target port is one of %1, but the pods are those of %2")
                                 .arg(other->name, pods->name)
                           : tr("%1 has no port %2").arg(pods->name, text));
        if (!pods) {
            fixBySetting(f, tr("Send to the port's own number"),
                         port[u"port"].isEmpty() ? Value(80) : port[u"port"]);
            return;
        }
        const auto same = std::find_if(ports.begin(), ports.end(), [&](const Part &part) {
            return numberOf(part) == port[u"port"].scalarText() ||
                   part.part == QStringLiteral("port/") + port[u"name"].scalarText();
        });
        if (!ports.isEmpty()) {
            const Part &best = same == ports.end() ? ports.first() : *same;
            fixBySetting(f, tr("Send to %1").arg(best.label), Ref{pods->id, best.part});
            return;
        }
        const Value number = target.type() == Value::Type::Int ? target : port[u"port"];
        if (number.type() != Value::Type::Int || containersOf(pods->fields).isEmpty())
            return;
        f.detail = List{pods->id.text, number};
        f.fixText = tr("Add port %1 to %2").arg(number.scalarText(), pods->name);
        f.fix = addPort;
    });
}

/// Draws the wire again: that takes the ports of the pods over.
Edit takePorts(const Topology &t, const RefIndex &, const Finding &f)
{
    const ResourceId pods{f.detail.toString()};
    const WireSpec *wire = t.kinds().wire(u"pods");
    return t.find(f.resource) && t.find(pods) && wire
               ? drawWire(t, *wire, {f.resource, {}}, {pods, {}}, {})
               : Edit();
}

void noPorts(const RuleInput &in, Report &report)
{
    const Value &drawn = in[u"spec.ports"];
    if (!drawn.isEmpty() || drawn.isMap())
        return;
    Finding &f = report.add(path("spec.ports"), tr("%1 has no ports").arg(in.resource.name));
    const Ref *selected = in[u"spec.selector"].asRef();
    const ResourcePtr pods = selected ? in.find(selected->target) : nullptr;
    const QList<Part> ports = pods ? in.parts(*pods, u"port/") : QList<Part>();
    // A port that is not whole yet would not be right here either.
    const bool whole = std::all_of(ports.begin(), ports.end(), [](const Part &p) {
        const int n = p.label.section(u' ', -1).toInt();
        return n > 0 && n < 65536;
    });
    if (ports.isEmpty() || !whole)
        return;
    f.detail = pods->id.text;
    f.fixText = ports.size() == 1
                    ? tr("Take the port %1 of %2").arg(ports.first().label, pods->name)
                    : tr("Take the ports of %1").arg(pods->name);
    f.fix = takePorts;
}

void portRange(const RuleInput &in, Report &report)
{
    const Ref *selected = in[u"spec.selector"].asRef();
    const ResourcePtr pods = selected ? in.find(selected->target) : nullptr;
    const QList<Part> ports = pods ? in.parts(*pods, u"port/") : QList<Part>();
    eachPort(in, [&](const Path &p, const Value &port) {
        const Value &n = port[u"port"];
        if (n.type() != Value::Type::Int || (n.toInt() >= 1 && n.toInt() <= 65535))
            return;
        // The number of the port that it sends to, where that is known.
        const Ref *ref = port[u"targetPort"].asRef();
        qint64 better = 80;
        for (const Part &part : ports) {
            if (ref && part.part == ref->part)
                better = numberOf(part).toLongLong();
        }
        if (port[u"targetPort"].type() == Value::Type::Int)
            better = port[u"targetPort"].toInt();
        if (better < 1 || better > 65535)
            better = 80;
        fixBySetting(report.add(p.key(QStringLiteral("port")), tr("%1 is no port").arg(n.toInt())),
                     tr("Use %1").arg(better), better);
    });
}

void nodePortRange(const RuleInput &in, Report &report)
{
    eachPort(in, [&](const Path &p, const Value &port) {
        const Value &n = port[u"nodePort"];
        if (n.type() == Value::Type::Int && (n.toInt() < 30000 || n.toInt() > 32767))
            fixByRemoving(report.add(p.key(QStringLiteral("nodePort")),
                                     tr("%1 is no node port").arg(n.toInt())),
                          tr("Let the cluster choose"));
    });
}

void nodePortUnused(const RuleInput &in, Report &report)
{
    if (in[u"spec.type"].toString(QStringLiteral("ClusterIP")) != u"ClusterIP")
        return;
    eachPort(in, [&](const Path &p, const Value &port) {
        if (!port[u"nodePort"].isNull())
            fixByRemoving(report.add(p.key(QStringLiteral("nodePort")),
                                     tr("The type ClusterIP opens no node port")),
                          tr("Take the node port away"));
    });
}

void headlessUnused(const RuleInput &in, Report &report)
{
    const QString type = in[u"spec.type"].toString(QStringLiteral("ClusterIP"));
    if (type != u"ClusterIP" && in[u"spec.clusterIP"].toString() == u"None")
        fixByRemoving(report.add(path("spec.clusterIP"),
                                 tr("A Service of the type %1 cannot be headless").arg(type)),
                      tr("Take “None” away"));
}

QStringList nodePortKeys(const Resource &r)
{
    QStringList out;
    for (const Value &port : valueAt(r.fields, u"spec.ports").list()) {
        if (port[u"nodePort"].type() == Value::Type::Int)
            out.append(QStringLiteral("node-port:%1/%2")
                           .arg(port[u"nodePort"].toInt())
                           .arg(port[u"protocol"].toString(QStringLiteral("TCP"))));
    }
    return out;
}

void nodePortDuplicate(const RuleInput &in, Report &report)
{
    QSet<QString> seen;
    eachPort(in, [&](const Path &p, const Value &port) {
        if (port[u"nodePort"].type() != Value::Type::Int)
            return;
        const QString key = QStringLiteral("node-port:%1/%2")
                                .arg(port[u"nodePort"].toInt())
                                .arg(port[u"protocol"].toString(QStringLiteral("TCP")));
        const auto others = in.others(key);
        if (!others.isEmpty() || seen.contains(key))
            fixByRemoving(
                report.add(p.key(QStringLiteral("nodePort")),
                           tr("The node port %1 is taken twice").arg(port[u"nodePort"].toInt())),
                tr("Let the cluster choose"));
        seen.insert(key);
    });
}

void portDuplicate(const RuleInput &in, Report &report)
{
    const auto key = [](const Value &port, qint64 number) {
        return QString::number(number) + u'/' + port[u"protocol"].toString(QStringLiteral("TCP"));
    };
    QSet<QString> all, seen;
    for (const Value &port : in[u"spec.ports"].list())
        all.insert(key(port, port[u"port"].toInt()));
    eachPort(in, [&](const Path &p, const Value &port) {
        const qint64 number = port[u"port"].toInt();
        if (number > 0 && seen.contains(key(port, number))) {
            qint64 better = number;
            while (all.contains(key(port, better)))
                better = better % 65535 + 1;
            fixBySetting(report.add(p.key(QStringLiteral("port")),
                                    tr("The port %1 is there twice").arg(number)),
                         tr("Use %1").arg(better), better);
        }
        seen.insert(key(port, number));
    });
}

void loadBalancer(const RuleInput &in, Report &report)
{
    if (in.facts.isMinikube && in[u"spec.type"].toString() == u"LoadBalancer")
        fixBySetting(report.add(path("spec.type"),
                                tr("On Minikube a load balancer needs “minikube tunnel”")),
                     tr("Use NodePort"), QStringLiteral("NodePort"));
}

} // namespace

QList<RuleSpec> serviceRules()
{
    const QStringList s{QStringLiteral("Service")};
    using enum Severity;
    return {
        {QStringLiteral("service/no-target"),
         Error,
         Scope::Group,
         {QStringLiteral("Service"), QStringLiteral("Deployment")},
         tr("Requests to it find nobody."),
         tr("Wire it to a Deployment."),
         noTarget,
         targetKeys},
        {QStringLiteral("service/target-port"), Error, Scope::Neighbours, s,
         tr("Requests would be refused."), tr("Choose a port of its pods."), targetPort},
        {QStringLiteral("service/no-ports"), Error, Scope::Neighbours, s, tr("Nobody can call it."),
         tr("Give it a port, or take those of its Deployment."), noPorts},
        {QStringLiteral("service/port-range"), Error, Scope::Neighbours, s,
         tr("The cluster refuses it."), tr("Use 1 to 65535."), portRange},
        {QStringLiteral("service/node-port-range"), Error, Scope::Own, s,
         tr("The cluster refuses it."), tr("Use 30000 to 32767, or none."), nodePortRange},
        {QStringLiteral("service/node-port-unused"), Advice, Scope::Own, s,
         tr("It is left out of the chart's manifests until the type is another."),
         tr("Choose the type NodePort, or take the node port away."), nodePortUnused},
        {QStringLiteral("service/headless-unused"), Advice, Scope::Own, s,
         tr("“None” is left out of the chart's manifests until the type is ClusterIP."),
         tr("Choose the type ClusterIP, or take “None” away."), headlessUnused},
        {QStringLiteral("service/node-port-duplicate"), Error, Scope::Group, s,
         tr("The cluster refuses the second."), tr("Let the cluster choose."), nodePortDuplicate,
         nodePortKeys},
        {QStringLiteral("service/port-duplicate"), Error, Scope::Own, s,
         tr("The cluster refuses it."), tr("Give each port a number of its own."), portDuplicate},
        {QStringLiteral("service/load-balancer-minikube"), Warning, Scope::Own, s,
         tr("Without it the address stays “pending”."),
         tr("Use NodePort, or an Ingress in front of a ClusterIP."), loadBalancer},
    };
}

} // namespace chartwright
