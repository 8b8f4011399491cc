// SPDX-License-Identifier: Apache-2.0
#include "chart/render.h"
#include "support/helm.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "tree/yaml.h"

#include <QTemporaryDir>

using namespace chartwright;
using chartwright_test::Helm;

// --set against the real one: a chart that prints its values.
class TestSet : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void asHelm_data();
    void asHelm();
    void strings();
    void files();
    void merged();

private:
    QTemporaryDir m_dir;
};

void TestSet::initTestCase()
{
    const auto save = [&](const char *name, const QByteArray &bytes) {
        QFile file(m_dir.filePath(QString::fromLatin1(name)));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    };
    QVERIFY(QDir(m_dir.path()).mkdir(QStringLiteral("templates")));
    save("Chart.yaml", "apiVersion: v2\nname: set\nversion: 1.0.0\n");
    save("templates/a.yaml", "v: {{ toJson (omit .Values \"global\") }}\n");
}

void TestSet::asHelm_data()
{
    QTest::addColumn<QStringList>("sets");
    for (const char *set : {"a=1",
                            "a.b.c=x",
                            "a=1,b=2",
                            "a[0]=x",
                            "a[1].b=x",
                            "a={x,y}",
                            "a={x,1,true},b=c",
                            "a={}",
                            "a=",
                            "a=null",
                            "a=true",
                            "a=TRUE",
                            "a=False",
                            "a=007",
                            "a=0",
                            "a=-5",
                            "a=+5",
                            "a=1.5",
                            "a=1e3",
                            "a=99999999999999999999",
                            "a\\.b=c",
                            "a=b\\,c",
                            "a=b=c",
                            "a=\\{x\\}",
                            "a.b\\.c.d=1",
                            "a[0][1]=x",
                            "a= x ",
                            "a=x,",
                            "a",
                            "a,b=1",
                            "a[x]=1",
                            "a[-1]=1",
                            "a[99999]=1",
                            "a={x",
                            "a.b",
                            "a={x}y",
                            "a={x},b=1",
                            "a=[1]",
                            "a.=1",
                            "a=\"x\"",
                            "a=\\\\",
                            "a=b\\c",
                            "a=~",
                            "a={,}",
                            "a={x,}",
                            "a[0]=1,a[2]=3",
                            "a=1,a.b=2",
                            "a[0]=1,a.b=2"})
        QTest::newRow(set) << QStringList{QString::fromLatin1(set)};
    QTest::newRow("two") << QStringList{QStringLiteral("a.b=1"), QStringLiteral("a.c=2,a.b=3")};
    QTest::newRow("list and map") << QStringList{QStringLiteral("a={x,y}"),
                                                 QStringLiteral("a[1]=z")};
}

void TestSet::asHelm()
{
    QFETCH(QStringList, sets);
    QStringList more;
    for (const QString &set : sets)
        more += {QStringLiteral("--set"), set};
    const auto ours = parseSet(sets);
    for (const Helm *helm : Helm::both()) {
        QVERIFY_HELM(*helm);
        const auto output = helm->render(m_dir.path(), QStringLiteral("t"), more);
        if (!output.ok()) {
            QVERIFY2(!ours, qPrintable(helm->name() + output.text()));
            continue;
        }
        QVERIFY_RESULT(ours);
        const auto theirs = readYaml(output.out, QStringLiteral("helm"));
        QVERIFY_RESULT(theirs);
        QVERIFY2((*theirs)[u"v"] == *ours,
                 (helm->name().toUtf8() + ": " + writeJson((*theirs)[u"v"]) + writeJson(*ours))
                     .constData());
    }
}

void TestSet::strings()
{
    const auto read = parseSet({QStringLiteral("a=1,b=true,c=null")}, true);
    QVERIFY_RESULT(read);
    QCOMPARE((*read)[u"a"].toString(), QStringLiteral("1"));
    QCOMPARE((*read)[u"c"].toString(), QStringLiteral("null"));
    QVERIFY_ERROR(parseSet({QStringLiteral("a")}), QStringLiteral("--set a"));
    // Helm drops these without a word.
    for (const char *set : {"=x", "a[=x", "a[0]", ".a=1"})
        QVERIFY2(!parseSet({QString::fromLatin1(set)}), set);
}

void TestSet::files()
{
    const auto read = parseValuesFile("a: 1\nb: [2]\n", QStringLiteral("v.yaml"));
    QVERIFY_RESULT(read);
    QCOMPARE((*read)[u"a"].type(), Value::Type::Double);
    QVERIFY_ERROR(parseValuesFile("- a\n", QStringLiteral("v.yaml")), QStringLiteral("v.yaml"));
    QVERIFY(parseValuesFile("", QStringLiteral("v.yaml"))->isMap());
}

void TestSet::merged()
{
    const auto under = parseSet({QStringLiteral("a.b=1,a.c=2,d=3")});
    const auto over = parseSet({QStringLiteral("a.b=4,d=null")});
    const Value both = mergeValues(*under, *over);
    QCOMPARE(both[u"a"][u"b"].toInt(), 4);
    QCOMPARE(both[u"a"][u"c"].toInt(), 2);
    QVERIFY(both.map().contains(u"d") && both[u"d"].isNull());
}

CHARTWRIGHT_TEST(TestSet)
#include "test_set.moc"
