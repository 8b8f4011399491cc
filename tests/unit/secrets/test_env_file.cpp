// SPDX-License-Identifier: Apache-2.0
#include "secrets/env_file.h"
#include "secrets/generator.h"
#include "support/places.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace chartwright;

class EnvFileTest : public TestCase
{
    Q_OBJECT

private slots:
    void agreesWithDotenv();
    void linesAndDuplicates();
    void problemsHaveAPlace_data();
    void problemsHaveAPlace();
    void problemsNeverTellTheValue();
    void cutAtHash();
    void unreadable();
    void limits();
    void suggestions_data();
    void suggestions();
};

namespace {

Result<EnvFile> parse(const QByteArray &text)
{
    return parseEnv(SecretValue(text), QStringLiteral(".env"));
}

QJsonObject valuesOf(const EnvFile &file)
{
    QJsonObject out;
    for (const EnvEntry &entry : file.entries)
        out.insert(entry.key, QString::fromUtf8(entry.value.view()));
    return out;
}

} // namespace

// dotenv-cases.json is what dotenv 16 (Node.js) makes of hand-written and of random files, without
// those where its pattern steps over the end of a line.
void EnvFileTest::agreesWithDotenv()
{
    QFile file(QStringLiteral(CHARTWRIGHT_SOURCE_DIR "/tests/data/dotenv-cases.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray cases = QJsonDocument::fromJson(file.readAll()).array();
    QVERIFY(cases.size() > 400);
    for (const auto &item : cases) {
        const QString text = item[QLatin1String("text")].toString();
        const auto parsed = parse(text.toUtf8());
        QVERIFY_RESULT(parsed);
        const QJsonObject expected = item[QLatin1String("values")].toObject();
        const QJsonObject actual = valuesOf(*parsed);
        QVERIFY2(actual == expected, QJsonDocument(QJsonArray{text, expected, actual})
                                         .toJson(QJsonDocument::Compact)
                                         .constData());
    }
}

void EnvFileTest::linesAndDuplicates()
{
    const auto file = parse("# first\nA=1\nB='x\ny\nz'\nA=2\n\nexport C = 3\nA=4\n");
    QVERIFY_RESULT(file);
    QVERIFY(file->problems.isEmpty());
    QCOMPARE(file->entries.size(), 3u);
    QCOMPARE(file->entries[0].key, QStringLiteral("A"));
    QCOMPARE(file->entries[0].value.view(), QByteArrayView("4"));
    QCOMPARE(file->entries[0].line, 9);
    QCOMPARE(file->entries[0].earlierLines, (QList<int>{2, 6}));
    QCOMPARE(file->entries[1].line, 3);
    QCOMPARE(file->entries[2].line, 8);
}

void EnvFileTest::problemsHaveAPlace_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("words");
    QTest::newRow("no =") << QByteArray("A=1\n  hello there\n") << 2 << 9
                          << QStringLiteral("'=' is expected");
    QTest::newRow("no name") << QByteArray("A=1\r\n\r\n=x") << 3 << 1
                             << QStringLiteral("a name is expected");
    QTest::newRow("foreign letter")
        << QByteArray("\xef\xbb\xbfnäme=x") << 1 << 2 << QStringLiteral("'=' is expected");
    QTest::newRow("colon") << QByteArray("A:1") << 1 << 2 << QStringLiteral("'=' is expected");
    QTest::newRow("export alone") << QByteArray("export A") << 1 << 9
                                  << QStringLiteral("'=' is expected");
    QTest::newRow("open quote") << QByteArray("A='x\ny'\nBÄ=1\nB = \"x\nC=1") << 3 << 2
                                << QStringLiteral("'=' is expected");
    QTest::newRow("only an open quote")
        << QByteArray("A='x\ny'\nB = \"x\nC=1") << 3 << 5 << QStringLiteral("not closed");
}

void EnvFileTest::problemsHaveAPlace()
{
    QFETCH(QByteArray, text);
    const auto file = parse(text);
    QVERIFY_RESULT(file);
    QVERIFY(!file->problems.isEmpty());
    QTEST(file->problems[0].line, "line");
    QTEST(file->problems[0].column, "column");
    QFETCH(QString, words);
    QVERIFY2(file->problems[0].message.contains(words), qPrintable(file->problems[0].message));
}

void EnvFileTest::problemsNeverTellTheValue()
{
    const auto secret = generate(24, Alphabet::Alphanumeric);
    QVERIFY_RESULT(secret);
    const QByteArray text = secret->view().toByteArray();
    const auto file = parse("A \"" + text + "\nB='" + text + "\n" + text + "\nC:" + text);
    QVERIFY_RESULT(file);
    QCOMPARE(file->problems.size(), 4);
    for (const EnvProblem &problem : file->problems)
        QVERIFY(!problem.message.contains(QString::fromLatin1(text)));
    const auto broken = parse("A=" + text + "\xff");
    QVERIFY(!broken && !broken.error().text().contains(QString::fromLatin1(text)));
}

void EnvFileTest::cutAtHash()
{
    const auto file = parse("A=a#b\nB=a #b\nC='a#b'\nD=#b\nE=a\n");
    QVERIFY_RESULT(file);
    QList<bool> cut;
    for (const EnvEntry &entry : file->entries)
        cut.append(entry.isCutAtHash);
    QCOMPARE(cut, (QList<bool>{true, false, false, false, false}));
}

void EnvFileTest::unreadable()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral(".env"));
    QVERIFY_ERROR(readEnvFile(path), QStringLiteral("no such file"));
    QVERIFY_ERROR(readEnvFile(folder.path()), QStringLiteral("not a file"));
    const auto write = [&](const QByteArray &bytes) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    };
    write("A=1\n");
    const auto read = readEnvFile(path);
    QVERIFY_RESULT(read);
    QCOMPARE(read->entries.size(), 1u);
    write("");
    QVERIFY_RESULT(readEnvFile(path));
    write(QByteArray("\xff\xfe"
                     "A\0=\0",
                     6)); // UTF-16
    QVERIFY_ERROR(readEnvFile(path), QStringLiteral("not text in UTF-8"));
    write("A=\xe4\n"); // Latin-1
    QVERIFY_ERROR(readEnvFile(path), QStringLiteral("not text in UTF-8"));
    write(QByteArray(LargestEnvFile + 1, 'x'));
    QVERIFY_ERROR(readEnvFile(path), QStringLiteral("larger than 1 MiB"));
    QVERIFY_ERROR(readEnvFile(path), path);
}

void EnvFileTest::limits()
{
    QElapsedTimer timer;
    timer.start();
    for (const QByteArray &line : {QByteArray("A=\"\n"), QByteArray("A='\\'\n"), QByteArray("x\n"),
                                   QByteArray("A=\"\\\"b\n"), QByteArray("\\\""),
                                   QByteArray("A=`x` y\n"), QByteArray("\r")}) {
        const QByteArray text = "A=\"" + line.repeated((LargestEnvFile - 4) / line.size());
        QVERIFY_RESULT(parse(text));
    }
    QByteArray many;
    for (int i = 0; many.size() < LargestEnvFile - 100; ++i)
        many += "KEY_" + QByteArray::number(i) + "=value\n";
    QVERIFY_RESULT(parse(many));
    QVERIFY2(timer.elapsed() < 60'000, qPrintable(QString::number(timer.elapsed())));
}

void EnvFileTest::suggestions_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("expected");
    const auto row = [](const char *key, const char *value, bool expected) {
        QTest::newRow(key) << QByteArray(value) << expected;
    };
    row("DB_PASSWORD", "x", true);
    row("PASSWORD", "", true);
    row("db.password", "x", true);
    row("MYSQL_ROOT_PASSWORD_FILE_CONTENT", "abcdefg", true);
    row("STRIPE_SECRET", "x", true);
    row("SESSION_SECRET_BASE", "abcdefgh", true);
    row("GITHUB_TOKEN", "x", true);
    row("OPENAI_API_KEY", "x", true);
    row("FERNET_KEY", "x", true);
    row("JWT_SALT", "x", true);
    row("SMTP_PASS", "x", true);
    row("SENTRY_DSN", "x", true);
    row("LOG_LEVEL", "info", false);
    row("PORT", "8000", false);
    row("TOKEN_LIFETIME", "3600", false);
    row("PASSWORD_MIN_LENGTH", "12", false);
    row("REQUIRE_PASSWORD", "true", false);
    row("KEYBOARD", "de", false);
    row("MONKEY", "x", false);
    row("NEXT_PUBLIC_API_KEY", "abc", false);
    row("VITE_TOKEN", "abc", false);
    row("STRIPE_PUBLISHABLE_KEY", "abc", false);
    row("SSH_PUBLIC_KEY", "abc", false);
    row("DATABASE_URL", "postgres://app:hunter2@db/x", true);
    row("API_URL", "https://api.example.com/x", false);
    row("SIGNING", "-----BEGIN PRIVATE KEY-----\nx", true);
}

void EnvFileTest::suggestions()
{
    QFETCH(QByteArray, value);
    QTEST(suggestsSecret(QString::fromLatin1(QTest::currentDataTag()), SecretValue(value)),
          "expected");
}

CHARTWRIGHT_TEST(EnvFileTest)
#include "test_env_file.moc"
