// SPDX-License-Identifier: Apache-2.0
#include "checks/rule.h"

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ProbeRules", text); }

/// A reference to a port of the container itself, so that it follows the port's name.
Value portRef(const RuleInput &in, const Value &port)
{
    const QString name =
        port[u"name"].isEmpty() ? port[u"containerPort"].scalarText() : port[u"name"].toString();
    return name.isEmpty() ? Value() : Value(Ref{in.resource.id, QStringLiteral("port/") + name});
}

/// What one of the other probes asks, else HTTP on the first port, or TCP where its name is not
/// http.
Value usual(const RuleInput &in, const Value &container, int period)
{
    Map out;
    for (const char16_t *other : {u"readinessProbe", u"livenessProbe", u"startupProbe"}) {
        for (const auto &[way, value] : container[other].map()) {
            if (value.isMap() && out.isEmpty())
                out.set(way, value);
        }
    }
    const Value &port = container[u"ports"].list().value(0);
    const Value target = portRef(in, port);
    if (out.isEmpty() && target.isNull())
        return {};
    if (out.isEmpty() && port[u"name"].toString().startsWith(u"http"))
        out.set(QStringLiteral("httpGet"), Map{{QStringLiteral("path"), QStringLiteral("/")},
                                               {QStringLiteral("port"), target}});
    else if (out.isEmpty())
        out.set(QStringLiteral("tcpSocket"), Map{{QStringLiteral("port"), target}});
    out.set(QStringLiteral("periodSeconds"), period);
    return out;
}

void missing(const RuleInput &in, Report &report, const QString &probe, int period,
             const QString &message)
{
    eachContainer(in, false, [&](const Path &p, const Value &c) {
        // Who has no port gets no traffic.
        const bool needless = probe == u"readinessProbe" && c[u"ports"].list().isEmpty();
        if (!c[probe].isEmpty() || needless)
            return;
        Finding &f = report.add(p.key(probe), message.arg(c[u"name"].toString()));
        const Value made = usual(in, c, period);
        if (!made.isNull() && !c[u"ports"].list().isEmpty())
            fixBySetting(f, tr("Add one"), made);
    });
}

void readiness(const RuleInput &in, Report &r)
{
    missing(in, r, QStringLiteral("readinessProbe"), 5, tr("%1 has no readiness probe"));
}
void liveness(const RuleInput &in, Report &r)
{
    missing(in, r, QStringLiteral("livenessProbe"), 20, tr("%1 has no liveness probe"));
}

void eachProbe(
    const RuleInput &in,
    const std::function<void(const Path &, const Value &probe, const Value &container)> &visit)
{
    eachContainer(in, false, [&](const Path &p, const Value &c) {
        for (const char16_t *key : {u"startupProbe", u"livenessProbe", u"readinessProbe"}) {
            if (const QString name = QString::fromUtf16(key); c[name].isMap())
                visit(p.key(name), c[name], c);
        }
    });
}

void port(const RuleInput &in, Report &report)
{
    eachProbe(in, [&](const Path &p, const Value &probe, const Value &c) {
        const List &ports = c[u"ports"].list();
        for (const QString &way :
             {QStringLiteral("httpGet"), QStringLiteral("tcpSocket"), QStringLiteral("grpc")}) {
            const Value &target = probe[way][u"port"];
            const Ref *ref = target.asRef();
            const QString text = ref ? ref->part.mid(5) : target.scalarText();
            if (text.isEmpty())
                continue;
            const bool own = !ref || ref->target == in.resource.id;
            const bool there = own && std::any_of(ports.begin(), ports.end(), [&](const Value &v) {
                                   return v[u"name"].toString() == text ||
                                          v[u"containerPort"].scalarText() == text;
                               });
            if (there)
                continue;
            Finding &f = report.add(p.key(way).key(QStringLiteral("port")),
                                    tr("%1 has no port %2").arg(c[u"name"].toString(), text));
            if (!ports.isEmpty()) {
                const Value first =
                    way == u"grpc" ? ports[0][u"containerPort"] : portRef(in, ports[0]);
                fixBySetting(f, tr("Use port %1").arg(ports[0][u"containerPort"].scalarText()),
                             first);
            }
        }
    });
}

/// What a probe asks: exactly one of these.
QStringList ways(const Value &probe)
{
    QStringList out;
    for (const auto &[key, value] : probe.map()) {
        if (value.isMap())
            out.append(key);
    }
    return out;
}

void handler(const RuleInput &in, Report &report)
{
    eachProbe(in, [&](const Path &p, const Value &probe, const Value &c) {
        const QStringList asked = ways(probe);
        if (asked.size() == 1)
            return;
        Finding &f = report.add(
            p, asked.isEmpty() ? tr("This probe of %1 asks nothing").arg(c[u"name"].toString())
                               : tr("This probe of %1 asks in several ways: %2")
                                     .arg(c[u"name"].toString(), asked.join(QLatin1String(", "))));
        if (!asked.isEmpty())
            return;
        // What the person set of its timing stays.
        Value whole = usual(in, c, 10);
        for (const auto &[key, value] : probe.map())
            whole = with(whole, Path().key(key), value);
        if (!c[u"ports"].list().isEmpty())
            fixBySetting(f, tr("Ask the first port"), whole);
        else
            fixByRemoving(f, tr("Take the probe away"));
    });
}

void successes(const RuleInput &in, Report &report)
{
    eachProbe(in, [&](const Path &p, const Value &probe, const Value &) {
        const Value &n = probe[u"successThreshold"];
        if (p.last().name != u"readinessProbe" && n.type() == Value::Type::Int && n.toInt() > 1)
            fixBySetting(report.add(p.key(QStringLiteral("successThreshold")),
                                    tr("One success is what counts here, not %1").arg(n.toInt())),
                         tr("Use 1"), 1);
    });
}

void gracePeriod(const RuleInput &in, Report &report)
{
    eachProbe(in, [&](const Path &p, const Value &probe, const Value &c) {
        const QString field = QStringLiteral("terminationGracePeriodSeconds");
        if (p.last().name == u"readinessProbe" && !probe[field].isNull())
            fixByRemoving(
                report.add(
                    p.key(field),
                    tr("The readiness probe of %1 has a grace period").arg(c[u"name"].toString())),
                tr("Take it away"));
    });
}

void identical(const RuleInput &in, Report &report)
{
    eachContainer(in, false, [&](const Path &p, const Value &c) {
        if (!c[u"livenessProbe"].isEmpty() && c[u"livenessProbe"] == c[u"readinessProbe"])
            report.add(p.key(QStringLiteral("livenessProbe")),
                       tr("The liveness and the readiness probe of %1 are the same")
                           .arg(c[u"name"].toString()));
    });
}

void startup(const RuleInput &in, Report &report)
{
    eachContainer(in, false, [&](const Path &p, const Value &c) {
        const Value &s = c[u"startupProbe"];
        const qint64 delay = c[u"livenessProbe"][u"initialDelaySeconds"].toInt();
        if (s.isEmpty() || delay == 0)
            return;
        const qint64 period = std::max<qint64>(1, s[u"periodSeconds"].toInt(10));
        const qint64 given =
            s[u"initialDelaySeconds"].toInt() + period * s[u"failureThreshold"].toInt(3);
        if (given < delay)
            fixBySetting(
                report.add(
                    p.key(QStringLiteral("startupProbe")).key(QStringLiteral("failureThreshold")),
                    tr("The startup probe gives %1 s, but the liveness probe waits for %2 s")
                        .arg(given)
                        .arg(delay)),
                tr("Give it that time"),
                (delay - s[u"initialDelaySeconds"].toInt() + period - 1) / period);
    });
}

} // namespace

QList<RuleSpec> probeRules()
{
    const QStringList d{QStringLiteral("Deployment")};
    return {
        {QStringLiteral("probe/missing-readiness"), Severity::Warning, Scope::Own, d,
         tr("Traffic is sent to pods that cannot answer yet."), tr("Add a readiness probe."),
         readiness},
        {QStringLiteral("probe/missing-liveness"), Severity::Warning, Scope::Own, d,
         tr("A process that hangs is never restarted."), tr("Add a liveness probe."), liveness},
        {QStringLiteral("probe/port"), Severity::Error, Scope::Own, d,
         tr("The probe would fail for ever."), tr("Choose one of the container's ports."), port},
        {QStringLiteral("probe/handler"), Severity::Error, Scope::Own, d,
         tr("The cluster takes a probe with one check, by HTTP, TCP, a command or gRPC."),
         tr("Choose what it asks, or take the probe away."), handler},
        {QStringLiteral("probe/success-threshold"), Severity::Error, Scope::Own, d,
         tr("The cluster takes more than one only of a readiness probe."), tr("Use 1."), successes},
        {QStringLiteral("probe/grace-period"), Severity::Error, Scope::Own, d,
         tr("The cluster refuses it: a readiness probe ends no container."),
         tr("Set it on the liveness probe, or on the pod."), gracePeriod},
        {QStringLiteral("probe/identical"), Severity::Advice, Scope::Own, d,
         tr("What makes a pod unready for a moment also restarts it."),
         tr("Make the liveness probe check less, or wait longer."), identical},
        {QStringLiteral("probe/startup-short"), Severity::Warning, Scope::Own, d,
         tr("A slow start is killed before it is done."), tr("Raise its number of failures."),
         startup},
    };
}

} // namespace chartwright
