// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chart/values.h"

#include <QHash>
#include <QSet>

namespace chartwright {

/// How a field that stands in values.yaml is printed.
enum class PrintedAs {
    Bare,   ///< numbers below a million, choices, booleans
    Int64,  ///< numbers that may grow
    Quoted, ///< strings
    Json,   ///< integer or string; strings that Helm would mangle
    Block,  ///< maps and lists
};

struct Exposed
{
    QStringList path; ///< in values
    PrintedAs as = PrintedAs::Bare;
    /// Left out where the value is empty.
    bool optional = false;
};

/// A field of a resource, to look up by; hashing a Path goes through its text and is slow.
struct FieldKey
{
    ResourceId resource;
    Path field;
    friend bool operator==(const FieldKey &, const FieldKey &) = default;
    friend size_t qHash(const FieldKey &key, size_t seed = 0)
    {
        size_t hash = qHash(key.resource, seed);
        for (const Path::Step &step : key.field.steps())
            hash = ::qHash(step.name, hash + size_t(step.index + 1));
        return hash;
    }
};

inline FieldKey keyOf(const ResourceId &id, const Path &path) { return {id, path}; }

/// Which fields stand in values.yaml, and where. Made once for a chart.
class Exposures
{
public:
    explicit Exposures(const Topology &topology);

    const QList<ValuesEntry> &entries() const { return m_entries; }
    /// Null: the field is written as it is drawn.
    const Exposed *find(const ResourceId &resource, const Path &field) const;
    /// The image of a container: its repository and tag; null where it is written as it is.
    const Exposed *image(const ResourceId &resource, const Path &container, bool tag) const;
    /// Keys below `path` that stand in values.yaml although nothing is drawn there.
    QStringList added(const ResourceId &resource, const Path &path) const;
    bool hasCommonPullSecrets() const { return m_commonPullSecrets; }
    /// Paths that two entries want.
    const QStringList &clashes() const { return m_clashes; }

private:
    void addResource(const Topology &topology, const Resource &resource);
    void addField(const Topology &topology, const Resource &resource, const FieldSpec &spec,
                  const Path &path, const Value *value);
    void addImage(const Topology &topology, const Resource &resource, const Path &path,
                  const Value &value, const QStringList &base);
    void addConfig(const Topology &topology, const Resource &resource);
    void addSecret(const Resource &resource);
    void addCommonPullSecrets();
    QStringList add(ValuesEntry entry, const Exposed &exposed, const std::optional<FieldKey> &key);
    QStringList freePath(QStringList path) const;
    QString shown(const Topology &topology, const Value &value) const;

    QList<ValuesEntry> m_entries;
    QHash<FieldKey, Exposed> m_exposed;
    QHash<FieldKey, QStringList> m_added;          ///< by the parent: keys
    QHash<ResourceId, QSet<QString>> m_overridden; ///< fields that a Release sets
    QSet<QString> m_leaves, m_branches;            ///< of values
    QStringList m_clashes;
    QString m_prefix; ///< of names, as comments tell it
    bool m_commonPullSecrets = false;
};

/// References anywhere in a value.
bool holdsRefs(const Value &value);
/// The block of values.yaml of a resource: {"backend", "service"}.
QStringList valuesBlock(const Resource &resource);
/// The templated resources in the order of values.yaml.
QList<ResourcePtr> writtenResources(const Topology &topology);

} // namespace chartwright
