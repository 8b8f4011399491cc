// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QStringList>
#include <optional>

namespace chartwright {

/// A version by semver.org 2.0.0, without a leading "v".
struct SemVer
{
    quint64 major = 0, minor = 0, patch = 0;
    QString preRelease, build;

    static std::optional<SemVer> parse(QStringView text);
};

} // namespace chartwright
