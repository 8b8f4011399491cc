// SPDX-License-Identifier: Apache-2.0
#include "checks/rule.h"

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ClusterRules", text); }

template <ClusterSaying::What what> void said(const RuleInput &in, Report &report)
{
    for (const ClusterSaying &saying : in.facts.cluster.sayings.value(in.resource.id)) {
        if (saying.what == what)
            report.add(saying.path, saying.message);
    }
}

} // namespace

QList<RuleSpec> clusterRules()
{
    using What = ClusterSaying::What;
    return {
        {QStringLiteral("cluster/refused"),
         Severity::Error,
         Scope::Own,
         {},
         tr("The cluster said so when it was asked to try it, without changing anything."),
         tr("Change what it names, and compare again."),
         said<What::Refused>},
        {QStringLiteral("cluster/forbidden"),
         Severity::Error,
         Scope::Own,
         {},
         tr("Applying it would end here."),
         tr("Ask an administrator of the cluster for it, or choose another namespace or account."),
         said<What::Forbidden>},
        {QStringLiteral("cluster/namespace-missing"),
         Severity::Error,
         Scope::Own,
         {},
         tr("Applying it would end here."),
         tr("Ask an administrator of the cluster to create it, or choose a namespace that is "
            "there."),
         said<What::NamespaceMissing>},
        {QStringLiteral("cluster/kind-missing"),
         Severity::Error,
         Scope::Own,
         {},
         tr("Applying it would end here."),
         tr("Update the cluster, or install what serves this kind."),
         said<What::KindMissing>},
        {QStringLiteral("cluster/class-missing"),
         Severity::Warning,
         Scope::Own,
         {},
         tr("Nobody would answer for the Ingress, or provide the volume."),
         tr("Install what serves that class, or name one that is there."),
         said<What::ClassMissing>},
        {QStringLiteral("cluster/conflict"),
         Severity::Warning,
         Scope::Own,
         {},
         tr("Applying would end here, unless the field is taken."),
         tr("In the difference, take the field, or adopt its value into the drawing."),
         said<What::Conflict>},
    };
}

} // namespace chartwright
