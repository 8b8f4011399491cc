// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "secrets/secret_value.h"

#include <QDeadlineTimer>
#include <QProcess>
#include <QTimer>
#include <chrono>

namespace chartwright {

struct ProcessLimits
{
    /// A person may have to log in. 0: none.
    std::chrono::milliseconds time = std::chrono::minutes(3);
    std::chrono::milliseconds grace = std::chrono::seconds(2); ///< from SIGTERM to SIGKILL
    qsizetype output = 1024ll * 1024;
    qsizetype errors = 64ll * 1024; ///< the end is kept
    /// How long the destructor waits from SIGTERM to SIGKILL; for what else leaves half a thing.
    std::chrono::milliseconds farewell{0};
};

/// One run of a program that may write a secret to stdout: without a terminal, in a session of its
/// own, so that its children end with it. QProcess keeps copies of the output for a
/// moment that nobody can wipe. Main thread, or any with an event loop.
class PluginProcess : public QObject
{
    Q_OBJECT
public:
    enum class End { Exited, Crashed, NotStarted, TooLate, TooMuch, Stopped };

    PluginProcess(ProcessLimits limits, QObject *parent);
    ~PluginProcess() override; ///< ends what runs

    void start(const QString &program, const QStringList &arguments,
               const QProcessEnvironment &environment, const QByteArray &input = {});
    /// Asks the program to end, then makes it. ended() comes at once.
    void stop() { finish(End::Stopped); }
    /// Goes as soon as the program has.
    void retire();
    /// Whoever had it goes without waiting: it is asked to end, nothing more is told, and it goes
    /// by itself, or with this program, which then waits for it.
    void letGo();

    // After ended():
    int exitCode() const { return m_process.exitCode(); }
    QString problem() const { return m_process.errorString(); } ///< of NotStarted
    QByteArray errors() const { return m_errors; }
    SecretValue takeOutput() { return m_output.take(); }

signals:
    /// A piece of what it writes, as it comes; the bytes are wiped afterwards.
    void wrote(const QByteArray &bytes, bool isError);
    /// Once.
    void ended(chartwright::PluginProcess::End how);

private:
    void readOutput();
    void readErrors();
    void finish(End how);
    void signalGroup(int signal);

    ProcessLimits m_limits;
    QProcess m_process;
    QTimer m_timer;
    QDeadlineTimer m_grace; ///< until it is made to end
    SecretBuffer m_output;
    QByteArray m_errors;
    qint64 m_id = 0; ///< of the process, and of its group
    bool m_ended = false;
};

} // namespace chartwright
