// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"

#include "model/field_spec.h"

#include <QRandomGenerator>

namespace chartwright_test {

// Random values for the rows of a kind's table: legal ones, as wild as can be.
class RandomValues
{
public:
    RandomValues(quint32 seed, bool hardStrings);

    int below(int n) { return n <= 1 ? 0 : m_random.bounded(n); }
    bool chance(int percent) { return below(100) < percent; }
    template <class T> T pick(const QList<T> &list) { return list[below(int(list.size()))]; }

    QString hardText();
    // A text that the check takes; hard strings where it takes them. Empty: it takes none.
    QString legalText(QString (*check)(const QString &));
    // A value for a field of a resource of the topology, or null.
    chartwright::Value value(const chartwright::FieldSpec &spec,
                             const chartwright::Topology &topology,
                             const chartwright::ResourceId &self);
    // The same for a structure of these fields.
    chartwright::Map structure(const QList<chartwright::FieldSpec> &fields,
                               const chartwright::Topology &topology,
                               const chartwright::ResourceId &self);

private:
    using FieldSpec = chartwright::FieldSpec;
    using Value = chartwright::Value;

    chartwright::Map structure(const QList<FieldSpec> &fields, int depth);
    Value generate(const FieldSpec &spec, int depth);
    Value list(const FieldSpec &spec, int depth);
    Value reference(const FieldSpec &spec);
    Value yaml(int depth);

    QRandomGenerator m_random;
    QStringList m_hard;
    QHash<QString (*)(const QString &), QStringList> m_legal;
    const chartwright::Topology *m_topology = nullptr;
    chartwright::ResourceId m_self;
};

} // namespace chartwright_test
