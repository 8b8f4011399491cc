// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "deploy/image_plan.h"
#include "external/container_engine.h"

#include <QTemporaryDir>

namespace chartwright {

/// Brings one image into Minikube: built from its folder where it has one, by the engine or else by
/// Minikube itself; else what the engine has of that name; else nothing, and the node pulls it
/// where it is not there. The drawn tag always moves to what was brought, so that a release without
/// our values finds it too. What is there already is left as it is. Main thread.
class ImageRun : public QObject
{
    Q_OBJECT
public:
    enum class End {
        Brought,
        There,  ///< the same content already was
        Pulled, ///< the node is left to pull it
    };
    struct Outcome
    {
        End end = End::Brought;
        QString id; ///< in Minikube; empty where it is left to be pulled
        qint64 size = 0;
    };
    using Done = std::function<void(const ToolResult<Outcome> &)>;

    /// `engine`: none is taken for null. Both outlive it.
    ImageRun(Minikube *minikube, ContainerEngine *engine, ImagePlan plan, QObject *parent);

    void start(const Done &done);
    void stop();

signals:
    void doing(const QString &text);
    void line(const QString &text);

private:
    void build();
    void lookHere();
    void lookThere();
    void bring();
    void settle();
    void name();
    void follow(ToolRun *run);
    void fail(const ToolFailure &failure);
    void end(End end);
    QString tarPath() const { return m_folder.filePath(QStringLiteral("image.tar")); }

    Minikube *m_minikube;
    ContainerEngine *m_engine;
    ImagePlan m_plan;
    Done m_done;
    QPointer<ToolRun> m_run;
    std::optional<LocalImage> m_local;
    MinikubeImage m_there;
    QTemporaryDir m_folder; ///< of the archive
    bool m_isBrought = false, m_isStopped = false;
};

} // namespace chartwright
