// SPDX-License-Identifier: Apache-2.0
#include "deploy/secret_plan.h"

#include "deploy/image_plan.h"

#include "chart/values.h"
#include "deploy/apply_set.h"
#include "kinds/kept_values.h"
#include "model/ref_index.h"

namespace chartwright {
namespace {

/// Stands for each value, so that the chart writes its Secrets; none of it is sent anywhere.
Value placeholders(const Topology &topology)
{
    Value out = Map();
    const QList<ValuesEntry> entries = valuesEntries(topology);
    for (const ResourcePtr &secret : topology.ofKind(u"Secret")) {
        Map data;
        for (const auto &[key, value] : secret->fields[u"data"].map())
            data.append(key, QStringLiteral("x"));
        const auto entry = std::find_if(entries.begin(), entries.end(), [&](const ValuesEntry &e) {
            return e.resource == secret->id && e.path.last() == u"data";
        });
        if (entry == entries.end() || data.isEmpty())
            continue;
        out = with(out, valuesPath(entry->path), data);
    }
    return out;
}

} // namespace

Result<QList<SecretPlan>> secretPlans(const Topology &topology, const RenderInput &input,
                                      const ApiKinds &kinds)
{
    QList<SecretPlan> out;
    if (topology.ofKind(u"Secret").isEmpty())
        return out;
    RenderInput whole = input;
    whole.withSecrets = true;
    whole.values = mergeValues(placeholders(topology), input.values);
    const auto manifests = render(topology, whole);
    if (!manifests)
        return tl::unexpected(manifests.error());
    QList<Rendered> secrets;
    std::copy_if(manifests->begin(), manifests->end(), std::back_inserter(secrets),
                 [](const Rendered &r) { return r.kind == u"Secret" && !r.resource.isEmpty(); });
    const QList<ApplyObject> objects = applyObjects(secrets, input.release, input.ns, kinds);
    const RefIndex refs(topology);
    for (const ApplyObject &object : objects) {
        const ResourcePtr secret = topology.find(object.resource);
        SecretPlan plan{object.ref,
                        object.resource,
                        without(object.object, Path(QStringLiteral("data"))),
                        {},
                        {}};
        for (const auto &[key, value] : secret->fields[u"data"].map())
            plan.keys.append({key, keptValueId(*secret, key)});
        for (const RefUse &use : refs.to(secret->id)) {
            const ResourcePtr user = topology.find(use.holder);
            if (user && user->kind == u"Deployment" && !plan.users.contains(user->id))
                plan.users.append(user->id);
        }
        out.append(plan);
    }
    return out;
}

} // namespace chartwright
