// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "external/tool.h"

namespace chartwright {

struct LocalImage
{
    QString id;       ///< hexadecimal digits, without "sha256:"
    QString name;     ///< by which the engine has it
    QString platform; ///< "linux/amd64"
    qint64 size = 0;  ///< in bytes; 0: it does not say
};

/// What builds and keeps images on this machine: docker, podman, nerdctl or buildah. Nothing here
/// waits: each call runs a process, and calls `done` once, later, unless it is stopped or let go
/// before. Main thread.
class ContainerEngine : public QObject
{
    Q_OBJECT
public:
    template <class T> using Done = std::function<void(const ToolResult<T> &)>;

    /// Names of those on PATH, best first.
    static QStringList onPath();
    /// The first on PATH that answers; none where none does (docker without its daemon). Calls back
    /// once, later, unless `context` has gone.
    static void find(QObject *context, std::function<void(ContainerEngine *engine)> done);

    const QString &name() const { return m_name; }
    const QString &path() const { return m_path; }

    /// nullopt: it has no image of that name.
    ToolRun *inspect(const QString &reference, const Done<std::optional<LocalImage>> &done);
    /// Under its full name, so that all engines and Kubernetes name it alike.
    ToolRun *build(const QString &folder, const QString &dockerfile, const QString &reference,
                   const QString &platform, const Done<void> &done);
    /// As an archive of docker, which must not be there yet.
    ToolRun *save(const QString &name, const QString &tar, const Done<void> &done);

private:
    ContainerEngine(QString name, QString path, QObject *parent);
    static void findOf(QStringList names, QObject *context,
                       std::function<void(ContainerEngine *engine)> done);
    ToolRun *run(const QStringList &arguments, std::chrono::milliseconds time,
                 const ToolRun::Done &done);
    ToolRun *change(const QStringList &arguments, const Done<void> &done);
    bool isBuildah() const { return m_name == u"buildah"; }

    QString m_name, m_path;
};

/// "linux/arm/v7", as an image's configuration names its parts; of other processors than arm the
/// variant is left out.
QString imagePlatform(const QString &os, const QString &machine, const QString &variant);

/// Of `inspect --type image` of any of them.
Result<LocalImage> localImage(const QByteArray &json);

} // namespace chartwright
