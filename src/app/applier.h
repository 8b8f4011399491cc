// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/cluster_desk.h"
#include "deploy/apply_run.h"
#include "deploy/chart_archive.h"
#include "deploy/helm_compare.h"
#include "deploy/helm_plan.h"
#include "deploy/preflight.h"
#include "deploy/release_plan.h"
#include "document/selection.h"
#include "panels/difference_panel.h"

namespace chartwright {

class ValueKeeper;
struct ApplyAnswer;
struct ApplyQuestion;
struct SecretKey;

/// Compares the drawing with the chosen cluster, applies it, or lets Helm do so, and deletes it
/// again, with the questions that go with that. What the cluster says beforehand becomes problems
/// of the drawing. One thing at a time; all of it can be cancelled. Main thread.
class Applier : public QObject
{
    Q_OBJECT
public:
    Applier(Document *document, Selection *selection, ProjectSession *session, ClusterDesk *desk,
            ValueKeeper *keeper, DifferencePanel *panel, Settings *settings, QWidget *window);
    ~Applier() override;

    bool isRunning() const { return m_work != nullptr; }
    /// Something is being changed in a cluster.
    bool isApplying() const { return m_run != nullptr; }
    /// Of what is being applied; empty else.
    QList<ApplyStep> steps() const { return m_run ? m_run->steps() : QList<ApplyStep>(); }
    void chooseTarget();
    void compare();
    void apply();
    /// As a release of Helm.
    struct Wish
    {
        Value values; ///< below those that are drawn
        /// Beforehand; a production target asks all the same.
        bool asks = true;
        bool takes = false; ///< fields and objects that others have
    };
    bool deploy(const Wish &wish);
    /// What others have, for which the last deploy stopped before it changed anything.
    const HeldByOthers &held() const { return m_held; }
    /// Draws what the cluster has of these fields.
    void adoptHeld();
    /// That Helm had when the last deploy began; 0: none.
    int revisionBefore() const { return m_revisionBefore; }
    void deleteAll();
    void cancel();

signals:
    /// The differences that the panel shows are other ones, or none.
    void compared();
    /// An apply or a deletion came to its end, or stopped half way.
    void done(const QString &text, bool isGood);
    /// Before anything was changed, or instead.
    void stopped(const QString &text, bool isError);
    /// Of steps(): one of them, or how many there are.
    void stepsChanged();
    void problemsRequested();
    void runningChanged();

private:
    using Then = void (Applier::*)();
    bool isDeploy() const { return m_then == &Applier::findHelm; }
    DifferencePanel::By by() const;

    bool begin(bool withDrawing, Then then);
    void learnKinds();
    void lookForHelm();
    void askLast(const QString &helm);
    void plan();
    void look();
    void preflight();
    void tellCompared();
    void askToApply();
    void lookForValues(const ApplyQuestion &question);
    void askForMissing(const QList<SecretKey> &missing, const ApplyQuestion &question);
    void ask(const ApplyQuestion &question, void (Applier::*then)(const ApplyAnswer &));
    ApplyOptions optionsOf(const ApplyAnswer &answer) const;
    void applyAsAnswered(const ApplyAnswer &answer);
    bool tellObstacles();
    void findHelm();
    void lookAtRelease();
    void askToDeploy(int revision);
    void deployAsAnswered(const ApplyAnswer &answer);
    void askAboutSecrets(const ApplyOptions &options);
    void startApply(const ApplyOptions &options);
    void listSecrets();
    void askToDelete(const QList<ObjectRef> &secrets);
    void deleteAsAnswered(const ApplyAnswer &answer);
    void finished();
    void fail(const ApiFailure &failure);
    void stop(const QString &text, bool isError = true);
    RenderInput renderInput() const;
    void end();
    QString account() const;
    void adopt(const ResourceId &id, const Path &path, const Value &value);
    ApplyQuestion question() const;
    QString namespaceProblem() const;

    Document *m_document;
    Selection *m_selection;
    ProjectSession *m_session;
    ClusterDesk *m_desk;
    ValueKeeper *m_keeper;
    DifferencePanel *m_panel;
    Settings *m_settings;
    QWidget *m_window;
    bool m_goesWithoutValues = false; ///< the person said so, of this drawing

    // Of what runs:
    QObject *m_work = nullptr; ///< all of it goes with this
    ClusterDesk::ConnectionPtr m_connection;
    ReleasePlan m_plan;
    Preflight m_preflight;
    QList<ObjectRef> m_secretsThere; ///< of a deletion
    Then m_then = nullptr;
    Wish m_wish;
    bool m_hasValues = false;         ///< of Secrets, as many as the person wanted to enter
    bool m_isOfHelm = false;          ///< the release that is compared
    std::optional<HelmDetail> m_last; ///< … and its last revision, if Helm could be asked
    HeldByOthers m_held;
    int m_revisionBefore = 0;
    bool m_isUpgradeNeedless = false;
    Helm *m_helm = nullptr;
    std::unique_ptr<ChartArchive> m_chart;
    bool m_isWithDrawing = false;
    ApplyRun *m_run = nullptr;
};

} // namespace chartwright
