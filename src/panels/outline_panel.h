// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/selection.h"

#include <QWidget>

class QLineEdit;
class QTimer;
class QTreeView;

namespace chartwright {

class OutlineModel;
class OutlineFilter;

/// The drawing as a tree: the Chart with what it templates by kind, Images, Releases. Also the way
/// in for a screen reader. Object names: "outline:tree" (a QTreeView), "outline:filter". Main
/// thread only.
class OutlinePanel : public QWidget
{
    Q_OBJECT
public:
    OutlinePanel(Document *document, Selection *selection, QWidget *parent = nullptr);

public slots:
    /// Edits the name of the current resource in place.
    void rename();

signals:
    /// After what was clicked has been selected.
    void contextMenuRequested(const QPoint &globalPos);
    /// Enter or a double click: show it on the canvas. Where the filter found a field, it is
    /// revealed in the properties instead.
    void activated(const chartwright::ResourceId &id);

private:
    void toSelection();
    void fromSelection();
    void expandAll();
    void applyFilter();
    bool isLarge() const;

    Document *m_document;
    Selection *m_selection;
    OutlineModel *m_model;
    OutlineFilter *m_filter;
    QTreeView *m_view;
    QLineEdit *m_text;
    QTimer *m_delay;
    bool m_following = false;
};

} // namespace chartwright
