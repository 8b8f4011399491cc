// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "kinds/registry.h"
#include "model/edits.h"

/// Draws as a person does: by edits only.
struct Drawing
{
    chartwright::Topology topology = chartwright::emptyTopology(QStringLiteral("todo-app"));

    chartwright::RefIndex refs() const { return chartwright::RefIndex(topology); }

    chartwright::ResourceId add(const QString &kind, const QString &name)
    {
        const chartwright::Resource r = chartwright::newResource(topology, kind, name);
        topology.apply(chartwright::insertResource(topology, r, {0, 0}));
        return r.id;
    }
    void set(const chartwright::ResourceId &id, const QString &path,
             const chartwright::Value &value)
    {
        topology.apply(chartwright::setField(topology, refs(), id, chartwright::Path(path), value));
    }
    chartwright::Value get(const chartwright::ResourceId &id, const QString &path) const
    {
        return chartwright::at(topology.find(id)->fields, chartwright::Path(path));
    }
    bool wire(const QString &spec, const chartwright::WireEnd &from, const chartwright::WireEnd &to,
              const QStringList &ticked = {})
    {
        for (const chartwright::WireSpec *w : chartwright::offer(topology, from, to).meanings) {
            if (w->id == spec) {
                topology.apply(chartwright::drawWire(topology, *w, from, to, ticked));
                return true;
            }
        }
        return false;
    }
    chartwright::Wire line(const chartwright::ResourceId &from,
                           const chartwright::ResourceId &to) const
    {
        for (const chartwright::Wire &w : chartwright::allWires(topology, refs())) {
            if (w.from == from && w.to == to)
                return w;
        }
        return {};
    }
};
