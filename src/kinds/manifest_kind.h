// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"

/// Objects of kinds that have no table here (a StatefulSet, a custom resource) are kept word for
/// word: a resource of the kind "Manifest", whose field `manifest` is the whole object without
/// metadata.name. Any thread.
namespace chartwright {

inline constexpr QStringView ManifestKind = u"Manifest";

/// The kind of object that a resource is written as; empty for those that are not written.
struct WrittenKind
{
    QString apiVersion, kind;
    friend bool operator==(const WrittenKind &, const WrittenKind &) = default;
};
WrittenKind writtenKind(const Kinds &kinds, const Resource &resource);
/// metadata.namespace as it is drawn; empty: the release's.
QString drawnNamespace(const Resource &resource);

} // namespace chartwright
