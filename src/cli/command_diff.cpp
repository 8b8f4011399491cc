// SPDX-License-Identifier: Apache-2.0
#include "cli/cluster_session.h"
#include "cli/command.h"
#include "cli/difference_output.h"
#include "cli/format_option.h"
#include "cli/value_options.h"
#include "deploy/difference.h"

#include <QCoreApplication>
#include <QEventLoop>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

int runDiff(const QCommandLineParser &parser, Console &console)
{
    const QString name = QStringLiteral("diff");
    if (const int bad = refuseFormat(parser, name, console); bad != Clean)
        return bad;
    auto session = openDrawn(parser, name, console);
    if (!session)
        return session.error();
    const auto found = compare(*session);
    if (!found)
        return failApi(found.error(), console);
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
            clusterOptions() + valueOptions() + QList<QCommandLineOption>{formatOption()},
            runDiff};
}

} // namespace chartwright::cli
