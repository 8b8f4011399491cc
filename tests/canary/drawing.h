// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"

/// The todo application, with a Secret of each type beside it that no value is set for yet.
chartwright::Topology canaryDrawing();
