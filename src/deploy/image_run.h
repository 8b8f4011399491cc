// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "deploy/image_archive.h"
#include "deploy/image_plan.h"
#include "external/container_engine.h"

#include <QTemporaryDir>

namespace chartwright {

/// Brings one image into Minikube: built from its folder where it has one, by the engine or else by
/// Minikube itself; else what its archive holds; else what the engine has of that name; else
/// nothing, and the node pulls it where it is not there. One that a digest pins is only looked for:
/// no registry has given what is built or loaded here a digest. The drawn tag always moves to what
/// was brought, so that a release without our values finds it too. What is there already is left as
/// it is. Main thread.
class ImageRun : public QObject
{
    Q_OBJECT
public:
    enum class End {
        Built,  ///< there, by Minikube
        Loaded, ///< from here
        There,  ///< the same content already was
        Pulled, ///< the node is left to pull it
    };
    struct Outcome
    {
        End end = End::Loaded;
        QString id;      ///< of the content; empty where the release goes by the drawn name
        qint64 size = 0; ///< in bytes; 0: unknown
    };
    using Done = std::function<void(const ToolResult<Outcome> &)>;

    /// `engine`: none is taken for null. Both outlive it.
    ImageRun(Minikube *minikube, ContainerEngine *engine, ImagePlan plan, QObject *parent);

    ~ImageRun() override;

    void start(const Done &done);
    void stop();

signals:
    void doing(const QString &text);
    void line(const QString &text);

private:
    void build();
    void readArchive();
    void lookHere();
    bool fitsPlatform();
    void lookThere();
    void lookPinned();
    void bring();
    void load();
    void check();
    const MinikubeImage *contentIn(const QList<MinikubeImage> &images) const;
    void settle(const QList<MinikubeImage> &images);
    void name();
    void follow(ToolRun *run);
    template <class T> bool isRead(const Result<T> &result);
    void fail(const ToolFailure &failure);
    void end(End end);
    QString tarPath() const { return m_folder.filePath(QStringLiteral("image.tar")); }

    Minikube *m_minikube;
    ContainerEngine *m_engine;
    ImagePlan m_plan;
    Done m_done;
    QPointer<ToolRun> m_run;
    std::optional<LocalImage> m_local;
    std::optional<ArchivedImage> m_archived; ///< which is m_local then
    MinikubeImage m_there;
    QTemporaryDir m_folder; ///< of what is loaded
    std::stop_source m_stop;
    End m_end = End::There;
};

} // namespace chartwright
