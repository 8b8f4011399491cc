// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "import/import_note.h"
#include "import/manifest_file.h"
#include "model/topology.h"

/// Which of the objects that were read are to be drawn. A part of manifest_import.h.
namespace chartwright {

/// An object to draw, as somebody would write it (asWritten()).
struct SortedObject
{
    Value object;
    QString where, apiVersion, kind, ns, name;
    bool isLive = false;
    QString title() const { return kind + u' ' + name; }
};

struct SortedObjects
{
    QList<SortedObject> objects;
    QList<ImportNote> notes;
    QString ns; ///< the one namespace that they all stand in; empty: there are several, or none
};

/// Why an object is not to be drawn, in a sentence that begins with `title`; empty: it is. Others
/// made it, or the cluster did, or it is somebody's bookkeeping.
QString reasonToLeave(const Value &object, const QString &title);

/// Leaves out what others made (pods of a Deployment), what the cluster makes for itself, and what
/// is drawn already. Fails for what is no object, and for two of one kind and name: nothing is half
/// imported.
Result<SortedObjects> sortObjects(const QList<ManifestObject> &read, const Topology &topology);

} // namespace chartwright
