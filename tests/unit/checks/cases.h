// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checks/check_engine.h"

/// What tests/data/checks/*.yaml holds: for each rule a list of cases, each of them the todo
/// application with a few fields changed.
/// What is known beside the drawing.
struct KnownFacts
{
    chartwright::SecretFacts secrets;
    chartwright::ClusterFacts cluster;
};

struct RuleCase
{
    QString rule, name;
    chartwright::Value bad, good; ///< resource → field → value; see changed()
    chartwright::ResourceId on;   ///< who has the finding
    QString at;                   ///< where
    QString severity;             ///< "error", "warning" or "advice"; empty: not looked at
    bool hasFix = false;
    bool acceptable = false; ///< for errors only
    KnownFacts badFacts, goodFacts;
};

QList<RuleCase> ruleCases();

/// The todo application with `changes`: `id: {path: value}` sets (null removes), `id: null` takes
/// the resource out, `id: {kind: K, name: N, …}` adds one. `name` and `key` are the resource's own.
/// A path that starts with "C." begins at the only container.
chartwright::Topology changed(const chartwright::Value &changes);

/// What a full check of it finds.
QList<chartwright::Finding> checked(const chartwright::Topology &topology,
                                    const KnownFacts &facts = {});

/// One line a finding, for messages of failed tests.
QString lines(const QList<chartwright::Finding> &findings);
