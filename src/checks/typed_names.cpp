// SPDX-License-Identifier: Apache-2.0
#include "checks/typed_names.h"

#include "model/kind_spec.h"

namespace chartwright {
namespace {

QString named(QStringView kind, const Resource &by, const QString &name)
{
    return QStringLiteral("%1/%2/%3")
        .arg(kind, by.fields[u"metadata"][u"namespace"].scalarText(), name);
}

/// Names as they stand in a tree, with the kind that each is of.
class Names
{
public:
    explicit Names(const Resource &by) : m_by(by) {}

    void add(QStringView kind, const Value &name)
    {
        if (name.isString() && !name.toString().isEmpty())
            m_out.append(named(kind, m_by, name.toString()));
    }
    const QStringList &all() const { return m_out; }

private:
    const Resource &m_by;
    QStringList m_out;
};

void addIngress(const Value &spec, Names &names)
{
    names.add(u"Service", spec[u"defaultBackend"][u"service"][u"name"]);
    for (const Value &rule : spec[u"rules"].list()) {
        for (const Value &p : rule[u"http"][u"paths"].list())
            names.add(u"Service", p[u"backend"][u"service"][u"name"]);
    }
    for (const Value &tls : spec[u"tls"].list())
        names.add(u"Secret", tls[u"secretName"]);
}

void addPod(const Value &pod, Names &names)
{
    for (const QStringView list : {QStringView(u"containers"), QStringView(u"initContainers")}) {
        for (const Value &c : pod[list].list()) {
            for (const Value &e : c[u"env"].list()) {
                const Value &from = e[u"valueFrom"];
                names.add(u"ConfigMap", from[u"configMapKeyRef"][u"name"]);
                names.add(u"Secret", from[u"secretKeyRef"][u"name"]);
            }
            for (const Value &e : c[u"envFrom"].list()) {
                names.add(u"ConfigMap", e[u"configMapRef"][u"name"]);
                names.add(u"Secret", e[u"secretRef"][u"name"]);
            }
        }
    }
    for (const Value &v : pod[u"volumes"].list()) {
        names.add(u"ConfigMap", v[u"configMap"][u"name"]);
        names.add(u"Secret", v[u"secret"][u"secretName"]);
    }
    for (const Value &v : pod[u"imagePullSecrets"].list())
        names.add(u"Secret", v[u"name"]);
}

/// The part of `target` that a typed key or port means, or a null value.
Value partNamed(const Topology &topology, const Resource &target, QStringView prefix,
                const Value &typed)
{
    const KindSpec *kind = topology.kinds().find(target.kind);
    for (const Part &part : kind && kind->parts ? kind->parts(target) : QList<Part>()) {
        if (part.part.startsWith(prefix) && part.value == typed)
            return Ref{target.id, part.part};
    }
    return {};
}

} // namespace

QStringList typedNames(const Resource &resource)
{
    Names names(resource);
    const Value &spec = resource.fields[u"spec"];
    if (resource.kind == u"Ingress")
        addIngress(spec, names);
    else if (resource.kind == u"Deployment")
        addPod(spec[u"template"][u"spec"], names);
    return names.all();
}

Value wiredByName(const Topology &topology, const Resource &holder, const Path &name,
                  const Resource &target)
{
    const Path place = name.parent();
    Value changed =
        with(at(holder.fields, place), Path().key(name.last().name), Ref{target.id, {}});
    for (const auto &[prefix, beside] :
         {std::pair(QStringView(u"key/"), Path(QStringLiteral("key"))),
          std::pair(QStringView(u"port/"), Path(QStringLiteral("port.number")))}) {
        const Value &typed = at(changed, beside);
        if (const Value part = partNamed(topology, target, prefix, typed);
            !typed.isNull() && !part.isNull())
            changed = with(changed, beside, part);
    }
    return with(holder.fields, place, changed);
}

QString nameToType(const Resource &resource)
{
    return named(resource.kind, resource, resource.name);
}

} // namespace chartwright
