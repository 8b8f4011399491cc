// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "model/topology.h"

#include <QByteArray>

/// A resource as it stands in topology.yaml and on the clipboard.
namespace chartwright::blocks {

/// What is wrong with a tree, and where in it.
struct Fault
{
    Path path;
    QString message, remedy;
};
template <class T> using Read = tl::expected<T, Fault>;
inline tl::unexpected<Fault> fault(Path path, QString message, QString remedy = {})
{
    return tl::unexpected<Fault>(Fault{std::move(path), std::move(message), std::move(remedy)});
}

bool isId(const QString &text);

Value write(const Resource &resource);
/// The section "resources:", blocks by id, by kind and id; many are written side by side.
QByteArray writeAll(QList<ResourcePtr> resources);
Read<Resource> read(const Path &at, const QString &id, const Value &block);
Read<QList<ResourcePtr>> readAll(const Path &at, const Value &blocks);

/// One line a place: "  todo-backend-7k2q: [400, 120]", under "placements:"; empty without any.
QByteArray writePlacements(const QHash<ResourceId, QPointF> &placements);
Read<QHash<ResourceId, QPointF>> readPlacements(const Path &at, const Value &placements);

/// A number that is not our version is newer or no version at all.
Read<void> checkVersion(const Value &root, const QString &key, int version);

/// With the place in the file, found by reading it once more.
Error located(const Fault &fault, const QByteArray &bytes, const QString &file);

} // namespace chartwright::blocks
