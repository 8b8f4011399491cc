// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/applier.h"
#include "deploy/address.h"
#include "deploy/minikube_run.h"
#include "panels/deploy_panel.h"

#include <QElapsedTimer>

namespace chartwright {

class Exporter;
class LiveDesk;

/// Brings the drawing to its target with one click, step by step: what would fail later is said
/// first; Minikube, if that is the target, is started and given its addon and images; the release
/// is installed or upgraded (Applier), its pods are waited for (LiveDesk), and its page is opened.
/// Nothing is noted of how far it came: a second run does what is not done yet. Main thread.
class Deployer : public QObject
{
    Q_OBJECT
public:
    Deployer(Document *document, ProjectSession *session, ClusterDesk *desk, Applier *applier,
             LiveDesk *live, ValueKeeper *keeper, DeployPanel *panel, Settings *settings,
             Exporter *exporter, QWidget *window);
    ~Deployer() override;

    bool isRunning() const { return m_work != nullptr; }
    void deploy();
    void cancel();
    /// Somebody else changed the release: what is said of it is true no longer.
    void releaseChanged(const QString &ns, const QString &release, const QString &text,
                        bool isGone);

signals:
    void runningChanged();
    /// How it ended.
    void said(const QString &text, bool isGood);
    void liveRequested();
    void problemsRequested();
    void compareRequested();
    /// Of the release, to the revision that stood before the deploy.
    void rollBackRequested(int revision);

private:
    using Work = DeployStep::Work;
    using State = DeployStep::State;
    using Remedy = DeployPanel::Remedy;

    bool isMinikube() const;
    MinikubeSettings profileSettings() const;
    MinikubeOptions minikubeOptions(const QString &folder) const;
    Result<QString> imageFolder();
    void showPlan();
    void plan();
    void check();
    void checkTools();
    void askValues();
    void startMinikube();
    void minikubeEnded();
    void release();
    void takeApplySteps();
    QList<Remedy> remediesOfHeld() const;
    QList<Remedy> remediesOfPods() const;
    void released(const QString &text, bool isGood);
    void awaitPods();
    void lookAtPods();
    void askForPage();
    void open(const Address &address);
    bool browse();
    void emptyHost();
    void changeSettings();
    void mend(Remedy remedy);

    int row(Work work) const; ///< -1: there is none
    void begin(Work work, const QString &doing);
    void say(Work work, const QString &doing);
    void end(Work work, State state, const QString &doing);
    void fail(Work work, const Error &error, const QList<Remedy> &remedies = {Remedy::Retry});
    void update(int row);
    void finish(const QString &text, bool isGood, const QList<Remedy> &remedies = {Remedy::Retry});
    void stop(const QString &text); ///< by the person
    void leave();

    Document *m_document;
    ProjectSession *m_session;
    ClusterDesk *m_desk;
    Applier *m_applier;
    LiveDesk *m_live;
    ValueKeeper *m_keeper;
    DeployPanel *m_panel;
    Settings *m_settings;
    Exporter *m_exporter;
    QWidget *m_window;

    QObject *m_work = nullptr; ///< of what runs; all of it goes with this
    QList<DeployStep> m_steps;
    QHash<int, QElapsedTimer> m_clocks;
    QElapsedTimer m_whole;
    ToolProgram m_minikube;
    MinikubeOptions m_options;
    MinikubeRun *m_run = nullptr;
    std::unique_ptr<QTemporaryDir> m_files; ///< images of a starter that is saved nowhere
    QSet<QString> m_skipped;
    bool m_goesWithoutValues = false; ///< the person said so, of this drawing
    bool m_takes = false;             ///< what others have set, this time
    bool m_isConflict = false;        ///< … was in the way
    bool m_isUpgraded = false;        ///< Helm has made a revision
    bool m_wasCutOff = false;         ///< the last run of Minikube did not come to its end
    ReleasePlan m_plan;
    Value m_values; ///< of images
    QString m_nodeIp;
    bool m_isStale = false; ///< the list, which nobody sees
    QElapsedTimer m_good, m_bad;
    QDeadlineTimer m_patience;
    QUrl m_url;
};

} // namespace chartwright
