// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"
#include "cli/format_option.h"
#include "cli/status_run.h"
#include "cli/value_options.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

int runStatus(const QCommandLineParser &parser, Console &console)
{
    const QString name = QStringLiteral("status");
    if (const int bad = refuseFormat(parser, name, console); bad != Clean)
        return bad;
    StatusOptions options;
    options.isWatching = parser.isSet(QStringLiteral("watch"));
    options.waits = parser.isSet(QStringLiteral("wait"));
    options.isJson = isJson(parser);
    const auto timeout = timeoutOf(parser, name, console, 0, 0);
    if (!timeout)
        return timeout.error();
    options.timeout = *timeout;
    if (parser.isSet(QStringLiteral("timeout")) && !options.waits)
        return console.failUsage(tr("--timeout goes with --wait"), name);
    auto session = openDrawn(parser, name, console);
    if (!session)
        return session.error();
    if (parser.isSet(QStringLiteral("without-secrets")))
        session->plan.secrets.clear();
    return showStatus(*session, options, console);
}

} // namespace

Command statusCommand()
{
    return {
        QStringLiteral("status"),
        QStringLiteral("PROJECT"),
        tr("Shows how what is drawn does in a cluster."),
        tr("Object by object, with the pods of each Deployment. Exit code 0: all is as it "
           "should be; 1: something is not; 2: it could not be found out."),
        clusterOptions() + valueOptions() +
            QList<QCommandLineOption>{
                {QStringLiteral("watch"), tr("Go on, and tell each change, until Ctrl+C.")},
                {QStringLiteral("wait"),
                 tr("Wait until all is as it should be; with --watch, tell each change "
                    "meanwhile.")},
                {QStringLiteral("timeout"),
                 tr("Wait no longer than that; then the exit code is 1."),
                 QStringLiteral("SECONDS")},
                {QStringLiteral("without-secrets"), tr("Leave Secrets out.")},
                formatOption(
                    tr("text or json; with --watch a line of JSON for each object that changed."))},
        runStatus};
}

} // namespace chartwright::cli
