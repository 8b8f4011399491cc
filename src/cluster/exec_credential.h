// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/kubeconfig.h"
#include "cluster/pem.h"

#include <QDateTime>

/// The words between a client and its login plugin (client.authentication.k8s.io, v1 and v1beta1).
/// Any thread.
namespace chartwright {

/// Which plugin, and what it is told.
struct ExecSpec
{
    Kubeconfig::Exec exec;
    QString user;  ///< name in the kubeconfig
    QString where; ///< "file:line:column" of that user
    Map cluster;   ///< `spec.cluster` of the question; empty unless the plugin wants it
};

struct ExecCredential
{
    SecretValue token;                      ///< may be empty if there is an identity
    std::optional<ClientIdentity> identity; ///< for TLS
    QDateTime expires;                      ///< invalid: never

    bool isExpired(const QDateTime &now = QDateTime::currentDateTimeUtc()) const
    {
        return expires.isValid() && expires < now;
    }
};

/// The value of KUBERNETES_EXEC_INFO, one line of JSON; never interactive.
QByteArray execInfo(const ExecSpec &spec);

/// What the plugin wrote to stdout, JSON or YAML. Errors never quote it; `where` is the plugin.
Result<ExecCredential> readExecCredential(const SecretValue &output, const QString &apiVersion,
                                          const QString &where);

} // namespace chartwright
