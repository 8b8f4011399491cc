// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/cluster_desk.h"
#include "cluster/object_watch.h"
#include "deploy/release_revision.h"
#include "external/helm.h"

#include <QPointer>

namespace chartwright {

class LiveDesk;
class ReleasesWindow;
class ReleaseTests;
struct ApplyQuestion;
struct TestsEnd;

/// Asks helm for the window on releases, and does there what a person wants of the release that is
/// drawn: rolls it back, tests it, uninstalls it, with the questions that go with that. What is
/// only looked at ends with the window; what changes the cluster goes on to its end. Main thread.
class ReleasesDesk : public QObject
{
    Q_OBJECT
public:
    ReleasesDesk(Document *document, ProjectSession *session, ClusterDesk *desk,
                 const LiveDesk *live, Settings *settings, QWidget *window);
    ~ReleasesDesk() override;

    void show();
    /// Of the drawn release; it is asked about first.
    void showRollback(int revision);
    /// The window, if it is open, asks once more.
    void refresh();
    /// A helm is changing a release.
    bool isChanging() const { return m_isChanging; }

signals:
    /// What rolling the drawn release back would change is to be shown on the nodes.
    void previewed(const QString &release, const QList<chartwright::ObjectDifference> &differences,
                   int from, int to);
    /// How a change ended, where the window does not show it.
    void said(const QString &text, bool isGood);
    /// It ended well.
    void changed(const QString &ns, const QString &release, const QString &text, bool isGone);

private:
    /// The release that is looked at, or changed; it stays that one.
    struct Subject
    {
        QString context, ns, name;
        int last = 0; ///< its last revision
    };
    /// What was asked of helm, and who hears the answer; a new question replaces it.
    struct Asking
    {
        QObject *context = nullptr;
        HelmCall call;
    };
    using Drawn = QHash<ObjectRef, ResourceId>;
    using Compared = std::function<void(const RevisionChanges &)>;

    void open();
    void close();
    void connectTo();
    void showPlace();
    void reached();
    void findProgram();
    void watch();
    void list();
    void takeList(const HelmResult<QList<HelmRelease>> &found);
    void readHistory();
    void readRevision(int revision);
    void readChanges(int from, int to);
    void showStates();
    void compare(const Subject &subject, int from, int to, Asking &by, const Compared &done);
    QObject *anew(Asking &asking);
    void drop(Asking &asking);
    bool isOwn(const HelmRelease &release) const;
    Helm *helm(const QString &context, const QString &ns);
    Helm *helm(const Subject &of) { return helm(of.context, of.ns); }
    Subject subject() const;
    void compareWithLast(int revision,
                         const std::function<void(const Subject &, const RevisionChanges &)> &then);
    ApplyQuestion question(const Subject &subject) const;

    // releases_work.cpp
    void preview(int revision);
    void askToRollBack(int revision);
    void rollBack(const Subject &subject, int revision, bool takes);
    void askToUninstall();
    void uninstall(const Subject &subject);
    void test();
    void endTests(const QString &release, const TestsEnd &tests);
    void cancel();
    void adopt();
    bool begin(const QString &text, bool mayCancel = false);
    void end(const QString &text, bool isGood);

    Document *m_document;
    ProjectSession *m_session;
    ClusterDesk *m_desk;
    const LiveDesk *m_live;
    Settings *m_settings;
    QWidget *m_window;
    QPointer<ReleasesWindow> m_view;
    ClusterDesk::ConnectionPtr m_connection;
    ClusterDesk::Choice m_place;
    std::optional<HelmProgram> m_program;
    QHash<QString, Helm *> m_helms; ///< by program, context and namespace
    std::unique_ptr<ObjectWatch> m_watch;
    QTimer m_again; ///< several changes are listed once
    Asking m_connecting, m_listing, m_reading, m_comparing, m_work;
    QPointer<ReleaseTests> m_tests; ///< that run
    bool m_isChanging = false;
    int m_rollback = 0; ///< that was asked for before the history was there
};

} // namespace chartwright
