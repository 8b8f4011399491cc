// SPDX-License-Identifier: Apache-2.0
#include "base/names.h"
#include "checks/rule.h"

#include <QRegularExpression>
#include <QSet>

// Which hosts an Ingress answers for, and with which certificates.
namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("IngressHostRules", text); }

void hostForm(const RuleInput &in, Report &report)
{
    static const QRegularExpression address(QStringLiteral("\\A[0-9.]+\\z"));
    eachItem(in.fields, path("spec.rules"), [&](const Path &p, const Value &r) {
        const QString host = r[u"host"].scalarText();
        if (!host.isEmpty() && (!names::isIngressHost(host) || address.match(host).hasMatch()))
            report.add(p.key(QStringLiteral("host")), tr("“%1” is no host name").arg(host));
    });
}

void hostEmpty(const RuleInput &in, Report &report)
{
    eachItem(in.fields, path("spec.rules"), [&](const Path &p, const Value &r) {
        if (r[u"host"].scalarText().isEmpty())
            report.add(p.key(QStringLiteral("host")),
                       tr("%1 answers for every host").arg(in.resource.name));
    });
}

const char *const TlsKeys[] = {"tls.crt", "tls.key"};

/// Wires the entry to a Secret for certificates that is drawn already, or to a new one.
Edit giveSecret(const Topology &t, const RefIndex &refs, const Finding &f)
{
    const ResourcePtr ingress = t.find(f.resource);
    if (!ingress)
        return {};
    Topology after = t;
    ResourceId id;
    for (const ResourcePtr &s : t.ofKind(u"Secret")) {
        if (id.isEmpty() && s->fields[u"type"].toString() == u"kubernetes.io/tls")
            id = s->id;
    }
    if (id.isEmpty()) {
        Resource secret =
            newResource(t, QStringLiteral("Secret"), ingress->name + QLatin1String("-tls"));
        Map keys;
        for (const char *key : TlsKeys)
            keys.set(QString::fromLatin1(key), Map());
        secret.fields = Map{{QStringLiteral("type"), QStringLiteral("kubernetes.io/tls")},
                            {QStringLiteral("data"), keys}};
        id = secret.id;
        const auto near = t.placement(ingress->id);
        after.apply(insertResource(t, secret, near.value_or(QPointF()) + QPointF(0, 200)));
    }
    after.apply(setField(after, refs, ingress->id, f.path, Ref{id, {}}));
    return difference(t, after, tr("Give %1 a TLS Secret").arg(ingress->name));
}

Edit makeTlsSecret(const Topology &t, const RefIndex &, const Finding &f)
{
    const ResourcePtr old = t.find({f.detail.toString()});
    if (!old)
        return {};
    Resource secret = *old;
    secret.fields = with(secret.fields, path("type"), QStringLiteral("kubernetes.io/tls"));
    for (const char *key : TlsKeys) {
        const Path where = path("data").key(QString::fromLatin1(key));
        if (!find(secret.fields, where))
            secret.fields = with(secret.fields, where, Map());
    }
    Topology after = t;
    after.put(std::move(secret));
    return difference(t, after, tr("Make %1 a TLS Secret").arg(old->name));
}

void tlsSecret(const RuleInput &in, Report &report)
{
    eachItem(in.fields, path("spec.tls"), [&](const Path &entry, const Value &t) {
        const Value &name = t[u"secretName"];
        const Ref *ref = name.asRef();
        const ResourcePtr secret = ref ? in.find(ref->target) : nullptr;
        const Path p = entry.key(QStringLiteral("secretName"));
        if (ref ? !secret : name.isEmpty()) {
            Finding &f = report.add(p, ref ? tr("The Secret with the certificate is not there")
                                           : tr("A TLS entry names no Secret"));
            f.fixText = tr("Give it a Secret for a certificate");
            f.fix = giveSecret;
            return;
        }
        const bool right = !secret || (secret->fields[u"data"].map().contains(u"tls.crt") &&
                                       secret->fields[u"data"].map().contains(u"tls.key"));
        if (right)
            return;
        Finding &f = report.add(p, tr("%1 has no keys tls.crt and tls.key").arg(secret->name));
        f.detail = secret->id.text;
        f.fixText = tr("Make it a Secret for a certificate");
        f.fix = makeTlsSecret;
    });
}

void tlsHost(const RuleInput &in, Report &report)
{
    QSet<QString> hosts;
    for (const Value &r : in[u"spec.rules"].list())
        hosts.insert(r[u"host"].scalarText());
    const auto isServed = [&](const QString &host) {
        return hosts.contains(host) || hosts.contains(u'*' + host.mid(host.indexOf(u'.')));
    };
    eachItem(in.fields, path("spec.tls"), [&](const Path &p, const Value &t) {
        List served = t[u"hosts"].list();
        QStringList others;
        for (const Value &host : t[u"hosts"].list()) {
            if (!isServed(host.scalarText()))
                others.append(host.scalarText());
        }
        if (others.isEmpty())
            return;
        served.removeIf([&](const Value &v) { return others.contains(v.scalarText()); });
        fixBySetting(report.add(p.key(QStringLiteral("hosts")),
                                tr("No rule serves %1").arg(others.join(QLatin1String(", ")))),
                     tr("Take it off the certificate's hosts"),
                     served.isEmpty() ? Value() : Value(served));
    });
}

} // namespace

QList<RuleSpec> ingressHostRules()
{
    const QStringList i{QStringLiteral("Ingress")};
    using enum Severity;
    return {
        {QStringLiteral("ingress/host-form"), Error, Scope::Own, i, tr("The cluster refuses it."),
         tr("Write a host name such as todo.example.com."), hostForm},
        {QStringLiteral("ingress/host-empty"), Advice, Scope::Own, i,
         tr("A second Ingress without a host for the same paths is refused by ingress-nginx."),
         tr("Give it a host where the cluster is shared."), hostEmpty},
        {QStringLiteral("ingress/tls-secret"), Error, Scope::Neighbours, i,
         tr("The controller would show a certificate of its own."),
         tr("Wire TLS to a Secret with the keys tls.crt and tls.key."), tlsSecret},
        {QStringLiteral("ingress/tls-host"), Warning, Scope::Own, i,
         tr("The certificate is never shown."), tr("Add a rule for the host, or remove it."),
         tlsHost},
    };
}

} // namespace chartwright
