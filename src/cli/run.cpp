// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

void printVersion(Console &console)
{
    console.line(QLatin1String("chartwright-cli ") + QCoreApplication::applicationVersion());
}

QString overview()
{
    QString out = tr("Usage: chartwright-cli COMMAND [OPTIONS]") + QLatin1String("\n\n") +
                  tr("Checks, exports and renders drawings of Chartwright.") +
                  QLatin1String("\n\n") + tr("Commands:") + u'\n';
    for (const Command &command : commands())
        out += QStringLiteral("  %1  %2\n").arg(command.name, -8).arg(command.summary);
    out += u'\n' +
           tr("PROJECT is a topology.yaml, the folder that holds one, or - for standard input.") +
           u'\n' + tr("Exit code: 0 nothing to complain of, 1 findings, 2 wrong usage or input.") +
           u'\n' + tr("chartwright-cli COMMAND --help tells the options of a command.");
    return out;
}

QString help(const Command &command, const QCommandLineParser &parser)
{
    // The first line of Qt's text names the program by its path and knows nothing of commands.
    const QString text = parser.helpText();
    return tr("Usage: chartwright-cli %1 %2 [OPTIONS]").arg(command.name, command.arguments) +
           text.mid(text.indexOf(u'\n')).trimmed().prepend(u"\n\n");
}

int runCommand(const Command &command, const QStringList &arguments, Console &console)
{
    QCommandLineParser parser;
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")},
                                  tr("Show this help and leave."));
    const QCommandLineOption version({QStringLiteral("v"), QStringLiteral("version")},
                                     tr("Show the version and leave."));
    parser.setApplicationDescription(
        command.details.isEmpty() ? command.summary : command.summary + u'\n' + command.details);
    parser.addOptions(command.options);
    parser.addOptions({help, version});
    const bool parsed = parser.parse(QStringList(command.name) + arguments);
    if (parsed && parser.isSet(help)) {
        console.line(cli::help(command, parser));
        return Clean;
    }
    if (parsed && parser.isSet(version)) {
        printVersion(console);
        return Clean;
    }
    if (!parsed)
        return console.failUsage(parser.errorText(), command.name);
    const qsizetype count = parser.positionalArguments().size();
    if (count < command.leastArguments() || count > command.mostArguments()) {
        return console.failUsage(
            tr("%1 takes %2, and nothing else").arg(command.name, command.arguments), command.name);
    }
    return command.run(parser, console);
}

} // namespace

int run(const QStringList &arguments, Console &console)
{
    const QString first = arguments.value(0);
    if (first == u"-h" || first == u"--help") {
        console.line(overview());
        return Clean;
    }
    if (first == u"-v" || first == u"--version") {
        printVersion(console);
        return Clean;
    }
    for (const Command &command : commands()) {
        if (command.name == first)
            return runCommand(command, arguments.mid(1), console);
    }
    return console.failUsage(first.isEmpty() ? tr("a command is missing")
                                             : tr("there is no command \"%1\"").arg(first));
}

} // namespace chartwright::cli
