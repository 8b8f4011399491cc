// SPDX-License-Identifier: Apache-2.0
#include "support/hard_strings.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "tree/yaml.h"

using namespace chartwright;

class TestYaml : public TestCase
{
    Q_OBJECT

private slots:
    void hardStringsComeBack();
    void scalarsAsGoReadsThem_data();
    void scalarsAsGoReadsThem();
    void refused_data();
    void refused();
    void escapedPairs();
    void limits();
    void references();
    void writesReadably();
    void plainAndQuoted();
    void positions();
    void streams();
    void json();
    void jsonRefused_data();
    void jsonRefused();
};

void TestYaml::hardStringsComeBack()
{
    const QStringList strings = chartwright_test::hardStrings();
    QVERIFY(strings.size() >= 72);
    Map map;
    List list;
    for (qsizetype i = 0; i < strings.size(); ++i) {
        map.set(QStringLiteral("k%1").arg(i), strings[i]);
        map.set(strings[i], qint64(i));
        list.append(strings[i]);
        list.append(Map{{strings[i], List{strings[i], List{strings[i]}}}});
    }
    map.set(QStringLiteral("list"), list);
    const QByteArray yaml = writeYaml(Value(map));
    const auto read = readYaml(yaml, QStringLiteral("t.yaml"));
    QVERIFY_RESULT(read);
    QVERIFY(*read == Value(map));
    QCOMPARE(writeYaml(*read), yaml);
    const auto fromJson = readJson(writeJson(Value(map)), QStringLiteral("t.json"));
    QVERIFY_RESULT(fromJson);
    QVERIFY(*fromJson == Value(map));
}

void TestYaml::scalarsAsGoReadsThem_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("expected"); // type:text
    const auto row = [](const char *yaml, const char *expected) {
        QTest::newRow(yaml) << QByteArray(yaml) << QString::fromLatin1(expected);
    };
    row("y", "bool:true");
    row("No", "bool:false");
    row("oN", "string:oN");
    row("~", "null:");
    row("014", "int:12");
    row("0o14", "int:12");
    row("0x1F", "int:31");
    row("-0b11", "int:-3");
    row("1_000", "int:1000");
    row("1e3", "double:1000");
    row("1.10", "double:1.1");
    row("08", "double:8");
    row("9223372036854775807", "int:9223372036854775807");
    row("9223372036854775808", "double:9223372036854776000");
    row("-9223372036854775808", "int:-9223372036854775808");
    row("12345678901234567890123", "double:1.2345678901234568e+22");
    row("1:30", "string:1:30");
    row("2001-12-14", "string:2001-12-14");
    row("1.2.3", "string:1.2.3");
    row("- 1", "list:");
    row("+5", "int:5");
    row("+-5", "string:+-5");
    row("0x", "string:0x");
    row("'5'", "string:5");
    row("!!str 5", "string:5");
    row("100m", "string:100m");
}

void TestYaml::scalarsAsGoReadsThem()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QString, expected);
    static const char *const types[] = {"null", "bool", "int",  "double", "string",
                                        "ref",  "text", "list", "map"};
    const auto read = readYaml(yaml, QStringLiteral("t"));
    QVERIFY_RESULT(read);
    QCOMPARE(QLatin1String(types[int(read->type())]) + u':' + read->scalarText(), expected);
}

void TestYaml::refused_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const QByteArray &yaml, const char *where,
                        const char *words) {
        QTest::newRow(name) << yaml << QString::fromLatin1(where) << QString::fromLatin1(words);
    };
    row("alias", "a: &x 1\nb: *x\n", "t:1:", "anchors");
    row("alias bomb", "a: [*x]\n", "t:1:", "");
    row("twice", "a: 1\nb: 2\na: 3\n", "t:3:1", "twice");
    row("key that is a number", "8080: x\n", "t:1:1", "not a string");
    row("merge key", "<<: {a: 1}\n", "t:1:1", "not a string");
    row("key that is a map", "? {a: 1}\n: b\n", "t:1:", "not a string");
    row("tag", "a: !foo b\n", "t:1:4", "tag");
    row("documents", "a: 1\n---\nb: 2\n", "t", "more than one");
    row("syntax", "a: ]\n", "t:1:", "not YAML");
    row("open list", "a: [1, 2\nb: 3\n", "t:2:", "\"[\" was opened");
    row("open map", "a: {b: 2\n", "t:2:", "\"{\" was opened");
    row("nul", QByteArray("a: \0b", 5), "t:1:4", "U+0000");
    row("escaped nul", "a: \"\\0\"\n", "t:1:4", "U+0000");
    row("surrogate", "a: \"\\ud800\"\n", "t:1:", "half of a character");
    row("second half", "a: \"x\\udE00\"\n", "t:1:", "half of a character");
    row("half before a pair", "a: \"\\ud83d\\ud83d\\ude00\"\n", "t:1:", "half of a character");
    row("halves apart", "a: \"\\ud83d-\\ude00\"\n", "t:1:", "half of a character");
    row("escaped backslash", "a: \"\\\\ud83d\\ude00\"\n", "t:1:", "half of a character");
    row("after a pair", "a: [\"\\ud83d\\ude00\", *x]\n", "t:1:21", "aliases");
    row("not UTF-8", "ab: 1\nb: \xff\n", "t:2:4", "UTF-8");
    row("encoded surrogate", "a: \xed\xa0\x80\n", "t:1:", "UTF-8");
    row("text", "a: !text \"${x\"\n", "t:1:4", "$");
}

void TestYaml::refused()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QString, where);
    QFETCH(QString, words);
    const auto read = readYaml(yaml, QStringLiteral("t"));
    QVERIFY(!read);
    QVERIFY2(read.error().where.startsWith(where), qPrintable(read.error().text()));
    QVERIFY2(read.error().message.contains(words), qPrintable(read.error().text()));
}

// As JSON escapes what lies beyond U+FFFF: in double quotes, and nowhere else.
void TestYaml::escapedPairs()
{
    const auto read = readYaml("a: \"x\\uD83D\\uDE00\\ud83d\\ude00\\\\\\ud83d\\ude00\"\n"
                               "\"\\ud83d\\ude00\": \\ud83d\\ude00\n"
                               "b: '\\ud83d\\ude00'\n"
                               "c: |\n  {\"smile\": \"\\ud83d\\ude00 \xee\x80\x80\"}\n",
                               QStringLiteral("t"));
    QVERIFY_RESULT(read);
    const QString smile = QString::fromUcs4(U"\U0001F600"),
                  halves = QStringLiteral("\\ud83d\\ude00");
    QCOMPARE((*read)[u"a"].toString(), u'x' + smile + smile + u'\\' + smile);
    QCOMPARE((*read)[smile].toString(), halves);
    QCOMPARE((*read)[u"b"].toString(), halves);
    QCOMPARE((*read)[u"c"].toString(),
             QStringLiteral("{\"smile\": \"%1 %2\"}\n").arg(halves, QChar(0xe000)));
}

void TestYaml::limits()
{
    QVERIFY_ERROR(readYaml(QByteArray(6ll * 1024 * 1024, 'a'), QStringLiteral("t")),
                  QStringLiteral("MiB"));
    QVERIFY_ERROR(readYaml(QByteArray(2ll * 1024 * 1024, 'a'), QStringLiteral("t")),
                  QStringLiteral("KiB"));
    QVERIFY_ERROR(readYaml(QByteArray("- ").repeated(120) + "a", QStringLiteral("t")),
                  QStringLiteral("nested"));
    QVERIFY_ERROR(readYaml("- a\n" + QByteArray("- 1\n").repeated(100'000), QStringLiteral("t")),
                  QStringLiteral("100000"));
    QVERIFY_ERROR(readJson(QByteArray(120, '['), QStringLiteral("t")), QStringLiteral("nested"));
}

void TestYaml::references()
{
    const Ref ref{{QStringLiteral("todo-backend-7k2q")}, QStringLiteral("port/http")};
    const Ref whole{{QStringLiteral("x-1")}, {}};
    const Ref odd{{QStringLiteral("x-1")}, QStringLiteral("key/a}$ b#{")};
    const Text text{{QStringLiteral("$http://${a}"), whole, QStringLiteral(":"), ref, odd,
                     QStringLiteral("\n")}};
    const Value value = Map{{QStringLiteral("a"), ref},
                            {QStringLiteral("b"), List{whole, odd, text}},
                            {QStringLiteral("c"), Text{}}};
    const QByteArray yaml = writeYaml(value);
    QVERIFY(yaml.startsWith("a: !ref todo-backend-7k2q#port/http\n"));
    const auto read = readYaml(yaml, QStringLiteral("t"));
    QVERIFY_RESULT(read);
    QVERIFY2(*read == value, yaml.constData());
}

void TestYaml::writesReadably()
{
    const Value value =
        Map{{QStringLiteral("a"),
             List{Map{{QStringLiteral("b"), 1}, {QStringLiteral("c"), Map()}}, List{1, 2}, List()}},
            {QStringLiteral("d"), 1.0},
            {QStringLiteral("e"), Value()},
            {QStringLiteral("f"), true}};
    QCOMPARE(writeYaml(value),
             QByteArray(
                 "a:\n  - b: 1\n    c: {}\n  - - 1\n    - 2\n  - []\nd: 1.0\ne: null\nf: true\n"));
    QCOMPARE(writeYaml(Value()), QByteArray("null\n"));
    const auto back = readYaml(writeYaml(value), QStringLiteral("t"));
    QVERIFY(*back == value);
}

void TestYaml::plainAndQuoted()
{
    for (const char *plain : {"todo-backend", "100m", "128Mi", "25%", "/api", "a b", "1.2.3", "-ec",
                              "a:b", "http://x:80/"})
        QCOMPARE(yamlScalar(QString::fromLatin1(plain)), QString::fromLatin1(plain));
    for (const char *quoted :
         {"yes", "y", "1.0", "1:30", "0o7", "a: b", "a #", "- a", "", " a", "2001-01-01", "NaN"})
        QVERIFY2(yamlScalar(QString::fromLatin1(quoted)).startsWith(u'"') ||
                     QByteArray(quoted) == "a #",
                 quoted);
    QCOMPARE(yamlScalar(QStringLiteral("a\u2028\u0085\x07")),
             QStringLiteral("\"a\\u2028\\x85\\x07\""));
}

void TestYaml::positions()
{
    Positions positions;
    QVERIFY_RESULT(readYaml("resources:\n  a.b:\n    spec:\n      - x\n", QStringLiteral("t"), {},
                            &positions));
    QCOMPARE(positions.value(QStringLiteral("resources.'a.b'.spec")).line, 3);
    QCOMPARE(positions.value(QStringLiteral("resources.'a.b'.spec[#0]")).line, 4);
    QCOMPARE(positions.value(QStringLiteral("resources")).column, 1);
}

void TestYaml::streams()
{
    const auto read = readYamlStream("a: 1\n---\n# nothing\n---\nb: 2\n", QStringLiteral("t"));
    QVERIFY_RESULT(read);
    QCOMPARE(read->size(), 3);
    QVERIFY((*read)[1].isNull());
    QVERIFY(readYaml("", QStringLiteral("t"))->isNull());
}

void TestYaml::json()
{
    const auto read =
        readJson("{\"a\": [1, 1.5, 1e2, true, null, \"\\u00fc\"], \"b\": 18446744073709551615}",
                 QStringLiteral("t"));
    QVERIFY_RESULT(read);
    QCOMPARE((*read)[u"a"].list()[0].type(), Value::Type::Int);
    QCOMPARE((*read)[u"a"].list()[2].type(), Value::Type::Double);
    QCOMPARE((*read)[u"b"].type(), Value::Type::Double);
    QCOMPARE(writeJson(*readJson("{\"a\":[1,{\"b\":[]}]}", QStringLiteral("t"))),
             QByteArray("{\n  \"a\": [\n    1,\n    {\n      \"b\": []\n    }\n  ]\n}\n"));
}

void TestYaml::jsonRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("where");
    const auto row = [](const QByteArray &json, const char *where) {
        QTest::newRow(json.constData()) << json << QString::fromLatin1(where);
    };
    row("{\"a\": 1,\n \"a\": 2}", "t:2:");
    row("{\"a\": \"\\u0000\"}", "t:1:");
    row("{\"a\": \"\\ud800\"}", "t:1:");
    row("{\"a\": 1e400}", "t:1:");
    row("{\n\n\"a\": }", "t:3:");
    row("", "t:1:");
    row("1 2", "t:1:");
}

void TestYaml::jsonRefused()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, where);
    const auto read = readJson(json, QStringLiteral("t"));
    QVERIFY(!read);
    QVERIFY2(read.error().where.startsWith(where), qPrintable(read.error().text()));
}

CHARTWRIGHT_TEST(TestYaml)
#include "test_yaml.moc"
