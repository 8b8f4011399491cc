// SPDX-License-Identifier: Apache-2.0
#include "base/names.h"
#include "checks/rule.h"

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ContainerRules", text); }

void eachVariable(
    const RuleInput &in,
    const std::function<void(const Path &, const Value &, const List &, qsizetype)> &visit)
{
    eachContainer(in, true, [&](const Path &p, const Value &c) {
        const List &env = c[u"env"].list();
        for (qsizetype i = 0; i < env.size(); ++i)
            visit(itemPath(p.key(QStringLiteral("env")), env, i), env[i], env, i);
    });
}

void envDuplicate(const RuleInput &in, Report &report)
{
    eachVariable(in, [&](const Path &p, const Value &v, const List &env, qsizetype i) {
        const QString name = v[u"name"].toString();
        if (!name.isEmpty() && std::any_of(env.begin(), env.begin() + i, [&](const Value &o) {
                return o[u"name"].toString() == name;
            }))
            report.add(p, tr("The variable %1 is set twice").arg(name));
    });
}

void envName(const RuleInput &in, Report &report)
{
    eachVariable(in, [&](const Path &p, const Value &v, const List &, qsizetype) {
        const QString name = v[u"name"].toString();
        if (!name.isEmpty() && !names::isEnvName(name))
            report.add(p.key(QStringLiteral("name")),
                       tr("“%1” is no name for a variable").arg(name));
    });
}

void eachPort(const RuleInput &in,
              const std::function<void(const Path &, const Value &, const Value &)> &visit)
{
    if (in.resource.kind == u"Service") {
        eachItem(in.fields, path("spec.ports"),
                 [&](const Path &p, const Value &port) { visit(p, port, in.fields[u"spec"]); });
        return;
    }
    eachContainer(in, true, [&](const Path &c, const Value &container) {
        eachItem(in.fields, c.key(QStringLiteral("ports")),
                 [&](const Path &p, const Value &port) { visit(p, port, container); });
    });
}

/// A name for a port that none of the others in the list has.
QString freePortName(const QString &wanted, const List &ports)
{
    QString stem = names::toDnsLabel(wanted).left(15);
    while (stem.contains(QLatin1String("--")))
        stem.replace(QLatin1String("--"), QLatin1String("-"));
    while (stem.endsWith(u'-'))
        stem.chop(1);
    if (!names::isPortName(stem))
        stem = QStringLiteral("http");
    const auto taken = [&](const QString &name) {
        return std::any_of(ports.begin(), ports.end(),
                           [&](const Value &v) { return v[u"name"].toString() == name; });
    };
    QString out = stem;
    for (int i = 2; taken(out); ++i)
        out = stem.left(12) + u'-' + QString::number(i);
    return out;
}

void portName(const RuleInput &in, Report &report)
{
    eachPort(in, [&](const Path &p, const Value &port, const Value &owner) {
        const List &ports = owner[u"ports"].list();
        const QString name = port[u"name"].scalarText();
        const bool needed = in.resource.kind == u"Service" && ports.size() > 1;
        if (name.isEmpty() ? !needed : names::isPortName(name) && port[u"name"].isString())
            return;
        Finding &f =
            report.add(p.key(QStringLiteral("name")),
                       name.isEmpty() ? tr("Of several ports each needs a name, and %1 has none")
                                            .arg(port[u"port"].scalarText())
                                      : tr("“%1” is no name for a port").arg(name));
        const QString number = QStringLiteral("port-") + port[u"port"].scalarText();
        const QString better = freePortName(name.isEmpty() ? number : name, ports);
        fixBySetting(f, tr("Name it %1").arg(better), better);
    });
}

/// Moves the port, and probes of the same container that name it by its number.
Edit raisePort(const Topology &t, const RefIndex &refs, const Finding &f)
{
    const ResourcePtr r = t.find(f.resource);
    if (!r)
        return {};
    const Value old = at(r->fields, f.path);
    const Path container = f.path.parent().parent().parent();
    Edit edit = setField(t, refs, f.resource, f.path, f.detail);
    Topology after = t;
    after.apply(edit);
    Resource changed = *after.find(f.resource);
    for (const char *probe : {"startupProbe", "livenessProbe", "readinessProbe"}) {
        for (const char *way : {"httpGet", "tcpSocket", "grpc"}) {
            const Path port = container.key(QString::fromLatin1(probe))
                                  .key(QString::fromLatin1(way))
                                  .key(QStringLiteral("port"));
            if (at(changed.fields, port) == old)
                changed.fields = with(changed.fields, port, f.detail);
        }
    }
    after.put(std::move(changed));
    return difference(t, after, edit.text);
}

void portLow(const RuleInput &in, Report &report)
{
    const Value &pod = in[u"spec.template.spec.securityContext"];
    eachPort(in, [&](const Path &p, const Value &port, const Value &container) {
        const Value &own = container[u"securityContext"];
        const Value &flag =
            own[u"runAsNonRoot"].isNull() ? pod[u"runAsNonRoot"] : own[u"runAsNonRoot"];
        const Value &user = own[u"runAsUser"].isNull() ? pod[u"runAsUser"] : own[u"runAsUser"];
        const qint64 n = port[u"containerPort"].toInt();
        if (n <= 0 || n >= 1024 || !(flag.toBool() || user.toInt() > 0) ||
            own[u"capabilities"][u"add"].list().contains(Value(QStringLiteral("NET_BIND_SERVICE"))))
            return;
        Finding &f =
            report.add(p.key(QStringLiteral("containerPort")),
                       tr("A process that is not root may not open port %1 everywhere").arg(n));
        f.detail = n + 8000;
        f.fixText = tr("Use %1").arg(n + 8000);
        f.fix = raisePort;
    });
}

void containerName(const RuleInput &in, Report &report)
{
    QStringList names;
    eachContainer(in, true, [&](const Path &p, const Value &c) {
        const QString name = c[u"name"].toString();
        if (!name.isEmpty() && names.contains(name))
            report.add(p.key(QStringLiteral("name")),
                       tr("Two containers of a pod are called %1").arg(name));
        names.append(name);
    });
}

/// What the alternatives of the table leave unsaid: none of them is there.
void envSource(const RuleInput &in, Report &report)
{
    eachContainer(in, true, [&](const Path &p, const Value &c) {
        eachItem(in.fields, p.key(QStringLiteral("envFrom")), [&](const Path &at, const Value &v) {
            if (v[u"configMapRef"].isNull() && v[u"secretRef"].isNull())
                fixByRemoving(
                    report.add(at,
                               tr("%1 takes variables from nowhere").arg(c[u"name"].toString())),
                    tr("Take the entry away"));
        });
    });
}

} // namespace

QList<RuleSpec> containerRules()
{
    const QStringList d{QStringLiteral("Deployment")};
    using enum Severity;
    return {
        {QStringLiteral("env/duplicate"), Error, Scope::Own, d, tr("The last one wins, silently."),
         tr("Remove one of them."), envDuplicate},
        {QStringLiteral("env/name"), Error, Scope::Own, d, tr("Shells cannot read it."),
         tr("Use letters, digits and '_'."), envName},
        {QStringLiteral("env/no-source"), Error, Scope::Own, d, tr("The cluster refuses it."),
         tr("Choose a ConfigMap or a Secret, or take the entry away."), envSource},
        {QStringLiteral("container/name-duplicate"), Error, Scope::Own, d,
         tr("The cluster refuses it."), tr("Give each a name of its own, init containers too."),
         containerName},
        {QStringLiteral("port/name"),
         Error,
         Scope::Own,
         {QStringLiteral("Deployment"), QStringLiteral("Service")},
         tr("The cluster refuses it."),
         tr("Use lower-case letters, digits and '-', at most 15."),
         portName},
        {QStringLiteral("port/below-1024-non-root"), Warning, Scope::Own, d,
         tr("Ports below 1024 are root's on many systems."),
         tr("Use a higher port; the Service can keep the low one."), portLow},
    };
}

} // namespace chartwright
