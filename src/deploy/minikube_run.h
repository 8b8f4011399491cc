// SPDX-License-Identifier: Apache-2.0
#pragma once
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

/// One of the things that have to be so in Minikube before a release can come.
struct MinikubeStep
{
    enum class Work { Start, Addon, Image };
    enum class State {
        Waiting,
        Running,
        Done,
        Needless, ///< it was so already
        Skipped,
        Failed,
        Stopped,
    };
    Work work = Work::Start;
    State state = State::Waiting;
    QString name;         ///< of the profile, the addon, or the image
    QString doing;        ///< what it is at, or what became of it
    double fraction = -1; ///< of it that is done; -1: unknown
    QStringList output;   ///< what the programs said; the last lines
    qint64 milliseconds = 0;
    std::optional<ToolFailure> failure;

    bool isOver() const { return state != State::Waiting && state != State::Running; }
    bool isGood() const
    {
        return state == State::Done || state == State::Needless || state == State::Skipped;
    }
};

/// Lets a Minikube profile run, with its addon and images, of which those two come side by side.
/// Nothing is noted: each step looks first whether it is so already, so a run that was cut off goes
/// on by another. Main thread.
class MinikubeRun : public QObject
{
    Q_OBJECT
public:
    /// What would be done, for show.
    static QList<MinikubeStep> plan(const MinikubeOptions &options);

    MinikubeRun(Tool tool, MinikubeOptions options, QObject *parent = nullptr);

    const QList<MinikubeStep> &steps() const { return m_steps; }
    void start();
    /// Ends the programs that run; what they have done stays.
    void cancel();
    bool isOver() const { return m_isOver; }
    bool isDone() const;
    bool isCancelled() const { return m_isCancelled; }
    /// Of the images there, by their resources.
    const QHash<ResourceId, QString> &imageIds() const { return m_imageIds; }

signals:
    void stepChanged(int step);
    void finished();

private:
    void askState();
    void startProfile();
    void takeEvent(const QString &line);
    void startRest();
    void enableAddon(int step);
    void nextImage();
    void begin(int step, const QString &doing);
    void say(int step, const QString &line);
    void end(int step, MinikubeStep::State state, const QString &doing);
    void fail(int step, const ToolFailure &failure);
    void follow(int step, ToolRun *run);
    void checkEnd();

    MinikubeOptions m_options;
    Minikube m_minikube;
    ContainerEngine *m_engine = nullptr;
    bool m_hasEngine = false; ///< it was looked for
    QList<MinikubeStep> m_steps;
    QList<QElapsedTimer> m_clocks;
    QList<QPointer<ToolRun>> m_runs;
    QPointer<ImageRun> m_image;
    QHash<ResourceId, QString> m_imageIds;
    QString m_starting; ///< what the start is at
    int m_open = 0;     ///< of the two sides
    bool m_isCancelled = false, m_isOver = false;
};

} // namespace chartwright
