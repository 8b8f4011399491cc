// SPDX-License-Identifier: Apache-2.0
#include "project/autosave.h"

#include "project/safe_write.h"
#include "project/sidecar.h"

#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

namespace chartwright {
namespace {

/// From a change to the start of writing it; with the writing itself well below two seconds.
constexpr int DelayMs = 400;
/// After a failure: a full disk is not to be asked all the time.
constexpr int RetryMs = 2000;

QString newSidecar()
{
    return sidecars::folder() + u'/' +
           QString::number(QRandomGenerator::global()->generate64(), 36) + sidecars::Suffix;
}

} // namespace

struct Autosave::Target
{
    QString sidecar;
    sidecars::Origin origin;
};

Autosave::Autosave(QObject *parent)
    : QObject(parent),
      m_target(std::make_shared<const Target>(Target{newSidecar(), sidecars::Origin{}}))
{
    m_worker.setMaxThreadCount(1);
    m_worker.setExpiryTimeout(5000);
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::CoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Autosave::write);
}

Autosave::~Autosave() { flush(); }

void Autosave::setEnabled(bool enabled)
{
    if (m_enabled == enabled)
        return;
    m_enabled = enabled;
    start(m_target->origin.projectPath, m_target->origin.filesFrom, m_target->origin.hash);
}

void Autosave::start(const QString &projectPath, const QString &filesFrom, const QByteArray &hash)
{
    m_timer.stop();
    m_pending.reset();
    // The lock goes after the file, and what comes next has a lock of its own.
    m_worker.start([sidecar = m_target->sidecar, lock = std::shared_ptr<QLockFile>(std::move(
                                                     m_lock))] { QFile::remove(sidecar); });
    m_target = std::make_shared<const Target>(
        Target{newSidecar(), sidecars::Origin{projectPath, filesFrom, hash}});
    if (!m_enabled)
        lock();
}

void Autosave::lock()
{
    if (m_lock || !sidecars::makeFolder())
        return;
    // Without the lock another program would offer this work for recovery, no more.
    m_lock = sidecars::lockFor(m_target->sidecar);
    m_lock->tryLock(0);
}

bool Autosave::adopt(const Recoverable &work)
{
    const auto read = sidecars::readHeader(work.sidecar);
    auto lock = sidecars::lockFor(work.sidecar);
    if (!read || !lock->tryLock(0))
        return false;
    start();
    m_worker.waitForDone();
    m_lock = std::move(lock);
    m_target = std::make_shared<const Target>(Target{work.sidecar, read->origin});
    return true;
}

void Autosave::noteChange(const Topology &snapshot)
{
    if (!m_enabled)
        return;
    m_pending = snapshot;
    // Not started anew: somebody who types on and on is saved too.
    if (!m_timer.isActive() && !m_writing)
        m_timer.start(DelayMs);
}

void Autosave::write()
{
    if (!m_pending || m_writing)
        return;
    lock();
    m_writing = true;
    m_worker.start([this, snapshot = *std::exchange(m_pending, {}), target = m_target] {
        auto done = sidecars::makeFolder();
        if (done)
            done = writeFileSafely(target->sidecar, sidecars::bytes(snapshot, target->origin));
        QMetaObject::invokeMethod(
            this,
            [this, done, snapshot, target] {
                // What could not be kept is tried again, unless it is out of date.
                if (!done && !m_pending && target == m_target)
                    m_pending = snapshot;
                finishWrite(done);
            },
            Qt::QueuedConnection);
    });
}

void Autosave::finishWrite(const Result<void> &done)
{
    m_writing = false;
    if (m_pending)
        m_timer.start(done ? DelayMs : RetryMs);
    if (done) {
        m_failing = false;
        emit written();
    } else if (!std::exchange(m_failing, true)) {
        emit failed(done.error());
    }
}

void Autosave::flush()
{
    m_timer.stop();
    m_worker.waitForDone();
    m_writing = false;
    write();
    m_worker.waitForDone();
}

} // namespace chartwright
