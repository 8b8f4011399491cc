// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QByteArray>
#include <memory>
#include <openssl/evp.h>

// Keys and certificates, made by OpenSSL when a test runs.
namespace chartwright_test {

using Key = std::shared_ptr<EVP_PKEY>;

// "RSA", "RSA1024", "EC", "ED25519".
Key newKey(const char *type);

enum class Form { Pkcs8, Own, Encrypted, OwnEncrypted }; // Own: PKCS#1 or SEC1
QByteArray pemOf(const Key &key, Form form = Form::Pkcs8);

// What a certificate says; by default a good one.
struct Wanted
{
    const char *commonName = "server";
    const char *names = "IP:127.0.0.1"; // in OpenSSL's words: "DNS:a.example,IP:127.0.0.1"
    long from = -3600, until = 86400;   // seconds from now
    const char *usage = "serverAuth,clientAuth";
    const char *digest = "SHA256";
};

// A certificate authority and what it issues, in PEM, valid for a day.
class Authority
{
public:
    explicit Authority(const char *name);
    // Signed by another one, which may not have been meant: `isAuthority`.
    Authority(const char *name, const Authority &issuer, bool isAuthority = true);

    QByteArray pem() const { return m_pem; }
    QByteArray issue(const Key &key, const Wanted &wanted) const;
    QByteArray issue(const Key &key, const char *commonName, const char *names = nullptr) const;

private:
    QByteArray m_name;
    Key m_key;
    QByteArray m_pem;
};

QByteArray selfSigned(const Key &key, const Wanted &wanted);

} // namespace chartwright_test
