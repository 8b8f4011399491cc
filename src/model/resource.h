// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/ids.h"
#include "tree/path.h"

#include <QMap>
#include <memory>

namespace chartwright {

/// A finding that a person accepted, and why.
struct Acceptance
{
    QString rule; ///< "probe/missing-liveness"
    QString path; ///< Path::text() of the finding; empty: the whole resource
    QString reason;
    Value extra = {}; ///< what else the file says of it: kept
    friend bool operator==(const Acceptance &, const Acceptance &) = default;
};

/// One drawn thing. Never changed once shared: an edit makes a new one.
struct Resource
{
    ResourceId id;
    QString kind; ///< KindSpec::kind, or a kind that we do not know
    QString name; ///< metadata.name; for an Image its repository without registry
    /// Where its values stand in values.yaml: "backend", or "backend.service" for a Service in the
    /// block of its target. Unchanged by a rename once it is fixed.
    QString valuesKey;
    /// The key was saved or exported: neither a name nor a wire moves it any more.
    bool valuesKeyFixed = false;
    /// The manifest's own shape without apiVersion, kind and metadata.name. What the kind's table
    /// does not know stays where it is. `design` holds what no manifest has (descriptions of keys).
    Value fields;
    QList<Acceptance> accepted;
    /// Field path → forced into values.yaml (true) or out of it (false).
    QMap<QString, bool> pins;
    /// Entries of the resource's block in topology.yaml that we do not know.
    Value extra;

    const Value &operator[](const Path &path) const { return at(fields, path); }
    friend bool operator==(const Resource &, const Resource &) = default;
};

using ResourcePtr = std::shared_ptr<const Resource>;

} // namespace chartwright
