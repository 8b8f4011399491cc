// SPDX-License-Identifier: Apache-2.0
#include "certificates.h"
#include "cluster/exec_credential.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace chartwright;
using namespace chartwright_test;

class ExecCredentialTest : public TestCase
{
    Q_OBJECT

private slots:
    void token();
    void certificate();
    void times_data();
    void times();
    void mistakes_data();
    void mistakes();
};

namespace {

const QString V1 = QStringLiteral("client.authentication.k8s.io/v1");

QByteArray answer(const QByteArray &status)
{
    return R"({"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": )" +
           status + "}\n";
}

Result<ExecCredential> read(const QByteArray &output)
{
    return readExecCredential(SecretValue(output), V1, QStringLiteral("“aws”"));
}

QByteArray statusOf(const QByteArray &certificate, const QByteArray &key)
{
    return QJsonDocument(QJsonObject{{QStringLiteral("clientCertificateData"),
                                      QString::fromLatin1(certificate)},
                                     {QStringLiteral("clientKeyData"), QString::fromLatin1(key)}})
        .toJson();
}

} // namespace

void ExecCredentialTest::token()
{
    const auto credential = read(answer(R"({"token": "abc", "later": [1]})"));
    QVERIFY_RESULT(credential);
    QCOMPARE(credential->token.view(), QByteArrayView("abc"));
    QVERIFY(!credential->identity);
    QVERIFY(!credential->expires.isValid());
    QVERIFY(!credential->isExpired());
    const auto yaml = read("kind: ExecCredential\napiVersion: client.authentication.k8s.io/v1\n"
                           "status:\n  token: abc\n");
    QVERIFY_RESULT(yaml);
    QCOMPARE(yaml->token.view(), QByteArrayView("abc"));
}

void ExecCredentialTest::certificate()
{
    const Authority authority("ca");
    const Key key = newKey("EC"), other = newKey("EC"), ed = newKey("ED25519");
    const QByteArray pem = authority.issue(key, "kim");
    const auto credential = read(answer(statusOf(pem, pemOf(key))));
    QVERIFY_RESULT(credential);
    QVERIFY(credential->token.isEmpty());
    QCOMPARE(credential->identity->chain.size(), 1);
    QVERIFY(!credential->identity->key.isNull());
    QVERIFY_ERROR(read(answer(statusOf(pem, pemOf(other)))), QStringLiteral("does not belong"));
    QVERIFY_ERROR(read(answer(statusOf(authority.issue(ed, "kim"), pemOf(ed)))),
                  QStringLiteral("Ed25519"));
    QVERIFY_ERROR(read(answer(statusOf(pem.toBase64(), pemOf(key).toBase64()))),
                  QStringLiteral("PEM form"));
}

void ExecCredentialTest::times_data()
{
    QTest::addColumn<QString>("time");
    QTest::addColumn<QString>("expected"); // UTC; empty: refused
    const auto row = [](const char *time, const char *expected) {
        QTest::newRow(time) << QString::fromLatin1(time) << QString::fromLatin1(expected);
    };
    row("2031-02-03T04:05:06Z", "2031-02-03T04:05:06");
    row("2031-02-03T04:05:06+02:00", "2031-02-03T02:05:06");
    row("2031-02-03T04:05:06.123456789Z", "2031-02-03T04:05:06");
    row("2031-02-03T04:05:06", "");
    row("2031-02-03", "");
    row("tomorrow", "");
    row("2031-13-03T04:05:06Z", "");
}

void ExecCredentialTest::times()
{
    QFETCH(QString, time);
    QFETCH(QString, expected);
    const auto credential =
        read(answer(R"({"token": "a", "expirationTimestamp": ")" + time.toLatin1() + "\"}"));
    if (expected.isEmpty()) {
        QVERIFY_ERROR(credential, QStringLiteral("is no time"));
        return;
    }
    QVERIFY_RESULT(credential);
    QCOMPARE(credential->expires.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss")), expected);
    QVERIFY(!credential->isExpired(credential->expires.addSecs(-1)));
    QVERIFY(credential->isExpired(credential->expires.addSecs(1)));
}

void ExecCredentialTest::mistakes_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QByteArray &output, const char *message) {
        QTest::newRow(name) << output << QString::fromUtf8(message);
    };
    row("nothing", "", "wrote nothing");
    row("text", "Please log in: s3cr3t", "is no ExecCredential");
    row("cut", answer(R"({"token": "s3cr3t"})").chopped(4), "is no JSON");
    row("text after", answer(R"({"token": "s3cr3t"})") + "s3cr3t", "is no JSON");
    row("list", "[\"s3cr3t\"]", "is no ExecCredential");
    row("other kind", R"({"apiVersion": "client.authentication.k8s.io/v1", "kind": "s3crets"})",
        "is no ExecCredential");
    row("other version",
        R"({"apiVersion": "client.authentication.k8s.io/v1beta1", "kind": "ExecCredential",
            "status": {"token": "s3cr3t"}})",
        "answered as client.authentication.k8s.io/v1beta1, but is to speak "
        "client.authentication.k8s.io/v1");
    row("no version", R"({"kind": "ExecCredential", "status": {"token": "s3cr3t"}})",
        "answered as");
    row("no status",
        R"({"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential"})",
        "no status");
    row("status is a list", answer("[]"), "no status");
    row("empty status", answer("{}"), "neither token nor certificate");
    row("empty token", answer(R"({"token": ""})"), "neither token nor certificate");
    row("token is a number", answer(R"({"token": 5})"), "is no text");
    row("time is a number", answer(R"({"token": "s3cr3t", "expirationTimestamp": 5})"),
        "is no text");
    row("certificate alone", answer(R"({"clientCertificateData": "s3cr3t"})"), "not both");
    row("key alone", answer(R"({"clientKeyData": "s3cr3t"})"), "not both");
    row("token and key", answer(R"({"token": "a", "clientKeyData": "s3cr3t"})"), "not both");
    row("line end", answer(R"({"token": "s3cr3t\r\nX: y"})"), "a blank or a line end");
    row("deep", QByteArray(5000, '{'), "is no JSON");
    row("NUL", QByteArray("\0\0", 2), "is no JSON");
    row("twice", answer(R"({"token": "s3cr3t", "token": "s3cr3t"})"), "is no JSON");
}

void ExecCredentialTest::mistakes()
{
    QFETCH(QByteArray, output);
    QFETCH(QString, message);
    const auto credential = read(output);
    QVERIFY_ERROR(credential, message);
    QCOMPARE(credential.error().where, QStringLiteral("“aws”"));
    QVERIFY(!credential.error().text().contains(QStringLiteral("s3cr3t")));
    QVERIFY(!credential.error().remedy.isEmpty());
}

CHARTWRIGHT_TEST(ExecCredentialTest)
#include "test_exec_credential.moc"
