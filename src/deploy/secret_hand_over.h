// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_client.h"
#include "deploy/secret_plan.h"
#include "secrets/vault.h"

#include <vector>

namespace chartwright {

/// Brings a Secret's values from the keychain into a cluster, under the name that the chart uses,
/// so that every `helm upgrade` typed by hand works too. It is created where it is not there, else
/// only the keys that are kept here are changed; others, and those of which no value is kept, stay.
/// One that Helm manages is left alone. Goes by itself after `done`. Main thread.
class SecretHandOver : public QObject
{
    Q_OBJECT
public:
    enum class State { Created, Changed, Same, LeftOut };
    struct Outcome
    {
        State state = State::LeftOut;
        QStringList warnings; ///< keys without a value; why it was left out
    };
    using Done = std::function<void(ApiResult<Outcome>)>;

    /// Client and vault outlive it.
    SecretHandOver(ApiClient *client, Vault *vault, SecretPlan plan, const QString &path,
                   QObject *parent);
    void start(Done done);

private:
    void takeThere(const Value &metadata);
    void readNext();
    void takeValue(VaultResult<SecretValue> value);
    void send();
    QByteArray body() const;
    void finish(ApiResult<Outcome> outcome);
    void fail(const Error &error);

    ApiClient *m_client;
    Vault *m_vault;
    SecretPlan m_plan;
    QString m_path;
    Done m_done;
    Outcome m_outcome;
    bool m_isThere = false;
    QString m_version;
    QStringList m_keysThere;
    qsizetype m_next = 0;
    std::vector<std::pair<QString, SecretValue>> m_values;
    VaultCall m_reading;
};

} // namespace chartwright
