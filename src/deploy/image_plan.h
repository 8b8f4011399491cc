// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "external/minikube.h"
#include "model/topology.h"

namespace chartwright {

/// How an image that is drawn, and run by something, gets into a cluster. Any thread.
struct ImagePlan
{
    ResourceId resource;
    QString reference; ///< as manifests name it: "todo-backend:latest"
    QString platform;  ///< "linux/amd64"; empty: any
    QString folder;    ///< absolute, with the Dockerfile; empty: it is not built
    QString dockerfile;
    QString archive; ///< absolute, of the file; empty: none
    QString digest;  ///< that pins it; empty: its tag says which it is
    /// Where values say its tag, and where they say a policy that would have it pulled.
    QList<QStringList> tagPaths, policyPaths;
};

/// Where a key of values.yaml stands in a tree of values.
Path valuesPath(const QStringList &keys);

/// Those that values leave as they are drawn. `folder`: the project's.
QList<ImagePlan> imagePlans(const Topology &topology, const Value &values, const QString &folder);

/// A name of its own for each content, so that another content is another version to Kubernetes,
/// and none of them is pulled: "todo-backend:latest-5f3a9c01".
QString contentReference(const QString &reference, const QString &imageId);

/// What lets a release run these contents, by the resource of each; nothing else is changed.
Value imageValues(const QList<ImagePlan> &plans, const QHash<ResourceId, QString> &imageIds);

/// The processors and the memory that what is drawn asks for, and Kubernetes beside it; `driver` is
/// left open.
MinikubeSettings minikubeSettings(const Topology &topology);

/// Something drawn needs the addon "ingress".
bool needsIngressAddon(const Topology &topology);

} // namespace chartwright
