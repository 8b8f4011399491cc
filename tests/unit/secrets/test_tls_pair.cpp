// SPDX-License-Identifier: Apache-2.0
#include "secrets/tls_pair.h"
#include "support/bio.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

using namespace chartwright;
using namespace chartwright_test;

class TlsPairTest : public TestCase
{
    Q_OBJECT

private slots:
    void pairs_data();
    void pairs();
    void wrongKey();
    void wrongOrder();
    void dates();
    void mistakes_data();
    void mistakes();
};

namespace {

using Key = std::shared_ptr<EVP_PKEY>;

Key newKey(const char *type)
{
    EVP_PKEY *key = qstrcmp(type, "RSA") == 0  ? EVP_RSA_gen(2048)
                    : qstrcmp(type, "EC") == 0 ? EVP_EC_gen("P-256")
                                               : EVP_PKEY_Q_keygen(nullptr, nullptr, type);
    return {key, EVP_PKEY_free};
}

const Key &ecKey()
{
    static const Key key = newKey("EC");
    return key;
}

QByteArray pemOf(const Key &key, bool traditional = false, const char *passphrase = nullptr)
{
    return written([&](BIO *bio) {
        const auto *cipher = passphrase ? EVP_aes_256_cbc() : nullptr;
        if (traditional)
            PEM_write_bio_PrivateKey_traditional(bio, key.get(), cipher, nullptr, 0, nullptr,
                                                 const_cast<char *>(passphrase));
        else
            PEM_write_bio_PKCS8PrivateKey(bio, key.get(), cipher, passphrase,
                                          passphrase ? int(qstrlen(passphrase)) : 0, nullptr,
                                          nullptr);
    });
}

/// Self-signed; from and until in days from now.
QByteArray certificateOf(const Key &key, int from = -1, int until = 365, bool der = false)
{
    X509 *x = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
    X509_set_version(x, 2);
    X509_gmtime_adj(X509_getm_notBefore(x), from * 86400L);
    X509_gmtime_adj(X509_getm_notAfter(x), until * 86400L);
    X509_set_pubkey(x, key.get());
    X509_NAME *name = X509_get_subject_name(x);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char *>("todo.example"), -1, -1, 0);
    X509_set_issuer_name(x, name);
    X509_EXTENSION *names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name,
                                                "DNS:todo.example,IP:10.0.0.1,IP:fe80::1");
    X509_add_ext(x, names, -1);
    X509_EXTENSION_free(names);
    const bool ownDigest = EVP_PKEY_is_a(key.get(), "ED25519");
    X509_sign(x, key.get(), ownDigest ? nullptr : EVP_sha256());
    const QByteArray out =
        written([&](BIO *bio) { der ? i2d_X509_bio(bio, x) : PEM_write_bio_X509(bio, x); });
    X509_free(x);
    return out;
}

Result<TlsPair> check(const QByteArray &certificate, const QByteArray &key)
{
    return checkTlsPair(SecretValue(certificate), SecretValue(key));
}

} // namespace

void TlsPairTest::pairs_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("traditional");
    for (const char *type : {"RSA", "EC"}) {
        QTest::addRow("%s", type) << QByteArray(type) << false;
        QTest::addRow("%s, own form", type) << QByteArray(type) << true;
    }
    QTest::newRow("Ed25519") << QByteArray("ED25519") << false;
}

void TlsPairTest::pairs()
{
    QFETCH(QByteArray, type);
    QFETCH(bool, traditional);
    const Key key = newKey(type.constData());
    QVERIFY(key);
    const auto pair = check(certificateOf(key), pemOf(key, traditional));
    QVERIFY_RESULT(pair);
    QCOMPARE(pair->subject, QStringLiteral("todo.example"));
    QCOMPARE(pair->hosts, (QStringList{QStringLiteral("todo.example"), QStringLiteral("10.0.0.1"),
                                       QStringLiteral("fe80:0:0:0:0:0:0:1")}));
    QVERIFY(pair->warnings.isEmpty());
    QVERIFY(qAbs(pair->until.secsTo(QDateTime::currentDateTimeUtc().addDays(365))) < 60);
}

void TlsPairTest::wrongKey()
{
    QVERIFY_ERROR(check(certificateOf(ecKey()), pemOf(newKey("EC"))),
                  QStringLiteral("does not belong"));
    QVERIFY_ERROR(check(certificateOf(ecKey()), pemOf(newKey("ED25519"))),
                  QStringLiteral("does not belong"));
}

void TlsPairTest::wrongOrder()
{
    const QByteArray own = certificateOf(ecKey()), authority = certificateOf(newKey("EC"));
    QVERIFY_RESULT(check(own + authority, pemOf(ecKey())));
    QVERIFY_ERROR(check(authority + own, pemOf(ecKey())),
                  QStringLiteral("belongs to certificate 2"));
    QVERIFY_RESULT(check("a text before\n" + own + "\n\nand after\n", pemOf(ecKey())));
}

void TlsPairTest::dates()
{
    const auto warnings = [](int from, int until) {
        const auto pair = check(certificateOf(ecKey(), from, until), pemOf(ecKey()));
        return pair ? pair->warnings.join(u'|') : pair.error().text();
    };
    QVERIFY(warnings(-10, -1).startsWith(QStringLiteral("the certificate has expired")));
    QVERIFY(warnings(-10, 20).startsWith(QStringLiteral("the certificate ends soon")));
    QVERIFY(warnings(5, 100).startsWith(QStringLiteral("the certificate is not valid before")));
    QCOMPARE(warnings(-10, 100), QString());
}

void TlsPairTest::mistakes_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("words");
    const QByteArray certificate = certificateOf(ecKey()), key = pemOf(ecKey());
    const QByteArray pub = written([](BIO *bio) { PEM_write_bio_PUBKEY(bio, ecKey().get()); });
    const QByteArray keyDer = written([](BIO *bio) { i2d_PrivateKey_bio(bio, ecKey().get()); });
    const auto row = [](const char *name, const QByteArray &c, const QByteArray &k,
                        const char *where, const char *words) {
        QTest::newRow(name) << c << k << QString::fromLatin1(where) << QString::fromUtf8(words);
    };
    row("no certificate", {}, key, "tls.crt", "is missing");
    row("no key", certificate, {}, "tls.key", "is missing");
    row("swapped", key, certificate, "tls.crt", "this is a private key");
    row("certificate twice", certificate, certificate, "tls.key", "this is a certificate");
    row("text", "hello", key, "tls.crt", "not a certificate in PEM");
    row("key is text", certificate, "hello", "tls.key", "not a private key in PEM");
    row("DER", certificateOf(ecKey(), -1, 365, true), key, "tls.crt", "DER form");
    row("key in DER", certificate, keyDer, "tls.key", "DER form");
    row("public key", certificate, pub, "tls.key", "public key");
    row("SSH key", certificate, "-----BEGIN OPENSSH PRIVATE KEY-----\nQUJD\n", "tls.key",
        "for SSH");
    row("cut", certificate.first(certificate.size() / 2), key, "tls.crt",
        "certificate 1 is damaged");
    row("second is cut", certificate + certificate.first(200), key, "tls.crt",
        "certificate 2 is damaged");
    row("key is cut", certificate, key.first(80), "tls.key", "is damaged");
    QByteArray damaged = key;
    damaged[60] = '!';
    row("key is damaged", certificate, damaged, "tls.key", "is damaged");
    row("passphrase", certificate, pemOf(ecKey(), false, "opensesame"), "tls.key",
        "protected by a passphrase");
    row("passphrase, own form", certificate, pemOf(ecKey(), true, "opensesame"), "tls.key",
        "protected by a passphrase");
}

void TlsPairTest::mistakes()
{
    QFETCH(QByteArray, certificate);
    QFETCH(QByteArray, key);
    QFETCH(QString, words);
    const auto result = check(certificate, key);
    QVERIFY_ERROR(result, words);
    QTEST(result.error().where, "where");
    for (const QByteArray &line : key.split('\n'))
        QVERIFY(line.size() < 8 || line.startsWith("---") ||
                !result.error().text().contains(QString::fromLatin1(line)));
}

CHARTWRIGHT_TEST(TlsPairTest)
#include "test_tls_pair.moc"
