// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/selection.h"

#include <QWidget>

class QListWidget;

namespace chartwright {

/// The kinds that can be drawn, to drag onto the canvas (mime type KindMimeType of
/// canvas/canvas_view.h, data KindSpec::kind in UTF-8). Object name of the list: "palette:list" (a
/// QListWidget; Qt::UserRole holds the kind). Main thread only.
class PalettePanel : public QWidget
{
    Q_OBJECT
public:
    PalettePanel(Document *document, Selection *selection, QWidget *parent = nullptr);

signals:
    /// Double click or Enter.
    void insertRequested(const QString &kind);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fill();

    Document *m_document;
    QListWidget *m_list;
};

} // namespace chartwright
