// SPDX-License-Identifier: Apache-2.0
#include "base/names.h"
#include "checks/rule.h"
#include "kinds/writers.h"

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("LabelRules", text); }

void say(const RuleInput &in, Report &report, const Path &labels, const QStringList &keys)
{
    for (const auto &[key, value] : at(in.fields, labels).map()) {
        if (keys.contains(key))
            fixByRemoving(
                report.add(
                    labels.key(key),
                    tr("The chart sets the label %1 itself: what is drawn is lost").arg(key)),
                tr("Remove it"));
    }
}

void setByChart(const RuleInput &in, Report &report)
{
    if (!in.kind() || !in.kind()->isTemplated())
        return;
    say(in, report, path("metadata.labels"), write::commonLabels());
    if (in.resource.kind != u"Deployment")
        return;
    const Path pods = path("spec.template.metadata.labels");
    QStringList keys{QStringLiteral("app.kubernetes.io/instance"),
                     QStringLiteral("app.kubernetes.io/name"),
                     QStringLiteral("app.kubernetes.io/component")};
    // The same label as the selector's says nothing new, but is not lost either.
    const QMap<QString, QString> selector = selectorLabels(in.resource);
    for (auto it = selector.cbegin(); it != selector.cend(); ++it) {
        if (at(in.fields, pods)[it.key()].scalarText() != *it)
            keys.append(it.key());
    }
    say(in, report, pods, keys);
}

void labelValues(const RuleInput &in, Report &report)
{
    if (!in.kind() || !in.kind()->isTemplated())
        return;
    QList<Path> maps{path("metadata.labels")};
    if (in.resource.kind == u"Deployment")
        maps += {path("spec.template.metadata.labels"), path("spec.template.spec.nodeSelector")};
    if (in.resource.kind == u"Service")
        maps.append(path("spec.selector"));
    for (const Path &labels : std::as_const(maps)) {
        for (const auto &[key, value] : at(in.fields, labels).map()) {
            // The table of a Deployment tells of this one.
            const bool isVersion = in.resource.kind == u"Deployment" &&
                                   labels == maps.constFirst() && key == u"version";
            if (!isVersion && value.isString() && !names::isLabelValue(value.toString()))
                report.add(
                    labels.key(key),
                    tr("The label %1 cannot have the value “%2”").arg(key, value.toString()));
        }
    }
}

} // namespace

QList<RuleSpec> labelRules()
{
    return {
        {QStringLiteral("label/set-by-chart"),
         Severity::Warning,
         Scope::Own,
         {},
         tr("Helm and Kubernetes find the objects of a release, and its pods, by these labels."),
         tr("Remove the label, or use another key."),
         setByChart},
        {QStringLiteral("label/value"),
         Severity::Error,
         Scope::Own,
         {},
         tr("The cluster refuses it."),
         tr("Use at most 63 letters, digits, '-', '_' and '.', with a letter or a digit at both "
            "ends."),
         labelValues},
    };
}

} // namespace chartwright
