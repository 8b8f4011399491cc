// SPDX-License-Identifier: Apache-2.0
#include "manifest/go_text.h"
#include "support/test_case.h"

using namespace chartwright;
using namespace chartwright::manifest;

class TestGoText : public TestCase
{
    Q_OBJECT

private slots:
    void floats();
    void quotes();
    void json();
    void yaml();
    void whatHelmTrims();
};

void TestGoText::floats()
{
    QCOMPARE(goFloat(2), QStringLiteral("2"));
    QCOMPARE(goFloat(999999), QStringLiteral("999999"));
    QCOMPARE(goFloat(1000000), QStringLiteral("1e+06"));
    QCOMPARE(goFloat(1000650000), QStringLiteral("1.00065e+09"));
    QCOMPARE(goFloat(1.5e-7), QStringLiteral("1.5e-07"));
    QCOMPARE(goFloat(0.0001), QStringLiteral("0.0001"));
    QCOMPARE(goFloat(0.5), QStringLiteral("0.5"));
    QCOMPARE(goFloat(0), QStringLiteral("0"));
}

void TestGoText::quotes()
{
    QCOMPARE(goQuote(QStringLiteral("a\"b\\\n\t\x07\x7f")),
             QStringLiteral("\"a\\\"b\\\\\\n\\t\\a\\x7f\""));
    QCOMPARE(goQuote(QStringLiteral("\u00a0\u2028\U0001F600")),
             QStringLiteral("\"\\u00a0\\u2028\U0001F600\""));
}

void TestGoText::json()
{
    QCOMPARE(goJson(Map{{QStringLiteral("b"), 1000000.0},
                        {QStringLiteral("a"), QStringLiteral("<no value>")}}),
             QStringLiteral("{\"a\":\"\\u003cno value\\u003e\",\"b\":1000000}"));
    QCOMPARE(goText(List{1, QStringLiteral("a"), Map{{QStringLiteral("b"), 2}}}),
             QStringLiteral("[1 a map[b:2]]"));
}

void TestGoText::yaml()
{
    const Value value =
        Map{{QStringLiteral("a10"), QString()},
            {QStringLiteral("a9"), QStringLiteral("true")},
            {QStringLiteral("z"), List{1.0, Map{{QStringLiteral("c"), QStringLiteral("x: y")}}}},
            {QStringLiteral("s"), QStringLiteral("two\nlines\n")}};
    QCOMPARE(goYaml(value),
             QStringLiteral("a9: \"true\"\na10: \"\"\ns: |\n  two\n  lines\nz:\n- 1\n- c: 'x: y'"));
}

void TestGoText::whatHelmTrims()
{
    const auto survives = [](const QString &text) {
        return survivesToYaml(Map{{QStringLiteral("k"), text}});
    };
    QVERIFY(survives(QStringLiteral("a b ")) && survives(QString(QChar(0xa0)) + u'b'));
    for (const int c : {0x0a, 0xa0, 0x1680, 0x2003, 0x202f, 0x205f, 0x3000})
        QVERIFY2(!survives(QString(u'a') + QChar(c)), qPrintable(QString::number(c, 16)));
}

CHARTWRIGHT_TEST(TestGoText)
#include "test_go_text.moc"
