// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>

namespace chartwright {

/// What an import left out or changed, and why; a translated sentence.
struct ImportNote
{
    QString where; ///< of the manifest; empty: all of them
    QString text;
    friend bool operator==(const ImportNote &, const ImportNote &) = default;
};

} // namespace chartwright
