// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/exec_plugin.h"
#include "cluster/target.h"

#include <QDeadlineTimer>

namespace chartwright {

/// What one request to the server goes with.
struct RequestCredentials
{
    SecretValue authorization; ///< value of that header; empty: none
    QSslConfiguration tls;
    ExecCredentialPtr exec; ///< where it came from
};
using RequestCredentialsPtr = std::shared_ptr<const RequestCredentials>;

/// One target's credentials, whatever kind they are; one a target, so that nobody gets another's
/// (CVE-2025-14269). Main thread.
class Credentials : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(const Result<RequestCredentialsPtr> &)>;

    /// The consent outlives it. It is not asked unless the target's login is a plugin.
    Credentials(std::shared_ptr<const Target> target, ExecConsent *consent,
                QObject *parent = nullptr, ProcessLimits limits = {},
                const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

    /// For one request, to be asked before each. Calls back later, never before it returns, and not
    /// if `context` has gone by then.
    void get(QObject *context, Done done);
    /// The server answered 401. Whether get() may give something better, once: a plugin runs again,
    /// a file is read again.
    bool refused(const RequestCredentialsPtr &credentials);
    /// Ends the run of a plugin; those who wait get an error.
    void cancel();
    /// After a refusal the person is asked again.
    void askAgain();

    const Target &target() const { return *m_target; }

signals:
    /// Connections have to go: the client's certificate is another one.
    void identityChanged();

private:
    Result<RequestCredentialsPtr> own();
    Result<void> readTokenFile();
    RequestCredentialsPtr ofPlugin(const ExecCredentialPtr &credential) const;

    std::shared_ptr<const Target> m_target;
    ExecPlugin *m_plugin = nullptr;
    SecretValue m_fileToken; ///< of the file
    QDeadlineTimer m_fileIsFresh{0};
};

} // namespace chartwright
