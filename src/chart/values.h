// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/field_spec.h"
#include "model/topology.h"

namespace chartwright {

/// One key of values.yaml. The list of them is the only source of values.yaml, its schema, the
/// README's table and the way back from a value to the field it stands for.
struct ValuesEntry
{
    QStringList path; ///< {"backend", "image", "tag"}
    Value value;      ///< the default: what is drawn, with references resolved to ""
    QString help;     ///< a sentence, the comment in values.yaml; may be empty
    /// JSON schema (draft-07) of this key alone.
    Value schema;
    /// Printed bare somewhere, so that null must be refused.
    bool required = false;
    /// The field it stands for; no resource: of the chart itself (imagePullSecrets, enabled).
    ResourceId resource;
    Path field;

    QString text() const; ///< "backend.image.tag"; keys that are no identifiers quoted
};

/// In the order of values.yaml.
QList<ValuesEntry> valuesEntries(const Topology &topology);
/// The entry at a path of values, or the one of which the path is below (a map's key).
std::optional<ValuesEntry> entryAt(const QList<ValuesEntry> &entries, const QStringList &path);
/// The entry of a field, or of the field that holds it.
std::optional<ValuesEntry> entryOf(const QList<ValuesEntry> &entries, const ResourceId &resource,
                                   const Path &field);
/// The defaults as one tree: what values.yaml says.
Value valuesTree(const QList<ValuesEntry> &entries);
/// What is wrong with merged values by the schema ("backend.replicas: …"), translated; empty if
/// nothing is.
QStringList valuesProblems(const QList<ValuesEntry> &entries, const Value &values);

} // namespace chartwright
