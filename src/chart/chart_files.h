// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "model/topology.h"

#include <QByteArray>

namespace chartwright {

/// A file of a chart; `path` is relative to the chart's root, with '/'.
struct ChartFile
{
    QString path;
    QByteArray bytes;
    friend bool operator==(const ChartFile &, const ChartFile &) = default;
};

/// What of a drawing cannot be written at all: a field of the wrong type, two resources of one kind
/// with one name, two values keys, a reference that dangles, a character that no file can hold.
/// `resource` and `path` say where.
struct Refusal
{
    ResourceId resource;
    Path path;
    Error error;
};
QList<Refusal> refusals(const Topology &topology);

/// The chart that a drawing stands for: Chart.yaml, values.yaml, values.schema.json, README.md,
/// .helmignore and templates/, in that order. Pure; nothing is written to disk. Fails with the
/// first of refusals(); resources of unknown kinds are left out.
Result<QList<ChartFile>> chartFiles(const Topology &topology);

/// A .tgz as `helm package` makes it: everything below a folder of the chart's name, without what
/// .helmignore lists, and the same bytes for the same files.
Result<QByteArray> chartArchive(const QList<ChartFile> &files, const QString &chartName);
/// "todo-app-1.0.0.tgz"
QString archiveName(const Topology &topology);

} // namespace chartwright
