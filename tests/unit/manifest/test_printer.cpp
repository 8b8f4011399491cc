// SPDX-License-Identifier: Apache-2.0
#include "manifest/go_text.h"
#include "manifest/printer.h"
#include "support/hard_strings.h"
#include "support/helm.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "tree/yaml.h"

#include <QTemporaryDir>

using namespace chartwright;
using namespace chartwright::manifest;
using chartwright_test::Helm;

namespace {

// A chart of one template, written once by each emitter.
struct Sample
{
    Document document;
    QList<Definition> definitions;
    Value values = Map();
};

void save(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), qint64(bytes.size()));
}

Value asFloats(const Value &value)
{
    if (value.type() == Value::Type::Int)
        return double(value.toInt());
    if (const List *list = value.asList()) {
        List out;
        for (const Value &item : *list)
            out.append(asFloats(item));
        return out;
    }
    if (const Map *map = value.asMap()) {
        Map out;
        for (const auto &[key, item] : *map)
            out.set(key, asFloats(item));
        return out;
    }
    return value;
}

QByteArray ours(const Sample &sample)
{
    Scope scope;
    scope.setValues(asFloats(sample.values));
    scope.releaseName = QStringLiteral("todo");
    scope.releaseNamespace = QStringLiteral("default");
    scope.chartName = QStringLiteral("sample");
    scope.chartVersion = QStringLiteral("1.2.3+build.5");
    scope.appVersion = QStringLiteral("0.1.0");
    for (const Definition &d : sample.definitions)
        scope.definitions.insert(d.name, d);
    const auto text = evaluate(sample.document, scope);
    return text ? text->trimmed() : text.error().text().toUtf8();
}

void writeChart(const QString &folder, const Sample &sample)
{
    save(folder + QStringLiteral("/Chart.yaml"),
         "apiVersion: v2\nname: sample\nversion: 1.2.3+build.5\nappVersion: \"0.1.0\"\n");
    save(folder + QStringLiteral("/values.yaml"), writeYaml(sample.values));
    save(folder + u'/' + sample.document.file, printTemplate(sample.document));
    if (!sample.definitions.isEmpty())
        save(folder + QStringLiteral("/templates/_helpers.tpl"),
             printDefinitions(sample.definitions));
}

void compare(const Sample &sample)
{
    QTemporaryDir dir;
    writeChart(dir.path(), sample);
    for (const Helm *helm : Helm::both()) {
        QVERIFY_HELM(*helm);
        const Helm::Output output = helm->render(dir.path());
        QVERIFY2(output.ok(),
                 qPrintable(output.text() + QString::fromUtf8(printTemplate(sample.document))));
        QByteArray theirs = output.out;
        const QByteArray head = "# Source: sample/templates/a.yaml\n";
        theirs = theirs.mid(theirs.indexOf(head) + head.size()).trimmed();
        const QList<QByteArray> our = ours(sample).split('\n'), their = theirs.split('\n');
        for (qsizetype i = 0; i < std::min(our.size(), their.size()); ++i)
            QCOMPARE(our[i], their[i]);
        QCOMPARE(our.size(), their.size());
    }
}

Entries configMap(const Entries &data)
{
    return {Entry::of(QStringLiteral("apiVersion"), Literal{QStringLiteral("v1")}),
            Entry::of(QStringLiteral("kind"), Literal{QStringLiteral("ConfigMap")}),
            Entry::of(QStringLiteral("metadata"),
                      Entries{Entry::of(QStringLiteral("name"), Literal{QStringLiteral("c")})}),
            Entry::of(QStringLiteral("data"), data)};
}

} // namespace

class TestPrinter : public TestCase
{
    Q_OBJECT

private slots:
    void hardLiterals();
    void hardValues();
    void hardKeys();
    void hardFormats();
    void hardBlocks();
    void filters();
    void guards();
    void prefix_data();
    void prefix();
    void templateReads();
};

void TestPrinter::hardLiterals()
{
    Entries data;
    Items args;
    int i = 0;
    for (const QString &text : chartwright_test::hardStrings()) {
        data.append(Entry::of(QStringLiteral("k%1").arg(i++), Literal{text}));
        args.append({Literal{text}, {}});
    }
    data.append(Entry::of(QStringLiteral("args"), args));
    const Sample sample{{QStringLiteral("templates/a.yaml"), {}, configMap(data)}, {}, Map()};
    compare(sample);
    const auto read = readYaml(ours(sample), QStringLiteral("t"));
    QVERIFY_RESULT(read);
    i = 0;
    for (const QString &text : chartwright_test::hardStrings()) {
        QCOMPARE((*read)[u"data"][QStringLiteral("k%1").arg(i)].toString(), text);
        QCOMPARE((*read)[u"data"][u"args"].list()[i++].toString(), text);
    }
}

void TestPrinter::hardValues()
{
    Entries data;
    Map values;
    int i = 0;
    const auto filter = [](const QString &text) {
        return text.contains(QLatin1String("<no value>")) ? Filter::toJson() : Filter::quote();
    };
    for (const QString &text : chartwright_test::hardStrings()) {
        const QString key = QStringLiteral("k%1").arg(i++);
        data.append(Entry::of(key, Expr::values({QStringLiteral("config"), key}) | filter(text)));
        values.set(key, text);
    }
    const Sample sample{{QStringLiteral("templates/a.yaml"), {}, configMap(data)},
                        {},
                        Map{{QStringLiteral("config"), values}}};
    compare(sample);
    const auto read = readYaml(ours(sample), QStringLiteral("t"));
    QVERIFY_RESULT(read);
    QVERIFY((*read)[u"data"] == Value(values));
}

void TestPrinter::hardKeys()
{
    Entries data;
    Map values;
    for (const QString &text : chartwright_test::hardStrings()) {
        if (text.size() > 100)
            continue;
        data.append(
            Entry::of(text, Expr::values({QStringLiteral("config"), text}) | Filter::quote()));
        values.set(text, QStringLiteral("x"));
    }
    compare({{QStringLiteral("templates/a.yaml"), {}, configMap(data)},
             {},
             Map{{QStringLiteral("config"), values}}});
}

void TestPrinter::hardFormats()
{
    Entries data;
    const Expr port = Expr::values({QStringLiteral("port")}, true);
    const Expr text = Expr::values({QStringLiteral("text")});
    int i = 0;
    for (const QString &hard : chartwright_test::hardStrings()) {
        if (hard.contains(QLatin1String("<no value>")))
            continue;
        data.append(Entry::of(QStringLiteral("a%1").arg(i), Format{{hard, port, hard}, {}}));
        data.append(
            Entry::of(QStringLiteral("b%1").arg(i++), Format{{hard, text, hard, port}, {}}));
    }
    compare(
        {{QStringLiteral("templates/a.yaml"), {}, configMap(data)},
         {},
         Map{{QStringLiteral("port"), 8000}, {QStringLiteral("text"), QStringLiteral("a\"b{{")}}});
}

void TestPrinter::hardBlocks()
{
    Map values;
    List list;
    for (const QString &hard : chartwright_test::hardStrings()) {
        if (hard == u"<<" || !survivesToYaml(QString(hard + u'.')))
            continue;
        // Not all in one map: Go's order of odd keys is none, and depends on how it sorts.
        list.append(Map{{hard, hard}});
        list.append(hard);
    }
    values.set(QStringLiteral("list"), list);
    values.set(QStringLiteral("numbers"), List{1, 1000000, 1.5, 0.1, 123456789, true, Value()});
    const Expr expr = Expr::values({QStringLiteral("block")});
    compare({{QStringLiteral("templates/a.yaml"),
              {},
              configMap({Entry::of(QStringLiteral("x"), Literal{1}),
                         Entry::with(expr, QStringLiteral("inner"), Block{Expr::dot()})})},
             {},
             Map{{QStringLiteral("block"), values}}});
}

void TestPrinter::filters()
{
    const auto v = [](const char *name) { return Expr::values({QString::fromLatin1(name)}); };
    Entries data{
        Entry::of(QStringLiteral("float"), v("million")),
        Entry::of(QStringLiteral("int"), v("million") | Filter::int64()),
        Entry::of(QStringLiteral("quoted"), v("million") | Filter::quote()),
        Entry::of(QStringLiteral("b64"), v("text") | Filter::toString() | Filter::b64enc()),
        Entry::of(QStringLiteral("b64n"), v("million") | Filter::toString() | Filter::b64enc()),
        Entry::of(QStringLiteral("default"),
                  v("empty") | Filter::otherwise(Literal{QStringLiteral("d\"x")}) |
                      Filter::quote()),
        Entry::of(QStringLiteral("default2"),
                  v("empty") |
                      Filter::otherwise(Format{{QStringLiteral("http://%s:"), v("port")}, {}}) |
                      Filter::quote()),
        Entry::of(QStringLiteral("default3"),
                  v("empty") | Filter::otherwise(Expr::of(Source::AppVersion))),
        Entry::of(QStringLiteral("missing"), v("none") | Filter::quote()),
        Entry::of(QStringLiteral("missing2"), v("none")),
        Entry::of(QStringLiteral("required"),
                  v("text") | Filter::required(QStringLiteral("text is \"missing\"")) |
                      Filter::quote()),
        Entry::of(QStringLiteral("version"),
                  Format{{Expr::of(Source::ChartName), QStringLiteral("-"),
                          Expr::of(Source::ChartVersion)},
                         {Filter::replace(QStringLiteral("+"), QStringLiteral("_")),
                          Filter::trunc(10), Filter::trimSuffix(QStringLiteral("."))}}),
        Entry::of(QStringLiteral("sum"),
                  Expr::include(QStringLiteral("sample.data")) | Filter::sha256sum()),
        Entry::of(QStringLiteral("bool"), v("yes")),
        Entry::of(QStringLiteral("boolq"), v("yes") | Filter::quote()),
        Entry::of(QStringLiteral("list"), v("list") | Filter::quote()),
        Entry::of(QStringLiteral("odd"), Expr::values({QStringLiteral("map"), QStringLiteral("a.b"),
                                                       QStringLiteral("c")}) |
                                             Filter::quote()),
        Entry::of(QStringLiteral("script"),
                  Lines{{Format{{QStringLiteral("echo {{ "), v("port")}, {}},
                         Format{{QStringLiteral("end \"'")}, {}}}}),
        Entry::lines(QStringLiteral("sample.data"))};
    const Value values =
        Map{{QStringLiteral("million"), 1000000},
            {QStringLiteral("text"), QStringLiteral("äöü")},
            {QStringLiteral("empty"), QString()},
            {QStringLiteral("port"), 8000},
            {QStringLiteral("yes"), true},
            {QStringLiteral("list"), List{1, QStringLiteral("b")}},
            {QStringLiteral("map"), Map{{QStringLiteral("a.b"), Map{{QStringLiteral("c"), 5}}}}}};
    const Definition definition{
        QStringLiteral("sample.data"),
        Entries{Entry::of(QStringLiteral("A"), v("text") | Filter::quote()),
                Entry::of(QStringLiteral("B"), v("port") | Filter::quote())},
        0};
    compare({{QStringLiteral("templates/a.yaml"), {}, configMap(data)}, {definition}, values});
}

void TestPrinter::guards()
{
    const Expr off = Expr::values({QStringLiteral("off")});
    const Expr data = Expr::values({QStringLiteral("data")});
    Entries entries = configMap(
        {Entry::of(QStringLiteral("k"), Expr::dot({QStringLiteral("k")}) | Filter::quote()),
         Entry::of(QStringLiteral("odd"), Expr::dot({QStringLiteral("a.b")}) | Filter::quote()),
         Entry::of(QStringLiteral("release"), Expr::of(Source::ReleaseName)),
         Entry::of(QStringLiteral("port"), Expr::values({QStringLiteral("port")})),
         Entry::lines(QStringLiteral("sample.data")),
         Entry::with(Expr::values({QStringLiteral("port")}), QStringLiteral("inner"),
                     Expr::dot() | Filter::quote()),
         {QStringLiteral("never"), Literal{1}, Condition{Condition::Kind::If, off}, {}, {}, false},
         {QStringLiteral("always"),
          Literal{1},
          Condition{Condition::Kind::IfNot, off},
          {},
          {},
          false}});
    const Definition definition{
        QStringLiteral("sample.data"),
        Entries{Entry::of(QStringLiteral("A"),
                          Expr::values({QStringLiteral("port")}) | Filter::quote())},
        0};
    const QList<Condition> guards{{Condition::Kind::IfNot, off}, {Condition::Kind::With, data}};
    const Value values =
        Map{{QStringLiteral("off"), false},
            {QStringLiteral("port"), 80},
            {QStringLiteral("data"),
             Map{{QStringLiteral("k"), QStringLiteral("v")}, {QStringLiteral("a.b"), 1}}}};
    compare({{QStringLiteral("templates/a.yaml"), guards, entries}, {definition}, values});
    const Sample none{{QStringLiteral("templates/a.yaml"), guards, entries},
                      {definition},
                      Map{{QStringLiteral("off"), true}, {QStringLiteral("data"), Map()}}};
    QCOMPARE(ours(none), QByteArray());
}

void TestPrinter::prefix_data()
{
    QTest::addColumn<int>("length");
    for (const int length : {8, 11, 12, 20})
        QTest::newRow(qPrintable(QString::number(length))) << length;
}

void TestPrinter::prefix()
{
    QFETCH(int, length);
    const Definition definition{QStringLiteral("sample.prefix"), {}, length};
    compare({{QStringLiteral("templates/a.yaml"),
              {},
              configMap({Entry::of(QStringLiteral("a"),
                                   Format{{Expr::include(QStringLiteral("sample.prefix"), true),
                                           QStringLiteral("backend")},
                                          {}})})},
             {definition},
             Map()});
}

void TestPrinter::templateReads()
{
    const Document document{
        QStringLiteral("templates/a.yaml"),
        {},
        Entries{Entry::of(QStringLiteral("image"),
                          Format{{Expr::values({QStringLiteral("a"), QStringLiteral("b")}, true),
                                  QStringLiteral(":"),
                                  Expr::values({QStringLiteral("a"), QStringLiteral("c")}, true)},
                                 {}}),
                Entry::of(QStringLiteral("labels"),
                          Entries{Entry::of(QStringLiteral("app"), Literal{QStringLiteral("x")}),
                                  Entry::lines(QStringLiteral("sample.labels"))}),
                Entry::with(Expr::values({QStringLiteral("a"), QStringLiteral("r")}),
                            QStringLiteral("resources"), Block{Expr::dot()}),
                Entry::of(
                    QStringLiteral("list"),
                    Items{{Entries{Entry::of(QStringLiteral("name"), Literal{QStringLiteral("y")})},
                           {}}})}};
    QCOMPARE(QString::fromUtf8(printTemplate(document)),
             QStringLiteral("image: \"{{ .Values.a.b }}:{{ .Values.a.c }}\"\n"
                            "labels:\n"
                            "  app: x\n"
                            "  {{- include \"sample.labels\" . | nindent 2 }}\n"
                            "{{- with .Values.a.r }}\n"
                            "resources:\n"
                            "  {{- toYaml . | nindent 2 }}\n"
                            "{{- end }}\n"
                            "list:\n"
                            "  - name: \"y\"\n"));
}

CHARTWRIGHT_TEST(TestPrinter)
#include "test_printer.moc"
