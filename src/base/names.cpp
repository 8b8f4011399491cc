// SPDX-License-Identifier: Apache-2.0
#include "base/names.h"

#include <QRegularExpression>

namespace chartwright::names {
namespace {

bool matches(QStringView text, const QRegularExpression &pattern, qsizetype most)
{
    return text.size() <= most && pattern.match(text.toString()).hasMatch();
}

bool isLower(QChar c) { return c >= u'a' && c <= u'z'; }
bool isUpper(QChar c) { return c >= u'A' && c <= u'Z'; }
bool isDigit(QChar c) { return c >= u'0' && c <= u'9'; }

} // namespace

bool isDnsLabel(QStringView text)
{
    static const QRegularExpression p(QStringLiteral("\\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\\z"));
    return matches(text, p, 63);
}

bool isDnsLabel1035(QStringView text)
{
    static const QRegularExpression p(QStringLiteral("\\A[a-z]([-a-z0-9]*[a-z0-9])?\\z"));
    return matches(text, p, 63);
}

bool isDnsSubdomain(QStringView text)
{
    static const QRegularExpression p(
        QStringLiteral("\\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\z"));
    return matches(text, p, 253);
}

bool isPortName(QStringView text)
{
    static const QRegularExpression p(
        QStringLiteral("\\A(?=[-a-z0-9]*[a-z])[a-z0-9]+(-[a-z0-9]+)*\\z"));
    return matches(text, p, 15);
}

bool isEnvName(QStringView text)
{
    static const QRegularExpression p(QStringLiteral("\\A[A-Za-z_][A-Za-z0-9_]*\\z"));
    return matches(text, p, 32768);
}

bool isDataKey(QStringView text)
{
    static const QRegularExpression p(QStringLiteral("\\A[-._a-zA-Z0-9]+\\z"));
    return matches(text, p, 253) && text != u"." && !text.startsWith(u"..");
}

bool isLabelKey(QStringView text)
{
    static const QRegularExpression p(
        QStringLiteral("\\A[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\\z"));
    const qsizetype slash = text.indexOf(u'/');
    if (slash >= 0 && !isDnsSubdomain(text.first(slash)))
        return false;
    return matches(text.mid(slash + 1), p, 63);
}

bool isLabelValue(QStringView text)
{
    static const QRegularExpression p(
        QStringLiteral("\\A([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?\\z"));
    return matches(text, p, 63);
}

bool isReleaseName(QStringView text) { return text.size() <= 53 && isDnsSubdomain(text); }

bool isChartName(QStringView text) { return isDnsLabel(text); }

bool isIngressHost(QStringView text)
{
    return text.size() <= 253 && isDnsSubdomain(text.startsWith(u"*.") ? text.mid(2) : text);
}

QString toDnsLabel(QStringView text)
{
    QString out;
    const QString lower = text.toString().toLower();
    for (const QChar c : lower) {
        if (isLower(c) || isDigit(c))
            out += c;
        else if (!out.isEmpty() && !out.endsWith(u'-'))
            out += u'-';
    }
    out.truncate(63);
    while (out.endsWith(u'-'))
        out.chop(1);
    return out.isEmpty() ? QStringLiteral("resource") : out;
}

QString toCamelCase(QStringView text)
{
    QString out;
    bool upper = false;
    for (const QChar c : text) {
        if (isLower(c) || isUpper(c) || isDigit(c)) {
            out += upper && !out.isEmpty() ? c.toUpper() : c;
            upper = false;
        } else {
            upper = true;
        }
    }
    if (out.isEmpty())
        return QStringLiteral("value");
    out[0] = out[0].toLower();
    return isDigit(out[0]) ? u'v' + out : out;
}

} // namespace chartwright::names
