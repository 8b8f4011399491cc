// SPDX-License-Identifier: Apache-2.0
#include "secrets/secret_types.h"

#include "kinds/kept_values.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("SecretTypes", text); }

bool holds(QByteArrayView value, QByteArrayView words) { return value.indexOf(words) >= 0; }

/// Of OpenSSH's own form: the name of the cipher stands after a fixed start.
bool isEncryptedOpenSsh(QByteArrayView pem)
{
    const qsizetype start = pem.indexOf('\n');
    // "openssh-key-v1\0", the length 4 and "none" are 23 bytes.
    QByteArray head;
    for (const char c : pem.sliced(start < 0 ? pem.size() : start)) {
        if (c != '\n' && c != '\r')
            head.append(c);
        if (head.size() == 32)
            break;
    }
    const QByteArray bytes = QByteArray::fromBase64(head);
    return bytes.startsWith("openssh-key-v1") &&
           bytes.mid(15, 8) != QByteArrayView("\0\0\0\4none", 8);
}

} // namespace

bool hasLines(const QString &key)
{
    return key == u"tls.crt" || key == u"tls.key" || key == u"ca.crt" || key == u"ssh-privatekey" ||
           key == u".dockerconfigjson";
}

bool canBeRandom(const QString &key)
{
    static const QStringList given{
        QStringLiteral("url"),      QStringLiteral("uri"),      QStringLiteral("dsn"),
        QStringLiteral("host"),     QStringLiteral("hostname"), QStringLiteral("port"),
        QStringLiteral("endpoint"), QStringLiteral("address"),  QStringLiteral("addr"),
        QStringLiteral("server"),   QStringLiteral("servers"),  QStringLiteral("brokers"),
        QStringLiteral("user"),     QStringLiteral("username"), QStringLiteral("login"),
        QStringLiteral("email"),    QStringLiteral("mail"),     QStringLiteral("cert"),
        QStringLiteral("crt"),      QStringLiteral("pem")};
    // The last word of DATABASE_URL, databaseUrl, database.url; a number may follow it.
    static const QRegularExpression last(QStringLiteral("([A-Z]?[a-z]+|[A-Z]+)[^A-Za-z]*\\z"));
    const QString word = last.match(key).captured(1).toLower();
    return !hasLines(key) && !given.contains(word);
}

SecretType secretTypeOf(QStringView text)
{
    for (const auto type : {SecretType::BasicAuth, SecretType::SshAuth, SecretType::Tls,
                            SecretType::DockerConfigJson}) {
        if (text == textOf(type))
            return type;
    }
    return SecretType::Opaque;
}

QString textOf(SecretType type)
{
    switch (type) {
    case SecretType::Opaque:
        return QStringLiteral("Opaque");
    case SecretType::BasicAuth:
        return QStringLiteral("kubernetes.io/basic-auth");
    case SecretType::SshAuth:
        return QStringLiteral("kubernetes.io/ssh-auth");
    case SecretType::Tls:
        return QStringLiteral("kubernetes.io/tls");
    case SecretType::DockerConfigJson:
        return QStringLiteral("kubernetes.io/dockerconfigjson");
    }
    return {};
}

QStringList keysOf(SecretType type) { return keysOfSecretType(textOf(type)); }

Result<QStringList> checkValues(SecretType type, const std::vector<SecretValue> &values)
{
    const auto plain = [](const auto &result) -> Result<QStringList> {
        if (!result)
            return tl::unexpected(result.error());
        return QStringList();
    };
    switch (type) {
    case SecretType::BasicAuth:
        return plain(checkBasicAuth(values.at(0), values.at(1)));
    case SecretType::SshAuth:
        return plain(checkSshKey(values.at(0)));
    case SecretType::Tls: {
        const auto pair = checkTlsPair(values.at(0), values.at(1));
        return pair ? Result<QStringList>(pair->warnings) : plain(pair);
    }
    case SecretType::DockerConfigJson:
        return plain(readDockerConfig(values.at(0)));
    case SecretType::Opaque:
        break;
    }
    return QStringList();
}

Result<void> checkBasicAuth(const SecretValue &user, const SecretValue &password)
{
    if (user.isEmpty() && password.isEmpty())
        return failure(tr("a user's name or a password is needed"));
    if (user.view().contains(':'))
        return failure(tr("a user's name with “:” cannot be told from the password"),
                       QStringLiteral("username"));
    return {};
}

Result<void> checkSshKey(const SecretValue &key)
{
    const QString where = QStringLiteral("ssh-privatekey");
    const QByteArrayView pem = key.view();
    if (pem.empty())
        return failure(tr("the key is missing"), where);
    if (pem.startsWith("ssh-") || pem.startsWith("ecdsa-") || holds(pem, "PUBLIC KEY-----"))
        return failure(tr("this is a public key, not a private one"), where,
                       tr("The private one is the file without “.pub”."));
    if (holds(pem, "PuTTY-User-Key-File"))
        return failure(tr("this is a key of PuTTY"), where,
                       tr("Export it for OpenSSH in PuTTYgen."));
    if (!pem.startsWith("-----BEGIN ") || !holds(pem, "PRIVATE KEY-----"))
        return failure(tr("this is not a private key"), where);
    if (!holds(pem, "-----END "))
        return failure(tr("the end of the key is missing"), where);
    if (holds(pem, "ENCRYPTED") || isEncryptedOpenSsh(pem))
        return failure(
            tr("the key is protected by a passphrase, which nobody can enter in a cluster"), where,
            tr("Make a key without one for this purpose."));
    if (pem.back() != '\n')
        return failure(tr("the newline at the end is missing, and ssh refuses a key without it"),
                       where);
    return {};
}

SecretValue withLastNewline(const SecretValue &text)
{
    SecretBuffer out;
    out.append(text.view());
    if (text.isEmpty() || text.view().back() != '\n')
        out.append('\n');
    return out.take();
}

} // namespace chartwright
