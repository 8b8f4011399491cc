// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QHashFunctions>
#include <QString>

namespace chartwright {

/// Names a value in the keychain: its id, and the target where it differs by target. The text is
/// the "user" of the keychain's item.
struct ValueKey
{
    QString id;
    QString target; ///< usually empty

    QString text() const { return target.isEmpty() ? id : id + u'@' + target; }
    friend bool operator==(const ValueKey &, const ValueKey &) = default;
    friend size_t qHash(const ValueKey &key, size_t seed = 0) { return ::qHash(key.text(), seed); }
};

} // namespace chartwright
