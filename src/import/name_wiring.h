// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "import/import_note.h"
#include "model/topology.h"

#include <QHash>

/// References in place of the names that manifests are made of. A part of manifest_import.h.
namespace chartwright {

/// What is drawn, by what others call it (nameToType()).
using NamedResources = QHash<QString, ResourceId>;
NamedResources namedResources(const Topology &topology);

/// A resource that was imported.
struct Imported
{
    ResourceId id;
    QString where;
    Map podLabels; ///< of a Deployment, as they stood in its manifest
};

/// Images in place of the names in containers: one that is drawn, or a new one, which is put into
/// the topology and told in `made`.
void wireImages(Topology &topology, const ResourceId &id, QList<ResourceId> &made);
/// Names that the kind's table knows as references (ConfigMaps, Secrets, Services with their keys
/// and ports), volumes and ports of the Deployment itself, addresses in a ConfigMap's data. What
/// names nothing that is drawn stays text.
void wireNames(Topology &topology, const ResourceId &id, const NamedResources &named);
/// A Service to the one Deployment that it selects.
void wireService(Topology &topology, const Imported &service, const QList<Imported> &all,
                 QList<ImportNote> &notes);

} // namespace chartwright
