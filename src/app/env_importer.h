// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/selection.h"
#include "secrets/env_import.h"

#include <QRectF>

class QMimeData;

namespace chartwright {

class CanvasView;
class Settings;
class ValueKeeper;

/// Brings the variables of a .env file into the drawing: secret values into the keychain, the rest
/// into a ConfigMap. Main thread only.
class EnvImporter : public QObject
{
    Q_OBJECT
public:
    EnvImporter(Document *document, Selection *selection, CanvasView *canvas, ValueKeeper *keeper,
                Settings *settings, QWidget *window);

    /// ".env", ".env.local", "prod.env".
    static bool isEnvFile(const QString &path);

    /// Asks for the file. Keys go first into what is selected.
    void importByDialog();
    /// Keys go first into `preferred`, a Secret or ConfigMap; new ones stand at `place`.
    void importFile(const QString &path, const ResourceId &preferred, std::optional<QPointF> place);
    /// It is a Secret or a ConfigMap.
    bool takesKeys(const ResourceId &id) const;
    /// The one under a place of the canvas's view, where a file is dropped; else an empty id.
    ResourceId targetAt(QPointF view) const;

signals:
    void imported(const QString &text);

private:
    void draw(EnvImport import, std::optional<QPointF> place);
    QPointF freePlace(QSizeF size, QPointF wanted, const QList<QRectF> &others) const;

    Document *m_document;
    Selection *m_selection;
    CanvasView *m_canvas;
    ValueKeeper *m_keeper;
    Settings *m_settings;
    QWidget *m_window;
};

} // namespace chartwright
