// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

namespace chartwright {

QString Error::text() const
{
    QString out = where.isEmpty() ? message : where + QStringLiteral(": ") + message;
    if (!remedy.isEmpty())
        out += QLatin1Char(out.endsWith(QLatin1Char('.')) ? ' ' : '\n') + remedy;
    return out;
}

} // namespace chartwright
