// SPDX-License-Identifier: Apache-2.0
#include "cluster/plugin_process.h"

#include <QCoreApplication>
#include <csignal>
#include <unistd.h>

namespace chartwright {

PluginProcess::PluginProcess(ProcessLimits limits, QObject *parent)
    : QObject(parent), m_limits(limits)
{
    // Without a controlling terminal a question fails at once, and a group can be ended whole.
    m_process.setChildProcessModifier([] { ::setsid(); });
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_ended)
            signalGroup(SIGKILL);
        else
            finish(End::TooLate);
    });
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &PluginProcess::readOutput);
    connect(&m_process, &QProcess::readyReadStandardError, this, &PluginProcess::readErrors);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            finish(End::NotStarted);
    });
    connect(&m_process, &QProcess::finished, this, [this](int, QProcess::ExitStatus status) {
        readOutput();
        readErrors();
        if (m_ended) // it was told to end; so are those that it started
            signalGroup(SIGKILL);
        finish(status == QProcess::NormalExit ? End::Exited : End::Crashed);
    });
}

PluginProcess::~PluginProcess()
{
    const bool wasTold = std::exchange(m_ended, true);
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.disconnect(this);
    if (m_limits.farewell.count() > 0) {
        if (!wasTold) {
            signalGroup(SIGTERM);
            m_grace.setRemainingTime(m_limits.farewell);
        }
        if (m_process.waitForFinished(int(m_grace.remainingTime()))) {
            signalGroup(SIGKILL); // those that it started
            return;
        }
    }
    signalGroup(SIGKILL);
    m_process.kill();
    m_process.waitForFinished(1000);
}

void PluginProcess::start(const QString &program, const QStringList &arguments,
                          const QProcessEnvironment &environment, const QByteArray &input)
{
    m_process.setProcessEnvironment(environment);
    if (input.isEmpty())
        m_process.setStandardInputFile(QProcess::nullDevice());
    if (m_limits.time.count() > 0)
        m_timer.start(m_limits.time);
    m_process.start(program, arguments);
    m_id = m_process.processId(); // known now, while started() comes later
    if (!input.isEmpty()) {
        m_process.write(input);
        m_process.closeWriteChannel();
    }
}

void PluginProcess::retire()
{
    if (m_process.state() == QProcess::NotRunning)
        deleteLater();
    else
        connect(&m_process, &QProcess::finished, this, &QObject::deleteLater);
}

void PluginProcess::letGo()
{
    // The application's own end is too late: its event dispatcher has gone by then.
    static const bool isTold = [] {
        qAddPostRoutine([] {
            qDeleteAll(QCoreApplication::instance()->findChildren<PluginProcess *>(
                Qt::FindDirectChildrenOnly));
        });
        return true;
    }();
    Q_UNUSED(isTold)
    disconnect();
    setParent(QCoreApplication::instance());
    stop();
    retire();
}

void PluginProcess::readOutput()
{
    QByteArray bytes = m_process.readAllStandardOutput();
    if (!m_ended && !bytes.isEmpty())
        emit wrote(bytes, false);
    if (!m_ended && m_output.size() + bytes.size() <= m_limits.output)
        m_output.append(bytes);
    else
        finish(End::TooMuch);
    wipe(bytes);
}

void PluginProcess::readErrors()
{
    const QByteArray bytes = m_process.readAllStandardError();
    if (!m_ended && !bytes.isEmpty())
        emit wrote(bytes, true);
    m_errors += bytes;
    if (m_errors.size() > m_limits.errors)
        m_errors = m_errors.last(m_limits.errors);
}

void PluginProcess::signalGroup(int signal)
{
    if (m_id <= 1)
        return;
    ::kill(pid_t(-m_id), signal);
    if (m_process.state() != QProcess::NotRunning)
        ::kill(pid_t(m_id), signal); // before it had its own session
}

void PluginProcess::finish(End how)
{
    if (std::exchange(m_ended, true))
        return;
    if (how == End::Exited || how == End::Crashed || how == End::NotStarted) {
        m_timer.stop();
    } else {
        signalGroup(SIGTERM);
        m_timer.start(m_limits.grace);
        m_grace.setRemainingTime(m_limits.grace);
    }
    emit ended(how);
}

} // namespace chartwright
