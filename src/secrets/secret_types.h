// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "secrets/docker_config.h"
#include "secrets/tls_pair.h"

/// The types of Secret that the cluster knows, and what their values have to be.
namespace chartwright {

enum class SecretType { Opaque, BasicAuth, SshAuth, Tls, DockerConfigJson };

/// "kubernetes.io/tls"; what is not known is Opaque.
SecretType secretTypeOf(QStringView text);
QString textOf(SecretType type);
/// The keys that the cluster asks for; of basic-auth one is enough.
QStringList keysOf(SecretType type);

/// Whether the values of keysOf(), in that order, are what a Secret of the type needs. Gives
/// warnings; errors say which key is wrong and how, never what its value is.
Result<QStringList> checkValues(SecretType type, const std::vector<SecretValue> &values);

/// Going by its name: the value has several lines, always, or a form of its own (a login to a
/// registry).
bool hasLines(const QString &key);
/// … a random value can do. None is an address, a certificate, or who somebody is.
bool canBeRandom(const QString &key);

/// `username` and `password` of basic-auth: what would not work over HTTP.
Result<void> checkBasicAuth(const SecretValue &user, const SecretValue &password);
/// `ssh-privatekey`: a whole private key without a passphrase, that ends in a newline (ssh refuses
/// it otherwise). The error never says what stands there.
Result<void> checkSshKey(const SecretValue &key);
/// The same with the newline that is missing.
SecretValue withLastNewline(const SecretValue &text);

} // namespace chartwright
