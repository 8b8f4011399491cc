// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/kind_spec.h"

namespace chartwright {

/// All kinds that the program knows, titles in the application's language. Made at the first call,
/// which has to come after translators are installed; safe to call from any thread afterwards.
const Kinds &allKinds();
/// The same with English texts, for what goes into charts.
const Kinds &sourceKinds();

/// A topology with nothing but its Chart.
Topology emptyTopology(const QString &chartName = QStringLiteral("my-app"));

} // namespace chartwright
