// SPDX-License-Identifier: Apache-2.0
#include "cli/findings_output.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QUrl>

namespace chartwright::cli {
namespace {

Value text(const QString &words) { return Map{{QStringLiteral("text"), words}}; }

/// What is wrong, and what to do: services show it as one paragraph.
QString words(const Finding &f)
{
    if (f.remedy.isEmpty())
        return f.message;
    const bool ended =
        f.message.endsWith(u'.') || f.message.endsWith(u'!') || f.message.endsWith(u'?');
    return f.message + QLatin1String(ended ? " " : ". ") + f.remedy;
}

/// Stays when lines move, so that a service that shows findings knows them again.
QString fingerprint(const Finding &f)
{
    const QString key = f.rule + u'\n' + f.resource.text + u'\n' + f.path.text();
    return QString::fromLatin1(
        QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha256).toHex());
}

/// Relative as it was typed, so that a service finds the file in its checkout.
QString uriOf(const QString &file)
{
    if (file == u"-")
        return QStringLiteral("stdin");
    return QString::fromLatin1(QDir::isAbsolutePath(file) ? QUrl::fromLocalFile(file).toEncoded()
                                                          : QUrl::toPercentEncoding(file, "/"));
}

Value location(const Finding &f, const Source &source, const Locator &locator)
{
    const Position at = locator.find(f.resource, f.path);
    const ResourcePtr resource = source.project.topology.find(f.resource);
    QString name = resource ? resource->kind + u'/' + resource->name : f.resource.text;
    if (!f.path.isEmpty())
        name += u'/' + f.path.text();
    const QString uri = uriOf(source.file);
    return Map{{QStringLiteral("physicalLocation"),
                Map{{QStringLiteral("artifactLocation"), Map{{QStringLiteral("uri"), uri}}},
                    {QStringLiteral("region"), Map{{QStringLiteral("startLine"), at.line},
                                                   {QStringLiteral("startColumn"), at.column}}}}},
               {QStringLiteral("logicalLocations"),
                List{Map{{QStringLiteral("fullyQualifiedName"), name},
                         {QStringLiteral("kind"), QStringLiteral("resource")}}}}};
}

Value result(const Finding &f, qsizetype rule, const Source &source, const Locator &locator)
{
    Map out{{QStringLiteral("ruleId"), f.rule},
            {QStringLiteral("ruleIndex"), rule},
            {QStringLiteral("level"), severityLevel(f.severity)},
            {QStringLiteral("message"), text(words(f))},
            {QStringLiteral("locations"), List{location(f, source, locator)}},
            {QStringLiteral("partialFingerprints"),
             Map{{QStringLiteral("chartwright/v1"), fingerprint(f)}}}};
    if (f.accepted) {
        out.append(QStringLiteral("suppressions"),
                   List{Map{{QStringLiteral("kind"), QStringLiteral("inSource")},
                            {QStringLiteral("justification"), *f.accepted}}});
    }
    return out;
}

} // namespace

QByteArray toSarif(const QList<Finding> &findings, const Source &source)
{
    const Locator locator(source.bytes);
    QStringList ids;
    List rules, results;
    for (const Finding &f : findings) {
        if (!ids.contains(f.rule)) {
            ids.append(f.rule);
            Map rule{{QStringLiteral("id"), f.rule}};
            if (!f.explanation.isEmpty())
                rule.append(QStringLiteral("fullDescription"), text(f.explanation));
            rules.append(rule);
        }
        results.append(result(f, ids.indexOf(f.rule), source, locator));
    }
    const Map driver{{QStringLiteral("name"), QStringLiteral("Chartwright")},
                     {QStringLiteral("version"), QCoreApplication::applicationVersion()},
                     {QStringLiteral("rules"), rules}};
    const Map run{{QStringLiteral("tool"), Map{{QStringLiteral("driver"), driver}}},
                  {QStringLiteral("columnKind"), QStringLiteral("utf16CodeUnits")},
                  {QStringLiteral("results"), results}};
    return writeJson(Map{{QStringLiteral("$schema"),
                          QStringLiteral("https://json.schemastore.org/sarif-2.1.0.json")},
                         {QStringLiteral("version"), QStringLiteral("2.1.0")},
                         {QStringLiteral("runs"), List{run}}});
}

} // namespace chartwright::cli
