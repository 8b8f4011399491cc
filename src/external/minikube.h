// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "external/minikube_failure.h"

namespace chartwright {

/// Of a profile that is to be made; one that is there keeps its own.
struct MinikubeSettings
{
    QString driver;             ///< empty: that which minikube finds
    int cpus = 0, memoryMb = 0; ///< 0: as minikube has it
    friend bool operator==(const MinikubeSettings &, const MinikubeSettings &) = default;
};

/// A program that findMinikube() gave, and its version; fails where it is older than 1.26, which
/// prints no images as JSON. Main thread.
Result<QString> findMinikube(const QString &given);
void askMinikube(const QString &path, QObject *context,
                 std::function<void(const Result<ToolProgram> &)> done);

/// Runs the real minikube on one profile. Nothing here waits: each call runs a process, gives its
/// lines to `said` and calls `done` once, later, unless it is stopped or let go before. Goes with
/// its parent. Main thread.
class Minikube : public QObject
{
    Q_OBJECT
public:
    template <class T> using Done = std::function<void(const ToolResult<T> &)>;

    Minikube(ToolProgram tool, QString profile, QObject *parent = nullptr);

    const ToolProgram &tool() const { return m_tool; }
    const QString &profile() const { return m_profile; }

    ToolRun *profiles(const Done<QList<MinikubeProfile>> &done); ///< all there are, unasked
    ToolRun *state(const Done<std::optional<MinikubeState>> &done);
    /// Makes or wakes the profile; leaves the kubeconfig's current context as it is, unless there
    /// is none. Its lines are events, see minikubeEvent().
    ToolRun *start(const MinikubeSettings &settings, bool keepsContext, const Done<void> &done);
    ToolRun *addons(const Done<QStringList> &done);
    ToolRun *enableAddon(const QString &name, const Done<void> &done);
    ToolRun *images(const Done<QList<MinikubeImage>> &done);
    ToolRun *loadImage(const QString &tar, const Done<void> &done);
    ToolRun *tagImage(const QString &from, const QString &to, const Done<void> &done);
    ToolRun *buildImage(const QString &folder, const QString &dockerfile, const QString &name,
                        const Done<void> &done);
    ToolRun *ip(const Done<QString> &done);
    /// Where a Service answers from here, a line each, which minikubeServiceUrl() reads. Where the
    /// node cannot be reached (Docker Desktop, macOS, WSL) the run is a tunnel, and does not end by
    /// itself after it has told them.
    ToolRun *serviceUrls(const QString &service, const QString &ns, const Done<void> &done);

private:
    ToolRun *run(const QStringList &arguments, std::chrono::milliseconds time,
                 const ToolRun::Done &done);
    ToolRun *change(const QStringList &arguments, std::chrono::milliseconds time,
                    const Done<void> &done);
    template <class T>
    ToolRun *read(const QStringList &arguments, Result<T> (*parse)(const QByteArray &),
                  const Done<T> &done);

    ToolProgram m_tool;
    QString m_profile;
};

} // namespace chartwright
