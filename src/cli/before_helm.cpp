// SPDX-License-Identifier: Apache-2.0
#include "cli/before_helm.h"

#include "cli/apply_console.h"
#include "cli/difference_output.h"
#include "deploy/helm_compare.h"
#include "deploy/helm_plan.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

} // namespace

int lookBeforeHelm(ClusterSession &session, Helm &helm, ApplyOptions &options, Console &console)
{
    ReleasePlan &plan = session.plan;
    const auto detail = awaitHelm<HelmDetail>([&](QObject *context, const auto &done) {
        return helm.detail(plan.release, 0, context, done);
    });
    if (!detail && detail.error().kind != HelmFailure::Kind::NotFound)
        return failHelm(detail.error(), console, plan.release);
    const std::optional<HelmDetail> last = detail ? std::optional(*detail) : std::nullopt;
    plan = helmPlan(plan, last);
    auto found = compare(session);
    if (!found)
        return failApi(found.error(), console);
    if (expectMissingNamespace(session, *found) && !options.createNamespace)
        return console.fail({tr("there is no namespace %1").arg(plan.ns),
                             {},
                             tr("Make it with --create-namespace, or name another one.")});
    expectWebhooks(*found, plan);
    int refused = 0;
    for (const ObjectDifference &d : std::as_const(*found)) {
        if (!d.failure)
            continue;
        failApi(*d.failure, console, plain(displayName(d.ref)));
        ++refused;
    }
    const HeldByOthers held = heldByOthers(*found, plan.release);
    HeldByOthers left = held;
    if (options.upgrade.takeConflicts)
        left.fields.clear();
    if (options.upgrade.takeOwnership)
        left.objects.clear();
    if (!left.isEmpty()) {
        console.fail(left.error());
        tellHowToTake(console);
    }
    if (refused > 0 || !left.isEmpty()) {
        console.note(tr("Nothing was changed."));
        return Bad;
    }
    // Their fields come with them.
    if (!held.objects.isEmpty())
        options.upgrade.takeConflicts = true;
    options.toHelm = held.applied;
    options.isUpgradeNeedless = last && isAsLastOfHelm(plan, *found, *last, options.upgrade.values);
    return Clean;
}

} // namespace chartwright::cli
