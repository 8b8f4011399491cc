// SPDX-License-Identifier: Apache-2.0
#include "tree/scalar_rules.h"

#include <QRegularExpression>

#include <cmath>
#include <limits>

namespace chartwright {
namespace {

bool isOneOf(QStringView text, std::initializer_list<QStringView> words)
{
    return std::any_of(words.begin(), words.end(), [text](QStringView w) { return w == text; });
}

/// Longer than "false" and begun by a letter: nothing but a text, and most are so.
bool isLongWord(const QString &text)
{
    const char16_t first = text.isEmpty() ? u'0' : text[0].unicode();
    return text.size() > 5 &&
           ((first >= u'a' && first <= u'z') || (first >= u'A' && first <= u'Z'));
}

/// Lower case, Capitalised or UPPER CASE, as YAML 1.1 lists its words.
bool isWord(const QString &text, std::initializer_list<QStringView> words)
{
    const QString lower = text.toLower();
    if (!isOneOf(lower, words))
        return false;
    return text == lower || text == text.toUpper() ||
           (text[0].isUpper() && QStringView(text).mid(1) == QStringView(lower).mid(1));
}

/// As strconv.ParseInt(text, 0, 64): a prefix chooses the base, a leading 0 is octal.
std::optional<Value> integer(QStringView text)
{
    const bool negative = text.startsWith(u'-');
    if (negative || text.startsWith(u'+'))
        text = text.mid(1);
    int base = 10;
    if (text.size() > 2 && text[0] == u'0' && !text[1].isDigit()) {
        switch (text[1].toLower().unicode()) {
        case u'x':
            base = 16;
            break;
        case u'o':
            base = 8;
            break;
        case u'b':
            base = 2;
            break;
        default:
            return std::nullopt;
        }
        text = text.mid(2);
    } else if (text.size() > 1 && text[0] == u'0') {
        base = 8;
    }
    // toULongLong would take a second sign or white space.
    if (text.isEmpty() || !text[0].isLetterOrNumber())
        return std::nullopt;
    bool ok = false;
    const quint64 number = text.toULongLong(&ok, base);
    if (!ok)
        return std::nullopt;
    constexpr quint64 Most = quint64(std::numeric_limits<qint64>::max());
    if (negative)
        return number <= Most + 1 ? std::optional(Value(qint64(0 - number))) : std::nullopt;
    return number <= Most ? Value(qint64(number)) : Value(double(number));
}

} // namespace

Value resolvePlainScalar(const QString &text)
{
    if (isLongWord(text))
        return text;
    if (text.isEmpty() || text == u'~' || isWord(text, {u"null"}))
        return {};
    const char16_t first = text[0].unicode();
    if (first == u'.' && isOneOf(text, {u".nan", u".NaN", u".NAN"}))
        return std::nan("");
    if (isOneOf(text, {u".inf", u".Inf", u".INF", u"+.inf", u"+.Inf", u"+.INF"}))
        return std::numeric_limits<double>::infinity();
    if (isOneOf(text, {u"-.inf", u"-.Inf", u"-.INF"}))
        return -std::numeric_limits<double>::infinity();
    if (isWord(text, {u"y", u"yes", u"true", u"on"}))
        return true;
    if (isWord(text, {u"n", u"no", u"false", u"off"}))
        return false;
    if (first != u'+' && first != u'-' && first != u'.' && !(first >= u'0' && first <= u'9'))
        return text;

    const QString plain = QString(text).remove(u'_');
    if (first != u'.') {
        if (auto number = integer(plain))
            return *number;
    }
    static const QRegularExpression decimal(
        QStringLiteral("\\A[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?\\z"));
    if (decimal.match(first == u'.' ? text : plain).hasMatch()) {
        const double number = plain.toDouble();
        if (std::isfinite(number))
            return number;
    }
    return text;
}

bool looksLikeOtherType(const QString &text)
{
    if (isLongWord(text))
        return false;
    static const QRegularExpression words(
        QStringLiteral("\\A(~|null|y|n|yes|no|true|false|on|off|=|<<|[-+]?\\.?(inf|nan))?\\z"),
        QRegularExpression::CaseInsensitiveOption);
    // Binary, octal and hexadecimal; decimal with underscores and fraction; base 60; dates.
    static const QRegularExpression numbers(
        QStringLiteral("\\A([-+]?0[box][0-9a-fA-F_]*"
                       "|[-+]?([0-9][0-9_]*(\\.[0-9_]*)?|\\.[0-9_]*)([eE][-+]?[0-9]*)?"
                       "|[-+]?[0-9][0-9_]*(:[0-9_]+)+(\\.[0-9_]*)?"
                       "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \\t].*)?)\\z"));
    return words.match(text).hasMatch() || numbers.match(text).hasMatch() ||
           !resolvePlainScalar(text).isString();
}

} // namespace chartwright
