// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/plugin_process.h"
#include "external/helm_failure.h"
#include "external/helm_output.h"
#include "external/helm_program.h"

#include <QPointer>

namespace chartwright {

/// Where helm finds a cluster: as the API client of the same context does.
struct HelmPlace
{
    QStringList kubeconfig; ///< files; empty: those that helm finds itself
    QString context;        ///< empty: the current one
    QString ns;
};

/// What was asked of helm. May be kept, copied and let go at will.
class HelmCall
{
public:
    HelmCall() = default;
    explicit HelmCall(PluginProcess *process) : m_process(process) {}
    /// SIGTERM, which cancels an upgrade cleanly; the callback hears of Stopped.
    void cancel() const
    {
        if (m_process)
            m_process->stop();
    }

private:
    QPointer<PluginProcess> m_process;
};

struct HelmUpgrade
{
    QString release;
    QString chart; ///< a folder, or an archive
    Value values;  ///< over those of the chart; no value of a Secret is among them
    /// Fields that others own are taken. Helm 3 always does.
    bool takeConflicts = false;
    bool takeOwnership = false; ///< of objects that are no part of the release yet
};

/// Runs the real helm, 3 or 4. Nothing here waits: each call runs a process and calls its `done`
/// once, later, unless `context` has gone before. Output is not logged. A login program of the
/// kubeconfig is run by helm without asking: whoever calls has let the API client log in before.
/// Main thread.
class Helm : public QObject
{
    Q_OBJECT
public:
    template <class T> using Done = std::function<void(const HelmResult<T> &)>;

    Helm(HelmProgram program, HelmPlace place, QObject *parent = nullptr);
    /// What runs is told to end; nobody waits for that but the end of this program.
    ~Helm() override;

    const HelmProgram &program() const { return m_program; }
    const HelmPlace &place() const { return m_place; }

    HelmCall list(bool allNamespaces, QObject *context, const Done<QList<HelmRelease>> &done);
    HelmCall history(const QString &release, QObject *context,
                     const Done<QList<HelmRevision>> &done);
    /// `revision` 0: the last one.
    HelmCall detail(const QString &release, int revision, QObject *context,
                    const Done<HelmDetail> &done);
    /// Installs it where it is not there. Returns when the objects are sent, not when they are
    /// ready, so that nothing long can leave a pending release behind.
    HelmCall upgrade(const HelmUpgrade &what, QObject *context, const Done<void> &done);
    /// `revision` 0: the one before the last.
    HelmCall rollback(const QString &release, int revision, bool takeConflicts, QObject *context,
                      const Done<void> &done);
    HelmCall uninstall(const QString &release, QObject *context, const Done<void> &done);
    /// Runs the chart's tests, which takes as long as they take; gives what helm and they say.
    HelmCall test(const QString &release, QObject *context, const Done<QString> &done);

private:
    using Output = std::function<void(const HelmResult<SecretValue> &)>;
    HelmCall run(const QStringList &arguments, const QByteArray &input, QObject *context,
                 const Output &done, std::chrono::milliseconds time);
    template <class T>
    HelmCall read(const QStringList &arguments, Result<T> (*parse)(const QByteArray &),
                  QObject *context, const Done<T> &done);
    HelmCall change(const QStringList &arguments, const QByteArray &input, QObject *context,
                    const Done<void> &done);

    HelmProgram m_program;
    HelmPlace m_place;
};

} // namespace chartwright
