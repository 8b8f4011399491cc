// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/exec_credential.h"
#include "cluster/plugin_process.h"

#include <QPointer>

namespace chartwright {

/// A program that a kubeconfig wants to run. Shown to the person as plain text.
struct ExecQuestion
{
    QString fingerprint; ///< of all that follows but `user` and `where`; SHA-256 in hex
    QString program;     ///< absolute path
    QString command;     ///< as the kubeconfig names it
    QStringList arguments;
    QList<Kubeconfig::Variable> environment;
    QString user, where; ///< who asks for it: the user of the kubeconfig, "file:line:column"
};

/// A kubeconfig is code (CVE-2022-24817): no plugin runs that the person has not seen. Remembers
/// what was allowed.
class ExecConsent
{
public:
    virtual ~ExecConsent() = default;
    virtual bool isAllowed(const QString &fingerprint) const = 0;
    /// Asks, now or later, and calls `answer` once, not after `context` has gone. What was allowed
    /// has to be remembered by then.
    virtual void ask(const ExecQuestion &question, QObject *context,
                     std::function<void(bool)> answer) = 0;
};

/// Where a command is: with a '/' itself, else in the absolute folders of PATH; empty if nowhere.
QString findPlugin(const QString &command, const QProcessEnvironment &environment);
ExecQuestion execQuestion(const ExecSpec &spec, const QString &program);

using ExecCredentialPtr = std::shared_ptr<const ExecCredential>;

/// One user's login plugin: asks whether it may run, runs it, keeps what it gave until that
/// expires. stdout is never logged or quoted; the end of stderr stands in the error. Main thread.
class ExecPlugin : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(const Result<ExecCredentialPtr> &)>;

    /// The consent outlives it.
    ExecPlugin(ExecSpec spec, ExecConsent *consent, QObject *parent = nullptr,
               ProcessLimits limits = {},
               const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());
    ~ExecPlugin() override;

    /// What is kept and has not expired, else a new one; many who ask at once share a run. Calls
    /// back later, never before it returns, and not if `context` has gone by then. `done` must not
    /// delete the plugin, but deleteLater().
    void get(QObject *context, Done done);
    /// The server answered 401: it is not given out again. Does nothing if it was replaced since.
    void drop(const ExecCredentialPtr &credential);
    /// Ends a run; those who wait get an error.
    void cancel();
    /// After a refusal all fail without a question; this asks again.
    void askAgain() { m_refused.clear(); }
    bool isRunning() const { return m_busy; }

signals:
    /// The certificate is another one than the last: connections that were made with it have to go.
    void identityChanged();

private:
    struct Waiter
    {
        QPointer<QObject> context;
        Done done;
    };

    void begin();
    void run(const QString &program);
    void read(PluginProcess *process, PluginProcess::End how);
    void keep(ExecCredential credential);
    void tell(const Result<ExecCredentialPtr> &result);
    void fail(const QString &message, const QString &remedy = {});
    QString nameWords() const;

    ExecSpec m_spec;
    ExecConsent *m_consent;
    ProcessLimits m_limits;
    QProcessEnvironment m_environment;
    std::vector<Waiter> m_waiters;
    ExecCredentialPtr m_kept;
    std::optional<ClientIdentity> m_identity; ///< the last, kept or not
    QPointer<PluginProcess> m_process;
    std::unique_ptr<QObject> m_question; ///< context of the question that is open
    QString m_refused;                   ///< a fingerprint
    bool m_busy = false;
};

} // namespace chartwright
