// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "secrets/secret_value.h"

#include <QSslCertificate>
#include <QSslKey>

namespace chartwright {

/// Whom a client says it is.
struct ClientIdentity
{
    QList<QSslCertificate> chain; ///< its own certificate first
    QSslKey key;

    friend bool operator==(const ClientIdentity &a, const ClientIdentity &b)
    {
        return a.chain == b.chain && a.key == b.key;
    }
};

/// What is PEM in it, at least one certificate; damaged ones are passed over, as Go does.
Result<QList<QSslCertificate>> readAuthorities(const SecretValue &pem, const QString &where);

/// A certificate with the key that belongs to it: RSA or EC, in PKCS#1, SEC1 or PKCS#8. Others,
/// such as Ed25519, are refused, since Qt 6.4 cannot load them; so are keys under a passphrase.
/// Errors never quote what was read.
Result<ClientIdentity> readIdentity(const SecretValue &certificate, const SecretValue &key,
                                    const QString &whereCertificate, const QString &whereKey);

/// Whether a server's certificate is for a host, by its subjectAltName alone, as Go does it: Qt
/// takes one that has the host for its common name. A "*" stands for the first label, whole.
bool isForHost(const QSslCertificate &certificate, const QString &host);

} // namespace chartwright
