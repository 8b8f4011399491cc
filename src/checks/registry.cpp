// SPDX-License-Identifier: Apache-2.0
#include "checks/rule.h"

namespace chartwright {

const QList<RuleSpec> &allRules()
{
    static const QList<RuleSpec> rules =
        fieldRules() + manifestRules() + valuesKeyRules() + referenceRules() + nameRules() +
        labelRules() + imageRules() + chartRules() + deploymentRules() + resourceRules() +
        containerRules() + podRules() + probeRules() + securityRules() + serviceRules() + ingressRules() +
        ingressHostRules() + configRules() + credentialRules() + addressRules() + secretRules() +
        releaseRules() + clusterRules();
    return rules;
}

} // namespace chartwright
