// SPDX-License-Identifier: Apache-2.0
#include "chart/parts.h"
#include "model/ref_index.h"

#include <QCoreApplication>

// What a chart says to whoever installs it is English, as charts are; nothing here is translated.
namespace chartwright::parts {
namespace {

using namespace manifest;

const QString Namespace = QStringLiteral("{{ .Release.Namespace }}");

QString line(const QString &text) { return text + u'\n'; }

/// First host of an Ingress: what is in values, else what is drawn.
struct Host
{
    std::optional<Expr> expr;
    QString drawn;
};

Host hostOf(const ChartWriter &writer, const Resource &ingress)
{
    const List &rules = ingress[Path(QStringLiteral("spec.rules"))].list();
    if (rules.isEmpty())
        return {};
    const Path::Step step = itemStep(u"rules", rules, 0);
    const Path list(QStringLiteral("spec.rules"));
    const Path rule = step.kind == Path::Step::Kind::Item ? list.item(step.name) : list.index(0);
    return {writer.expression(ingress, rule.key(QStringLiteral("host"))),
            rules.first()[u"host"].scalarText()};
}

QString scheme(const ChartWriter &writer, const Resource &ingress)
{
    const Path tls(QStringLiteral("spec.tls"));
    if (const auto expr = writer.expression(ingress, tls))
        return QStringLiteral("http{{ if %1 }}s{{ end }}").arg(expression(*expr));
    return ingress[tls].list().isEmpty() ? QStringLiteral("http") : QStringLiteral("https");
}

QString ingressNotes(const ChartWriter &writer, const Resource &ingress)
{
    const Host host = hostOf(writer, ingress);
    const QString lookUp =
        QStringLiteral("  %1://ADDRESS/    (kubectl get ingress %2 --namespace %3)\n")
            .arg(scheme(writer, ingress), templated(writer.namePieces(ingress)), Namespace);
    if (!host.expr) {
        return host.drawn.isEmpty() ? lookUp
                                    : QStringLiteral("  %1://%2/\n")
                                          .arg(scheme(writer, ingress), templateText(host.drawn));
    }
    return QStringLiteral("{{- if %1 }}\n  %2://%3/\n{{- else }}\n%4{{- end }}\n")
        .arg(expression(*host.expr), scheme(writer, ingress), action(*host.expr), lookUp);
}

QString forwardNotes(const ChartWriter &writer, const Resource &service)
{
    const QList<ChartWriter::Piece> port = firstPort(writer, service);
    const QString drawn =
        service[Path(QStringLiteral("spec.ports"))].list().value(0)[u"port"].scalarText();
    return QStringLiteral("Open: kubectl port-forward --namespace %1 service/%2 %3:%4\n")
        .arg(Namespace, templated(writer.namePieces(service)), drawn, templated(port));
}

/// Secrets that only Ingresses use, with the condition that one of them is installed.
QHash<ResourceId, QString> certificates(const ChartWriter &writer)
{
    QHash<ResourceId, QStringList> conditions;
    const auto eachSecret = [&](bool ofIngress, const auto &visit) {
        for (const ResourcePtr &r : writer.resources()) {
            if ((r->kind == u"Ingress") == ofIngress) {
                for (const RefUse &use : refsOf(*r))
                    visit(*r, use.ref.target);
            }
        }
    };
    eachSecret(true, [&](const Resource &ingress, const ResourceId &id) {
        const QString enabled = expression(writer.ownValue(ingress, QStringLiteral("enabled")));
        if (QStringList &list = conditions[id]; !list.contains(enabled))
            list.append(enabled);
    });
    conditions.removeIf([&](const auto &entry) {
        const ResourcePtr target = writer.topology().find(entry.key());
        return !target || target->kind != u"Secret";
    });
    if (!conditions.isEmpty())
        eachSecret(false, [&](const Resource &, const ResourceId &id) { conditions.remove(id); });
    QHash<ResourceId, QString> out;
    for (auto it = conditions.cbegin(); it != conditions.cend(); ++it)
        out.insert(it.key(), it->size() == 1
                                 ? it->first()
                                 : QStringLiteral("or (%1)").arg(it->join(QLatin1String(") ("))));
    return out;
}

/// `when`: on what condition it is needed; empty: always.
QString secretNotes(const ChartWriter &writer, const Resource &secret, const QString &when)
{
    const Expr data = writer.ownValue(secret, QStringLiteral("data"));
    const QString name = templated(writer.pieces({secret.id, {}}));
    const QString stays =
        line(QStringLiteral("The Secret %1 stays when the release is uninstalled.")
                 .arg(templated(writer.namePieces(secret))));
    QString out = when.isEmpty() ? QStringLiteral("{{- if not %1 }}\n\n").arg(expression(data))
                                 : QStringLiteral("{{- if %1 }}\n\n%2{{- else if %3 }}\n\n")
                                       .arg(expression(data), stays, when);
    const bool certificate = secret.fields[u"type"].scalarText() == u"kubernetes.io/tls";
    out +=
        line((certificate || !when.isEmpty()
                  ? QStringLiteral("The certificate is that of the Secret %1. If it is not there:")
                  : QStringLiteral("Pods wait for the Secret %1 until it is there. If it is not:"))
                 .arg(name));
    out += line(QStringLiteral("  ") +
                createSecret(secret, name, QStringLiteral(" --namespace ") + Namespace));
    out += line(QStringLiteral("with the keys %1.").arg(templateText(keyList(secret))));
    if (when.isEmpty())
        out += QStringLiteral("{{- else }}\n\n") + stays;
    return out + QStringLiteral("{{- end }}\n");
}

} // namespace

QString keyList(const Resource &secret)
{
    return secret.fields[u"data"].map().keys().join(QLatin1String(", "));
}

QString createSecret(const Resource &secret, const QString &name, const QString &options)
{
    const QString type = secret.fields[u"type"].scalarText();
    if (type == u"kubernetes.io/tls")
        return QStringLiteral("kubectl create secret tls %1%2 --cert=tls.crt --key=tls.key")
            .arg(name, options);
    if (type == u"kubernetes.io/dockerconfigjson") {
        return QStringLiteral("kubectl create secret generic %1%2 --type=%3 "
                              "--from-file=.dockerconfigjson=$HOME/.docker/config.json")
            .arg(name, options, type);
    }
    const QString typed =
        type.isEmpty() || type == u"Opaque" ? QString() : QStringLiteral(" --type=") + type;
    return QStringLiteral("kubectl create secret generic %1%2%3 --from-env-file=.env")
        .arg(name, options, typed);
}

QList<ChartWriter::Piece> firstPort(const ChartWriter &writer, const Resource &service)
{
    const Path list(QStringLiteral("spec.ports"));
    const List &ports = service[list].list();
    if (ports.isEmpty())
        return {};
    const Path::Step step = itemStep(u"ports", ports, 0);
    const Path port = step.kind == Path::Step::Kind::Item ? list.item(step.name) : list.index(0);
    if (const auto expr = writer.expression(service, port.key(QStringLiteral("port"))))
        return {*expr};
    return {ports.first()[u"port"].scalarText()};
}

QString templated(const QList<ChartWriter::Piece> &pieces)
{
    QString out;
    for (const auto &piece : pieces) {
        if (const QString *text = std::get_if<QString>(&piece))
            out += templateText(*text);
        else
            out += action(std::get<Expr>(piece));
    }
    return out;
}

QByteArray notes(const ChartWriter &writer)
{
    QString out = QStringLiteral("{{ .Chart.Name }} {{ .Chart.Version }} is installed as "
                                 "{{ .Release.Name }} in {{ .Release.Namespace }}.\n");
    ResourcePtr ingress, front;
    for (const ResourcePtr &r : writtenResources(writer.topology())) {
        if (r->kind == u"Ingress" && !ingress)
            ingress = r;
    }
    if (ingress) {
        for (const RefUse &use : refsOf(*ingress)) {
            const ResourcePtr target = writer.topology().find(use.ref.target);
            if (!front && target && target->kind == u"Service")
                front = target;
        }
    }
    for (const ResourcePtr &r : writtenResources(writer.topology())) {
        if (!front && r->kind == u"Service" && !firstPort(writer, *r).isEmpty())
            front = r;
    }
    if (ingress) {
        const Expr enabled = writer.ownValue(*ingress, QStringLiteral("enabled"));
        out += QStringLiteral("{{- if %1 }}\n\nOpen:\n").arg(expression(enabled)) +
               ingressNotes(writer, *ingress);
        if (front)
            out += QStringLiteral("{{- else }}\n\n") + forwardNotes(writer, *front);
        out += QStringLiteral("{{- end }}\n");
    } else if (front) {
        out += u'\n' + forwardNotes(writer, *front);
    }
    const QHash<ResourceId, QString> needed = certificates(writer);
    for (const ResourcePtr &r : writtenResources(writer.topology())) {
        if (r->kind == u"Secret" && !r->fields[u"data"].map().isEmpty())
            out += secretNotes(writer, *r, needed.value(r->id));
    }
    return out.toUtf8();
}

} // namespace chartwright::parts
