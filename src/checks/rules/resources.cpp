// SPDX-License-Identifier: Apache-2.0
#include "base/quantity.h"
#include "checks/rule.h"

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ResourceRules", text); }

std::optional<Quantity> amount(const Value &v)
{
    const auto q = Quantity::parse(v.scalarText());
    return v.isNull() || !q ? std::nullopt : std::optional(*q);
}

/// Calls `visit` with each container's resources.
void eachResources(const RuleInput &in,
                   const std::function<void(const Path &, const QString &, const Value &)> &visit)
{
    eachContainer(in, true, [&](const Path &p, const Value &c) {
        visit(p.key(QStringLiteral("resources")), c[u"name"].toString(), c[u"resources"]);
    });
}

QString shown(bool cpu, double v)
{
    if (cpu)
        return v >= 1 && v == qint64(v) ? QString::number(qint64(v) * 1000) + u'm'
                                        : QString::number(v * 1000) + u'm';
    const double mi = v / (1024.0 * 1024.0);
    return mi >= 1024 ? QString::number(mi / 1024) + QLatin1String("Gi")
                      : QString::number(mi) + QLatin1String("Mi");
}

void limit(const RuleInput &in, Report &report, bool cpu, bool request,
           const std::optional<double> &bound)
{
    if (!bound)
        return;
    const QString side = request ? QStringLiteral("requests") : QStringLiteral("limits");
    const QString what = cpu ? QStringLiteral("cpu") : QStringLiteral("memory");
    eachResources(in, [&](const Path &p, const QString &name, const Value &r) {
        const auto q = amount(r[side][what]);
        if (!q || (request ? q->value() >= *bound * (1 - 1e-9) : q->value() <= *bound * (1 + 1e-9)))
            return;
        const QString to = shown(cpu, *bound);
        const QString message =
            request ? (cpu ? tr("CPU request %1 of %2 is below the profile's %3")
                           : tr("Memory request %1 of %2 is below the profile's %3"))
                    : (cpu ? tr("CPU limit %1 of %2 is above the profile's %3")
                           : tr("Memory limit %1 of %2 is above the profile's %3"));
        Finding &f = report.add(p.key(side).key(what), message.arg(q->text(), name, to));
        fixBySetting(f, tr("Use %1").arg(to), to);
        // The other side goes along where it would be on the wrong side.
        const QString opposite = request ? QStringLiteral("limits") : QStringLiteral("requests");
        const auto other = amount(r[opposite][what]);
        if (!other || (request ? other->value() >= *bound : other->value() <= *bound))
            return;
        f.detail =
            with(with(r, Path().key(side).key(what), to), Path().key(opposite).key(what), to);
        f.fix = [](const Topology &t, const RefIndex &refs, const Finding &g) {
            return setField(t, refs, g.resource, g.path.parent().parent(), g.detail);
        };
    });
}

void cpuMin(const RuleInput &in, Report &r) { limit(in, r, true, true, in.facts.cpuRequestMin); }
void cpuMax(const RuleInput &in, Report &r) { limit(in, r, true, false, in.facts.cpuLimitMax); }
void memoryMin(const RuleInput &in, Report &r)
{
    limit(in, r, false, true, in.facts.memoryRequestMin);
}
void memoryMax(const RuleInput &in, Report &r)
{
    limit(in, r, false, false, in.facts.memoryLimitMax);
}

void overLimit(const RuleInput &in, Report &report)
{
    eachResources(in, [&](const Path &p, const QString &, const Value &r) {
        for (const QString &what : {QStringLiteral("cpu"), QStringLiteral("memory")}) {
            const auto request = amount(r[u"requests"][what]), most = amount(r[u"limits"][what]);
            if (!request || !most || *request <= *most)
                continue;
            const QString message = what == u"cpu" ? tr("CPU request %1 is above the limit %2")
                                                   : tr("Memory request %1 is above the limit %2");
            Finding &f = report.add(p.key(QStringLiteral("limits")).key(what),
                                    message.arg(request->text(), most->text()));
            const auto bound = what == u"cpu" ? in.facts.cpuLimitMax : in.facts.memoryLimitMax;
            if (!bound || request->value() <= *bound * (1 + 1e-9)) {
                fixBySetting(f, tr("Raise the limit to %1").arg(request->text()), request->text());
                continue;
            }
            f.fixText = tr("Lower the request to %1").arg(most->text());
            f.detail = most->text();
            f.fix = [](const Topology &t, const RefIndex &refs, const Finding &g) {
                const Path side = g.path.parent().parent().key(QStringLiteral("requests"));
                return setField(t, refs, g.resource, side.key(g.path.last().name), g.detail);
            };
        }
    });
}

void quantity(const RuleInput &in, Report &report)
{
    eachResources(in, [&](const Path &p, const QString &, const Value &r) {
        for (const QString &side : {QStringLiteral("requests"), QStringLiteral("limits")}) {
            for (const auto &[what, v] : r[side].map()) {
                const QString text = v.scalarText();
                if (!v.isEmpty() && (text.startsWith(u'-') || !Quantity::parse(text)))
                    report.add(p.key(side).key(what), tr("“%1” is no amount").arg(v.scalarText()));
            }
        }
    });
}

void missing(const RuleInput &in, Report &report)
{
    eachResources(in, [&](const Path &p, const QString &name, const Value &r) {
        QStringList open;
        Value whole = r.isMap() ? r : Value(Map());
        for (const auto &[side, what, usual] : {std::tuple("requests", "cpu", "100m"),
                                                {"requests", "memory", "128Mi"},
                                                {"limits", "cpu", "500m"},
                                                {"limits", "memory", "512Mi"}}) {
            const Path where = Path().key(QString::fromLatin1(side)).key(QString::fromLatin1(what));
            if (!at(whole, where).isEmpty())
                continue;
            open.append(where.text());
            // Never below the request, nor above the limit, that is there.
            const auto other = amount(at(
                r, Path()
                       .key(side[0] == 'r' ? QStringLiteral("limits") : QStringLiteral("requests"))
                       .key(QString::fromLatin1(what))));
            const auto own = Quantity::parse(QString::fromLatin1(usual));
            const bool clash = other && own && (side[0] == 'r' ? *own > *other : *own < *other);
            whole = with(whole, where, clash ? other->text() : QString::fromLatin1(usual));
        }
        if (!open.isEmpty())
            fixBySetting(
                report.add(p, tr("%1 has no %2").arg(name, open.join(QLatin1String(", ")))),
                tr("Use usual amounts"), whole);
    });
}

} // namespace

QList<RuleSpec> resourceRules()
{
    const QStringList d{QStringLiteral("Deployment")};
    const QStringList overridden{QStringLiteral("Deployment"), QStringLiteral("Release")};
    using enum Severity;
    const QString small = tr("A limit of the profile that the drawing is checked against.");
    const QString change = tr("Change the amount, or accept it with a reason.");
    return {
        {QStringLiteral("resources/cpu-min"), Error, Scope::Neighbours, overridden, small, change,
         alsoOverridden<cpuMin>, nullptr, true},
        {QStringLiteral("resources/cpu-max"), Error, Scope::Neighbours, overridden, small, change,
         alsoOverridden<cpuMax>, nullptr, true},
        {QStringLiteral("resources/memory-min"), Error, Scope::Neighbours, overridden, small,
         change, alsoOverridden<memoryMin>, nullptr, true},
        {QStringLiteral("resources/memory-max"), Error, Scope::Neighbours, overridden, small,
         change, alsoOverridden<memoryMax>, nullptr, true},
        {QStringLiteral("resources/request-over-limit"), Error, Scope::Neighbours, overridden,
         tr("The cluster refuses it."), tr("Raise the limit or lower the request."),
         alsoOverridden<overLimit>},
        {QStringLiteral("resources/quantity"), Error, Scope::Own, d, tr("The cluster refuses it."),
         tr("Write an amount such as 100m, 0.5, 128Mi or 1Gi."), quantity},
        {QStringLiteral("resources/missing"), Warning, Scope::Own, d,
         tr("Without them one pod can starve the others of a node."),
         tr("Set requests and limits."), missing},
    };
}

} // namespace chartwright
