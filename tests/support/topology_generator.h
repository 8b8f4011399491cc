// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"

#include <QRandomGenerator>

namespace chartwright_test {

// The todo application of the data model, as the starter draws it.
chartwright::Topology todoApp();

// Resources from YAML: {id: {kind, name, key, fields}}, on top of a topology.
chartwright::Topology withResources(const chartwright::Topology &topology, const QByteArray &yaml);

struct GeneratorOptions
{
    int least = 5, most = 60; // resources
    bool hardStrings = true;
};

// What random drawings came to hold, so that a test can tell that it tried everything:
// "kind/Deployment", "wire/env-key", "field/Deployment spec.replicas", and the texts of names,
// variables, config data, annotations and arguments: "args a b".
using Hits = QMap<QString, int>;

// A drawing that can be exported: names, keys and types are legal, all else is as wild as can be.
// The same seed gives the same drawing.
chartwright::Topology randomTopology(quint32 seed, const GeneratorOptions &options = {},
                                     Hits *hits = nullptr);
// Overrides for --set that the chart's schema takes.
QStringList randomSets(const chartwright::Topology &topology, QRandomGenerator &random);

} // namespace chartwright_test
