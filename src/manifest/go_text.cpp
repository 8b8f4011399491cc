// SPDX-License-Identifier: Apache-2.0
#include "manifest/go_text.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace chartwright::manifest {
namespace {

/// unicode.IsPrint: letters, marks, numbers, punctuation, symbols and the ASCII space.
bool isPrint(char32_t c)
{
    if (c == U' ')
        return true;
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Space:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return false;
    default:
        return true;
    }
}

QString hex(uint number, int digits)
{
    return QString::number(number, 16).rightJustified(digits, u'0');
}

QString escaped(char32_t c)
{
    switch (c) {
    case U'\a':
        return QStringLiteral("\\a");
    case U'\b':
        return QStringLiteral("\\b");
    case U'\f':
        return QStringLiteral("\\f");
    case U'\n':
        return QStringLiteral("\\n");
    case U'\r':
        return QStringLiteral("\\r");
    case U'\t':
        return QStringLiteral("\\t");
    case U'\v':
        return QStringLiteral("\\v");
    default:
        break;
    }
    if (c < U' ' || c == 0x7f)
        return QLatin1String("\\x") + hex(c, 2);
    return c < 0x10000 ? QLatin1String("\\u") + hex(c, 4) : QLatin1String("\\U") + hex(c, 8);
}

/// Digits and decimal exponent of the shortest text that reads back.
QString withExponent(double number)
{
    // Go and Qt agree on "1.5e-07": two digits of exponent at least.
    QString text = QString::number(number, 'e', QLocale::FloatingPointShortest);
    const qsizetype e = text.indexOf(u'e');
    QString exponent = text.mid(e + 2);
    return text.first(e + 2) + exponent.rightJustified(2, u'0');
}

QString special(double number)
{
    if (std::isnan(number))
        return QStringLiteral("NaN");
    return number > 0 ? QStringLiteral("+Inf") : QStringLiteral("-Inf");
}

QList<Map::Entry> sorted(const Map &map)
{
    QList<Map::Entry> entries(map.begin(), map.end());
    std::sort(entries.begin(), entries.end(),
              [](const auto &a, const auto &b) { return a.key.toUtf8() < b.key.toUtf8(); });
    return entries;
}

QString jsonString(const QString &text)
{
    QString out = QStringLiteral("\"");
    for (const char32_t c : text.toUcs4()) {
        if (c == U'"' || c == U'\\')
            out += u'\\' + QString(QChar(char16_t(c)));
        else if (c == U'\n' || c == U'\r' || c == U'\t' || c == U'\b' || c == U'\f')
            out += escaped(c);
        else if (c < U' ' || c == U'<' || c == U'>' || c == U'&' || c == 0x2028 || c == 0x2029)
            out += QLatin1String("\\u") + hex(c, 4);
        else
            out += QString::fromUcs4(&c, 1);
    }
    return out + u'"';
}

QString jsonNumber(double number)
{
    const double size = std::abs(number);
    if (number != 0 && (size < 1e-6 || size >= 1e21)) {
        QString text = withExponent(number);
        return text.replace(QLatin1String("e-0"), QLatin1String("e-"));
    }
    return QString::number(number, 'f', QLocale::FloatingPointShortest);
}

} // namespace

QString goQuote(const QString &text)
{
    QString out = QStringLiteral("\"");
    for (const char32_t c : text.toUcs4()) {
        if (c == U'"' || c == U'\\')
            out += u'\\' + QString(QChar(char16_t(c)));
        else if (isPrint(c))
            out += QString::fromUcs4(&c, 1);
        else
            out += escaped(c);
    }
    return out + u'"';
}

QString goFloat(double number)
{
    if (!std::isfinite(number))
        return special(number);
    const QString text = withExponent(number);
    const int exponent = text.mid(text.indexOf(u'e') + 1).toInt();
    if (number != 0 && (exponent < -4 || exponent >= 6))
        return text;
    return QString::number(number, 'f', QLocale::FloatingPointShortest);
}

QString goText(const Value &value)
{
    if (value.isNull())
        return QStringLiteral("<nil>");
    if (value.type() == Value::Type::Double)
        return goFloat(value.toDouble());
    if (const List *list = value.asList()) {
        QStringList parts;
        for (const Value &item : *list)
            parts.append(goText(item));
        return u'[' + parts.join(u' ') + u']';
    }
    if (const Map *map = value.asMap()) {
        QStringList parts;
        for (const auto &entry : sorted(*map))
            parts.append(entry.key + u':' + goText(entry.value));
        return QLatin1String("map[") + parts.join(u' ') + u']';
    }
    return value.scalarText();
}

QString goJson(const Value &value)
{
    if (value.isNull())
        return QStringLiteral("null");
    if (value.isString())
        return jsonString(value.toString());
    if (value.type() == Value::Type::Double)
        return jsonNumber(value.toDouble());
    QStringList parts;
    if (const List *list = value.asList()) {
        for (const Value &item : *list)
            parts.append(goJson(item));
        return u'[' + parts.join(u',') + u']';
    }
    if (const Map *map = value.asMap()) {
        for (const auto &entry : sorted(*map))
            parts.append(jsonString(entry.key) + u':' + goJson(entry.value));
        return u'{' + parts.join(u',') + u'}';
    }
    return value.scalarText();
}

bool goTruth(const Value &value)
{
    switch (value.type()) {
    case Value::Type::Bool:
        return value.toBool();
    case Value::Type::Int:
        return value.toInt() != 0;
    case Value::Type::Double:
        return value.toDouble() != 0;
    default:
        return !value.isEmpty();
    }
}

} // namespace chartwright::manifest
