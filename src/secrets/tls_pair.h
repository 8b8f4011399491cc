// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "secrets/secret_value.h"

#include <QDateTime>

namespace chartwright {

/// What a certificate says of itself. Nothing of it is secret.
struct TlsPair
{
    QString subject;   ///< its common name, else its first name for a host
    QStringList hosts; ///< subjectAltName, DNS and IP
    QDateTime from, until;
    QStringList warnings; ///< translated: expired, not valid yet, ends within 30 days
};

/// Whether tls.crt and tls.key, in PEM, belong together; the certificate that the key belongs to
/// has to come first. Errors say which of the two is wrong and how, never what stands in it.
Result<TlsPair> checkTlsPair(const SecretValue &certificate, const SecretValue &key,
                             const QDateTime &now = QDateTime::currentDateTimeUtc());

} // namespace chartwright
