// SPDX-License-Identifier: Apache-2.0
#include "cli/minikube_session.h"

#include "cli/account_output.h"
#include "cli/await.h"
#include "cli/format_option.h"
#include "cli/interrupt.h"
#include "cli/status_output.h"
#include "deploy/address_run.h"
#include "deploy/minikube_run.h"

#include <QCoreApplication>
#include <QEventLoop>

using namespace Qt::StringLiterals;

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

/// A number of an option, or 0 where it is not given; below 0: it is none, which has been told.
int numberOf(const QCommandLineParser &parser, const QString &option, const QString &command,
             Console &console)
{
    if (!parser.isSet(option))
        return 0;
    bool isNumber = false;
    const int number = parser.value(option).toInt(&isNumber);
    if (isNumber && number > 0)
        return number;
    console.failUsage(tr("--%1 takes a number").arg(option), command);
    return -1;
}

Result<ToolProgram> minikubeTool()
{
    const auto path = findMinikube({});
    if (!path)
        return tl::unexpected(path.error());
    return await<Result<ToolProgram>>(
        [&](QObject *context, const auto &done) { askMinikube(*path, context, done); });
}

/// One run, each of whose steps is told when it changes; as JSON all at the end.
int runMinikube(MinikubeRun &run, bool asJson, Console &console)
{
    Interrupt interrupt;
    QEventLoop loop;
    QStringList told(run.steps().size());
    QObject::connect(&run, &MinikubeRun::stepChanged, &loop, [&](int i) {
        const DeployStep &step = run.steps()[i];
        const QString line = step.title() + u": "_s + plain(step.doing);
        // Percentages of a download are for those who see them move.
        if (asJson || step.doing.endsWith(u'%') || line == told[i] || step.error)
            return;
        told[i] = line;
        console.line(line);
        console.flush();
    });
    QObject::connect(&run, &MinikubeRun::finished, &loop, &QEventLoop::quit, Qt::QueuedConnection);
    QObject::connect(&interrupt, &Interrupt::came, &run, &MinikubeRun::cancel);
    run.start();
    loop.exec();
    if (asJson)
        console.write(stepsJson(run.steps()));
    for (const DeployStep &step : run.steps()) {
        if (!step.error)
            continue;
        for (const QString &line : step.output.mid(std::max<qsizetype>(0, step.output.size() - 20)))
            console.note(u"  "_s + plain(line));
        Error error = *step.error;
        error.message = plain(error.message);
        const bool isPlaced = !error.where.isEmpty() && error.where != step.name;
        error.where = step.title() + (isPlaced ? u": "_s + plain(error.where) : QString());
        console.fail(error);
    }
    if (interrupt.hasCome())
        return interrupt.exitCode();
    return run.isDone() ? Clean : Bad;
}

/// What this run itself kept open ends with it: then there is a command that opens the same.
void tellAddress(const Address &address, bool asJson, Console &console)
{
    const bool lasts = !address.door;
    const QString command = lasts ? QString() : address.door->command;
    QUrl url = address.url;
    if (!lasts && address.door->port != 0)
        url.setPort(CommandPort);
    // A tunnel has another port each time.
    const QString shown = lasts || address.door->port != 0 ? url.toString() : QString();
    if (asJson) {
        Map told;
        if (!shown.isEmpty())
            told.set(u"address"_s, shown);
        if (!command.isEmpty())
            told.set(u"command"_s, command);
        console.write(jsonLine(told));
    } else if (lasts) {
        console.line(tr("It answers at %1").arg(shown));
    } else if (shown.isEmpty()) {
        console.line(tr("It answers through a tunnel, at the address that this prints: %1")
                         .arg(plain(command)));
    } else {
        console.line(tr("It answers through a forwarded port, at %1 while this runs: %2")
                         .arg(shown, plain(command)));
    }
    if (!address.resolves)
        console.note(tr("The name %1 does not lead there from here. A line for the hosts file: %2")
                         .arg(plain(address.host), address.hostsLine()));
}

} // namespace

int tellAddress(const ClusterSession &session, bool asJson, Console &console)
{
    const auto door = doorOf(session.plan.objects, RefIndex(*session.topology));
    if (!door) {
        console.note(tr("Nothing of it can be opened: it has neither an Ingress nor a Service."));
        return Clean;
    }
    Interrupt interrupt;
    AddressRun run(session.connection, *door, session.minikube, nullptr);
    const auto address = await<std::optional<Result<Address>>>([&](QObject *context, auto done) {
        QObject::connect(&interrupt, &Interrupt::came, context, [done] { done(std::nullopt); });
        run.start(done);
    });
    if (!address)
        return interrupt.exitCode();
    if (!*address && door->kind == Door::Kind::Inside) { // not each Service has pages
        console.note(address->error().text());
        return Clean;
    }
    if (!*address) {
        console.fail(address->error());
        return Findings;
    }
    tellAddress(**address, asJson, console);
    return Clean;
}

QList<QCommandLineOption> minikubeOptions()
{
    return {{u"minikube"_s, tr("Deploy to Minikube: start it, bring the images, and go on.")},
            {u"profile"_s, tr("The profile of Minikube; \"minikube\" unless said."), u"NAME"_s},
            {u"driver"_s, tr("The driver of a profile that is made."), u"NAME"_s},
            {u"cpus"_s, tr("Processors of a profile that is made; without it what is drawn needs."),
             u"NUMBER"_s},
            {u"memory"_s,
             tr("Memory of a profile that is made, in MB; without it what is drawn "
                "needs."),
             u"MB"_s}};
}

int refuseMinikube(const QCommandLineParser &parser, const QString &command, Console &console)
{
    if (parser.isSet(u"minikube"_s)) {
        if (parser.isSet(u"context"_s))
            return console.failUsage(
                tr("--minikube and --context do not go together: a profile is its own context"),
                command);
        if (parser.isSet(u"kubeconfig"_s)) // it would write into another one than is read then
            return console.failUsage(tr("--minikube and --kubeconfig do not go together: Minikube "
                                        "writes into the file that $KUBECONFIG names"),
                                     command);
        const bool isGood = numberOf(parser, u"cpus"_s, command, console) >= 0 &&
                            numberOf(parser, u"memory"_s, command, console) >= 0;
        return isGood ? int(Clean) : int(Bad);
    }
    for (const QString &option : {u"profile"_s, u"driver"_s, u"cpus"_s, u"memory"_s}) {
        if (parser.isSet(option))
            return console.failUsage(tr("--%1 goes with --minikube").arg(option), command);
    }
    return Clean;
}

FindPlace minikubePlace(const QCommandLineParser &parser, Console &console)
{
    if (!parser.isSet(u"minikube"_s))
        return {};
    return [&parser, &console](const Topology &topology, const QString &folder,
                               const Value &values) -> tl::expected<Place, int> {
        const auto tool = minikubeTool();
        if (!tool)
            return tl::unexpected(console.fail(tool.error()));
        MinikubeOptions options;
        options.profile = parser.isSet(u"profile"_s) ? parser.value(u"profile"_s) : u"minikube"_s;
        options.settings = minikubeSettings(topology);
        options.settings.driver = parser.value(u"driver"_s);
        if (parser.isSet(u"cpus"_s))
            options.settings.cpus = parser.value(u"cpus"_s).toInt();
        if (parser.isSet(u"memory"_s))
            options.settings.memoryMb = parser.value(u"memory"_s).toInt();
        const auto config = loadKubeconfig(KubeconfigFiles::find());
        if (!config)
            return tl::unexpected(console.fail(config.error()));
        options.keepsContext = !config->currentContext.isEmpty();
        options.needsIngress = needsIngressAddon(topology);
        options.images = imagePlans(topology, values, folder);
        MinikubeRun run(*tool, options);
        if (const int code = runMinikube(run, isJson(parser), console); code != Clean)
            return tl::unexpected(code);
        return Place{options.profile, imageValues(options.images, run.imageIds()),
                     MinikubePlace{*tool, options.profile, run.ip()}};
    };
}

} // namespace chartwright::cli
