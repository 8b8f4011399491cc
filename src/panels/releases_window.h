// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "external/helm_output.h"
#include "panels/tool_window.h"

class QCheckBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTreeWidget;
class QTreeWidgetItem;

namespace chartwright {

class RevisionView;

/// The releases of Helm in a cluster, with the history of the one that is chosen and what may be
/// done with it. Shows only; others ask helm. Object names: "releases:place", "releases:all",
/// "releases:refresh", "releases:cancel", "releases:state", "releases:list", "releases:pending",
/// "releases:mend", "releases:history", "releases:description", "releases:rollback",
/// "releases:preview", "releases:test", "releases:uninstall", "releases:adopt", "releases:message".
/// Main thread.
class ReleasesWindow : public ToolWindow
{
    Q_OBJECT
public:
    struct Entry
    {
        HelmRelease release;
        bool isOwn = false; ///< of the open drawing; others are shown only
    };

    explicit ReleasesWindow(QWidget *parent);
    ~ReleasesWindow() override;

    /// Where the releases are: "minikube / demo".
    void setPlace(const QString &title, bool isProduction);
    bool isEverywhere() const; ///< in all namespaces
    /// In the place of the list: what goes on, what is wrong, and what to do.
    void setState(const QString &text, bool isError);
    /// What is chosen stays so; releaseChosen() tells where that is another one, or has changed.
    void setReleases(const QList<Entry> &releases);
    std::optional<Entry> current() const;
    /// The oldest first, as helm has it.
    void setHistory(const QList<HelmRevision> &history);
    const QList<HelmRevision> &history() const { return m_history; }
    int currentRevision() const; ///< 0: none
    RevisionView *revision() const { return m_revision; }
    /// Something changes the release; Cancel ends it where it may. Empty: no longer.
    void setRunning(const QString &text, bool mayCancel = false);
    bool isRunning() const { return m_isRunning; }
    /// How that ended. It goes when the person turns to something else, or the release changes once
    /// more.
    void setMessage(const QString &text, bool isError);

signals:
    void refreshRequested();
    void releaseChosen();
    void revisionChosen(int revision);
    void rollbackRequested(int revision);
    void previewRequested(int revision);
    void testRequested();
    void uninstallRequested();
    void adoptRequested();
    void cancelRequested();
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QLayout *buildBar();
    QWidget *buildList();
    QWidget *buildHistory();
    QLayout *buildButtons();
    void showReleases();
    void showHistory();
    void showPending();
    void showDescription();
    void updateButtons();
    void choose();
    void dropMessage();

    QLabel *m_place, *m_state, *m_pendingText, *m_description, *m_message;
    QCheckBox *m_all;
    QPushButton *m_refresh, *m_cancel, *m_mend, *m_rollback, *m_preview, *m_test, *m_uninstall,
        *m_adopt;
    QStackedWidget *m_top;
    QTreeWidget *m_list, *m_historyList;
    QWidget *m_pending, *m_below;
    RevisionView *m_revision;
    QList<Entry> m_releases;
    QList<HelmRevision> m_history;
    int m_way = 0;         ///< out of a pending release: the revision, 0: to uninstall it
    bool m_isNews = false; ///< the message is of what the next list shows
    bool m_isRunning = false, m_isError = false, m_isStateError = false, m_isProduction = false;
};

} // namespace chartwright
