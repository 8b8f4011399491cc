// SPDX-License-Identifier: Apache-2.0
#include "chart/chart_files.h"
#include "checks/check_engine.h"
#include "cli/command.h"
#include "cli/findings_output.h"
#include "secrets/env_exposure.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSet>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

/// What export would refuse counts as an error, whether a rule says so too or not.
void addRefusals(const Topology &topology, QList<Finding> &findings)
{
    QSet<ResourceId> known;
    for (const Finding &f : std::as_const(findings)) {
        if (f.severity == Severity::Error && f.isOpen())
            known.insert(f.resource);
    }
    QList<Finding> more;
    for (const Refusal &refusal : refusals(topology)) {
        if (known.contains(refusal.resource))
            continue;
        Finding f;
        f.rule = QStringLiteral("export/refused");
        f.resource = refusal.resource;
        f.path = refusal.path;
        f.severity = Severity::Error;
        f.acceptable = false;
        f.message = refusal.error.message;
        f.explanation = tr("What cannot be written is not exported.");
        f.remedy = refusal.error.remedy;
        more.append(f);
    }
    findings = more + findings;
}

int check(const QCommandLineParser &parser, Console &console)
{
    const QString output = parser.value(QStringLiteral("output"));
    if (output != u"text" && output != u"json" && output != u"sarif") {
        return console.failUsage(tr("--output is text, json or sarif, not \"%1\"").arg(output),
                                 QStringLiteral("check"));
    }
    const QString profile = parser.value(QStringLiteral("profile"));
    if (!profile.isEmpty() && !TargetFacts::profiles().contains(profile)) {
        return console.failUsage(
            tr("there is no profile \"%1\"; there are: %2")
                .arg(profile, TargetFacts::profiles().join(QLatin1String(", "))),
            QStringLiteral("check"));
    }
    const auto source = openSource(parser.positionalArguments().constFirst(), console);
    if (!source)
        return console.fail(source.error());

    const Topology &topology = source->project.topology;
    TargetFacts facts = TargetFacts::of(topology, profile);
    // No keychain is asked: a pipeline has none. `secret check` does.
    if (!source->project.path.isEmpty())
        facts.secrets.envFiles = envExposures(QFileInfo(source->project.path).path());
    QList<Finding> findings = CheckEngine::check(topology, facts);
    addRefusals(topology, findings);
    if (output == u"json")
        console.write(toJson(findings, *source, facts.profile));
    else if (output == u"sarif")
        console.write(toSarif(findings, *source));
    else
        writeText(findings, *source, console);

    const Counts counts = Counts::of(findings);
    const bool strict = parser.isSet(QStringLiteral("strict"));
    return counts.errors > 0 || (strict && counts.warnings > 0) ? Findings : Clean;
}

} // namespace

Command checkCommand()
{
    return {
        QStringLiteral("check"),
        QStringLiteral("PROJECT"),
        tr("Lists what is wrong with a drawing."),
        tr("Exits with 1 where there are errors, with --strict also for warnings. Findings that "
           "were accepted with a reason do not count."),
        {{QStringLiteral("strict"), tr("Warnings count as errors.")},
         {QStringLiteral("profile"),
          tr("The limits to check against, not the drawing's own: %1.")
              .arg(TargetFacts::profiles().join(QLatin1String(", "))),
          QStringLiteral("NAME")},
         {QStringLiteral("output"), tr("text, json or sarif."), QStringLiteral("FORMAT"),
          QStringLiteral("text")}},
        check};
}

} // namespace chartwright::cli
