// SPDX-License-Identifier: Apache-2.0
#include "checks/check_engine.h"

namespace chartwright {

TargetFacts TargetFacts::ofProfile(const QString &name)
{
    TargetFacts facts;
    facts.profile = name;
    if (name != u"minikube")
        return facts;
    // The limits of the data model.
    constexpr double Mi = 1024.0 * 1024.0;
    facts.isMinikube = true;
    facts.cpuRequestMin = 0.1;
    facts.cpuLimitMax = 1.0;
    facts.memoryRequestMin = 128 * Mi;
    facts.memoryLimitMax = 1024 * Mi;
    facts.replicasMin = 1;
    facts.replicasMax = 4;
    return facts;
}

TargetFacts TargetFacts::of(const Topology &topology, const QString &profile)
{
    if (!profile.isEmpty())
        return ofProfile(profile);
    const ResourcePtr chart = topology.chart();
    const QString drawn = chart ? chart->fields[u"profile"].toString() : QString();
    return ofProfile(drawn.isEmpty() ? QStringLiteral("minikube") : drawn);
}

QStringList TargetFacts::profiles() { return {QStringLiteral("minikube"), QStringLiteral("none")}; }

} // namespace chartwright
