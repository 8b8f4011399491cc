// SPDX-License-Identifier: Apache-2.0
#include "cluster/plain_text.h"
#include "support/test_case.h"

using namespace chartwright;

class PlainTextTest : public TestCase
{
    Q_OBJECT

private slots:
    void plain_data();
    void plain();
    void names_data();
    void names();
    void endOfErrors();
};

void PlainTextTest::plain_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QString &text, const char *expected) {
        QTest::newRow(name) << text << QString::fromUtf8(expected);
    };
    row("plain", QStringLiteral("Größe <b>\n\tx"), "Größe <b>\n\tx");
    row("colour", QStringLiteral("\x1b[1;31mred\x1b[0m"), "red");
    row("colour, one byte", QStringLiteral("\u009b31mred"), "red");
    row("title",
        QStringLiteral("a\x1b]0;owned\x07"
                       "b"),
        "ab");
    row("link", QStringLiteral("\x1b]8;;http://evil\x1b\\text\x1b]8;;\x1b\\"), "text");
    row("title that does not end", QStringLiteral("a\x1b]0;owned\nb"), "a\nb");
    row("device control", QStringLiteral("a\x1bPq#0\x1b\\b"), "ab");
    row("reset",
        QStringLiteral("a\x1b"
                       "cb"),
        "ab");
    row("charset", QStringLiteral("a\x1b(Bb"), "ab");
    row("cut sequence", QStringLiteral("a\x1b["), "a");
    row("bell and backspace",
        QStringLiteral("a\x07\x08"
                       "b\x7f"),
        "ab");
    row("line ends", QStringLiteral("a\r\nb\rc"), "a\nbc");
    row("turned around", QStringLiteral("\u202egnp.exe\u202c\u2066x\u2069"), "gnp.exex");
    row("NUL", QStringLiteral("a") + QChar(0) + u'b', "ab");
}

void PlainTextTest::plain()
{
    QFETCH(QString, text);
    QTEST(plainText(text), "expected");
}

void PlainTextTest::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *what, const QString &name, const char *expected) {
        QTest::newRow(what) << name << QString::fromUtf8(expected);
    };
    row("plain", QStringLiteral("arn:aws:eks:eu-central-1:1234:cluster/shop-1"),
        "arn:aws:eks:eu-central-1:1234:cluster/shop-1");
    row("letters of others", QStringLiteral("Größe 東京 שלום 🙂 e\u0301"),
        "Größe 東京 שלום 🙂 e\u0301");
    row("marks of a language", QStringLiteral("<b>x</b> & \"y\""), "<b>x</b> & \"y\"");
    row("colour", QStringLiteral("\x1b[31mred"), "\\u001b[31mred");
    row("line ends", QStringLiteral("a\nb\rc\td\u2028e"), "a\\nb\\u000dc\\td\\u2028e");
    row("turned around", QStringLiteral("\u202enimda"), "\\u202enimda");
    row("without width", QStringLiteral("pr\u200bod\ufeff"), "pr\\u200bod\\ufeff");
    row("a space that looks like one", QStringLiteral("a\u00a0b"), "a\\u00a0b");
    row("NUL", QStringLiteral("a") + QChar(0) + u'b', "a\\u0000b");
    row("half a character", QStringLiteral("a") + QChar(0xd800) + u'b', "a\ufffdb");
    row("beyond 16 bits", QString::fromUcs4(U"\U000e0041"), "\\ue0041");
    row("long", QString(5000, u'a') + QString(5000, u'z'),
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz");
}

void PlainTextTest::names()
{
    QFETCH(QString, name);
    QTEST(shownName(name), "expected");
}

void PlainTextTest::endOfErrors()
{
    QCOMPARE(lastLines("a\nb\nc\n", 2), QStringLiteral("b\nc"));
    QCOMPARE(lastLines(""), QString());
    QCOMPARE(lastLines("  \n\n"), QString());
    const QString cut = lastLines(QByteArray(5000, 'x'), 5, 100);
    QCOMPARE(cut.size(), 101);
    QVERIFY(cut.startsWith(u'…'));
    QCOMPARE(lastLines(QByteArray(100'000, '\n') + "end"), QStringLiteral("end"));
    // Programs that say too much about themselves.
    QCOMPARE(lastLines("token eyJhbGciOiJSUzI1NiIs.eyJzdWIiOiJ4In0.c2ln-_x bad"),
             QStringLiteral("token … bad"));
    QCOMPARE(lastLines("k8s-aws-v1.aHR0cHM6Ly9zdHM"), QStringLiteral("…"));
    QVERIFY(lastLines("\xff\xfe broken").endsWith(QStringLiteral("broken")));
}

CHARTWRIGHT_TEST(PlainTextTest)
#include "test_plain_text.moc"
