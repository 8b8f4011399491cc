// SPDX-License-Identifier: Apache-2.0
#include "checks/rule.h"

#include <QSet>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("IngressRules", text); }

const char *const Annotation = "nginx.ingress.kubernetes.io/";

Path annotation(const char *name)
{
    return path("metadata.annotations")
        .key(QString::fromLatin1(Annotation) + QString::fromLatin1(name));
}

void eachPath(const RuleInput &in,
              const std::function<void(const Path &, const Value &, const Value &)> &visit)
{
    eachItem(in.fields, path("spec.rules"), [&](const Path &rule, const Value &r) {
        eachItem(in.fields, rule / path("http.paths"),
                 [&](const Path &p, const Value &v) { visit(p, v, r); });
    });
}

/// The Service that a path speaks for: by its name, else one that nothing routes to yet.
ResourcePtr bestService(const Topology &t, const RefIndex &refs, const QString &urlPath)
{
    const QString word = urlPath.section(u'/', 1, 1);
    static const QStringList front{QStringLiteral("front"), QStringLiteral("web"),
                                   QStringLiteral("ui")};
    static const QStringList back{QStringLiteral("back"), QStringLiteral("api"),
                                  QStringLiteral("server")};
    ResourcePtr best;
    int bestRank = 0;
    for (const ResourcePtr &s : t.ofKind(u"Service")) {
        if (s->fields[u"spec"][u"ports"].list().isEmpty())
            continue;
        const auto holds = [&](const QStringList &words) {
            return std::any_of(words.begin(), words.end(),
                               [&](const QString &w) { return s->name.contains(w); });
        };
        const bool named = word.isEmpty()
                               ? holds(front)
                               : s->name.contains(word) || (word == u"api" && holds(back));
        const QList<RefUse> uses = refs.to(s->id);
        const bool routed = std::any_of(uses.begin(), uses.end(), [&](const RefUse &use) {
            const ResourcePtr holder = t.find(use.holder);
            return holder && holder->kind == u"Ingress";
        });
        const int rank = (named ? 2 : 0) + (routed ? 0 : 1);
        if (!best || rank > bestRank) {
            best = s;
            bestRank = rank;
        }
    }
    return best;
}

/// Routes the path to the Service that fits best, or takes the path away where there is none.
Edit routeToBest(const Topology &t, const RefIndex &refs, const Finding &f)
{
    const ResourcePtr ingress = t.find(f.resource);
    if (!ingress)
        return {};
    const Path place = f.path.parent().parent().parent();
    const ResourcePtr service =
        bestService(t, refs, at(ingress->fields, place)[u"path"].scalarText());
    if (!service)
        return setField(t, refs, ingress->id, place, {});
    const Part port = t.kinds().find(service->kind)->parts(*service).constFirst();
    return setField(t, refs, ingress->id, place.key(QStringLiteral("backend")),
                    Map{{QStringLiteral("service"),
                         Map{{QStringLiteral("name"), Ref{service->id, {}}},
                             {QStringLiteral("port"),
                              Map{{QStringLiteral("number"), Ref{service->id, port.part}}}}}}});
}

void noBackend(const RuleInput &in, Report &report)
{
    eachPath(in, [&](const Path &p, const Value &v, const Value &) {
        const Value &name = v[u"backend"][u"service"][u"name"];
        const Ref *ref = name.asRef();
        if (v[u"backend"][u"resource"].isMap() ||
            (ref ? in.find(ref->target) != nullptr : !name.isEmpty()))
            return;
        Finding &f = report.add(
            p / path("backend.service.name"),
            ref ? tr("The Service of the path %1 is not there").arg(v[u"path"].scalarText())
                : tr("The path %1 leads nowhere").arg(v[u"path"].scalarText()));
        f.fixText = tr("Route it to the Service that fits best");
        f.fix = routeToBest;
    });
}

void backendPort(const RuleInput &in, Report &report)
{
    eachPath(in, [&](const Path &p, const Value &v, const Value &) {
        const Value &service = v[u"backend"][u"service"];
        const Ref *ref = service[u"name"].asRef();
        const ResourcePtr target = ref ? in.find(ref->target) : nullptr;
        const Value &number = service[u"port"][u"number"], &name = service[u"port"][u"name"];
        const Ref *port = number.asRef();
        if (service[u"name"].isEmpty() || (ref && !target))
            return; // ingress/no-backend tells
        const QList<Part> ports = target ? in.parts(*target, u"port/") : QList<Part>();
        const QString text = port               ? port->part.mid(5)
                             : number.isEmpty() ? name.scalarText()
                                                : number.scalarText();
        const bool there = std::any_of(ports.begin(), ports.end(), [&](const Part &part) {
            if (port)
                return port->target == target->id && port->part == part.part;
            return number.isEmpty() ? part.part == QStringLiteral("port/") + text
                                    : part.value == number;
        });
        if (there || (!target && !text.isEmpty()))
            return;
        const Path field = p / path("backend.service.port.number");
        const QString where = v[u"path"].scalarText();
        Finding &f = report.add(
            field,
            text.isEmpty()
                ? tr("The path %1 names no port").arg(where)
                : tr("%1, where the path %2 leads, has no port %3").arg(target->name, where, text));
        if (ports.isEmpty())
            return;
        f.fixText = tr("Use port %1").arg(ports.first().value.scalarText());
        f.detail = Ref{target->id, ports.first().part};
        f.fix = [](const Topology &t, const RefIndex &refs, const Finding &g) {
            return setField(t, refs, g.resource, g.path.parent(),
                            Map{{QStringLiteral("number"), g.detail}});
        };
    });
}

void portTwice(const RuleInput &in, Report &report)
{
    const auto look = [&](const Path &backend, const Value &v) {
        const Value &port = v[u"service"][u"port"];
        if (!port[u"number"].isEmpty() && !port[u"name"].isEmpty())
            fixByRemoving(report.add(backend / path("service.port.name"),
                                     tr("The backend names its port by number and by name")),
                          tr("Take the name away"));
    };
    eachPath(in, [&](const Path &p, const Value &v, const Value &) {
        look(p.key(QStringLiteral("backend")), v[u"backend"]);
    });
    look(path("spec.defaultBackend"), in[u"spec.defaultBackend"]);
}

/// A name where a number belongs.
void numberIsNone(const Path &backend, const Value &v, Report &report)
{
    const Value &number = v[u"service"][u"port"][u"number"];
    if (number.isEmpty() || number.isRef() || number.type() == Value::Type::Int)
        return;
    Finding &f = report.add(backend / path("service.port.number"),
                            tr("“%1” is no number of a port").arg(number.scalarText()));
    f.fixText = tr("Take it for the port's name");
    f.detail = number.scalarText();
    f.fix = [](const Topology &t, const RefIndex &refs, const Finding &g) {
        return setField(t, refs, g.resource, g.path.parent(),
                        Map{{QStringLiteral("name"), g.detail}});
    };
}

/// Of paths to a drawn Service ingress/backend-port tells.
void defaultBackend(const RuleInput &in, Report &report)
{
    eachPath(in, [&](const Path &p, const Value &v, const Value &) {
        if (!v[u"backend"][u"service"][u"name"].isRef())
            numberIsNone(p.key(QStringLiteral("backend")), v[u"backend"], report);
    });
    numberIsNone(path("spec.defaultBackend"), in[u"spec.defaultBackend"], report);
    const Value &backend = in[u"spec.defaultBackend"];
    const Value &port = backend[u"service"][u"port"];
    if (backend[u"service"][u"name"].isEmpty() || !port[u"name"].isEmpty())
        return; // without a Service the table tells
    if (port[u"number"].isEmpty())
        report.add(path("spec.defaultBackend.service.port.number"),
                   tr("The default backend names no port"));
}

QString routeKey(const Resource &r, const Value &rule, const Value &p)
{
    return QStringLiteral("route:%1|%2|%3|%4")
        .arg(r.fields[u"spec"][u"ingressClassName"].scalarText(), rule[u"host"].scalarText(),
             p[u"path"].scalarText(),
             p[u"pathType"].isEmpty() ? QStringLiteral("Prefix") : p[u"pathType"].scalarText());
}

QStringList routeKeys(const Resource &r)
{
    QStringList out;
    for (const Value &rule : r.fields[u"spec"][u"rules"].list()) {
        for (const Value &p : rule[u"http"][u"paths"].list()) {
            if (!p[u"path"].isEmpty())
                out.append(routeKey(r, rule, p));
        }
    }
    return out;
}

void duplicatePath(const RuleInput &in, Report &report)
{
    QSet<QString> seen;
    eachPath(in, [&](const Path &p, const Value &v, const Value &rule) {
        const QString key = routeKey(in.resource, rule, v),
                      text = rule[u"host"].scalarText() + v[u"path"].scalarText();
        const auto others = v[u"path"].isEmpty() ? QList<ResourcePtr>() : in.others(key);
        if (seen.contains(key))
            report.add(p, tr("The path %1 is there twice").arg(text));
        else if (!others.isEmpty())
            report.add(p, tr("The path %1 is also one of %2").arg(text, others.first()->name));
        seen.insert(key);
    });
}

bool hasRegex(const QString &p)
{
    return std::any_of(p.begin(), p.end(),
                       [](QChar c) { return QStringView(u"()|[]*+?$^\\").contains(c); });
}

void pathForm(const RuleInput &in, Report &report)
{
    eachPath(in, [&](const Path &p, const Value &v, const Value &) {
        const QString text = v[u"path"].scalarText();
        if (!text.isEmpty() && !text.startsWith(u'/'))
            fixBySetting(report.add(p.key(QStringLiteral("path")),
                                    tr("The path “%1” does not start with “/”").arg(text)),
                         tr("Write /%1").arg(text), QString(u'/' + text));
        static const QStringList types{QStringLiteral("Prefix"), QStringLiteral("Exact"),
                                       QStringLiteral("ImplementationSpecific")};
        const QString type = v[u"pathType"].scalarText();
        if (!v[u"pathType"].isNull() && !types.contains(type))
            fixBySetting(report.add(p.key(QStringLiteral("pathType")),
                                    tr("“%1” is no type of a path").arg(type)),
                         tr("Use Prefix"), QStringLiteral("Prefix"));
    });
}

bool isNginx(const Resource &r)
{
    const QString name = valueAt(r.fields, u"spec.ingressClassName").scalarText();
    return name.isEmpty() || name.contains(u"nginx");
}

void rewrite(const RuleInput &in, Report &report)
{
    const Path where = annotation("rewrite-target");
    const QString target = in.resource[where].scalarText();
    if (target.isEmpty() || target.contains(u'$') || !isNginx(in.resource))
        return;
    bool deep = false;
    eachPath(in, [&](const Path &, const Value &v, const Value &) {
        deep = deep || v[u"path"].scalarText() != u"/";
    });
    if (deep)
        fixByRemoving(
            report.add(where,
                       tr("“rewrite-target: %1” sends every request to %1, whatever its path")
                           .arg(target)),
            tr("Do not rewrite"));
}

void regexType(const RuleInput &in, Report &report)
{
    eachPath(in, [&](const Path &p, const Value &v, const Value &) {
        const QString text = v[u"path"].scalarText();
        if (!hasRegex(text) || v[u"pathType"].toString() == u"ImplementationSpecific")
            return;
        Finding &f = report.add(
            p.key(QStringLiteral("pathType")),
            tr("The path %1 is a pattern, but its type takes it letter by letter").arg(text));
        const QString plain = text.chopped(2);
        if (text.endsWith(u"/*") && !hasRegex(plain)) {
            // What the star means is what Prefix does.
            f.detail = plain.isEmpty() ? QStringLiteral("/") : plain;
            f.fixText = tr("Write %1").arg(f.detail.toString());
            f.fix = [](const Topology &t, const RefIndex &refs, const Finding &g) {
                return setField(t, refs, g.resource, g.path.parent().key(QStringLiteral("path")),
                                g.detail);
            };
            return;
        }
        fixBySetting(f, tr("Use ImplementationSpecific"), QStringLiteral("ImplementationSpecific"));
    });
}

void ingressClass(const RuleInput &in, Report &report)
{
    const Path p = path("spec.ingressClassName");
    const QString name = in.resource[p].scalarText();
    if (name.isEmpty()) {
        report.add(p, tr("%1 names no class").arg(in.resource.name)).remedy =
            tr("Name the class of the controller that is to serve it, such as traefik or nginx.");
        return;
    }
    if (name != u"nginx" && name != u"ingress-nginx")
        return;
    Finding &f = report.add(
        p, tr("ingress-nginx, which usually serves the class %1, was retired in March 2026")
               .arg(name));
    f.explanation = tr("It gets no more corrections, not of security holes either. Minikube's "
                       "addon still is this controller.");
    f.remedy = tr("For a cluster that is to last take another controller; for a local one accept "
                  "it with that reason.");
}

void snippet(const RuleInput &in, Report &report)
{
    for (const auto &[key, value] : in[u"metadata.annotations"].map()) {
        if (key.startsWith(QLatin1String(Annotation)) && key.endsWith(QLatin1String("-snippet")))
            report.add(path("metadata.annotations").key(key),
                       tr("The annotation %1 runs code in the controller").arg(key));
    }
}

} // namespace

QList<RuleSpec> ingressRules()
{
    const QStringList i{QStringLiteral("Ingress")};
    using enum Severity;
    return {
        {QStringLiteral("ingress/no-backend"), Error, Scope::Neighbours, i,
         tr("The cluster refuses it."), tr("Wire the path to a Service."), noBackend},
        {QStringLiteral("ingress/backend-port"), Error, Scope::Neighbours, i,
         tr("Requests would fail with 503."), tr("Choose a port of the Service."), backendPort},
        {QStringLiteral("ingress/port-twice"), Error, Scope::Own, i, tr("The cluster refuses it."),
         tr("Keep one of them."), portTwice},
        {QStringLiteral("ingress/default-backend"), Error, Scope::Own, i,
         tr("The cluster refuses it."), tr("Choose a port of the Service."), defaultBackend},
        {QStringLiteral("ingress/duplicate-path"), Error, Scope::Group, i,
         tr("Only one of them is served; ingress-nginx refuses the second Ingress."),
         tr("Remove one of them."), duplicatePath, routeKeys},
        {QStringLiteral("ingress/path-form"), Error, Scope::Own, i, tr("The cluster refuses it."),
         tr("Write a path that starts with “/”, and its type."), pathForm},
        {QStringLiteral("ingress/rewrite-drops-path"), Warning, Scope::Own, i,
         tr("Since ingress-nginx 0.22 a target without $1 or $2 drops the rest of the path."),
         tr("Do not rewrite, or use a pattern with $2."), rewrite},
        {QStringLiteral("ingress/regex-path-type"), Error, Scope::Own, i,
         tr("Prefix and Exact take it letter by letter."), tr("Use ImplementationSpecific."),
         regexType},
        {QStringLiteral("ingress/class"), Warning, Scope::Own, i,
         tr("Which controller serves it is left to chance."), tr("Name a class."), ingressClass},
        {QStringLiteral("ingress/snippet-annotation"), Warning, Scope::Own, i,
         tr("Whoever may change the Ingress takes over the controller; most clusters refuse it."),
         tr("Remove it."), snippet},
    };
}

} // namespace chartwright
