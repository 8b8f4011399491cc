// SPDX-License-Identifier: Apache-2.0
#include "manifest/emitter.h"
#include "tree/yaml.h"

namespace chartwright::manifest {
namespace {

QString inAction(const QString &pipeline)
{
    return QLatin1String("{{ ") + pipeline + QLatin1String(" }}");
}

/// "{" + "{{ … }}" would be read as "{{" + "{ … }}".
QString beforeAction(QString text)
{
    if (text.endsWith(u'{')) {
        text.chop(1);
        text += QLatin1String("{{ \"{\" }}");
    }
    return text;
}

bool isAction(const Format &format, qsizetype i)
{
    return i < format.pieces.size() && std::get_if<Expr>(&format.pieces[i]);
}

/// The inside of a double-quoted string.
QString embedded(const QString &text)
{
    const QString quoted = safeScalar(text, true);
    return templateText(quoted.mid(1, quoted.size() - 2));
}

} // namespace

QString TemplateEmitter::key(const QString &key) { return templateText(safeScalar(key, false)); }

QString TemplateEmitter::literal(const Literal &literal)
{
    if (literal.value.isString())
        return templateText(safeScalar(literal.value.toString(), literal.quoted));
    return yamlScalar(literal.value);
}

QString TemplateEmitter::expr(const Expr &expr) { return inAction(pipeline(expr, rebound())); }

QString TemplateEmitter::format(const Format &format)
{
    if (!isEmbedded(format)) {
        const bool isQuoted =
            !format.filters.isEmpty() && format.filters.last().kind == Filter::Kind::Quote;
        return inAction(pipeline(isQuoted ? format : format | Filter::quote(), rebound()));
    }
    QString out = QStringLiteral("\"");
    for (qsizetype i = 0; i < format.pieces.size(); ++i) {
        if (const QString *literal = std::get_if<QString>(&format.pieces[i]))
            out += isAction(format, i + 1) ? beforeAction(embedded(*literal)) : embedded(*literal);
        else
            out += expr(std::get<Expr>(format.pieces[i]));
    }
    return out + u'"';
}

QString TemplateEmitter::line(const Format &format)
{
    QString out;
    for (qsizetype i = 0; i < format.pieces.size(); ++i) {
        if (const QString *literal = std::get_if<QString>(&format.pieces[i])) {
            const QString text = templateText(*literal);
            out += isAction(format, i + 1) ? beforeAction(text) : text;
        } else {
            out += expr(std::get<Expr>(format.pieces[i]));
        }
    }
    return out;
}

QString TemplateEmitter::include(const QString &definition, int indent)
{
    return QStringLiteral("\n%1{{- include \"%2\" %3 | nindent %4 }}")
        .arg(QString(indent, u' '), definition,
             rebound() ? QStringLiteral("$") : QStringLiteral("."))
        .arg(indent);
}

QString TemplateEmitter::block(const Expr &expr, int indent)
{
    return QStringLiteral("\n%1{{- toYaml %2 | nindent %3 }}")
        .arg(QString(indent, u' '), argumentText(expr, rebound()))
        .arg(indent);
}

QString TemplateEmitter::opening(const Condition &condition)
{
    const QString what = argumentText(condition.expr, rebound());
    const QString inner = pipeline(condition.expr, rebound());
    switch (condition.kind) {
    case Condition::Kind::If:
        return QLatin1String("{{- if ") + inner + QLatin1String(" }}");
    case Condition::Kind::IfNot:
        return QLatin1String("{{- if not ") + what + QLatin1String(" }}");
    case Condition::Kind::With:
        return QLatin1String("{{- with ") + inner + QLatin1String(" }}");
    }
    return {};
}

bool TemplateEmitter::open(const Condition &condition)
{
    m_open.append(condition.kind);
    m_withs += condition.kind == Condition::Kind::With;
    return true;
}

void TemplateEmitter::close() { m_withs -= m_open.takeLast() == Condition::Kind::With; }

} // namespace chartwright::manifest
