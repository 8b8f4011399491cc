// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/value.h"

namespace chartwright {

/// Whether an object was read from a cluster: the server has put its marks on it.
bool isLive(const Value &object);

/// An object as somebody would write it: without what only the server and its controllers set
/// (status, the bookkeeping of metadata, owners, their annotations), and, where it was read from a
/// cluster, without the defaults that the server has filled in to Deployments and Services. What a
/// file says stays, also where it is the default.
Value asWritten(const Value &object);

} // namespace chartwright
