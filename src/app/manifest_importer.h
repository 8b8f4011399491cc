// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/selection.h"
#include "import/manifest_import.h"

#include <QPointF>
#include <QStringList>

namespace chartwright {

class CanvasView;
class Settings;
class ValueKeeper;

/// Brings manifests into the drawing as one undo step: from files, folders and the clipboard.
/// Values of Secrets go into the keychain where the person says so. Main thread only.
class ManifestImporter : public QObject
{
    Q_OBJECT
public:
    ManifestImporter(Document *document, Selection *selection, CanvasView *canvas,
                     ValueKeeper *keeper, Settings *settings, QWidget *window);

    void importByDialog();
    void importFolderByDialog();
    /// The new nodes stand about `place`, in scene coordinates; where there is none, where a new
    /// one would.
    void importFiles(const QStringList &paths, std::optional<QPointF> place);
    void importText(const QString &text);
    /// Objects that were had from elsewhere; `what` is where. Values of Secrets in them are wiped.
    void importObjects(const QString &what, const QList<ManifestObject> &objects);

signals:
    /// What came in, and what was left out or changed on the way; each a sentence.
    void imported(const QString &text, const QStringList &notes);

private:
    using Read = std::function<Result<QList<ManifestObject>>()>;
    void bring(const QString &what, const Read &read, std::optional<QPointF> place);
    void keepThenDraw(ManifestImport import, std::optional<QPointF> place);
    void draw(const ManifestImport &import, std::optional<QPointF> place);
    QList<PlacementChange> places(const ManifestImport &import, std::optional<QPointF> place) const;

    Document *m_document;
    Selection *m_selection;
    CanvasView *m_canvas;
    ValueKeeper *m_keeper;
    Settings *m_settings;
    QWidget *m_window;
};

} // namespace chartwright
