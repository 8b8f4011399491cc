// SPDX-License-Identifier: Apache-2.0
#include "secrets/secret_types.h"
#include "support/result_check.h"
#include "support/test_case.h"

using namespace chartwright;

class SecretTypesTest : public TestCase
{
    Q_OBJECT

private slots:
    void names();
    void basicAuth();
    void sshKeys_data();
    void sshKeys();
    void lastNewline();
    void randomKeys();
    void valuesOfAType();
};

void SecretTypesTest::names()
{
    for (const auto type : {SecretType::Opaque, SecretType::BasicAuth, SecretType::SshAuth,
                            SecretType::Tls, SecretType::DockerConfigJson})
        QCOMPARE(secretTypeOf(textOf(type)), type);
    QCOMPARE(secretTypeOf(u"example.com/own"), SecretType::Opaque);
    QCOMPARE(keysOf(SecretType::Tls),
             (QStringList{QStringLiteral("tls.crt"), QStringLiteral("tls.key")}));
    QVERIFY(keysOf(SecretType::Opaque).isEmpty());
}

void SecretTypesTest::basicAuth()
{
    const SecretValue none, some(QByteArrayView("ann")), colon(QByteArrayView("a:b"));
    QVERIFY_RESULT(checkBasicAuth(some, some));
    QVERIFY_RESULT(checkBasicAuth(some, none));
    QVERIFY_RESULT(checkBasicAuth(none, colon));
    QVERIFY_ERROR(checkBasicAuth(none, none), QStringLiteral("is needed"));
    QVERIFY_ERROR(checkBasicAuth(colon, some), QStringLiteral("cannot be told"));
}

void SecretTypesTest::sshKeys_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QString>("words");
    const auto openSsh = [](const char *cipher) {
        const QByteArray name(cipher);
        QByteArray bytes("openssh-key-v1\0", 15);
        bytes += QByteArray(3, '\0') + char(name.size()) + name + QByteArray(60, 'x');
        QByteArray lines = bytes.toBase64();
        lines.insert(20, '\n'); // any wrapping
        return "-----BEGIN OPENSSH PRIVATE KEY-----\n" + lines +
               "\n-----END OPENSSH PRIVATE KEY-----\n";
    };
    const QByteArray pem(
        "-----BEGIN RSA PRIVATE KEY-----\n%1QUJD\n-----END RSA PRIVATE KEY-----\n");
    const auto plain = QByteArray(pem).replace("%1", "");
    QTest::newRow("OpenSSH") << openSsh("none") << QString();
    QTest::newRow("PEM") << plain << QString();
    QTest::newRow("missing") << QByteArray() << QStringLiteral("is missing");
    QTest::newRow("OpenSSH with passphrase")
        << openSsh("aes256-ctr") << QStringLiteral("passphrase");
    QTest::newRow("PEM with passphrase")
        << QByteArray(pem).replace("%1", "Proc-Type: 4,ENCRYPTED\n\n")
        << QStringLiteral("passphrase");
    QTest::newRow("no newline") << plain.chopped(1)
                                << QStringLiteral("newline at the end is missing");
    QTest::newRow("cut") << plain.first(40) << QStringLiteral("end of the key is missing");
    QTest::newRow("public") << QByteArray("ssh-ed25519 AAAA me\n") << QStringLiteral("public key");
    QTest::newRow("public PEM") << QByteArray("-----BEGIN PUBLIC KEY-----\n")
                                << QStringLiteral("public key");
    QTest::newRow("PuTTY") << QByteArray("PuTTY-User-Key-File-3: ssh-ed25519\n")
                           << QStringLiteral("PuTTY");
    QTest::newRow("text") << QByteArray("hello") << QStringLiteral("not a private key");
    QTest::newRow("short") << QByteArray("-----BEGIN PRIVATE KEY----------END ")
                           << QStringLiteral("newline");
}

void SecretTypesTest::sshKeys()
{
    QFETCH(QByteArray, key);
    QFETCH(QString, words);
    const auto result = checkSshKey(SecretValue(key));
    if (words.isEmpty())
        QVERIFY_RESULT(result);
    else
        QVERIFY_ERROR(result, words);
}

void SecretTypesTest::lastNewline()
{
    QCOMPARE(withLastNewline(SecretValue(QByteArrayView("a"))).view(), QByteArrayView("a\n"));
    QCOMPARE(withLastNewline(SecretValue(QByteArrayView("a\n"))).view(), QByteArrayView("a\n"));
    QCOMPARE(withLastNewline(SecretValue()).view(), QByteArrayView("\n"));
}

void SecretTypesTest::randomKeys()
{
    for (const char *key : {"BETTER_AUTH_SECRET", "OPENAI_API_KEY", "password", "jwtSecret",
                            "session.key", "TOKEN_2", "URL_SIGNING_KEY", "POSTGRES_PASSWORD", "x"})
        QVERIFY2(canBeRandom(QString::fromLatin1(key)), key);
    for (const char *key :
         {"DATABASE_URL", "databaseUrl", "redis.uri", "REDIS_URL_1", "SENTRY_DSN", "DB_HOST",
          "username", "SMTP_USER", "tls.crt", "tls.key", "ssh-privatekey", ".dockerconfigjson"})
        QVERIFY2(!canBeRandom(QString::fromLatin1(key)), key);
    QVERIFY(hasLines(QStringLiteral("tls.key")) && !hasLines(QStringLiteral("DATABASE_URL")));
}

void SecretTypesTest::valuesOfAType()
{
    const auto check = [](SecretType type, const QByteArray &first, const QByteArray &second = {}) {
        std::vector<SecretValue> values;
        values.emplace_back(first);
        if (keysOf(type).size() > 1)
            values.emplace_back(second);
        return checkValues(type, values);
    };
    QVERIFY_RESULT(check(SecretType::Opaque, "anything"));
    QVERIFY_RESULT(check(SecretType::BasicAuth, "me", "x"));
    QVERIFY_ERROR(check(SecretType::BasicAuth, "m:e", "x"), QStringLiteral("a user's name with"));
    QVERIFY_ERROR(check(SecretType::SshAuth, "hello"), QStringLiteral("not a private key"));
    QVERIFY_ERROR(check(SecretType::Tls, "hello", "hello"), QStringLiteral("tls.crt"));
    QVERIFY_RESULT(check(SecretType::DockerConfigJson, R"({"auths":{}})"));
    QVERIFY_ERROR(check(SecretType::DockerConfigJson, "{}"), QStringLiteral("auths"));
}

CHARTWRIGHT_TEST(SecretTypesTest)
#include "test_secret_types.moc"
