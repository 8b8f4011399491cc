// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "manifest/node.h"
#include "model/topology.h"

namespace chartwright {

/// What a kind asks while it is written: how its fields, references and names read in a template.
/// A kind's `write` puts the result together and adds only what is special to it.
class WriteContext
{
public:
    virtual ~WriteContext() = default;

    virtual const Topology &topology() const = 0;
    /// Name of one of the chart's definitions: "todo-app.labels".
    virtual QString definition(const QString &name) const = 0;
    /// The file that a resource is written to: "templates/backend-deployment.yaml".
    virtual QString file(const Resource &resource) const = 0;

    /// The resource's name as it is written (prefixed by the release, if the chart says so).
    virtual manifest::Node name(const Resource &resource) const = 0;
    /// What a reference reads as: a name, the target's expression for a port, a key.
    virtual manifest::Node reference(const Ref &ref) const = 0;
    /// Labels that select the pods of a Deployment.
    virtual manifest::Entries selector(const Resource &deployment) const = 0;

    /// The entries of the map at `path`, those that stand in values.yaml as expressions, in the
    /// order of a manifest; without the keys in `skip`.
    virtual manifest::Entries members(const Resource &resource, const Path &path,
                                      const QStringList &skip = {}) const = 0;
    /// The value at `path` as it is written.
    virtual manifest::Node node(const Resource &resource, const Path &path) const = 0;
    /// The expression of a field that stands in values.yaml; nullopt: it does not.
    virtual std::optional<manifest::Expr> expression(const Resource &resource,
                                                     const Path &path) const = 0;
    /// A key of values.yaml below the resource's own: {"existingSecret"}.
    virtual manifest::Expr ownValue(const Resource &resource, const QString &key) const = 0;
    /// Whether the chart has imagePullSecrets of its own, for workloads that draw none.
    virtual bool hasCommonPullSecrets() const = 0;
};

} // namespace chartwright
