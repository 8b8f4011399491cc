// SPDX-License-Identifier: Apache-2.0
#include "cli/apply_console.h"
#include "cli/await.h"
#include "cli/cluster_session.h"
#include "cli/command.h"
#include "cli/difference_output.h"
#include "cli/dry_run.h"
#include "cli/format_option.h"
#include "cli/value_options.h"
#include "deploy/requests.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

int runApply(const QCommandLineParser &parser, Console &console)
{
    const QString name = QStringLiteral("apply");
    if (const int bad = refuseFormat(parser, name, console); bad != Clean)
        return bad;
    auto session = openDrawn(parser, name, console);
    if (!session)
        return session.error();
    ApplyOptions options;
    options.ns = session->plan.ns;
    options.release = session->plan.release;
    Vault vault;
    options.vault = &vault;
    if (!parser.isSet(QStringLiteral("without-secrets")))
        options.secrets = session->plan.secrets;
    options.fromHelm = parser.isSet(QStringLiteral("from-helm"));
    options.takeConflicts = parser.isSet(QStringLiteral("take"));
    options.createNamespace = parser.isSet(QStringLiteral("create-namespace"));
    if (parser.isSet(QStringLiteral("prune"))) {
        const auto gone = goneObjects(*session, parser.isSet(QStringLiteral("with-crds")), console);
        if (!gone)
            return failApi(gone.error(), console);
        options.deletions = *gone;
    }
    if (parser.isSet(QStringLiteral("dry-run")))
        return dryRun(*session, options, isJson(parser), console);
    return perform(*session, options, isJson(parser), console);
}

/// Those that were handed over as part of the release; only their names are asked for.
ApiResult<QList<ObjectRef>> ourSecrets(ClusterSession &session)
{
    const ApiRequest request = releaseSecretsRequest(session.plan.release, session.plan.ns);
    const auto answer = await<ApiResult<ApiAnswer>>([&](QObject *context, const auto &done) {
        session.connection->client()->send(request, context, done);
    });
    if (!answer)
        return tl::unexpected(answer.error());
    return refsIn(answer->object, *ApiKinds().find(QStringLiteral("v1"), QStringLiteral("Secret")));
}

QCommandLineOption definitionsOption()
{
    return {QStringLiteral("with-crds"),
            tr("Also delete CustomResourceDefinitions, and so all objects of their kinds, in all "
               "namespaces.")};
}

int runDelete(const QCommandLineParser &parser, Console &console)
{
    if (const int bad = refuseFormat(parser, QStringLiteral("delete"), console); bad != Clean)
        return bad;
    const auto source = openSource(parser.positionalArguments().constFirst(), console);
    if (!source)
        return console.fail(source.error());
    auto session = openCluster(parser, source->project.topology);
    if (!session)
        return console.fail(session.error());
    auto all = goneObjects(*session, parser.isSet(QStringLiteral("with-crds")), console);
    if (!all)
        return failApi(all.error(), console);
    if (parser.isSet(QStringLiteral("with-secrets"))) {
        const auto secrets = ourSecrets(*session);
        if (!secrets)
            return failApi(secrets.error(), console);
        *all += *secrets;
    }
    if (all->isEmpty() && !isJson(parser)) {
        console.line(tr("There is nothing of the release %1 in the namespace %2.")
                         .arg(session->plan.release, session->plan.ns));
        return Clean;
    }
    ApplyOptions options;
    options.ns = session->plan.ns;
    options.release = session->plan.release;
    options.deletions = *all;
    return perform(*session, options, isJson(parser), console);
}

} // namespace

Command applyCommand()
{
    return {
        QStringLiteral("apply"),
        QStringLiteral("PROJECT"),
        tr("Applies a drawing to a cluster, without Helm."),
        tr("Object by object, on the server's side. Values of Secrets come from the keychain; "
           "workloads restart where they changed. Ctrl+C stops after the object that is on its "
           "way; "
           "applying again goes on. Exit code 2: it ended before all was applied."),
        clusterOptions() + valueOptions() +
            QList<QCommandLineOption>{
                {QStringLiteral("take"), tr("Take fields that somebody else has set.")},
                {QStringLiteral("prune"),
                 tr("Delete what an earlier apply of this release made and the drawing no longer "
                    "has.")},
                definitionsOption(),
                {QStringLiteral("without-secrets"),
                 tr("Leave the Secrets of the cluster as they are.")},
                {QStringLiteral("from-helm"),
                 tr("Take over what a release of Helm has; Helm forgets that release.")},
                {QStringLiteral("create-namespace"), tr("Make the namespace, if it is not there.")},
                {QStringLiteral("dry-run"),
                 tr("Only tell what would be done. Exit code 2: something would be refused.")},
                formatOption()},
        runApply};
}

Command deleteCommand()
{
    return {QStringLiteral("delete"),
            QStringLiteral("PROJECT"),
            tr("Deletes from a cluster what apply made of a release."),
            tr("Secrets and the namespace stay."),
            clusterOptions() +
                QList<QCommandLineOption>{
                    {QStringLiteral("with-secrets"),
                     tr("Also the Secrets that apply handed over. Values that are nowhere else "
                        "are lost.")},
                    definitionsOption(),
                    formatOption()},
            runDelete};
}

} // namespace chartwright::cli
