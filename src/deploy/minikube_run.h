// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "deploy/deploy_step.h"
#include "deploy/image_run.h"

#include <QElapsedTimer>

namespace chartwright {

struct MinikubeOptions
{
    QString profile;
    MinikubeSettings settings; ///< of a profile that is not there yet
    bool keepsContext = false; ///< the kubeconfig has a current one
    bool needsIngress = false;
    QList<ImagePlan> images;
    /// References of images, or "ingress", that are gone without.
    QSet<QString> skipped;
};

/// Lets a Minikube profile run, with its addon and images, of which those two come side by side.
/// Nothing is noted: each step looks first whether it is so already, so a run that was cut off goes
/// on by another. Main thread.
class MinikubeRun : public QObject
{
    Q_OBJECT
public:
    /// What would be done, for show.
    static QList<DeployStep> plan(const MinikubeOptions &options);

    MinikubeRun(ToolProgram tool, MinikubeOptions options, QObject *parent = nullptr);

    const QList<DeployStep> &steps() const { return m_steps; }
    void start();
    /// Ends the programs that run; what they have done stays.
    void cancel();
    bool isOver() const { return m_isOver; }
    bool isDone() const;
    bool isCancelled() const { return m_isCancelled; }
    /// Of the images there, by their resources.
    const QHash<ResourceId, QString> &imageIds() const { return m_imageIds; }
    /// Of the node, once it runs.
    const QString &ip() const { return m_ip; }

signals:
    void stepChanged(int step);
    void finished();

private:
    void askState();
    void startProfile();
    void takeEvent(const QString &line);
    void startRest();
    void askIp();
    void enableAddon(int step);
    void nextImage();
    void begin(int step, const QString &doing);
    void say(int step, const QString &line);
    void end(int step, DeployStep::State state, const QString &doing);
    void fail(int step, const ToolFailure &failure);
    void follow(int step, ToolRun *run);
    void checkEnd();

    MinikubeOptions m_options;
    Minikube m_minikube;
    ContainerEngine *m_engine = nullptr;
    bool m_hasEngine = false; ///< it was looked for
    QList<DeployStep> m_steps;
    QList<QElapsedTimer> m_clocks;
    QList<QPointer<ToolRun>> m_runs;
    QPointer<ImageRun> m_image;
    QHash<ResourceId, QString> m_imageIds;
    QString m_ip;
    int m_open = 0; ///< of what goes on side by side
    bool m_isCancelled = false, m_isOver = false;
};

} // namespace chartwright
