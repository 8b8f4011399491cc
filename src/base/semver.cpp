// SPDX-License-Identifier: Apache-2.0
#include "base/semver.h"

#include <QRegularExpression>

namespace chartwright {

std::optional<SemVer> SemVer::parse(QStringView text)
{
    static const QRegularExpression pattern(
        QStringLiteral("\\A(0|[1-9]\\d{0,18})\\.(0|[1-9]\\d{0,18})\\.(0|[1-9]\\d{0,18})"
                       "(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-"
                       "zA-Z-][0-9a-zA-Z-]*))*))?"
                       "(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?\\z"));
    const auto m = pattern.match(text.toString());
    if (!m.hasMatch())
        return std::nullopt;
    return SemVer{m.captured(1).toULongLong(), m.captured(2).toULongLong(),
                  m.captured(3).toULongLong(), m.captured(4), m.captured(5)};
}

} // namespace chartwright
