// SPDX-License-Identifier: Apache-2.0
#include "manifest/emitter.h"
#include "manifest/go_text.h"
#include "tree/yaml.h"

#include <QCoreApplication>
#include <QCryptographicHash>

namespace chartwright::manifest {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Render", text); }

[[noreturn]] void fail(const QString &message) { throw EvaluateFailure{Error{message, {}, {}}}; }

/// What an action prints for a value.
QString printed(const Value &value)
{
    return value.isNull() ? QStringLiteral("<no value>") : goText(value);
}

/// sprig's strval.
QString strval(const Value &value) { return goText(value); }

QString wantString(const Value &value, QLatin1StringView function)
{
    if (!value.isString()) {
        fail(tr("%1 wants a string, but the value is %2")
                 .arg(function, value.isNull() ? tr("empty") : goText(value)));
    }
    return value.toString();
}

Value toInt64(const Value &value)
{
    switch (value.type()) {
    case Value::Type::Double:
        return qint64(value.toDouble());
    case Value::Type::Bool:
        return qint64(value.toBool());
    case Value::Type::String:
        return value.toString().toLongLong();
    default:
        return value.toInt();
    }
}

/// The first bytes; Go cuts a string without regard to characters, which only ASCII survives.
QString truncated(const QString &text, int bytes)
{
    return QString::fromUtf8(text.toUtf8().left(bytes));
}

QString inside(const QString &text)
{
    const QString quoted = safeScalar(text, true);
    return quoted.mid(1, quoted.size() - 2);
}

} // namespace

QString EvaluateEmitter::key(const QString &key) { return safeScalar(key, false); }

QString EvaluateEmitter::literal(const Literal &literal)
{
    if (!literal.value.isString())
        return yamlScalar(literal.value);
    return safeScalar(literal.value.toString(), literal.quoted);
}

QString EvaluateEmitter::expr(const Expr &expr) { return printed(value(expr)); }

QString EvaluateEmitter::format(const Format &format)
{
    if (!isEmbedded(format)) {
        const bool isQuoted =
            !format.filters.isEmpty() && format.filters.last().kind == Filter::Kind::Quote;
        return printed(value(isQuoted ? format : format | Filter::quote()));
    }
    QString out = QStringLiteral("\"");
    for (const auto &piece : format.pieces) {
        if (const QString *text = std::get_if<QString>(&piece))
            out += inside(*text);
        else
            out += expr(std::get<Expr>(piece));
    }
    return out + u'"';
}

QString EvaluateEmitter::line(const Format &format)
{
    QString out;
    for (const auto &piece : format.pieces) {
        if (const QString *text = std::get_if<QString>(&piece))
            out += *text;
        else
            out += expr(std::get<Expr>(piece));
    }
    return out;
}

QString EvaluateEmitter::text(const QString &definition)
{
    const Definition &found = m_scope.definitions[definition];
    if (found.prefixLength > 0)
        return prefixText(m_scope, found.prefixLength);
    // A definition gets the root as its dot.
    EvaluateEmitter inner(m_scope);
    return print(inner, found.node, 0);
}

QString EvaluateEmitter::include(const QString &definition, int indent)
{
    const QString margin = u'\n' + QString(indent, u' ');
    return margin + text(definition).replace(u'\n', margin);
}

QString EvaluateEmitter::block(const Expr &expr, int indent)
{
    const QString margin = u'\n' + QString(indent, u' ');
    return margin + goYaml(value(expr)).replace(u'\n', margin);
}

bool EvaluateEmitter::open(const Condition &condition)
{
    const Value subject = value(condition.expr);
    if (goTruth(subject) == (condition.kind == Condition::Kind::IfNot))
        return false;
    m_open.append(condition.kind);
    if (condition.kind == Condition::Kind::With)
        m_dots.append(subject);
    return true;
}

void EvaluateEmitter::close()
{
    if (m_open.takeLast() == Condition::Kind::With)
        m_dots.removeLast();
}

Value EvaluateEmitter::base(const Expr &expr)
{
    switch (expr.source) {
    case Source::ChartName:
        return m_scope.chartName;
    case Source::ChartVersion:
        return m_scope.chartVersion;
    case Source::AppVersion:
        return m_scope.appVersion;
    case Source::ReleaseName:
        return m_scope.releaseName;
    case Source::ReleaseNamespace:
        return m_scope.releaseNamespace;
    case Source::ReleaseService:
        return m_scope.releaseService;
    case Source::Include:
        return text(expr.name);
    case Source::Values:
    case Source::Dot:
        break;
    }
    // An expression starts below .Values, or below what the innermost "with" is about.
    const bool isRoot = expr.source == Source::Values;
    if (isRoot && expr.path.isEmpty())
        fail(tr("all values at once cannot be printed"));
    Value at = isRoot ? m_scope.values.value(expr.path.first()) : m_dots.value(m_dots.size() - 1);
    for (const QString &key : expr.path.mid(isRoot ? 1 : 0)) {
        if (!at.isMap())
            fail(tr("the value %1 is not there").arg(expr.path.join(u'.')));
        at = Value(at[key]);
    }
    return at;
}

Value EvaluateEmitter::value(const Expr &expr) { return filtered(base(expr), expr.filters); }

Value EvaluateEmitter::value(const Format &format)
{
    QString text;
    for (const auto &piece : format.pieces) {
        if (const QString *literal = std::get_if<QString>(&piece))
            text += *literal;
        else
            text += goText(value(std::get<Expr>(piece)));
    }
    return filtered(text, format.filters);
}

Value EvaluateEmitter::argument(const Node &node)
{
    if (const Expr *expr = std::get_if<Expr>(&node.data()))
        return value(*expr);
    if (const Format *format = std::get_if<Format>(&node.data()))
        return value(*format);
    return std::get<Literal>(node.data()).value;
}

Value EvaluateEmitter::filtered(Value value, const QList<Filter> &filters)
{
    for (const Filter &filter : filters) {
        switch (filter.kind) {
        case Filter::Kind::Quote:
            value = value.isNull() ? QString() : goQuote(strval(value));
            break;
        case Filter::Kind::Int64:
            value = toInt64(value);
            break;
        case Filter::Kind::B64Enc:
            value =
                QString::fromLatin1(wantString(value, QLatin1String("b64enc")).toUtf8().toBase64());
            break;
        case Filter::Kind::Required:
            if (value.isNull() || (value.isString() && value.isEmpty()))
                fail(filter.text);
            break;
        case Filter::Kind::Default:
            if (!goTruth(value))
                value = argument(*filter.argument);
            break;
        case Filter::Kind::ToString:
            value = strval(value);
            break;
        case Filter::Kind::ToJson:
            value = goJson(value);
            break;
        case Filter::Kind::Replace:
            value = wantString(value, QLatin1String("replace")).replace(filter.text, filter.with);
            break;
        case Filter::Kind::Trunc:
            value = truncated(wantString(value, QLatin1String("trunc")), filter.number);
            break;
        case Filter::Kind::TrimSuffix: {
            QString text = wantString(value, QLatin1String("trimSuffix"));
            if (text.endsWith(filter.text))
                text.chop(filter.text.size());
            value = text;
            break;
        }
        case Filter::Kind::Sha256Sum:
            value = QString::fromLatin1(
                QCryptographicHash::hash(wantString(value, QLatin1String("sha256sum")).toUtf8(),
                                         QCryptographicHash::Sha256)
                    .toHex());
            break;
        case Filter::Kind::Eq:
            value = wantString(value, QLatin1String("eq")) == filter.text;
            break;
        case Filter::Kind::Ne:
            value = wantString(value, QLatin1String("ne")) != filter.text;
            break;
        }
    }
    return value;
}

QString prefixText(const Scope &scope, int length)
{
    QString name = QString(scope.releaseName + u'-' + scope.chartName).replace(u'.', u'-');
    if (name.size() > length) {
        const QByteArray hash =
            QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha256).toHex();
        QString head = truncated(name, length - 7);
        if (head.endsWith(u'-'))
            head.chop(1);
        name = head + u'-' + QString::fromLatin1(hash.left(6));
    }
    return name + u'-';
}

} // namespace chartwright::manifest
