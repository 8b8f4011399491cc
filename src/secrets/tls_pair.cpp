// SPDX-License-Identifier: Apache-2.0
#include "secrets/tls_pair.h"

#include <QCoreApplication>
#include <QTimeZone>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <vector>

namespace chartwright {
namespace {

template <auto Free> struct Freed
{
    template <class T> void operator()(T *thing) const { Free(thing); }
};
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;

QString tr(const char *text) { return QCoreApplication::translate("TlsPair", text); }

bool holds(const SecretValue &value, QByteArrayView words)
{
    return value.view().indexOf(words) >= 0;
}

bool isDer(const SecretValue &value)
{
    // A sequence; '0' begins a text too, but no text's length follows it.
    const QByteArrayView bytes = value.view();
    return bytes.size() > 3 && bytes[0] == '\x30' &&
           ((bytes[1] & '\x80') != 0 || bytes[1] + 2 == bytes.size());
}

/// Reads in place, without a copy.
Bio bioOf(const SecretValue &value)
{
    return Bio(BIO_new_mem_buf(value.view().data(), int(value.size())));
}

Result<std::vector<Certificate>> readCertificates(const SecretValue &pem)
{
    const QString where = QStringLiteral("tls.crt");
    if (pem.isEmpty())
        return failure(tr("the certificate is missing"), where);
    if (isDer(pem))
        return failure(tr("the certificate is in DER form, PEM is needed"), where,
                       tr("Convert it: openssl x509 -inform der -in FILE"));
    if (!holds(pem, "CERTIFICATE-----"))
        return failure(holds(pem, "PRIVATE KEY-----")
                           ? tr("this is a private key, not a certificate")
                           : tr("this is not a certificate in PEM form"),
                       where);
    std::vector<Certificate> out;
    const Bio bio = bioOf(pem);
    while (Certificate next{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)})
        out.push_back(std::move(next));
    const bool atEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    if (out.empty() || !atEnd)
        return failure(tr("certificate %1 is damaged").arg(out.size() + 1), where);
    return out;
}

Result<Key> readKey(const SecretValue &pem)
{
    const QString where = QStringLiteral("tls.key");
    if (pem.isEmpty())
        return failure(tr("the key is missing"), where);
    if (isDer(pem))
        return failure(tr("the key is in DER form, PEM is needed"), where,
                       tr("Convert it: openssl pkey -inform der -in FILE"));
    if (!holds(pem, "PRIVATE KEY-----")) {
        return failure(
            holds(pem, "CERTIFICATE-----")  ? tr("this is a certificate, not a private key")
            : holds(pem, "PUBLIC KEY-----") ? tr("this is a public key, not a private one")
                                            : tr("this is not a private key in PEM form"),
            where);
    }
    if (holds(pem, "-----BEGIN OPENSSH"))
        return failure(tr("this is a key for SSH, not for TLS"), where);
    bool isEncrypted = false;
    const auto noPassphrase = [](char *, int, int, void *asked) {
        *static_cast<bool *>(asked) = true;
        return -1;
    };
    Key key(PEM_read_bio_PrivateKey(bioOf(pem).get(), nullptr, noPassphrase, &isEncrypted));
    ERR_clear_error();
    if (isEncrypted)
        return failure(
            tr("the key is protected by a passphrase, which nobody can enter in a cluster"), where,
            tr("Take it off: openssl pkey -in FILE"));
    if (!key)
        return failure(tr("the key is damaged"), where);
    return key;
}

QDateTime timeOf(const ASN1_TIME *time)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    return {QDate(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday),
            QTime(parts.tm_hour, parts.tm_min, parts.tm_sec), QTimeZone::utc()};
}

QString commonName(X509 *certificate)
{
    X509_NAME *name = X509_get_subject_name(certificate);
    const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (at < 0)
        return {};
    unsigned char *utf8 = nullptr;
    const int size =
        ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    const QString out =
        size > 0 ? QString::fromUtf8(reinterpret_cast<char *>(utf8), size) : QString();
    OPENSSL_free(utf8);
    return out;
}

QString addressOf(const unsigned char *bytes, int size)
{
    QStringList parts;
    if (size == 4) {
        for (int i = 0; i < size; ++i)
            parts += QString::number(bytes[i]);
        return parts.join(u'.');
    }
    for (int i = 0; i + 1 < size; i += 2)
        parts += QString::number(bytes[i] << 8 | bytes[i + 1], 16);
    return parts.join(u':');
}

QStringList hostsOf(X509 *certificate)
{
    QStringList out;
    auto *names = static_cast<GENERAL_NAMES *>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names); ++i) {
        int type = 0;
        const auto *value = static_cast<const ASN1_STRING *>(
            GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names, i), &type));
        if (type != GEN_DNS && type != GEN_IPADD)
            continue;
        const unsigned char *bytes = ASN1_STRING_get0_data(value);
        const int size = ASN1_STRING_length(value);
        out += type == GEN_IPADD ? addressOf(bytes, size)
                                 : QString::fromLatin1(reinterpret_cast<const char *>(bytes), size);
    }
    GENERAL_NAMES_free(names);
    return out;
}

} // namespace

Result<TlsPair> checkTlsPair(const SecretValue &certificate, const SecretValue &key,
                             const QDateTime &now)
{
    const auto certificates = readCertificates(certificate);
    if (!certificates)
        return tl::unexpected(certificates.error());
    const auto secret = readKey(key);
    if (!secret)
        return tl::unexpected(secret.error());
    const auto match =
        std::find_if(certificates->begin(), certificates->end(), [&](const Certificate &c) {
            return X509_check_private_key(c.get(), secret->get()) == 1;
        });
    ERR_clear_error();
    const auto place = match - certificates->begin();
    if (match == certificates->end())
        return failure(tr("the key does not belong to the certificate"), QStringLiteral("tls.key"),
                       tr("Choose the key that the certificate was requested with."));
    if (place != 0)
        return failure(
            tr("the key belongs to certificate %1 of the file, not to the first").arg(place + 1),
            QStringLiteral("tls.crt"),
            tr("Put the server's certificate first, then those of the authorities."));

    X509 *own = match->get();
    TlsPair out{commonName(own),
                hostsOf(own),
                timeOf(X509_get0_notBefore(own)),
                timeOf(X509_get0_notAfter(own)),
                {}};
    if (out.subject.isEmpty())
        out.subject = out.hosts.value(0);
    const QLocale locale;
    const auto day = [&](const QDateTime &time) {
        return locale.toString(time.date(), QLocale::ShortFormat);
    };
    if (out.until < now)
        out.warnings += tr("the certificate has expired: %1").arg(day(out.until));
    else if (out.until < now.addDays(30))
        out.warnings += tr("the certificate ends soon: %1").arg(day(out.until));
    if (out.from > now)
        out.warnings += tr("the certificate is not valid before %1").arg(day(out.from));
    return out;
}

} // namespace chartwright
