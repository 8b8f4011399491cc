// SPDX-License-Identifier: Apache-2.0
#include "secrets/generator.h"
#include "secrets/verdict.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QElapsedTimer>
#include <QRandomGenerator>

using namespace chartwright;

class VerdictTest : public TestCase
{
    Q_OBJECT

private slots:
    void verdicts_data();
    void verdicts();
    void encodedTextIsFound();
    void randomKeysAreNot();
    void largeValues();
};

void VerdictTest::verdicts_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("expected");
    const auto row = [](const char *value, Verdict expected = {}) {
        QTest::addRow("%s", value) << QByteArray(value) << int(expected);
    };
    const auto base64 = Oddity::DoubleBase64;
    const auto newline = Oddity::TrailingNewline;
    const auto local = Oddity::LocalhostUrl;
    const auto password = Oddity::UrlPasswordEncoding;
    const auto asyncpg = Oddity::AsyncpgSslmode;

    row("", Oddity::Empty);
    row("abc");
    row(" ");
    // base64
    row("aGVsbG8gd29ybGQ=", base64); // hello world
    row("aGVsbG8gd29ybGQ=\n", Verdict(base64) | newline);
    row("YWRtaW4=", base64);                                                         // admin
    row("Y2hhbmdlbWU=", base64);                                                     // changeme
    row("dGhpcyBpcyBhIGxvbmdlciB0ZXh0IHdpdGhv\ndXQgcGFkZGluZyBhdCBhbGw=\n", base64); // wrapped
    row("cG9zdGdyZXM6Ly91c2VyQGhvc3QvZGF0YWJhc2Vz", base64); // postgres://user@host/databases
    row("changeme");
    row("password");
    row("administrator123");
    row("correcthorsebatterystaple");
    row("ThisIsAPasswordOfWords24");
    row("deadbeefdeadbeef");
    row("6162636465666768696a6b6c6d6e6f70"); // hex of letters
    row("3132333435363738");
    row("d41d8cd98f00b204e9800998ecf8427e");
    row("aGVsbG8gd29ybGQ");  // no encoder leaves the padding out
    row("aGVsbG8gd29ybGR="); // bits left over: no encoder writes this
    row("aGVs bG8gd29ybGQ=");
    row("====");
    row("AAAAAAAAAAAAAAAAAAAAAA=="); // zeros are no text
    // newline
    row("secret\n", newline);
    row("secret\r\n", newline);
    row("secret\n\n", newline);
    row("\n", newline);
    row("one\ntwo\n");
    row("-----BEGIN X-----\nQUJD\n-----END X-----\n");
    row("\nsecret");
    // localhost
    row("postgres://app@localhost:5432/db", local);
    row("postgresql+asyncpg://app@LOCALHOST/db", local);
    row("http://127.0.0.1:8080/", local);
    row("http://127.1.2.3", local);
    row("redis://[::1]:6379", local);
    row("http://0.0.0.0:80", local);
    row("http://api.localhost/x", local);
    row("jdbc:postgresql://localhost/db", local);
    row("mongodb://db1:27017,localhost:27018/x", local);
    row("localhost:5432", local);
    row("http://localhost.example.com/");
    row("http://mylocalhost/");
    row("postgres://localhost@db/x");
    row("http://db/localhost");
    row("http://127.0.0.1.example.com");
    row("localhost");
    row("the localhost:80 of it");
    row("http://a/?next=http://localhost/");
    // passwords in addresses
    row("postgres://app:p@ss@db/x", password);
    row("postgres://app:pa/ss@db/x", password);
    row("postgres://app:pa#ss@db:5432/x", password);
    row("postgres://app:pa?ss@db/x", password);
    row("postgres://app:100%@db/x", password);
    row("postgres://app:5%zz@db/x", password);
    row("redis://:p#w@cache", password);
    row("postgres://app:p%40ss@db/x");
    row("postgres://app:pass@db/x");
    row("postgres://app@db/x?mail=a@b.c");
    row("http://db:5432/a@b");
    row("http://[fe80::1]/a@b");
    row("http://db/?a:b@c");
    row("mongodb://u:p@one:1,two:2/x");
    row("mailto:a@b@c");
    row("p@ss/w#rd%");
    // asyncpg
    row("postgresql+asyncpg://u@db/x?sslmode=require", asyncpg);
    row("postgresql+asyncpg://u@db/x?a=b&sslmode=require", asyncpg);
    row("postgresql+asyncpg://u@db/x?ssl=require");
    row("postgresql://u@db/x?sslmode=require");
    row("postgresql+asyncpg://u@db/sslmode=x");
    row("postgresql+asyncpg://u@db/x?nosslmode=x");
}

void VerdictTest::verdicts()
{
    QFETCH(QByteArray, value);
    QTEST(int(judge(SecretValue(value))), "expected");
}

// What people really do: `echo -n … | base64` into the field.
void VerdictTest::encodedTextIsFound()
{
    const QByteArray letters("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    for (int length = 12; length < 300; ++length) {
        const auto value = generate(length, letters);
        QVERIFY_RESULT(value);
        QByteArray encoded =
            QByteArray::fromRawData(value->view().data(), value->size()).toBase64();
        QVERIFY2(judge(SecretValue(encoded)).testFlag(Oddity::DoubleBase64), encoded.constData());
    }
}

void VerdictTest::randomKeysAreNot()
{
    QRandomGenerator random(4711);
    QByteArray key;
    int found = 0;
    for (int i = 0; i < 50'000; ++i) {
        key.resize(int(random.bounded(12, 65)));
        for (char &c : key)
            c = char(random.bounded(256));
        for (const QByteArray &value : {key.toBase64(), key.toHex()}) {
            if (judge(SecretValue(value)) != Verdict())
                ++found;
        }
    }
    QCOMPARE(found, 0);
}

void VerdictTest::largeValues()
{
    QElapsedTimer timer;
    timer.start();
    const QByteArray text(700'000, 'x');
    QVERIFY(judge(SecretValue(text.toBase64())).testFlag(Oddity::DoubleBase64));
    for (const char c : {'%', '@', '\n', ',', ':', '&'})
        judge(SecretValue(QByteArray("a://b:") + QByteArray(1'000'000, c) + "@x"));
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

CHARTWRIGHT_TEST(VerdictTest)
#include "test_verdict.moc"
