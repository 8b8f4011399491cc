// SPDX-License-Identifier: Apache-2.0
#include "base/value_id.h"
#include "cli/apply_console.h"
#include "cli/before_helm.h"
#include "cli/command.h"
#include "cli/format_option.h"
#include "cli/helm_session.h"
#include "cli/minikube_session.h"
#include "cli/status_run.h"
#include "cli/value_options.h"
#include "deploy/chart_archive.h"
#include "secrets/env_file.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

constexpr int DefaultPatience = 300; ///< seconds

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

Result<EnvFile> readSecrets(const QString &from, Console &console)
{
    if (from != u"-")
        return readEnvFile(from);
    auto bytes = console.read(LargestEnvFile);
    if (!bytes)
        return tl::unexpected(bytes.error());
    return parseEnv(SecretValue::take(*bytes), tr("standard input"));
}

/// Values of a .env file stand in for those of the keychain, in this run and in memory alone.
int takeSecrets(const EnvFile &file, const QString &from, ClusterSession &session, Vault &vault,
                Console &console)
{
    int taken = 0;
    for (const EnvEntry &entry : file.entries) {
        bool isKnown = false;
        for (SecretPlan &secret : session.plan.secrets) {
            for (SecretPlan::Key &key : secret.keys) {
                if (key.key != entry.key)
                    continue;
                isKnown = true;
                ++taken;
                key.id = newValueId();
                vault.keepForSession({key.id, {}}, entry.value.clone());
            }
        }
        if (!isKnown)
            console.note(tr("%1: no Secret of the drawing has this key").arg(plain(entry.key)));
    }
    if (taken == 0)
        return console.fail({tr("no key of it is a key of a drawn Secret"), from,
                             tr("Name the keys as the Secrets in the drawing do.")});
    return Clean;
}

int runDeploy(const QCommandLineParser &parser, Console &console)
{
    const QString name = QStringLiteral("deploy");
    if (const int bad = refuseFormat(parser, name, console); bad != Clean)
        return bad;
    const auto seconds = timeoutOf(parser, name, console, DefaultPatience, 1);
    if (!seconds)
        return seconds.error();
    if (const int bad = refuseMinikube(parser, name, console); bad != Clean)
        return bad;
    if (const int bad = refuseTwoReaders(parser, name, console); bad != Clean)
        return bad;
    const auto program = helmProgram(parser, console);
    if (!program)
        return program.error();
    const QString from = parser.value(QStringLiteral("secrets-from"));
    const bool hasEnv = parser.isSet(QStringLiteral("secrets-from"));
    const auto env = hasEnv ? readSecrets(from, console) : Result<EnvFile>();
    if (!env)
        return console.fail(env.error());
    auto session = openDrawn(parser, name, console, minikubePlace(parser, console));
    if (!session)
        return session.error();
    Vault vault;
    if (hasEnv) {
        if (const int bad = takeSecrets(*env, from, *session, vault, console); bad != Clean)
            return bad;
    }
    const auto chart = ChartArchive::make(*session->topology);
    if (!chart)
        return console.fail(chart.error());
    const auto helm = openHelm(*program, parser, *session, console);
    if (!helm)
        return helm.error();
    ApplyOptions options;
    options.ns = session->plan.ns;
    options.release = session->plan.release;
    options.vault = &vault;
    options.secrets = session->plan.secrets;
    options.createNamespace = parser.isSet(QStringLiteral("create-namespace"));
    options.helm = helm->get();
    options.upgrade.release = session->plan.release;
    options.upgrade.chart = (*chart)->path();
    options.upgrade.takeConflicts = parser.isSet(QStringLiteral("take"));
    options.upgrade.takeOwnership = parser.isSet(QStringLiteral("take-ownership"));
    options.upgrade.values = session->values;
    if (const int bad = lookBeforeHelm(*session, **helm, options, console); bad != Clean)
        return bad;
    const bool asJson = isJson(parser);
    if (const int code = perform(*session, options, asJson, console); code != Clean)
        return code;
    if (parser.isSet(QStringLiteral("no-wait")))
        return Clean;
    StatusOptions ready;
    ready.waits = true;
    ready.isJson = asJson;
    ready.isWatching = !asJson;
    ready.timeout = *seconds;
    ready.needsAddresses = !parser.isSet(QStringLiteral("minikube"));
    const int code = showStatus(*session, ready, console);
    return code == Clean && parser.isSet(QStringLiteral("minikube"))
               ? tellAddress(*session, asJson, console)
               : code;
}

} // namespace

Command deployCommand()
{
    return {
        QStringLiteral("deploy"),
        QStringLiteral("PROJECT"),
        tr("Installs a drawing as a release of Helm, or upgrades it."),
        tr("With --minikube the profile is started where it does not run, given the ingress addon "
           "where something drawn needs it, and the images that this machine builds or has. The "
           "Secrets come first, from the keychain, under the names that the chart uses; then helm, "
           "which is given no value of them; then what reads a changed Secret restarts, and all "
           "is waited for. Exit code 1: not all became ready; 2: it ended before."),
        clusterOptions() + minikubeOptions() + valueOptions() +
            QList<QCommandLineOption>{
                helmOption(),
                {QStringLiteral("secrets-from"),
                 tr("Take values of Secrets from a .env file, or from standard input for \"-\", "
                    "for this run."),
                 QStringLiteral("FILE")},
                {QStringLiteral("take"), tr("Take fields that somebody else has set.")},
                {QStringLiteral("take-ownership"),
                 tr("Take objects into the release that are no part of it.")},
                {QStringLiteral("create-namespace"), tr("Make the namespace, if it is not there.")},
                {QStringLiteral("no-wait"), tr("Do not wait until all is ready.")},
                {QStringLiteral("timeout"), tr("How long to wait; 300 unless said."),
                 QStringLiteral("SECONDS")},
                formatOption()},
        runDeploy};
}

} // namespace chartwright::cli
