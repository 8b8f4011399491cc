// SPDX-License-Identifier: Apache-2.0
#include "cluster/pem.h"

#include "secrets/tls_pair.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <algorithm>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Kubeconfig", text); }

/// Shares the bytes, which have to outlive it.
QByteArray raw(const SecretValue &value)
{
    return QByteArray::fromRawData(value.view().data(), value.size());
}

bool isEncrypted(const SecretValue &key)
{
    return key.view().indexOf("BEGIN ENCRYPTED PRIVATE KEY") >= 0 ||
           key.view().indexOf("4,ENCRYPTED") >= 0;
}

} // namespace

Result<QList<QSslCertificate>> readAuthorities(const SecretValue &pem, const QString &where)
{
    auto out = QSslCertificate::fromData(raw(pem), QSsl::Pem);
    out.removeIf([](const QSslCertificate &certificate) { return certificate.isNull(); });
    if (out.isEmpty())
        return failure(tr("the certificate authority holds no certificate in PEM form"), where,
                       tr("Let the tool of your cluster write the kubeconfig anew."));
    return out;
}

Result<ClientIdentity> readIdentity(const SecretValue &certificate, const SecretValue &key,
                                    const QString &whereCertificate, const QString &whereKey)
{
    if (isEncrypted(key))
        return failure(tr("the client's key is protected by a passphrase"), whereKey,
                       tr("Take it off: openssl pkey -in FILE"));
    if (const auto pair = checkTlsPair(certificate, key); !pair) {
        Error error = pair.error();
        error.where = error.where == u"tls.key" ? whereKey : whereCertificate;
        return tl::unexpected(error);
    }
    ClientIdentity out;
    out.chain = QSslCertificate::fromData(raw(certificate), QSsl::Pem);
    for (const auto algorithm : {QSsl::Rsa, QSsl::Ec}) {
        if (out.key.isNull())
            out.key = QSslKey(raw(key), algorithm, QSsl::Pem, QSsl::PrivateKey);
    }
    if (out.key.isNull() || out.chain.isEmpty())
        return failure(tr("the client's key is neither RSA nor EC, perhaps Ed25519; such keys "
                          "cannot be used here"),
                       whereKey, tr("Have a certificate issued for an RSA or EC key."));
    return out;
}

bool isForHost(const QSslCertificate &certificate, const QString &host)
{
    const auto names = certificate.subjectAlternativeNames();
    const auto matchesAny = [&](QSsl::AlternativeNameEntryType type, const auto &matches) {
        const QStringList values = names.values(type);
        return std::any_of(values.begin(), values.end(), matches);
    };
    const QString wanted = host.toLower();
    if (const QHostAddress address(wanted); !address.isNull())
        return matchesAny(QSsl::IpAddressEntry,
                          [&](const QString &name) { return QHostAddress(name) == address; });
    const qsizetype dot = wanted.indexOf(u'.');
    return matchesAny(QSsl::DnsEntry, [&](const QString &entry) {
        const QString name = entry.toLower();
        return name.startsWith(QLatin1String("*.")) ? dot > 0 && wanted.mid(dot) == name.mid(1)
                                                    : !name.isEmpty() && name == wanted;
    });
}

} // namespace chartwright
