// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_client.h"
#include "cluster/api_kinds.h"
#include "cluster/credentials.h"

namespace chartwright {

/// A target, and what is known of the cluster behind it. Main thread.
class ClusterConnection : public QObject
{
    Q_OBJECT
public:
    /// The consent outlives it.
    ClusterConnection(std::shared_ptr<const Target> target, ExecConsent *consent,
                      QObject *parent = nullptr);

    const Target &target() const { return *m_target; }
    ApiClient *client() { return m_client; }

    enum class State {
        Unknown, ///< nobody has asked
        Asking,
        Reachable, ///< it answers, and takes our login
        Failed,    ///< see failure()
    };
    /// Asks anew. A login that was refused by the person before is asked for again.
    void ask();
    using Learnt = std::function<void(const std::optional<ApiFailure> &)>;
    /// Asks for kinds() alone, as patiently as client() asks; calls back once, unless `context` has
    /// gone by then.
    void learnKinds(QObject *context, const Learnt &done);
    State state() const { return m_state; }
    const ApiFailure &failure() const { return m_failure; }
    /// "v1.33.4"; plain.
    QString version() const { return m_version; }
    /// What is served; what every server serves until that is known.
    const ApiKinds &kinds() const { return m_kinds; }
    /// nullopt: not known, or this account may not list them.
    const std::optional<QStringList> &namespaces() const { return m_namespaces; }

signals:
    void changed();

private:
    void askKinds(ApiClient *by, QObject *context, const Learnt &done);
    void askNamespaces();
    void setFailed(const ApiFailure &failure);

    std::shared_ptr<const Target> m_target;
    Credentials *m_credentials;
    ApiClient *m_client;
    ApiClient *m_probe; ///< gives up soon
    State m_state = State::Unknown;
    ApiFailure m_failure;
    QString m_version;
    ApiKinds m_kinds;
    std::optional<QStringList> m_namespaces;
    int m_round = 0;
};

} // namespace chartwright
