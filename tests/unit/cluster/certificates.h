// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QByteArray>
#include <memory>
#include <openssl/evp.h>

// Keys and certificates, made by OpenSSL when a test runs.
namespace chartwright_test {

using Key = std::shared_ptr<EVP_PKEY>;

// "RSA", "EC", "ED25519".
Key newKey(const char *type);

enum class Form { Pkcs8, Own, Encrypted, OwnEncrypted }; // Own: PKCS#1 or SEC1
QByteArray pemOf(const Key &key, Form form = Form::Pkcs8);

// A certificate authority and what it issues, in PEM, valid for a day.
class Authority
{
public:
    explicit Authority(const char *name);

    QByteArray pem() const { return m_pem; }
    // `names` in OpenSSL's words: "DNS:a.example,IP:127.0.0.1"; for servers and clients.
    QByteArray issue(const Key &key, const char *commonName, const char *names = nullptr) const;

private:
    QByteArray m_name;
    Key m_key;
    QByteArray m_pem;
};

} // namespace chartwright_test
