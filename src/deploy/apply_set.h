// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/ids.h"
#include "chart/render.h"
#include "cluster/api_kinds.h"

namespace chartwright {

/// The name under which a server-side apply owns fields.
inline constexpr QLatin1StringView FieldManager("chartwright");
/// On every object that we apply: the release that it is of. Pruning goes by it.
inline constexpr QLatin1StringView ReleaseLabel("chartwright.org/release");
/// … and, on those that do not stand in the release's namespace, the one that it is in: a release
/// of the same name elsewhere is another one.
inline constexpr QLatin1StringView NamespaceLabel("chartwright.org/namespace");

/// One object of a release, as it goes to the API.
struct ApplyObject
{
    ObjectRef ref;
    ResourceId resource; ///< that it was drawn as
    Value object;
};

/// The manifests of a release with what an apply adds: the namespace where it stands in one, our
/// label, and ourselves as who manages it. In the order of installation, but that definitions of
/// kinds come first: others may be of these kinds.
QList<ApplyObject> applyObjects(const QList<Rendered> &manifests, const QString &release,
                                const QString &ns, const ApiKinds &kinds);

/// What a server will serve once the definitions among the objects are there.
ApiKinds withDefined(ApiKinds served, const QList<ApplyObject> &objects);

/// The Helm release that a live object belongs to, or "".
QString helmReleaseOf(const Value &live);

} // namespace chartwright
