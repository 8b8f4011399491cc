// SPDX-License-Identifier: Apache-2.0
#include "chart/parts.h"

#include <QRegularExpression>

namespace chartwright::parts {
namespace {

using namespace manifest;

QString s(const char *text) { return QString::fromLatin1(text); }

Node word(const char *text) { return Literal{s(text)}; }

/// The path of the readiness (or liveness) probe of a Service's pods; null: they are not asked by
/// HTTP.
std::optional<QString> probePath(const ChartWriter &writer, const Resource &service)
{
    const Ref *pods = service[Path(s("spec.selector"))].asRef();
    const ResourcePtr target = pods ? writer.topology().find(pods->target) : nullptr;
    if (!target)
        return std::nullopt;
    for (const Value &container : (*target)[Path(s("spec.template.spec.containers"))].list()) {
        for (const char16_t *probe : {u"readinessProbe", u"livenessProbe", u"startupProbe"}) {
            const Value &get = container[probe][u"httpGet"];
            if (get.isMap() && get[u"scheme"].scalarText() != u"HTTPS")
                return get[u"path"].scalarText();
        }
    }
    return std::nullopt;
}

bool isTcp(const Resource &service)
{
    const Value port = service[Path(s("spec.ports"))].list().value(0);
    const QString protocol = port[u"protocol"].scalarText();
    return port.isMap() && port[u"port"].type() == Value::Type::Int &&
           (protocol.isEmpty() || protocol == u"TCP");
}

/// The command that tries a Service.
Format attempt(const ChartWriter &writer, const Resource &service)
{
    // A path that a shell would take apart is not tried, only the port is.
    static const QRegularExpression harmless(s("\\A[A-Za-z0-9/_.~%-]*\\z"));
    const auto path = probePath(writer, service);
    const QList<ChartWriter::Piece> name = writer.namePieces(service),
                                    port = firstPort(writer, service);
    Format line;
    if (path && harmless.match(*path).hasMatch()) {
        line.pieces.append(s("timeout 5 wget -qO- http://"));
        line.pieces += name;
        line.pieces.append(s(":"));
        line.pieces += port;
        line.pieces.append((path->startsWith(u'/') ? QString() : s("/")) + *path +
                           s(" >/dev/null"));
    } else {
        line.pieces.append(s("nc -z -w 5 "));
        line.pieces += name;
        line.pieces.append(s(" "));
        line.pieces += port;
    }
    return line;
}

} // namespace

std::optional<Document> connectionTest(const ChartWriter &writer)
{
    Lines script;
    for (const ResourcePtr &r : writtenResources(writer.topology())) {
        if (r->kind == u"Service" && isTcp(*r) &&
            r->fields[u"spec"][u"clusterIP"].scalarText() != u"None" &&
            r->fields[u"metadata"][u"namespace"].isEmpty())
            script.lines.append(attempt(writer, *r));
    }
    if (script.lines.isEmpty())
        return std::nullopt;
    const Entries security{
        Entry::of(s("runAsNonRoot"), Literal{true}), Entry::of(s("runAsUser"), Literal{65534}),
        Entry::of(s("seccompProfile"), Entries{Entry::of(s("type"), word("RuntimeDefault"))})};
    const Entries container{
        Entry::of(s("name"), word("connection")), Entry::of(s("image"), word("busybox:1.37")),
        Entry::of(s("command"), Items{{word("sh"), {}}, {word("-ec"), {}}, {script, {}}}),
        Entry::of(s("securityContext"),
                  Entries{Entry::of(s("allowPrivilegeEscalation"), Literal{false}),
                          Entry::of(s("readOnlyRootFilesystem"), Literal{true}),
                          Entry::of(s("capabilities"),
                                    Entries{Entry::of(s("drop"), Items{{word("ALL"), {}}})})})};
    const Entries metadata{
        Entry::of(s("name"), Format{{Expr::of(Source::ReleaseName), s("-test")}, {}}),
        Entry::of(s("namespace"), Expr::of(Source::ReleaseNamespace) | Filter::quote()),
        Entry::of(s("labels"), Entries{Entry::lines(writer.definition(s("labels")))}),
        Entry::of(s("annotations"),
                  Entries{Entry::of(s("helm.sh/hook"), word("test")),
                          Entry::of(s("helm.sh/hook-delete-policy"),
                                    word("before-hook-creation,hook-succeeded"))})};
    const Entries pod{
        Entry::of(s("apiVersion"), word("v1")), Entry::of(s("kind"), word("Pod")),
        Entry::of(s("metadata"), metadata),
        Entry::of(s("spec"), Entries{Entry::of(s("restartPolicy"), word("Never")),
                                     Entry::of(s("automountServiceAccountToken"), Literal{false}),
                                     Entry::of(s("securityContext"), security),
                                     Entry::of(s("containers"), Items{{container, {}}})})};
    return Document{s("templates/tests/connection.yaml"), {}, pod};
}

} // namespace chartwright::parts
