// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/exec_credential.h"

#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QUrl>

namespace chartwright {

/// By what a client shows who it is.
enum class Login {
    None,        ///< nothing; always so over plain http, over which no secret is sent
    Certificate, ///< TLS only; with the others a certificate may come along too
    Token,
    TokenFile, ///< read again once a minute, and before `token`, which stands in for it
    Basic,
    Exec, ///< only where there is none of the others
};

/// What a context of a kubeconfig amounts to. Moved, or shared as a constant; any thread.
struct Target
{
    QString context, cluster, user; ///< names in the kubeconfig
    QString where;                  ///< "file:line:column" of the context
    QUrl server;                    ///< https or http, perhaps with a path, no '/' at its end
    QString nameSpace;              ///< "default" if the context says nothing
    /// For https; isForHost() has still to be asked. Where the cluster has its own authority, that
    /// is the only one; else those of the system. Holds the client's certificate and key. TLS 1.2
    /// or later.
    QSslConfiguration tls;
    QString tlsServerName; ///< for setPeerVerifyName() and SNI; empty: the server's host
    QNetworkProxy proxy;   ///< to be set as it is: NoProxy keeps Qt from looking for another
    bool disableCompression = false;
    /// Impersonate-…; names can stand there more than once, and each is a header of its own.
    QList<std::pair<QByteArray, QByteArray>> impersonation;
    Map extensions; ///< of the cluster

    Login login = Login::None;
    SecretValue token;
    QString tokenFile;
    QString userName; ///< Basic
    SecretValue password;
    std::optional<ExecSpec> exec; ///< if `login` is Exec

    bool isSecure() const { return server.scheme() == u"https"; }
};

/// Reads the files that the context names. Fails with the first of problemsOf(), or because of what
/// stands in a file. `context` empty: the current one.
Result<Target>
targetOf(const Kubeconfig &config, const QString &context = {},
         const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

} // namespace chartwright
