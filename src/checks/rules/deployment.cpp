// SPDX-License-Identifier: Apache-2.0
#include "base/names.h"
#include "checks/rule.h"

#include <QRegularExpression>
#include <limits>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("DeploymentRules", text); }

void replicas(Report &report, bool wrong, qint64 better, const QString &message)
{
    if (wrong)
        fixBySetting(report.add(path("spec.replicas"), message), tr("Use %1").arg(better), better);
}

std::optional<qint64> replicasOf(const RuleInput &in)
{
    const Value &v = in[u"spec.replicas"];
    return v.type() == Value::Type::Int ? std::optional(v.toInt()) : std::nullopt;
}

void replicasMin(const RuleInput &in, Report &report)
{
    const auto n = replicasOf(in);
    const auto least = in.facts.replicasMin;
    replicas(report, n && least && *n < *least, least.value_or(1),
             tr("%1 replicas are fewer than the %2 of the profile %3")
                 .arg(n.value_or(0))
                 .arg(least.value_or(1))
                 .arg(in.facts.profile));
}

void replicasRecommended(const RuleInput &in, Report &report)
{
    // Unset is 1.
    const bool unset = in[u"spec.replicas"].isNull();
    replicas(report, unset || replicasOf(in) == 1, 2,
             tr("%1 has one replica only").arg(in.resource.name));
}

void replicasMax(const RuleInput &in, Report &report)
{
    const auto n = replicasOf(in);
    if (in.facts.replicasMax)
        replicas(report, n && *n > *in.facts.replicasMax, *in.facts.replicasMax,
                 tr("%1 replicas are more than the %2 of the profile %3")
                     .arg(n.value_or(0))
                     .arg(*in.facts.replicasMax)
                     .arg(in.facts.profile));
}

bool isZero(const Value &v) { return v == Value(0) || v == Value(QStringLiteral("0%")); }

bool isRecreated(const RuleInput &in)
{
    return in[u"spec.strategy.type"].toString() == u"Recreate";
}

void rollingUnused(const RuleInput &in, Report &report)
{
    const Path rolling = path("spec.strategy.rollingUpdate");
    if (isRecreated(in) && !in.resource[rolling].isEmpty())
        fixByRemoving(report.add(rolling, tr("Recreate stops all pods first: surge and the most "
                                             "that are unavailable mean nothing")),
                      tr("Take them away"));
}

void neverProgresses(const RuleInput &in, Report &report)
{
    if (isRecreated(in))
        return;
    const Path surge = path("spec.strategy.rollingUpdate.maxSurge");
    if (isZero(in.resource[surge]) && isZero(in[u"spec.strategy.rollingUpdate.maxUnavailable"]))
        fixBySetting(
            report.add(surge, tr("With no surge and none unavailable an update cannot begin")),
            tr("Use 25%"), QStringLiteral("25%"));
}

void percent(const RuleInput &in, Report &report)
{
    static const QRegularExpression form(QStringLiteral("\\A(\\d+)%\\z"));
    for (const Path &p : {path("spec.strategy.rollingUpdate.maxSurge"),
                          path("spec.strategy.rollingUpdate.maxUnavailable")}) {
        const Value &v = in.resource[p];
        if (v.isEmpty() || (v.type() == Value::Type::Int && v.toInt() >= 0))
            continue;
        const auto m = form.match(v.toString());
        if (!m.hasMatch())
            report.add(p,
                       tr("“%1” is neither a whole number nor a percentage").arg(v.scalarText()));
        else if (p.last().name == u"maxUnavailable" && m.captured(1).toDouble() > 100)
            report.add(p, tr("No more than all pods can be unavailable, not %1").arg(v.toString()));
    }
}

QString labelKey(const Resource &r, const QString &label)
{
    return QStringLiteral("pods:%1/%2")
        .arg(valueAt(r.fields, u"metadata.namespace").scalarText(), label);
}

/// The first label of the selector, and with "!" all labels of the pods: whoever a selector matches
/// shares its first label.
QStringList selectorKeys(const Resource &r)
{
    QStringList out{labelKey(r, firstLabel(selectorLabels(r)))};
    const QMap<QString, QString> labels = podLabels(r);
    for (auto it = labels.cbegin(); it != labels.cend(); ++it)
        out.append(labelKey(r, it.key() + u'=' + *it) + u'!');
    return out;
}

/// Ends the overlap of `f.resource` with the other one, where labels that were written down cause
/// it.
Edit separate(const Topology &t, const RefIndex &refs, const Finding &f)
{
    const Path drawn = path("spec.selector.matchLabels");
    const ResourcePtr own = t.find(f.resource), other = t.find({f.detail.toString()});
    if (!own || !other)
        return {};
    if (!(*own)[drawn].isEmpty())
        return setField(t, refs, own->id, drawn, {});
    if ((*other)[drawn][u"app"].toString() == own->name)
        return setField(t, refs, other->id, drawn, {});
    return setField(t, refs, other->id, path("spec.template.metadata.labels.app"), {});
}

void selectorOverlap(const RuleInput &in, Report &report)
{
    const QMap<QString, QString> selector = selectorLabels(in.resource);
    const Path drawn = path("spec.selector.matchLabels");
    for (const ResourcePtr &other : in.others(labelKey(in.resource, firstLabel(selector)) + u'!')) {
        const bool derived = in.resource[drawn].isEmpty() && (*other)[drawn].isEmpty();
        // Two of one name are told by name/duplicate.
        if (!selects(selector, podLabels(*other)) || (derived && other->name == in.resource.name))
            continue;
        Finding &f = report.add(
            drawn, tr("%1 also selects the pods of %2").arg(in.resource.name, other->name));
        f.detail = other->id.text;
        f.fixText = in.resource[drawn].isEmpty() ? tr("Take the label app off %1").arg(other->name)
                                                 : tr("Derive the selector from the name");
        f.fix = separate;
        return;
    }
}

void selectorVersion(const RuleInput &in, Report &report)
{
    const Path p = path("spec.selector.matchLabels");
    for (const auto &[key, value] : in.resource[p].map()) {
        if (key == u"version" || key == u"app.kubernetes.io/version" || key == u"helm.sh/chart" ||
            key == u"chart" || key == u"pod-template-hash")
            fixByRemoving(report.add(p.key(key),
                                     tr("The selector holds the label %1, which changes").arg(key)),
                          tr("Remove it"));
    }
}

/// What Kubernetes calls the variables of a Service with this name, up to their endings.
QString linkKey(const Resource &r, const QString &stem)
{
    return QStringLiteral("link:%1/%2")
        .arg(valueAt(r.fields, u"metadata.namespace").scalarText(), stem);
}

/// "BACKEND_SERVICE_PORT" → the names that a Service may have to set it, in upper case.
QStringList linkStems(const QString &variable)
{
    QStringList out;
    for (const QLatin1StringView tail :
         {QLatin1StringView("_PORT"), QLatin1StringView("_SERVICE_HOST"),
          QLatin1StringView("_SERVICE_PORT")}) {
        if (variable.size() > tail.size() && variable.endsWith(tail))
            out.append(variable.chopped(tail.size()));
    }
    return out;
}

QList<QString> linkedVariables(const Resource &deployment)
{
    QStringList out;
    const Value &pod = valueAt(deployment.fields, u"spec.template.spec");
    if (pod[u"enableServiceLinks"].toBool(true)) {
        for (const Value &c : pod[u"containers"].list()) {
            for (const Value &v : c[u"env"].list()) {
                if (!linkStems(v[u"name"].toString()).isEmpty())
                    out.append(v[u"name"].toString());
            }
        }
    }
    return out;
}

QStringList linkKeys(const Resource &r)
{
    if (r.kind == u"Service")
        return {linkKey(r, QString(r.name).toUpper().replace(u'-', u'_')) + u'!'};
    QStringList out;
    for (const QString &variable : linkedVariables(r)) {
        for (const QString &stem : linkStems(variable))
            out.append(linkKey(r, stem));
    }
    return out;
}

void serviceLink(const RuleInput &in, Report &report)
{
    if (in.resource.kind != u"Deployment")
        return;
    for (const QString &variable : linkedVariables(in.resource)) {
        for (const QString &stem : linkStems(variable)) {
            const auto services = in.others(linkKey(in.resource, stem) + u'!');
            if (services.isEmpty())
                continue;
            fixBySetting(
                report.add(
                    path("spec.template.spec.enableServiceLinks"),
                    tr("For the Service %1 Kubernetes sets a variable %2 of its own in the pods")
                        .arg(services.first()->name, variable)),
                tr("Switch Service variables off"), false);
            return;
        }
    }
}

void deadline(const RuleInput &in, Report &report)
{
    const Value &drawn = in[u"spec.progressDeadlineSeconds"];
    const qint64 limit = drawn.isNull() ? 600 : drawn.toInt();
    const qint64 ready = in[u"spec.minReadySeconds"].toInt();
    if (limit <= 0 || ready < limit)
        return;
    Finding &f =
        report.add(path("spec.progressDeadlineSeconds"),
                   tr("After %1 s an update counts as failed, before a pod is ready for %2 s")
                       .arg(limit)
                       .arg(ready));
    const qint64 better = std::min<qint64>(ready + 600, std::numeric_limits<qint32>::max());
    if (better > ready)
        fixBySetting(f, tr("Wait %1 s").arg(better), better);
}

} // namespace

QList<RuleSpec> deploymentRules()
{
    const QStringList d{QStringLiteral("Deployment")};
    const QStringList overridden{QStringLiteral("Deployment"), QStringLiteral("Release")};
    return {
        {QStringLiteral("replicas/min"), Severity::Error, Scope::Neighbours, overridden,
         tr("Without a pod nothing answers."), tr("Use at least 1."), alsoOverridden<replicasMin>,
         nullptr, true},
        {QStringLiteral("replicas/recommended"), Severity::Advice, Scope::Own, d,
         tr("When its node goes down or it is updated, nothing answers."), tr("Use 2."),
         replicasRecommended},
        {QStringLiteral("replicas/minikube-max"), Severity::Warning, Scope::Neighbours, overridden,
         tr("A small cluster has no room for more."), tr("Use fewer."),
         alsoOverridden<replicasMax>},
        {QStringLiteral("strategy/never-progresses"), Severity::Error, Scope::Own, d,
         tr("The cluster refuses it."), tr("Allow one of them."), neverProgresses},
        {QStringLiteral("strategy/rolling-unused"), Severity::Advice, Scope::Own, d,
         tr("They are left out of the chart's manifests until the strategy is another."),
         tr("Choose RollingUpdate, or take them away."), rollingUnused},
        {QStringLiteral("strategy/percent"), Severity::Error, Scope::Own, d,
         tr("The cluster refuses it."), tr("Write 1 or 25%."), percent},
        {QStringLiteral("strategy/deadline"), Severity::Error, Scope::Own, d,
         tr("The cluster refuses it."),
         tr("Make the progress deadline longer than the time that a pod has to be ready."),
         deadline},
        {QStringLiteral("selector/overlap"), Severity::Error, Scope::Group, d,
         tr("Each would count and replace the other's pods."), tr("Give them different labels."),
         selectorOverlap, selectorKeys},
        {QStringLiteral("selector/version-label"), Severity::Error, Scope::Own, d,
         tr("A selector cannot change once installed, so the next version could not be."),
         tr("Select by labels that stay."), selectorVersion},
        {QStringLiteral("env/service-link-clash"),
         Severity::Warning,
         Scope::Group,
         {QStringLiteral("Deployment"), QStringLiteral("Service")},
         tr("Wherever the pod does not set it itself the application finds the address of the "
            "Service there, such as tcp://10.0.0.1:80."),
         tr("Switch the Service variables off."),
         serviceLink,
         linkKeys},
    };
}

} // namespace chartwright
