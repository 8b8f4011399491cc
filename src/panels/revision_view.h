// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "deploy/live_state.h"
#include "deploy/release_revision.h"

#include <QTabWidget>

class QPlainTextEdit;
class QTreeWidget;

namespace chartwright {

class ChangesView;

/// One revision of a release in tabs: notes, values, manifest, the objects, what changed, and what
/// its tests said. Shows only. Object names: "releases:notes", "releases:values",
/// "releases:manifest", "releases:objects", "releases:output". Main thread.
class RevisionView : public QTabWidget
{
    Q_OBJECT
public:
    explicit RevisionView(QWidget *parent = nullptr);

    ChangesView *changes() const { return m_changes; }
    void setRevision(const ShownRevision &revision);
    /// How its objects do just now, by where they are, without their apiVersion; of those that are
    /// not in it nothing is said.
    void setStates(const QHash<ObjectRef, LiveState> &states);
    /// In the place of all of it; empty: there is no release.
    void setState(const QString &text);
    /// What tests said; comes to the front. Empty: nothing ran.
    void setOutput(const QString &text);

private:
    QPlainTextEdit *addText(const char *name, const QString &title, const QString &empty);

    QPlainTextEdit *m_notes, *m_values, *m_manifest, *m_output;
    void showStates();

    QTreeWidget *m_objects;
    QList<ObjectRef> m_refs;
    QHash<ObjectRef, LiveState> m_states;
    ChangesView *m_changes;
};

} // namespace chartwright
