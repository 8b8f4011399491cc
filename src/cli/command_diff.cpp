// SPDX-License-Identifier: Apache-2.0
#include "cli/cluster_session.h"
#include "cli/command.h"
#include "cli/difference_output.h"
#include "cli/format_option.h"
#include "cli/helm_session.h"
#include "cli/value_options.h"
#include "deploy/helm_plan.h"
#include "deploy/requests.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

/// A release that Helm manages is compared as Helm would bring it, and with what it brought.
void compareWithHelm(const QCommandLineParser &parser, ClusterSession &session, Console &console)
{
    const auto answer = await<ApiResult<ApiAnswer>>([&](QObject *context, const auto &done) {
        session.connection->client()->send(
            helmRecordsRequest(session.plan.release, session.plan.ns), context, done);
    });
    if (!answer || !hasHelmRecord(answer->object))
        return;
    console.note(tr("A release of Helm: this is what deploy would change."));
    std::optional<HelmDetail> last;
    if (const auto program = findHelmProgram(parser)) {
        const auto helm = openHelm(*program, parser, session, console);
        if (!helm)
            return;
        const auto known = await<HelmResult<HelmDetail>>([&](QObject *context, const auto &done) {
            (*helm)->detail(session.plan.release, 0, context, done);
        });
        if (known)
            last = *known;
    } else {
        console.note(tr("The release is Helm's, and helm is not here: what it set last is not "
                        "known."));
    }
    if (last) {
        const Value contents = contentValues(*session.topology, session.values, last->values);
        const Value values = mergeValues(contents, session.values.isMap() ? session.values : Map());
        const auto plan =
            releasePlan(*session.topology, {session.plan.release, session.plan.ns, values},
                        session.connection->kinds());
        if (plan)
            session.plan = *plan;
    }
    session.plan = helmPlan(session.plan, last);
}

int runDiff(const QCommandLineParser &parser, Console &console)
{
    const QString name = QStringLiteral("diff");
    if (const int bad = refuseFormat(parser, name, console); bad != Clean)
        return bad;
    auto session = openDrawn(parser, name, console);
    if (!session)
        return session.error();
    compareWithHelm(parser, *session, console);
    auto found = compare(*session);
    if (!found)
        return failApi(found.error(), console);
    tellMissingNamespace(*session, *found, console);
    if (isJson(parser))
        console.write(differenceJson(*found));
    else
        tellDifference(*found, console);
    const auto isRefused = [](const ObjectDifference &d) {
        return d.state == ObjectDifference::State::Refused;
    };
    const auto isSame = [](const ObjectDifference &d) {
        return d.state == ObjectDifference::State::Same;
    };
    if (std::any_of(found->begin(), found->end(), isRefused))
        return Bad;
    return std::all_of(found->begin(), found->end(), isSame) ? Clean : Findings;
}

} // namespace

Command diffCommand()
{
    return {QStringLiteral("diff"),
            QStringLiteral("PROJECT"),
            tr("Shows what apply would change in a cluster."),
            tr("The cluster itself says so, in a dry run; nothing is changed. Exit code 1: there "
               "are differences."),
            clusterOptions() + valueOptions() +
                QList<QCommandLineOption>{helmOption(), formatOption()},
            runDiff};
}

} // namespace chartwright::cli
