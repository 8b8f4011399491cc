// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"

namespace chartwright {

/// A values key for a new resource: the name without the chart's prefix and the kind's suffix, in
/// camel case; "config", "secrets" and "ingress" for the first of their kind; made unique by a
/// number, and never one that the chart keeps for itself ("global", "imagePullSecrets", …).
QString suggestValuesKey(const Topology &topology, const QString &kind, const QString &name,
                         const ResourceId &self = {});
/// The key of a Service that is wired to `target` for the first time: "<target>.service", where
/// that is free.
QString serviceValuesKey(const Topology &topology, const Resource &service, const Resource &target);
/// `after`, in which the chart got another name: keys that were suggested under its old one, and
/// that nobody can know yet, follow.
Topology withKeysOfChart(const Topology &before, Topology after);
/// Identifiers with dots between them.
bool isValuesKey(const QString &key);
/// The word that Helm or the chart keeps for itself, if the key's block is called so.
QString reservedWord(const QString &key);

} // namespace chartwright
