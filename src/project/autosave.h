// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "project/project.h"

#include <QDateTime>
#include <QLockFile>
#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <memory>

namespace chartwright {

/// Work that a program which ended badly left behind.
struct Recoverable
{
    QString sidecar;     ///< the file that it is in
    QString projectPath; ///< of topology.yaml; empty for an untitled one
    QString filesFrom;
    QString title; ///< the chart's name
    QDateTime savedAt;
    /// The project's file was written by somebody after the work began.
    bool projectChanged = false;
};

/// What can be recovered, newest first; work of programs that still run is left out.
QList<Recoverable> recoverable();
/// The same with what programs work on that still run, this one too.
QList<Recoverable> unsavedWork();
/// Another program runs whose unsaved work cannot be seen, since it keeps none on the disk.
bool isWorkHidden();
/// `path` and `filesFrom` are those of the project that it was, `hash` what its file was then.
Result<LoadedProject> readRecoverable(const Recoverable &work, const Kinds &kinds);
void forgetRecoverable(const Recoverable &work);

/// Keeps the unsaved work of one open document in a sidecar below AppDataLocation, so that nothing
/// older than two seconds is lost. Written on a worker from a snapshot. Main thread only.
class Autosave : public QObject
{
    Q_OBJECT
public:
    explicit Autosave(QObject *parent = nullptr);
    /// Waits for what is being written. What was not discarded stays recoverable.
    ~Autosave() override;

    bool isEnabled() const { return m_enabled; }
    /// Off removes the sidecar; a lock alone tells other programs that there may be work.
    void setEnabled(bool enabled);

    /// After a document was opened, saved or closed: the sidecar is removed, and later changes
    /// belong to this project. `hash` is that of its file.
    void start(const QString &projectPath = {}, const QString &filesFrom = {},
               const QByteArray &hash = {});
    /// Takes a recovered sidecar over: it stays until the next start().
    bool adopt(const Recoverable &work);
    /// To be called after every change.
    void noteChange(const Topology &snapshot);
    /// Writes what is pending now and waits, for a session that ends.
    void flush();

signals:
    void written();
    /// Once, until it works again. The work itself goes on.
    void failed(const chartwright::Error &error);

private:
    struct Target;
    void lock();
    void write();
    void finishWrite(const Result<void> &done);

    bool m_enabled = true;
    bool m_failing = false;
    bool m_writing = false;
    std::shared_ptr<const Target> m_target;
    std::unique_ptr<QLockFile> m_lock;
    std::optional<Topology> m_pending;
    QTimer m_timer;
    QThreadPool m_worker; ///< one thread, so that writing and removing keep their order
};

} // namespace chartwright
