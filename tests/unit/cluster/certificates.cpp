// SPDX-License-Identifier: Apache-2.0
#include "certificates.h"

#include "support/bio.h"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

namespace chartwright_test {
namespace {

void setName(X509_NAME *name, const char *commonName)
{
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char *>(commonName), -1, -1, 0);
}

void extend(X509 *x, int what, const char *value)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value);
    X509_add_ext(x, extension, -1);
    X509_EXTENSION_free(extension);
}

QByteArray certificate(const Key &key, const Wanted &wanted, const Key &issuerKey,
                       const char *issuer, bool isAuthority)
{
    static int serial = 0;
    X509 *x = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(x), ++serial);
    X509_set_version(x, 2);
    X509_gmtime_adj(X509_getm_notBefore(x), wanted.from);
    X509_gmtime_adj(X509_getm_notAfter(x), wanted.until);
    X509_set_pubkey(x, key.get());
    setName(X509_get_subject_name(x), wanted.commonName);
    setName(X509_get_issuer_name(x), issuer);
    extend(x, NID_basic_constraints, isAuthority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    if (!isAuthority)
        extend(x, NID_ext_key_usage, wanted.usage);
    if (wanted.names)
        extend(x, NID_subject_alt_name, wanted.names);
    X509_sign(x, issuerKey.get(), EVP_get_digestbyname(wanted.digest));
    const QByteArray out = written([&](BIO *bio) { PEM_write_bio_X509(bio, x); });
    X509_free(x);
    return out;
}

Wanted authorityOf(const char *name)
{
    Wanted out;
    out.commonName = name;
    out.names = nullptr;
    return out;
}

} // namespace

Key newKey(const char *type)
{
    EVP_PKEY *key = qstrcmp(type, "RSA") == 0       ? EVP_RSA_gen(2048)
                    : qstrcmp(type, "RSA1024") == 0 ? EVP_RSA_gen(1024)
                    : qstrcmp(type, "EC") == 0      ? EVP_EC_gen("P-256")
                                                    : EVP_PKEY_Q_keygen(nullptr, nullptr, type);
    return {key, EVP_PKEY_free};
}

QByteArray pemOf(const Key &key, Form form)
{
    static char passphrase[] = "opensesame";
    const bool encrypted = form == Form::Encrypted || form == Form::OwnEncrypted;
    const auto *cipher = encrypted ? EVP_aes_256_cbc() : nullptr;
    return written([&](BIO *bio) {
        if (form == Form::Own || form == Form::OwnEncrypted)
            PEM_write_bio_PrivateKey_traditional(bio, key.get(), cipher, nullptr, 0, nullptr,
                                                 encrypted ? passphrase : nullptr);
        else
            PEM_write_bio_PKCS8PrivateKey(bio, key.get(), cipher, encrypted ? passphrase : nullptr,
                                          encrypted ? int(qstrlen(passphrase)) : 0, nullptr,
                                          nullptr);
    });
}

Authority::Authority(const char *name)
    : m_name(name), m_key(newKey("EC")),
      m_pem(certificate(m_key, authorityOf(name), m_key, name, true))
{
}

Authority::Authority(const char *name, const Authority &issuer, bool isAuthority)
    : m_name(name), m_key(newKey("EC")), m_pem(certificate(m_key, authorityOf(name), issuer.m_key,
                                                           issuer.m_name.constData(), isAuthority))
{
}

QByteArray Authority::issue(const Key &key, const Wanted &wanted) const
{
    return certificate(key, wanted, m_key, m_name.constData(), false);
}

QByteArray Authority::issue(const Key &key, const char *commonName, const char *names) const
{
    Wanted wanted;
    wanted.commonName = commonName;
    wanted.names = names;
    return issue(key, wanted);
}

QByteArray selfSigned(const Key &key, const Wanted &wanted)
{
    return certificate(key, wanted, key, wanted.commonName, false);
}

} // namespace chartwright_test
