// SPDX-License-Identifier: Apache-2.0
#include "base/value_id.h"

#include <QRandomGenerator>
#include <algorithm>

namespace chartwright {
namespace {

constexpr QLatin1StringView Letters("abcdefghijkmnpqrstuvwxyz23456789"); // 32, so no modulo bias
constexpr int Length = 7;

} // namespace

QString newValueId()
{
    static_assert(Letters.size() == 32);
    QString out(u'v');
    quint64 random = QRandomGenerator::system()->generate64();
    for (int i = 0; i < Length; ++i, random >>= 5)
        out += Letters[qsizetype(random & 31)];
    return out;
}

bool isValueId(QStringView text)
{
    return text.size() == Length + 1 && text.front() == u'v' &&
           std::all_of(text.begin() + 1, text.end(), [](QChar c) { return Letters.contains(c); });
}

} // namespace chartwright
