// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "deploy/live_view.h"
#include "document/selection.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTreeView;
class QTreeWidget;

namespace chartwright {

class PodsModel;

/// How what is selected does in the cluster: its pods, its events, and what can be done with it;
/// with nothing selected, all pods of the release. Shows only; others do the work. Object names:
/// "live:start", "live:state", "live:title", "live:pods", "live:events", "live:logs", "live:exec",
/// "live:forward", "live:restart", "live:pause", "live:scale", "live:door", "live:openDoor",
/// "live:endDoor". Main thread only.
class LivePanel : public QWidget
{
    Q_OBJECT
public:
    LivePanel(Document *document, Selection *selection, QWidget *parent = nullptr);

    /// A narrow window cuts it, and is not made wider by it.
    QSize minimumSizeHint() const override { return {260, 90}; }
    /// Null: nothing is watched. It outlives the panel or is taken away before.
    void setView(LiveView *view);
    /// Why there is none; empty: nobody has asked for one.
    void setTrouble(const QString &text);
    /// What keeps a page open from this machine, and where it leads to; empty: nothing.
    void setDoor(const QString &url, const QString &target);
    void setDoorTrouble(const QString &why);
    /// The resource that is shown: the selected one, if it is alone.
    ResourceId current() const;
    /// The pod that is chosen in the list; else the first.
    std::optional<LivePod> currentPod() const;
    bool isPodChosen() const; ///< by the person

signals:
    void startRequested();
    void stopRequested();
    void logsRequested();
    void execRequested();
    void forwardRequested();
    void restartRequested();
    void pauseRequested(bool pause);
    void scaleRequested();
    void doorOpened(const QString &url); ///< is to be opened
    void doorEnded();                    ///< is to be ended

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    void showState();
    void showWatch();
    void showEvents(const LiveState &state);
    LiveState shown() const;

    Document *m_document;
    Selection *m_selection;
    LiveView *m_view = nullptr;
    QString m_trouble;
    QPushButton *m_start;
    QLabel *m_watch, *m_title, *m_message;
    QWidget *m_door;
    QLabel *m_doorText;
    QString m_doorUrl;
    QTreeView *m_pods;
    PodsModel *m_model;
    QTreeWidget *m_events;
    QPushButton *m_logs = nullptr, *m_exec = nullptr, *m_forward = nullptr, *m_restart = nullptr,
                *m_pause = nullptr, *m_scale = nullptr;
    bool m_isPaused = false;
    QList<LiveEvent> m_shownEvents;
    QTimer m_ages;
};

} // namespace chartwright
