// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "import/import_note.h"
#include "import/manifest_file.h"
#include "model/topology.h"
#include "secrets/value_batch.h"

#include <vector>

/// Manifests as a drawing: nearly the inverse of render(). Any thread.
namespace chartwright {

/// The value of a key of a Secret that came in. It is in no other place: it goes to the keychain
/// (valuesToKeep()), or with this.
struct ImportedValue
{
    ResourceId resource;
    QString secret, key;
    SecretValue value;
};

struct ManifestImport
{
    Edit edit;              ///< one step; nobody has a place yet
    QList<ResourceId> made; ///< in the order of the manifests, Images last
    int objects = 0;        ///< manifests among them
    QList<ImportNote> notes;
    std::vector<ImportedValue> values;
};

struct ImportOptions
{
    QString text; ///< of the edit; empty: "Import 3 objects"
    /// Name and versions of the Chart from the labels that a chart gives its objects, where all
    /// agree. For a drawing that holds nothing yet.
    bool takesChart = false;
};

/// Deployments, Services, ConfigMaps, Secrets and Ingresses become resources with the manifest's
/// own fields, other objects Manifests, word for word. Names of objects that come along or are
/// drawn in the same namespace become references, images of containers Images. Left out is what the
/// server sets (asWritten()), what the chart writes by itself, and the namespace where all share
/// it. Values of Secrets are taken out of `objects` and overwritten there, also for those who share
/// them and where it fails. Never changes what is drawn; fails as sortObjects().
Result<ManifestImport> importManifests(const Topology &topology, QList<ManifestObject> objects,
                                       const ImportOptions &options = {});

/// The values with new ids, for ValueBatch; the edit then holds those. `document`: the path of the
/// project. `import.values` is empty afterwards.
std::vector<ValueToKeep> valuesToKeep(ManifestImport &import, const QString &document);

/// "Imported: 3 objects and 2 images."
QString summary(const ManifestImport &import);

} // namespace chartwright
