// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/kind_spec.h"

/// What several kinds share.
namespace chartwright {

KindSpec chartKind();
KindSpec configMapKind();
KindSpec deploymentKind();
KindSpec imageKind();
KindSpec ingressKind();
KindSpec manifestKind();
KindSpec releaseKind();
KindSpec secretKind();
KindSpec serviceKind();

/// The Deployment's wires to ConfigMaps and Secrets: variables, all variables, volumes, pull
/// secret.
QList<WireSpec> configWires();

inline Path path(const char *text) { return Path(QString::fromLatin1(text)); }

/// The path of a list's item i, by merge key where it has one.
Path itemPath(const Path &listPath, const List &list, qsizetype i);
/// Calls `visit` with each item's path.
void eachItem(const Value &fields, const Path &listPath,
              const std::function<void(const Path &, const Value &)> &visit);
/// "container/backend/env" → "backend", for the prefix "container/".
QString socketName(const QString &socket, const QString &prefix);
/// The resource with another tree.
Topology withFields(const Topology &topology, const Resource &resource, const Value &fields);

/// Containers of a pod template, init containers left out, with their paths.
QList<std::pair<Path, Value>> containersOf(const Value &fields);
QList<std::pair<Path, Value>> initContainersOf(const Value &fields);
/// The container that a socket names, init containers too, else the first one; an empty path
/// without containers.
Path containerAt(const Value &fields, const QString &socket);
/// The name of the container that a path leads into.
QString containerName(const Path &path);

/// The labels that a Deployment tells its pods by: drawn, or derived from its name.
Map selectorOf(const Resource &deployment);

/// Keys of a ConfigMap or Secret as ticks; on: the one that the socket names, or all of them.
QList<Tick> keyTicks(const Resource &resource, const QString &socket);

/// Why nothing can be wired to a port of a Service that has none, and what to do; empty where it
/// has one.
QString noPortYet(const Topology &topology, const Resource &service);

} // namespace chartwright
