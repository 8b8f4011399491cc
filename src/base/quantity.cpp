// SPDX-License-Identifier: Apache-2.0
#include "base/quantity.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <cmath>

namespace chartwright {
namespace {

double scaleOf(QStringView suffix)
{
    static constexpr std::u16string_view Decimal = u"kMGTPE";
    static constexpr std::u16string_view Binary = u"KMGTPE";
    if (suffix.isEmpty())
        return 1;
    if (suffix.size() == 2)
        return std::pow(1024.0, double(Binary.find(suffix[0].unicode()) + 1));
    switch (suffix[0].unicode()) {
    case u'n':
        return 1e-9;
    case u'u':
        return 1e-6;
    case u'm':
        return 1e-3;
    default:
        return std::pow(1000.0, double(Decimal.find(suffix[0].unicode()) + 1));
    }
}

} // namespace

Result<Quantity> Quantity::parse(QStringView text)
{
    static const QRegularExpression pattern(
        QStringLiteral("\\A([+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+))([eE][+-]?[0-9]{1,3}|[KMGTPE]i|"
                       "[numkMGTPE])?\\z"));
    const auto match = pattern.match(text.toString());
    if (!match.hasMatch())
        return failure(QCoreApplication::translate("Quantity", "“%1” is not a quantity").arg(text),
                       {},
                       QCoreApplication::translate(
                           "Quantity", "Write a number and a unit: 100m, 0.5, 128Mi, 1Gi."));
    Quantity q;
    const QString suffix = match.captured(2);
    const double number = match.captured(1).toDouble();
    const bool exponent = suffix.size() > 1 && suffix[0].toLower() == u'e' && suffix[1] != u'i';
    q.m_value = exponent ? (match.captured(1) + suffix).toDouble() : number * scaleOf(suffix);
    q.m_text = text.toString();
    return q;
}

} // namespace chartwright
