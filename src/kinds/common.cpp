// SPDX-License-Identifier: Apache-2.0
#include "kinds/common.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Kinds", text); }

QList<std::pair<Path, Value>> itemsOf(const Value &fields, const Path &list)
{
    QList<std::pair<Path, Value>> out;
    eachItem(fields, list, [&](const Path &p, const Value &item) { out.append({p, item}); });
    return out;
}

} // namespace

Path itemPath(const Path &listPath, const List &list, qsizetype i)
{
    const Path::Step step = itemStep(listPath.last().name, list, i);
    return step.kind == Path::Step::Kind::Item ? listPath.item(step.name) : listPath.index(i);
}

void eachItem(const Value &fields, const Path &listPath,
              const std::function<void(const Path &, const Value &)> &visit)
{
    const List &list = at(fields, listPath).list();
    for (qsizetype i = 0; i < list.size(); ++i)
        visit(itemPath(listPath, list, i), list[i]);
}

QString socketName(const QString &socket, const QString &prefix)
{
    if (!socket.startsWith(prefix))
        return {};
    const QString rest = socket.mid(prefix.size());
    return prefix == u"container/" ? rest.section(u'/', 0, 0) : rest;
}

Topology withFields(const Topology &topology, const Resource &resource, const Value &fields)
{
    Topology after = topology;
    Resource changed = resource;
    changed.fields = fields;
    after.put(std::move(changed));
    return after;
}

QList<std::pair<Path, Value>> containersOf(const Value &fields)
{
    return itemsOf(fields, path("spec.template.spec.containers"));
}

QList<std::pair<Path, Value>> initContainersOf(const Value &fields)
{
    return itemsOf(fields, path("spec.template.spec.initContainers"));
}

Path containerAt(const Value &fields, const QString &socket)
{
    const QString name = socketName(socket, QStringLiteral("container/"));
    const auto containers = containersOf(fields);
    for (const auto &[p, container] : containers + initContainersOf(fields)) {
        if (container[u"name"].toString() == name)
            return p;
    }
    return containers.isEmpty() ? Path() : containers.first().first;
}

QString containerName(const Path &p)
{
    for (qsizetype i = 1; i < p.size(); ++i) {
        const QString &key = p.steps()[i - 1].name;
        if (key == u"containers" || key == u"initContainers")
            return p.steps()[i].name;
    }
    return {};
}

Map selectorOf(const Resource &deployment)
{
    const Value drawn = at(deployment.fields, path("spec.selector.matchLabels"));
    return drawn.isEmpty() ? Map{{QStringLiteral("app"), deployment.name}} : drawn.map();
}

QList<Tick> keyTicks(const Resource &resource, const QString &socket)
{
    const QString one = socketName(socket, QStringLiteral("key/"));
    QList<Tick> out;
    for (const QString &key : resource.fields[u"data"].map().keys())
        out.append({key, key, one.isEmpty() || one == key});
    return out;
}

QString noPortYet(const Topology &topology, const Resource &service)
{
    if (!at(service.fields, path("spec.ports")).list().isEmpty())
        return {};
    const Ref *selected = at(service.fields, path("spec.selector")).asRef();
    const ResourcePtr pods = selected ? topology.find(selected->target) : nullptr;
    if (!pods)
        return tr("%1 has no port yet: wire it to a Deployment first").arg(service.name);
    const QList<Part> parts = topology.kinds().find(pods->kind)->parts(*pods);
    const bool any = std::any_of(parts.begin(), parts.end(),
                                 [](const Part &p) { return p.part.startsWith(u"port/"); });
    return (any ? tr("%1 has no port yet: Problems has a fix that takes those of %2")
                : tr("%1 has no port yet: give %2 a port first"))
        .arg(service.name, pods->name);
}

} // namespace chartwright
