// SPDX-License-Identifier: Apache-2.0
#include "kinds/deployment.h"

#include "kinds/common.h"
#include "kinds/writers.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("DeploymentKind", text); }

Value create(const QString &)
{
    const Value container = Map{{QStringLiteral("name"), QStringLiteral("app")}};
    Value fields = with(Map(), path("spec.replicas"), 2);
    return with(fields, path("spec.template.spec.containers"), List{container});
}

QString portNameOf(const Value &port)
{
    const QString name = port[u"name"].toString();
    return name.isEmpty() ? port[u"containerPort"].scalarText() : name;
}

QList<Part> parts(const Resource &r)
{
    QList<Part> out;
    out.append({QStringLiteral("selector"), tr("pods"), selectorOf(r), {}});
    for (const auto &[p, container] : containersOf(r.fields)) {
        const QString name = container[u"name"].toString();
        out.append(
            {QStringLiteral("container/") + name, name, name, p.key(QStringLiteral("name"))});
        eachItem(r.fields, p.key(QStringLiteral("ports")), [&](const Path &at, const Value &port) {
            const QString portName = portNameOf(port);
            const bool named = !port[u"name"].toString().isEmpty();
            const QString number = port[u"containerPort"].scalarText();
            out.append({QStringLiteral("port/") + portName,
                        named ? portName + u' ' + number : number,
                        named ? Value(portName) : port[u"containerPort"],
                        at.key(named ? QStringLiteral("name") : QStringLiteral("containerPort"))});
        });
    }
    eachItem(r.fields, path("spec.template.spec.volumes"), [&](const Path &p, const Value &volume) {
        const QString name = volume[u"name"].toString();
        out.append({QStringLiteral("volume/") + name, name, name, p.key(QStringLiteral("name"))});
    });
    return out;
}

QString variablesText(const Value &container)
{
    int config = 0, secret = 0, plain = 0;
    for (const Value &v : container[u"env"].list()) {
        if (v[u"valueFrom"][u"configMapKeyRef"].isMap())
            ++config;
        else if (v[u"valueFrom"][u"secretKeyRef"].isMap())
            ++secret;
        else
            ++plain;
    }
    QStringList out;
    if (config > 0)
        out.append(tr("%1 config").arg(config));
    if (secret > 0)
        out.append(tr("%1 secret").arg(secret));
    if (plain > 0)
        out.append(tr("%1 plain").arg(plain));
    for (const Value &v : container[u"envFrom"].list())
        out.append(v[u"secretRef"].isMap() ? tr("all of a Secret") : tr("all of a ConfigMap"));
    return out.join(QStringLiteral(" · "));
}

QString imageText(const Topology &topology, const Value &image)
{
    const QString text = displayText(topology, image);
    const Ref *ref = image.asRef();
    const ResourcePtr target = ref ? topology.find(ref->target) : nullptr;
    const QString tag = target ? target->fields[u"tag"].scalarText() : QString();
    return tag.isEmpty() ? text : text + u':' + tag;
}

QString initLabel(const Value &container)
{
    return tr("init %1").arg(container[u"name"].toString());
}

QList<NodeRow> rows(const Topology &topology, const Resource &r)
{
    QList<NodeRow> out{{tr("replicas"), r[path("spec.replicas")].scalarText(), {}, {}}};
    const auto socketOf = [](const Value &container, const char *end) {
        return QStringLiteral("container/%1/%2")
            .arg(container[u"name"].toString(), QLatin1StringView(end));
    };
    const auto image = [&](const QString &label, const Value &container) {
        out.append({label, imageText(topology, container[u"image"]), std::nullopt,
                    socketOf(container, "image")});
    };
    const auto variables = [&](const Value &container) {
        out.append({tr("env"), variablesText(container), socketOf(container, "env"), std::nullopt});
    };
    for (const auto &[p, container] : containersOf(r.fields)) {
        image(container[u"name"].toString(), container);
        for (const Value &port : container[u"ports"].list()) {
            const QString portName = portNameOf(port);
            const QString number = port[u"containerPort"].scalarText();
            out.append({portName == number ? tr("port") : portName, number,
                        QStringLiteral("port/") + portName, std::nullopt});
        }
        variables(container);
    }
    for (const auto &[p, container] : initContainersOf(r.fields)) {
        image(initLabel(container), container);
        variables(container);
    }
    // As many as the panel lists, whatever they are made of.
    if (const qsizetype volumes = r[path("spec.template.spec.volumes")].list().size(); volumes > 0)
        out.append(
            {tr("volumes"), QString::number(volumes), QStringLiteral("volumes"), std::nullopt});
    return out;
}

Value derived(const Topology &topology, const Resource &r, const QString &p)
{
    if (p == u"spec.selector.matchLabels")
        return selectorOf(r);
    const ResourcePtr chart = topology.chart();
    return p == u"metadata.labels.version" && chart ? chart->fields[u"appVersion"] : Value();
}

// The image of a container.

QList<Tick> imageTicks(const Topology &topology, const WireEnd &from, const WireEnd &)
{
    const Value &fields = topology.find(from.id)->fields;
    QList<Tick> out;
    if (from.socket.startsWith(u"container/"))
        return out;
    const auto add = [&](const QString &label, const Value &container) {
        out.append({container[u"name"].toString(), label, container[u"image"].isEmpty()});
    };
    for (const auto &[p, container] : containersOf(fields))
        add(container[u"name"].toString(), container);
    for (const auto &[p, container] : initContainersOf(fields))
        add(initLabel(container), container);
    return out.size() < 2 ? QList<Tick>() : out;
}

Topology drawImage(const Topology &topology, const WireEnd &from, const WireEnd &to,
                   const QStringList &ticked)
{
    const ResourcePtr deployment = topology.find(from.id);
    Value fields = deployment->fields;
    QStringList sockets;
    for (const QString &name : ticked)
        sockets.append(QStringLiteral("container/") + name);
    if (sockets.isEmpty())
        sockets.append(from.socket);
    for (const QString &socket : std::as_const(sockets)) {
        Path container = containerAt(fields, socket);
        if (container.isEmpty())
            container = path("spec.template.spec.containers").item(QStringLiteral("app"));
        fields = with(fields, container.key(QStringLiteral("image")), Ref{to.id, {}});
    }
    return withFields(topology, *deployment, fields);
}

Value eraseImage(const Topology &, const Resource &holder, const QList<Path> &refs)
{
    Value fields = holder.fields;
    for (const Path &p : refs)
        fields = without(fields, p);
    return fields;
}

std::optional<std::pair<QString, QString>> imageSockets(const Resource &, const RefUse &use)
{
    return std::pair(QStringLiteral("container/%1/image").arg(containerName(use.path)), QString());
}

QString imageLabel(const Topology &topology, const Resource &, const RefUse &use)
{
    const ResourcePtr image = topology.find(use.ref.target);
    return image ? image->fields[u"tag"].scalarText() : QString();
}

WireSpec imageWire()
{
    WireSpec w;
    w.id = QStringLiteral("image");
    w.title = tr("Runs the image");
    w.from = QStringLiteral("Deployment");
    w.to = QStringLiteral("Image");
    w.style = WireStyle::Image;
    w.patterns = {QStringLiteral("spec.template.spec.containers[].image"),
                  QStringLiteral("spec.template.spec.initContainers[].image")};
    w.ticks = imageTicks;
    w.create = drawImage;
    w.remove = eraseImage;
    w.sockets = imageSockets;
    w.label = imageLabel;
    return w;
}

} // namespace

KindSpec deploymentKind()
{
    KindSpec k;
    k.kind = QStringLiteral("Deployment");
    k.apiVersion = QStringLiteral("apps/v1");
    k.title = tr("Deployment");
    k.help = tr("Runs and updates a number of equal pods.");
    k.defaultName = QStringLiteral("deployment");
    k.icon = QStringLiteral(":/icons/deployment.svg");
    k.shortcut = u'D';
    k.colour = 0xd95f0e;
    k.column = 4;
    k.headerIn = k.headerOut = true;
    k.fields = deploymentFields();
    k.wires = configWires() + QList<WireSpec>{imageWire()};
    k.create = create;
    k.write = writeDeployment;
    k.parts = parts;
    k.rows = rows;
    k.derived = derived;
    return k;
}

} // namespace chartwright
