// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "kinds/table.h"

namespace chartwright {

/// The Deployment's table.
table::Fields deploymentFields();

} // namespace chartwright
