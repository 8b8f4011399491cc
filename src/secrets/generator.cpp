// SPDX-License-Identifier: Apache-2.0
#include "secrets/generator.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <algorithm>
#include <cmath>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("SecretGenerator", text); }

QByteArray different(QByteArray letters)
{
    std::sort(letters.begin(), letters.end());
    letters.truncate(std::unique(letters.begin(), letters.end()) - letters.begin());
    return letters;
}

/// Below `end`; random numbers of the last, cut interval are thrown away, so that none is likelier.
quint32 below(quint32 end)
{
    const quint64 all = quint64(1) << 32;
    const quint64 whole = all - all % end;
    for (;;) {
        const quint64 number = QRandomGenerator::system()->generate();
        if (number < whole)
            return quint32(number % end);
    }
}

} // namespace

QByteArray lettersOf(Alphabet alphabet)
{
    const QByteArray alphanumeric("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    switch (alphabet) {
    case Alphabet::Alphanumeric:
        return alphanumeric;
    case Alphabet::Hex:
        return QByteArray("0123456789abcdef");
    case Alphabet::Base64:
        return alphanumeric + "+/";
    case Alphabet::UrlSafe:
        return alphanumeric + "-_";
    }
    return alphanumeric;
}

Result<SecretValue> generate(qsizetype length, const QByteArray &letters)
{
    const QByteArray choice = different(letters);
    if (length < 1 || length > LongestGenerated)
        return failure(tr("the length has to be from 1 to %1").arg(LongestGenerated));
    if (choice.size() < 2)
        return failure(tr("there have to be two different characters to choose from"));
    if (std::any_of(choice.begin(), choice.end(), [](char c) { return c < 0x20 || c > 0x7e; }))
        return failure(tr("only ASCII characters that print can be chosen from"));
    SecretValue out = SecretValue::ofSize(length);
    for (qsizetype i = 0; i < length; ++i)
        out.data()[i] = choice[qsizetype(below(quint32(choice.size())))];
    return out;
}

Result<SecretValue> generate(qsizetype length, Alphabet alphabet)
{
    return generate(length, lettersOf(alphabet));
}

double bitsOf(qsizetype length, const QByteArray &letters)
{
    const qsizetype count = different(letters).size();
    return count < 2 ? 0.0 : double(length) * std::log2(double(count));
}

} // namespace chartwright
