// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/selection.h"

#include <QWidget>
#include <memory>

class QScrollArea;
class QTimer;

namespace chartwright {

class EditContext;
class PanelHeader;
class ResourceForm;
class ValueKeeper;
class WireForm;

/// Every attribute of what is selected, generated from its kind's table, checked while it is typed.
/// One resource, several (edited together), a wire (its references), or with nothing selected the
/// Chart. 320 pixels suit it. Main thread only.
///
/// Object names: "field:<path>" for an editor ("field:spec.replicas"), "row:<path>" for the row
/// round it, "section:<n>" for a section (Section as a number), "header:name", "header:valuesKey".
/// Inside a list the path is that of Path::text() at the moment
/// ("field:spec.template.spec.containers[app].image").
class PropertyPanel : public QWidget
{
    Q_OBJECT
public:
    PropertyPanel(Document *document, Selection *selection, QWidget *parent = nullptr);
    ~PropertyPanel() override;

    /// See EditContext::setKeeper(). Without one the values of Secrets cannot be reached.
    void setKeeper(ValueKeeper *keeper, std::function<QString(QWidget *)> chooseFile);
    /// See EditContext::setLiveValues().
    void setLiveValues(const QHash<ResourceId, Map> &values);
    /// Unfolds what is round a field, scrolls to it and focuses its editor; an empty path or one
    /// that has no editor: the name. False where nothing could be focused.
    bool focusField(const Path &path);
    /// To the name, all of it selected: F2 and a new node.
    void focusName();
    /// So wide that nothing in it is cut.
    QSize minimumSizeHint() const override;

signals:
    /// "What's This?" of a field: help with more than fits in a tool tip.
    void helpRequested(const QString &kind, const QString &path);
    /// See EditContext::moveRequested().
    void moveRequested(const chartwright::Finding &finding);

protected:
    /// Tab goes from line to line and from left to right, then out: rows come and go, so that the
    /// order in which they were made, which is Qt's, leads anywhere.
    bool focusNextPrevChild(bool next) override;

private:
    void showSelection();
    void refresh();
    void onChanged(const ChangeEvent &event);
    void showForm();

    Document *m_document;
    Selection *m_selection;
    EditContext *m_context;
    PanelHeader *m_header;
    QScrollArea *m_scroll;
    QTimer *m_refreshLater;
    QWidget *m_body;
    /// Forms that are not shown stay out of the panel, so that a name finds just one editor in it.
    std::unique_ptr<QWidget> m_parking;
    QHash<QString, ResourceForm *> m_forms; ///< by the kinds they are for
    ResourceForm *m_form = nullptr;
    WireForm *m_wireForm = nullptr;
    bool m_stale = false;
};

} // namespace chartwright
