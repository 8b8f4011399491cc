// SPDX-License-Identifier: Apache-2.0
#include "cli/value_options.h"

#include "chart/render.h"
#include "project/safe_write.h"
#include "tree/path.h"
#include "tree/yaml.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

/// They would stay in the history of the shell and in the list of processes.
Result<void> refuseSecrets(const Topology &topology, const Value &values)
{
    for (const ResourcePtr &secret : topology.ofKind(u"Secret")) {
        const Path data = Path(secret->valuesKey).key(QStringLiteral("data"));
        if (!at(values, data).isEmpty()) {
            return failure(
                tr("values of secrets are not taken here: %1.data").arg(secret->valuesKey), {},
                tr("Make the Secret in the cluster instead: kubectl create secret "
                   "generic %1 --from-env-file=.env")
                    .arg(secret->name));
        }
    }
    return {};
}

Result<Value> givenValues(const QCommandLineParser &parser, Console &console)
{
    Value values = Map();
    for (const QString &file : parser.values(QStringLiteral("values"))) {
        // A pipe is what a shell makes of <(…).
        const auto bytes = file == u"-" ? console.read(ReadLimits{}.bytes)
                                        : readFile(file, ReadLimits{}.bytes, Pipes::Read);
        if (!bytes)
            return tl::unexpected(bytes.error());
        const auto read = parseValuesFile(*bytes, file);
        if (!read)
            return read;
        values = mergeValues(values, *read);
    }
    for (const bool asStrings : {false, true}) {
        const auto sets =
            parser.values(asStrings ? QStringLiteral("set-string") : QStringLiteral("set"));
        if (sets.isEmpty())
            continue;
        const auto read = parseSet(sets, asStrings);
        if (!read)
            return read;
        values = mergeValues(values, *read);
    }
    return values;
}

} // namespace

QList<QCommandLineOption> valueOptions()
{
    return {{QStringLiteral("set"), tr("Override a value, as for helm; may be repeated."),
             QStringLiteral("KEY=VALUE")},
            {QStringLiteral("set-string"), tr("The same, always as a text."),
             QStringLiteral("KEY=VALUE")},
            {{QStringLiteral("f"), QStringLiteral("values")},
             tr("Override values from a YAML file, or - for standard input; may be repeated."),
             QStringLiteral("FILE")}};
}

int refuseTwoReaders(const QCommandLineParser &parser, const QString &command, Console &console)
{
    const QString secrets = QStringLiteral("secrets-from"); // an option of deploy alone
    const bool areSecretsRead =
        parser.optionNames().contains(secrets) && parser.value(secrets) == u"-";
    const qsizetype readers = parser.values(QStringLiteral("values")).count(QLatin1String("-")) +
                              (parser.positionalArguments().constFirst() == u"-" ? 1 : 0) +
                              (areSecretsRead ? 1 : 0);
    return readers > 1 ? console.failUsage(tr("standard input (-) can be read only once"), command)
                       : int(Clean);
}

Result<Value> releaseValues(const QCommandLineParser &parser, Console &console,
                            const Topology &topology, const QString &release)
{
    const ResourcePtr drawn = topology.findByName(u"Release", release);
    const auto given = givenValues(parser, console);
    if (!given)
        return given;
    const Value values =
        mergeValues(drawn ? overrideValues(topology, *drawn) : Value(Map()), *given);
    if (auto ok = refuseSecrets(topology, values); !ok)
        return tl::unexpected(ok.error());
    return values;
}

} // namespace chartwright::cli
