// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/logs_run.h"
#include "cli/value_options.h"

#include <QCoreApplication>
#include <QEventLoop>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

/// -f is kubectl's --follow here.
QList<QCommandLineOption> valueOptionsWithoutF()
{
    QList<QCommandLineOption> out;
    for (const QCommandLineOption &option : valueOptions()) {
        out.append({option.names().constLast(), option.description(), option.valueName()});
    }
    return out;
}

/// "todo-backend", "deployment/todo-backend", "pod/todo-backend-5d8f-x2v4k" or the pod's name.
Result<LogsOptions> meant(const QString &resource, const ReleasePlan &plan)
{
    LogsOptions out;
    out.ns = plan.ns;
    const QString kind = resource.contains(u'/') ? resource.section(u'/', 0, 0) : QString();
    const QString name = resource.section(u'/', -1);
    static const QStringList deployments{QStringLiteral("deployment"),
                                         QStringLiteral("deployments"), QStringLiteral("deploy")};
    static const QStringList pods{QStringLiteral("pod"), QStringLiteral("pods"),
                                  QStringLiteral("po")};
    QStringList drawn;
    for (const ApplyObject &object : plan.objects) {
        if (object.ref.kind != u"Deployment")
            continue;
        drawn.append(object.ref.name);
        if (object.ref.name == name && (kind.isEmpty() || deployments.contains(kind))) {
            out.deployment = name;
            out.ns = object.ref.ns;
        }
    }
    if (!out.deployment.isEmpty())
        return out;
    const bool isOfOne = std::any_of(drawn.begin(), drawn.end(), [&](const QString &deployment) {
        return name.startsWith(deployment + u'-');
    });
    if (pods.contains(kind) || (kind.isEmpty() && isOfOne)) {
        out.pod = name;
        return out;
    }
    return failure(tr("\"%1\" is neither a drawn Deployment nor one of its pods").arg(resource), {},
                   tr("Drawn are: %1").arg(drawn.join(QLatin1String(", "))));
}

int runLogs(const QCommandLineParser &parser, Console &console)
{
    const QString name = QStringLiteral("logs");
    int tail = -1;
    if (parser.isSet(QStringLiteral("tail"))) {
        bool isNumber = false;
        tail = parser.value(QStringLiteral("tail")).toInt(&isNumber);
        if (!isNumber || tail < -1)
            return console.failUsage(tr("--tail takes a number of lines"), name);
    }
    const bool isFollowed = parser.isSet(QStringLiteral("follow"));
    const bool isPrevious = parser.isSet(QStringLiteral("previous"));
    if (isFollowed && isPrevious) {
        return console.failUsage(
            tr("--previous is of a container that ended, which --follow cannot follow"), name);
    }
    auto session = openDrawn(parser, name, console);
    if (!session)
        return session.error();
    auto options = meant(parser.positionalArguments().value(1), session->plan);
    if (!options)
        return console.fail(options.error());
    options->tail = tail;
    options->isFollowed = isFollowed;
    options->isPrevious = isPrevious;
    options->container = parser.value(QStringLiteral("container"));
    options->hasTimes = parser.isSet(QStringLiteral("timestamps"));
    QEventLoop loop;
    int code = Bad;
    Interrupt interrupt;
    LogsRun run(*session, *options, console);
    QObject::connect(
        &run, &LogsRun::finished, &loop,
        [&](int exitCode) {
            code = exitCode;
            loop.quit();
        },
        Qt::QueuedConnection);
    QObject::connect(&interrupt, &Interrupt::came, &loop, [&] {
        code = interrupt.exitCode();
        loop.quit();
    });
    run.start();
    loop.exec();
    return code;
}

} // namespace

Command logsCommand()
{
    return {
        QStringLiteral("logs"),
        QStringLiteral("PROJECT RESOURCE"),
        tr("Shows the logs of a drawn Deployment's pods."),
        tr("RESOURCE is the Deployment's name, or a pod's. Where there are several pods, each "
           "line begins with the pod's name. Exit code 1: some could not be read."),
        clusterOptions() + valueOptionsWithoutF() +
            QList<QCommandLineOption>{
                {{QStringLiteral("f"), QStringLiteral("follow")},
                 tr("Go on with what comes, of later pods too, until Ctrl+C.")},
                {QStringLiteral("previous"), tr("Of the containers before their last restart.")},
                {QStringLiteral("tail"), tr("Only so many of the last lines of each pod."),
                 QStringLiteral("LINES")},
                {{QStringLiteral("c"), QStringLiteral("container")},
                 tr("The container; without it the first."),
                 QStringLiteral("NAME")},
                {QStringLiteral("timestamps"), tr("Begin each line with its time.")}},
        runLogs};
}

} // namespace chartwright::cli
