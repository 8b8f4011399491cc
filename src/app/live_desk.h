// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/cluster_desk.h"
#include "canvas/node_mark.h"
#include "deploy/address.h"
#include "deploy/live_view.h"
#include "document/selection.h"

#include <QPointer>

namespace chartwright {

class LivePanel;

/// Watches the release of the open drawing in its cluster, and does what the person asks of a
/// workload there. Main thread.
class LiveDesk : public QObject
{
    Q_OBJECT
public:
    LiveDesk(Document *document, Selection *selection, ProjectSession *session, ClusterDesk *desk,
             LivePanel *panel, Settings *settings, QWidget *window);
    ~LiveDesk() override;

    bool isWatching() const { return m_view != nullptr; }
    bool start();
    void stop();
    NodeMarks marks() const;
    const LiveView *view() const { return m_view.get(); } ///< null: nothing is watched
    /// What the cluster says of fields that nobody draws: revision and status of a Release.
    QHash<ResourceId, Map> values() const;
    /// How the objects of a release do, by where they are, without their apiVersion; nothing where
    /// another one is watched.
    QHash<ObjectRef, LiveState> objectStates(const QString &release, const QString &ns) const;

    /// What keeps the page of the drawing open: listed in the panel, which can end it, and ended
    /// with the drawing or its target. One at a time.
    void keepDoor(const QUrl &url, const std::shared_ptr<OpenDoor> &door);
    /// Gives its port, if it has one of its own; else 0.
    quint16 closeDoor();

signals:
    void marksChanged();
    void watchingChanged(bool on);
    void said(const QString &text);

private:
    void connected();
    void plan();
    void takePlan(const Result<ReleasePlan> &planned, const ResourceId &releaseNode);
    void showLogs();
    void showExec();
    void showForward();
    void showTool(QWidget *window);
    /// The Deployment whose pods stand for what is selected.
    ResourceId workload() const;
    void restart();
    void pause(bool pause);
    void scale();
    void drawReplicas(const ResourceId &id, int replicas);
    void setReplicas(const ResourceId &id, int replicas);
    void patch(const ResourceId &id, const Value &patch, const QString &done);
    void send(const ApiRequest &request, const QString &done);
    bool mayChange(const QString &question, const QString &details);

    Document *m_document;
    Selection *m_selection;
    ProjectSession *m_session;
    ClusterDesk *m_desk;
    QPointer<LivePanel> m_panel; ///< may go first
    Settings *m_settings;
    QWidget *m_window;
    ClusterDesk::ConnectionPtr m_connection;
    std::unique_ptr<LiveView> m_view;
    QList<QPointer<QWidget>> m_tools; ///< windows that use the view
    std::shared_ptr<OpenDoor> m_door;
    ClusterDesk::Choice m_doorOf; ///< what it was opened for
    QTimer m_plan;                ///< several edits are planned for once
    int m_planned = 0;            ///< of the plans the last one counts
};

} // namespace chartwright
