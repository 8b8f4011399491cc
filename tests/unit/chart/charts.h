// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chart/render.h"

/// Short words for the tests of charts.
namespace chartwright_test {

inline QString text(const char *utf8) { return QString::fromUtf8(utf8); }

inline chartwright::Topology changed(const chartwright::Topology &topology, const char *id,
                                     const char *path, const chartwright::Value &value)
{
    chartwright::Resource r = *topology.find({text(id)});
    r.fields = with(r.fields, chartwright::Path(text(path)), value);
    chartwright::Topology out = topology;
    out.put(std::move(r));
    return out;
}

inline chartwright::Topology renamed(const chartwright::Topology &topology, const char *id,
                                     const char *name)
{
    chartwright::Resource r = *topology.find({text(id)});
    r.name = text(name);
    chartwright::Topology out = topology;
    out.put(std::move(r));
    return out;
}

inline QByteArray file(const QList<chartwright::ChartFile> &files, const char *path)
{
    for (const chartwright::ChartFile &f : files) {
        if (f.path == text(path))
            return f.bytes;
    }
    return {};
}

inline chartwright::Value object(const QList<chartwright::Rendered> &all, const char *kind,
                                 const char *name)
{
    for (const chartwright::Rendered &r : all) {
        if (r.kind == text(kind) && r.name == text(name))
            return r.object;
    }
    return {};
}

} // namespace chartwright_test
