// SPDX-License-Identifier: Apache-2.0
#include "kinds/common.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ConfigWires", text); }

const QString Containers = QStringLiteral("spec.template.spec.containers[]");
const QString InitContainers = QStringLiteral("spec.template.spec.initContainers[]");

/// What differs between a ConfigMap and a Secret.
struct Source
{
    QString keyRef, allRef, volume, nameKey;
};

Source sourceOf(const Topology &topology, const ResourceId &id)
{
    if (topology.find(id)->kind == u"Secret")
        return {QStringLiteral("secretKeyRef"), QStringLiteral("secretRef"),
                QStringLiteral("secret"), QStringLiteral("secretName")};
    return {QStringLiteral("configMapKeyRef"), QStringLiteral("configMapRef"),
            QStringLiteral("configMap"), QStringLiteral("name")};
}

QString noContainer(const Topology &topology, const WireEnd &to)
{
    const ResourcePtr d = topology.find(to.id);
    return containersOf(d->fields).isEmpty() ? tr("%1 has no container yet").arg(d->name)
                                             : QString();
}

QString refuse(const Topology &topology, const WireEnd &from, const WireEnd &to)
{
    const ResourcePtr source = topology.find(from.id);
    if (to.socket.startsWith(u"port/"))
        return tr("A port takes a Service");
    if (source->fields[u"data"].map().isEmpty())
        return tr("%1 has no keys yet").arg(source->name);
    return noContainer(topology, to);
}

QString refuseVariables(const Topology &topology, const WireEnd &from, const WireEnd &to)
{
    return to.socket == u"volumes" ? tr("A volume takes files, not variables")
                                   : refuse(topology, from, to);
}

QString refuseVolume(const Topology &topology, const WireEnd &from, const WireEnd &to)
{
    return to.socket.endsWith(u"/env") ? tr("Variables take keys, not a volume")
                                       : refuse(topology, from, to);
}

QString refusePull(const Topology &topology, const WireEnd &from, const WireEnd &to)
{
    if (!to.socket.isEmpty() || !from.socket.isEmpty())
        return tr("A pull secret joins the two headers");
    const QString type = topology.find(from.id)->fields[u"type"].scalarText();
    return type == u"Opaque" || type == u"kubernetes.io/dockerconfigjson"
               ? QString()
               : tr("A pull secret has the type kubernetes.io/dockerconfigjson");
}

/// All keys, those on that the container does not have yet; or the one that was pulled.
QList<Tick> ticks(const Topology &topology, const WireEnd &from, const WireEnd &to)
{
    const Value &fields = topology.find(to.id)->fields;
    const Path container = containerAt(fields, to.socket);
    const Value &env = at(fields, container)[u"env"];
    QList<Tick> out = keyTicks(*topology.find(from.id), from.socket);
    for (Tick &tick : out) {
        for (const Value &v : env.list()) {
            for (const auto &[source, ref] : v[u"valueFrom"].map()) {
                const Ref *key = ref[u"key"].asRef();
                if (key && key->target == from.id && key->part == QStringLiteral("key/") + tick.id)
                    tick.on = false;
            }
        }
    }
    return out;
}

/// A key as the name of a variable.
QString variableName(const QString &key)
{
    QString out;
    for (const QChar c : key)
        out += (c.isLetterOrNumber() && c.unicode() < 128) || c == u'_' ? c : QChar(u'_');
    return out.isEmpty() || out[0].isDigit() ? u'_' + out : out;
}

Topology drawKeys(const Topology &topology, const WireEnd &from, const WireEnd &to,
                  const QStringList &ticked)
{
    const Source source = sourceOf(topology, from.id);
    const ResourcePtr deployment = topology.find(to.id);
    QStringList keys = ticked;
    if (keys.isEmpty()) {
        for (const Tick &tick : ticks(topology, from, to)) {
            if (tick.on)
                keys.append(tick.id);
        }
    }
    Value fields = deployment->fields;
    const Path env = containerAt(fields, to.socket).key(QStringLiteral("env"));
    for (const QString &key : std::as_const(keys)) {
        const Value valueFrom =
            Map{{source.keyRef,
                 Map{{QStringLiteral("name"), Ref{from.id, {}}},
                     {QStringLiteral("key"), Ref{from.id, QStringLiteral("key/") + key}}}}};
        // A variable of that name is taken over: twice the same name would be an error.
        fields = with(fields, env.item(variableName(key)),
                      Map{{QStringLiteral("name"), variableName(key)},
                          {QStringLiteral("valueFrom"), valueFrom}});
    }
    return withFields(topology, *deployment, fields);
}

Topology drawAll(const Topology &topology, const WireEnd &from, const WireEnd &to,
                 const QStringList &)
{
    const Source source = sourceOf(topology, from.id);
    const ResourcePtr deployment = topology.find(to.id);
    const Path all = containerAt(deployment->fields, to.socket).key(QStringLiteral("envFrom"));
    const qsizetype count = at(deployment->fields, all).list().size();
    return withFields(topology, *deployment,
                      with(deployment->fields, all.index(count),
                           Map{{source.allRef, Map{{QStringLiteral("name"), Ref{from.id, {}}}}}}));
}

Topology drawVolume(const Topology &topology, const WireEnd &from, const WireEnd &to,
                    const QStringList &)
{
    const Source source = sourceOf(topology, from.id);
    const ResourcePtr deployment = topology.find(to.id);
    Value fields = deployment->fields;
    const Path volumes = path("spec.template.spec.volumes");
    const QString wanted = topology.find(from.id)->name.left(60).replace(u'.', u'-');
    QString name = wanted;
    for (int i = 2; find(fields, volumes.item(name)); ++i)
        name = wanted + u'-' + QString::number(i);
    fields = with(fields, volumes.item(name),
                  Map{{QStringLiteral("name"), name},
                      {source.volume, Map{{source.nameKey, Ref{from.id, {}}}}}});
    const Path mounts = containerAt(fields, to.socket).key(QStringLiteral("volumeMounts"));
    fields =
        with(fields, mounts.index(at(fields, mounts).list().size()),
             Map{{QStringLiteral("mountPath"), QStringLiteral("/etc/") + name},
                 {QStringLiteral("name"), Ref{deployment->id, QStringLiteral("volume/") + name}},
                 {QStringLiteral("readOnly"), true}});
    return withFields(topology, *deployment, fields);
}

Topology drawPull(const Topology &topology, const WireEnd &from, const WireEnd &to,
                  const QStringList &)
{
    const ResourcePtr deployment = topology.find(to.id);
    const Path secrets = path("spec.template.spec.imagePullSecrets");
    const qsizetype count = (*deployment)[secrets].list().size();
    return withFields(topology, *deployment,
                      with(deployment->fields, secrets.index(count),
                           Map{{QStringLiteral("name"), Ref{from.id, {}}}}));
}

/// Takes out the list items that hold the references: last first, so that indices hold.
Value eraseItems(const Topology &, const Resource &holder, const QList<Path> &refs)
{
    Value fields = holder.fields;
    QList<Path> items;
    for (const Path &ref : refs) {
        Path item = ref;
        while (!item.isEmpty() && item.last().kind == Path::Step::Kind::Key)
            item = item.parent();
        if (!items.contains(item))
            items.prepend(item);
    }
    for (const Path &item : std::as_const(items)) {
        fields = without(fields, item);
        if (at(fields, item.parent()).list().isEmpty())
            fields = without(fields, item.parent());
    }
    return fields;
}

Value eraseVolume(const Topology &topology, const Resource &holder, const QList<Path> &refs)
{
    Value fields = eraseItems(topology, holder, refs);
    QStringList gone;
    for (const Path &ref : refs)
        gone.append(at(holder.fields, ref.parent().parent())[u"name"].toString());
    for (const auto &[p, container] : containersOf(fields) + initContainersOf(fields)) {
        const Path mounts = p.key(QStringLiteral("volumeMounts"));
        List left = at(fields, mounts).list();
        const auto removed = left.removeIf([&](const Value &mount) {
            const Ref *ref = mount[u"name"].asRef();
            return gone.contains(ref ? ref->part.mid(7) : mount[u"name"].toString());
        });
        if (removed > 0)
            fields = left.isEmpty() ? without(fields, mounts) : with(fields, mounts, left);
    }
    return fields;
}

std::optional<std::pair<QString, QString>> keySockets(const Resource &, const RefUse &use)
{
    if (use.path.last().name != u"key")
        return std::nullopt;
    return std::pair(use.ref.part, QStringLiteral("container/%1/env").arg(containerName(use.path)));
}

std::optional<std::pair<QString, QString>> allSockets(const Resource &, const RefUse &use)
{
    return std::pair(QString(), QStringLiteral("container/%1/env").arg(containerName(use.path)));
}

std::optional<std::pair<QString, QString>> volumeSockets(const Resource &, const RefUse &)
{
    return std::pair(QString(), QStringLiteral("volumes"));
}

QString keyLabel(const Topology &, const Resource &, const RefUse &use)
{
    return use.path.last().name == u"key" ? use.ref.part.mid(4) : QString();
}

QString allLabel(const Topology &, const Resource &, const RefUse &) { return tr("all"); }

QString volumeLabel(const Topology &, const Resource &holder, const RefUse &use)
{
    return at(holder.fields, use.path.parent().parent())[u"name"].toString();
}

QString pullLabel(const Topology &, const Resource &, const RefUse &) { return tr("pull"); }

WireSpec wire(const QString &id, const QString &title, const QString &from,
              const QStringList &patterns)
{
    WireSpec w;
    w.id = id;
    w.title = title;
    w.from = from;
    w.to = QStringLiteral("Deployment");
    w.style = WireStyle::Config;
    w.heldByFrom = false;
    w.patterns = patterns;
    w.refuse = refuse;
    w.remove = eraseItems;
    return w;
}

QList<WireSpec> wiresFrom(const QString &kind, const QString &prefix, const QString &keyRef,
                          const QString &allRef, const QString &volumeName)
{
    const auto inContainers = [](const QString &tail) {
        return QStringList{Containers + tail, InitContainers + tail};
    };
    WireSpec keys = wire(prefix + QStringLiteral("-key"), tr("Single variables"), kind,
                         inContainers(QStringLiteral(".env[].valueFrom.%1.name").arg(keyRef)) +
                             inContainers(QStringLiteral(".env[].valueFrom.%1.key").arg(keyRef)));
    keys.refuse = refuseVariables;
    keys.ticks = ticks;
    keys.create = drawKeys;
    keys.sockets = keySockets;
    keys.label = keyLabel;
    WireSpec all = wire(prefix + QStringLiteral("-all"), tr("All keys as variables"), kind,
                        inContainers(QStringLiteral(".envFrom[].%1.name").arg(allRef)));
    all.refuse = refuseVariables;
    all.create = drawAll;
    all.sockets = allSockets;
    all.label = allLabel;
    WireSpec volume = wire(prefix + QStringLiteral("-volume"), tr("Files in a volume"), kind,
                           {QStringLiteral("spec.template.spec.volumes[].") + volumeName});
    volume.refuse = refuseVolume;
    volume.create = drawVolume;
    volume.remove = eraseVolume;
    volume.sockets = volumeSockets;
    volume.label = volumeLabel;
    return {keys, all, volume};
}

} // namespace

QList<WireSpec> configWires()
{
    QList<WireSpec> out = wiresFrom(
        QStringLiteral("ConfigMap"), QStringLiteral("config"), QStringLiteral("configMapKeyRef"),
        QStringLiteral("configMapRef"), QStringLiteral("configMap.name"));
    out += wiresFrom(QStringLiteral("Secret"), QStringLiteral("secret"),
                     QStringLiteral("secretKeyRef"), QStringLiteral("secretRef"),
                     QStringLiteral("secret.secretName"));
    WireSpec pull =
        wire(QStringLiteral("secret-pull"), tr("Pull secret for images"), QStringLiteral("Secret"),
             {QStringLiteral("spec.template.spec.imagePullSecrets[].name")});
    pull.refuse = refusePull;
    pull.create = drawPull;
    pull.label = pullLabel;
    out.append(pull);
    return out;
}

} // namespace chartwright
