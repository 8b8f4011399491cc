// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"

namespace chartwright {

/// Why a value cannot be had or kept. Only Missing says that there is none.
enum class Trouble {
    NoBus,     ///< no session bus
    NoService, ///< nothing on it keeps secrets, or could be started
    Locked,
    Denied,  ///< the person refused, or did not answer
    Hung,    ///< no answer in time
    Missing, ///< unlocked, and not there
    Other,
};

struct VaultError
{
    Trouble trouble = Trouble::Other;
    Error error; ///< the same in words, with what to do
    /// Not only now: there is none that could be asked.
    bool isNoKeychain() const { return trouble == Trouble::NoBus || trouble == Trouble::NoService; }
};

template <class T> using VaultResult = tl::expected<T, VaultError>;

/// With the usual words; `detail` is what the service said.
VaultError vaultError(Trouble trouble, const QString &detail = {});
inline tl::unexpected<VaultError> vaultFailure(Trouble trouble, const QString &detail = {})
{
    return tl::unexpected<VaultError>(vaultError(trouble, detail));
}

} // namespace chartwright
