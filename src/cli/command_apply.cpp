// SPDX-License-Identifier: Apache-2.0
#include "cli/cluster_session.h"
#include "cli/command.h"
#include "cli/difference_output.h"
#include "cli/value_options.h"
#include "deploy/apply_run.h"

#include <QCoreApplication>
#include <QEventLoop>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

QString wordFor(ApplyStep::State state)
{
    switch (state) {
    case ApplyStep::State::Created:
        return tr("created");
    case ApplyStep::State::Changed:
        return tr("changed");
    case ApplyStep::State::Same:
        return tr("unchanged");
    case ApplyStep::State::Deleted:
        return tr("deleted");
    case ApplyStep::State::Failed:
        return tr("failed");
    case ApplyStep::State::LeftOut:
        return tr("left as it is");
    default:
        return tr("not done");
    }
}

QString lineFor(const ApplyStep &step)
{
    if (step.work == ApplyStep::Work::Restart && step.state == ApplyStep::State::Changed)
        return tr("restarted, since its Secret changed");
    if (step.work == ApplyStep::Work::Record && step.state != ApplyStep::State::Failed)
        return tr("notes what was applied");
    return wordFor(step.state);
}

/// Runs it to its end, a line a step. Gives an ExitCode.
int perform(ClusterSession &session, const ApplyOptions &options, Console &console)
{
    ApplyRun run(session.client.get(), session.kinds, session.plan.objects, options);
    QEventLoop loop;
    QObject::connect(&run, &ApplyRun::stepChanged, &loop, [&](int i) {
        const ApplyStep &step = run.steps()[i];
        if (step.state == ApplyStep::State::Running)
            return;
        console.line(plain(nameOf(step.ref)) + QLatin1String(": ") + lineFor(step));
        for (const QString &warning : step.warnings)
            console.note(QLatin1String("  ") + tr("warning: %1").arg(plain(warning)));
    });
    QObject::connect(&run, &ApplyRun::finished, &loop, &QEventLoop::quit, Qt::QueuedConnection);
    run.start();
    loop.exec();
    int left = 0;
    for (const ApplyStep &step : run.steps()) {
        left += step.state == ApplyStep::State::Waiting ? 1 : 0;
        if (step.failure)
            failApi(*step.failure, console, plain(nameOf(step.ref)));
    }
    if (left > 0)
        console.note(tr("Left as they are: %1").arg(left));
    return run.isDone() ? Clean : Bad;
}

int runApply(const QCommandLineParser &parser, Console &console)
{
    auto session = openDrawn(parser, QStringLiteral("apply"), console);
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
        const auto gone = goneObjects(*session);
        if (!gone)
            return failApi(gone.error(), console);
        options.deletions = *gone;
    }
    return perform(*session, options, console);
}

int runDelete(const QCommandLineParser &parser, Console &console)
{
    const auto source = openSource(parser.positionalArguments().constFirst(), console);
    if (!source)
        return console.fail(source.error());
    auto session = openCluster(parser, source->project.topology);
    if (!session)
        return console.fail(session.error());
    const auto all = goneObjects(*session);
    if (!all)
        return failApi(all.error(), console);
    if (all->isEmpty()) {
        console.line(tr("There is nothing of the release %1 in the namespace %2.")
                         .arg(session->plan.release, session->plan.ns));
        return Clean;
    }
    ApplyOptions options;
    options.ns = session->plan.ns;
    options.release = session->plan.release;
    options.deletions = *all;
    return perform(*session, options, console);
}

} // namespace

Command applyCommand()
{
    return {
        QStringLiteral("apply"),
        QStringLiteral("PROJECT"),
        tr("Applies a drawing to a cluster, without Helm."),
        tr("Object by object, on the server's side. Values of Secrets come from the keychain; "
           "workloads restart where they changed. Exit code 2: it ended before all was applied."),
        clusterOptions() + valueOptions() +
            QList<QCommandLineOption>{
                {QStringLiteral("take"), tr("Take fields that somebody else has set.")},
                {QStringLiteral("prune"),
                 tr("Delete what an earlier apply of this release made and the drawing no longer "
                    "has.")},
                {QStringLiteral("without-secrets"),
                 tr("Leave the Secrets of the cluster as they are.")},
                {QStringLiteral("from-helm"),
                 tr("Take over what a release of Helm has; Helm forgets that release.")},
                {QStringLiteral("create-namespace"),
                 tr("Make the namespace, if it is not there.")}},
        runApply};
}

Command deleteCommand()
{
    return {QStringLiteral("delete"),
            QStringLiteral("PROJECT"),
            tr("Deletes from a cluster what apply made of a release."),
            tr("Secrets and the namespace stay."),
            clusterOptions(),
            runDelete};
}

} // namespace chartwright::cli
