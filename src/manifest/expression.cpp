// SPDX-License-Identifier: Apache-2.0
#include "manifest/emitter.h"
#include "manifest/go_text.h"
#include "tree/yaml.h"

namespace chartwright::manifest {
namespace {

bool isIdentifier(const QString &key)
{
    const auto isWordCharacter = [](QChar c) {
        return c.unicode() < 128 && (c.isLetterOrNumber() || c == u'_');
    };
    return !key.isEmpty() && !key[0].isDigit() &&
           std::all_of(key.begin(), key.end(), isWordCharacter);
}

/// `.a.b`, or `index .a "b.c" "d"` from the first key on that is no identifier.
QString fieldText(const QString &root, const QStringList &path)
{
    QString out = root;
    qsizetype i = 0;
    for (; i < path.size() && isIdentifier(path[i]); ++i)
        out += out.endsWith(u'.') ? path[i] : u'.' + path[i];
    if (i == path.size())
        return out;
    out = QLatin1String("index ") + out;
    for (; i < path.size(); ++i)
        out += u' ' + goQuote(path[i]);
    return out;
}

QString baseText(const Expr &expr, bool rebound)
{
    const QString root = rebound ? QStringLiteral("$") : QString();
    switch (expr.source) {
    case Source::Values:
        return fieldText(root + QLatin1String(".Values"), expr.path);
    case Source::Dot:
        return fieldText(QStringLiteral("."), expr.path);
    case Source::ChartName:
        return root + QLatin1String(".Chart.Name");
    case Source::ChartVersion:
        return root + QLatin1String(".Chart.Version");
    case Source::AppVersion:
        return root + QLatin1String(".Chart.AppVersion");
    case Source::ReleaseName:
        return root + QLatin1String(".Release.Name");
    case Source::ReleaseNamespace:
        return root + QLatin1String(".Release.Namespace");
    case Source::ReleaseService:
        return root + QLatin1String(".Release.Service");
    case Source::Include:
        return QStringLiteral("include %1 %2")
            .arg(goQuote(expr.name), rebound ? QStringLiteral("$") : QStringLiteral("."));
    }
    return {};
}

QString inParentheses(const QString &text)
{
    return text.contains(u' ') ? u'(' + text + u')' : text;
}

QString defaultText(const Node &argument, bool rebound)
{
    if (const Expr *expr = std::get_if<Expr>(&argument.data()))
        return argumentText(*expr, rebound);
    if (const Format *format = std::get_if<Format>(&argument.data()))
        return inParentheses(pipeline(*format, rebound));
    const Value &value = std::get<Literal>(argument.data()).value;
    return value.isString() ? goQuote(value.toString()) : value.scalarText();
}

QString filterText(const Filter &filter, bool rebound)
{
    switch (filter.kind) {
    case Filter::Kind::Quote:
        return QStringLiteral("quote");
    case Filter::Kind::Int64:
        return QStringLiteral("int64");
    case Filter::Kind::B64Enc:
        return QStringLiteral("b64enc");
    case Filter::Kind::ToString:
        return QStringLiteral("toString");
    case Filter::Kind::ToJson:
        return QStringLiteral("toJson");
    case Filter::Kind::Sha256Sum:
        return QStringLiteral("sha256sum");
    case Filter::Kind::Required:
        return QLatin1String("required ") + goQuote(filter.text);
    case Filter::Kind::Default:
        return QLatin1String("default ") + defaultText(*filter.argument, rebound);
    case Filter::Kind::Replace:
        return QLatin1String("replace ") + goQuote(filter.text) + u' ' + goQuote(filter.with);
    case Filter::Kind::Trunc:
        return QStringLiteral("trunc %1").arg(filter.number);
    case Filter::Kind::TrimSuffix:
        return QLatin1String("trimSuffix ") + goQuote(filter.text);
    case Filter::Kind::Eq:
        return QLatin1String("eq ") + goQuote(filter.text);
    case Filter::Kind::Ne:
        return QLatin1String("ne ") + goQuote(filter.text);
    }
    return {};
}

QString withFilters(QString text, const QList<Filter> &filters, bool rebound)
{
    for (qsizetype i = 0; i < filters.size(); ++i) {
        const QString filter = filterText(filters[i], rebound);
        // A message and a comparison read better in front of what they are about.
        if (i == 0 && filters[i].kind == Filter::Kind::Required)
            text = filter + u' ' + inParentheses(text);
        else if (i == 0 &&
                 (filters[i].kind == Filter::Kind::Eq || filters[i].kind == Filter::Kind::Ne))
            text = QLatin1String(filters[i].kind == Filter::Kind::Eq ? "eq " : "ne ") +
                   inParentheses(text) + u' ' + goQuote(filters[i].text);
        else
            text += QLatin1String(" | ") + filter;
    }
    return text;
}

} // namespace

QString pipeline(const Expr &expr, bool rebound)
{
    return withFilters(baseText(expr, rebound), expr.filters, rebound);
}

QString pipeline(const Format &format, bool rebound)
{
    QString pattern, arguments;
    for (const auto &piece : format.pieces) {
        if (const QString *literal = std::get_if<QString>(&piece)) {
            pattern += QString(*literal).replace(u'%', QLatin1String("%%"));
        } else {
            const Expr &expr = std::get<Expr>(piece);
            const bool isText = expr.source != Source::Values && expr.source != Source::Dot;
            pattern += QLatin1String(isText ? "%s" : "%v");
            arguments += u' ' + argumentText(expr, rebound);
        }
    }
    return withFilters(QLatin1String("printf ") + goQuote(pattern) + arguments, format.filters,
                       rebound);
}

QString argumentText(const Expr &expr, bool rebound)
{
    return inParentheses(pipeline(expr, rebound));
}

bool isEmbedded(const Format &format)
{
    return format.filters.isEmpty() &&
           std::all_of(format.pieces.begin(), format.pieces.end(), [](const auto &piece) {
               const Expr *expr = std::get_if<Expr>(&piece);
               return !expr || expr->plain;
           });
}

QString safeScalar(const QString &text, bool quoted)
{
    static const QString noValue = QStringLiteral("<no value>");
    if (text.contains(noValue))
        return yamlQuoted(text).replace(noValue, QLatin1String("<no value\\x3e"));
    return quoted ? yamlQuoted(text) : yamlScalar(text);
}

QString action(const Expr &expr)
{
    return QLatin1String("{{ ") + pipeline(expr, false) + QLatin1String(" }}");
}

QString expression(const Expr &expr) { return pipeline(expr, false); }

QString templateText(const QString &text)
{
    return QString(text).replace(QLatin1String("{{"), QLatin1String("{{ \"{{\" }}"));
}

QString prefixTemplate(int length)
{
    return QStringLiteral(
               "{{- $name := printf \"%s-%s\" .Release.Name .Chart.Name | replace \".\" \"-\" }}\n"
               "{{- if gt (len $name) %1 }}\n"
               "{{- $name = printf \"%s-%s\" ($name | trunc %2 | trimSuffix \"-\") "
               "($name | sha256sum | trunc 6) }}\n"
               "{{- end }}\n"
               "{{- $name }}-")
        .arg(length)
        .arg(length - 7);
}

} // namespace chartwright::manifest
