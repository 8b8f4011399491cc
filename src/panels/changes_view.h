// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "deploy/release_revision.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QTreeWidget;

namespace chartwright {

/// What changed between two revisions of a release that a person chooses: the values and each
/// object, both sides as YAML. Shows only. Object names: "changes:from", "changes:to",
/// "changes:state", "changes:list", "changes:before", "changes:after". Main thread.
class ChangesView : public QWidget
{
    Q_OBJECT
public:
    explicit ChangesView(QWidget *parent = nullptr);

    /// Those that can be chosen; does not emit chosen().
    void setRevisions(const QList<int> &revisions);
    void choose(int from, int to);
    /// In the place of changes: what goes on, or went wrong.
    void setState(const QString &text);
    void setChanges(const RevisionChanges &changes);

signals:
    void chosen(int from, int to);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *build();
    void showCurrent();

    QComboBox *m_from, *m_to;
    QLabel *m_state;
    QTreeWidget *m_list;
    QPlainTextEdit *m_before, *m_after;
    RevisionChanges m_changes;
};

} // namespace chartwright
