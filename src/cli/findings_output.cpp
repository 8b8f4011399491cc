// SPDX-License-Identifier: Apache-2.0
#include "cli/findings_output.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

QString tr(const char *text, const char *disambiguation = nullptr, int n = -1)
{
    return QCoreApplication::translate("Cli", text, disambiguation, n);
}

QString nameOf(const Topology &topology, const ResourceId &id)
{
    const ResourcePtr resource = topology.find(id);
    return resource ? resource->kind + u' ' + resource->name : QString();
}

Value toValue(const Finding &f, const Source &source, const Locator &locator)
{
    const ResourcePtr resource = source.project.topology.find(f.resource);
    const Position at = locator.find(f.resource, f.path);
    Map out{{QStringLiteral("rule"), f.rule},
            {QStringLiteral("severity"), severityLevel(f.severity)},
            {QStringLiteral("resource"),
             Map{{QStringLiteral("id"), f.resource.text},
                 {QStringLiteral("kind"), resource ? resource->kind : QString()},
                 {QStringLiteral("name"), resource ? resource->name : QString()}}},
            {QStringLiteral("path"), f.path.text()},
            {QStringLiteral("file"), source.file},
            {QStringLiteral("line"), at.line},
            {QStringLiteral("column"), at.column},
            {QStringLiteral("message"), f.message},
            {QStringLiteral("explanation"), f.explanation},
            {QStringLiteral("remedy"), f.remedy}};
    if (!f.fixText.isEmpty())
        out.append(QStringLiteral("fix"), f.fixText);
    if (f.accepted)
        out.append(QStringLiteral("accepted"), *f.accepted);
    return out;
}

} // namespace

Counts Counts::of(const QList<Finding> &findings)
{
    Counts out;
    for (const Finding &f : findings) {
        ++(!f.isOpen()                       ? out.accepted
           : f.severity == Severity::Error   ? out.errors
           : f.severity == Severity::Warning ? out.warnings
                                             : out.advice);
    }
    return out;
}

QString Counts::text() const
{
    // Without a translator Qt leaves %n as it is, so the few plurals are written out.
    QStringList parts{errors == 1 ? tr("1 error") : tr("%1 errors").arg(errors),
                      warnings == 1 ? tr("1 warning") : tr("%1 warnings").arg(warnings),
                      tr("%1 advice").arg(advice)};
    if (accepted > 0)
        parts.append(tr("%1 accepted").arg(accepted));
    return parts.join(QLatin1String(", "));
}

QString severityWord(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return QStringLiteral("error");
    case Severity::Warning:
        return QStringLiteral("warning");
    case Severity::Advice:
        break;
    }
    return QStringLiteral("advice");
}

QString severityLevel(Severity severity)
{
    return severity == Severity::Advice ? QStringLiteral("note") : severityWord(severity);
}

void writeText(const QList<Finding> &findings, const Source &source, Console &console)
{
    const Locator locator(source.bytes);
    for (const Finding &f : findings) {
        if (!f.isOpen())
            continue;
        const QString who = nameOf(source.project.topology, f.resource);
        console.line(
            QStringLiteral("%1: %2: %3 [%4]")
                .arg(plain(source.where(locator, f.resource, f.path)), severityWord(f.severity),
                     plain(who.isEmpty() ? f.message : who + QLatin1String(": ") + f.message),
                     f.rule));
        if (!f.path.isEmpty())
            console.line(QLatin1String("  ") + plain(f.path.text()));
        if (!f.remedy.isEmpty())
            console.line(QLatin1String("  ") + plain(f.remedy));
    }
    console.line(Counts::of(findings).text());
}

QByteArray toJson(const QList<Finding> &findings, const Source &source, const QString &profile)
{
    const Locator locator(source.bytes);
    List list;
    for (const Finding &f : findings)
        list.append(toValue(f, source, locator));
    const Counts counts = Counts::of(findings);
    return writeJson(
        Map{{QStringLiteral("version"), 1},
            {QStringLiteral("project"), source.file},
            {QStringLiteral("profile"), profile},
            {QStringLiteral("findings"), list},
            {QStringLiteral("summary"), Map{{QStringLiteral("errors"), counts.errors},
                                            {QStringLiteral("warnings"), counts.warnings},
                                            {QStringLiteral("advice"), counts.advice},
                                            {QStringLiteral("accepted"), counts.accepted}}}});
}

} // namespace chartwright::cli
