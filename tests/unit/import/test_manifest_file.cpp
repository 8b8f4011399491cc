// SPDX-License-Identifier: Apache-2.0
#include "import/manifest_file.h"
#include "import/manifest_import.h"
#include "kinds/registry.h"
#include "project/safe_write.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QTemporaryDir>

using namespace chartwright;
using namespace Qt::StringLiterals;

class TestManifestFile : public TestCase
{
    Q_OBJECT

private slots:
    void documentsAndLists();
    void foldersAreReadAsKubectlDoes();
    void errorsSayWhere_data();
    void errorsSayWhere();
    void whatLooksLikeManifests();
};

void TestManifestFile::documentsAndLists()
{
    const auto read = readManifests("# first\n---\n\napiVersion: v1\nkind: ConfigMap\n"
                                    "metadata: {name: a}\n---\n---\n# c\n"
                                    "apiVersion: v1\nkind: List\nitems:\n"
                                    "- {apiVersion: v1, kind: Secret, metadata: {name: b}}\n"
                                    "- apiVersion: apps/v1\n  kind: DeploymentList\n  items:\n"
                                    "  - metadata: {name: c}\n",
                                    u"a.yaml"_s);
    QVERIFY_RESULT(read);
    QCOMPARE(read->size(), 3);
    QCOMPARE(read->at(0).where, u"a.yaml:4"_s);
    QCOMPARE(read->at(1).where, u"a.yaml:10, items[0]"_s);
    QCOMPARE(read->at(2).object[u"kind"].toString(), u"Deployment"_s);
    QCOMPARE(read->at(2).object[u"apiVersion"].toString(), u"apps/v1"_s);
    const auto json = readManifests(R"({"apiVersion": "v1", "kind": "ConfigMap",
        "metadata": {"name": "a"}, "data": {"A": "\ud83d\ude00"}})",
                                    u"a.json"_s);
    QVERIFY_RESULT(json);
    QCOMPARE(json->at(0).object[u"data"][u"A"].toString(), u"😀"_s);
}

void TestManifestFile::foldersAreReadAsKubectlDoes()
{
    const QTemporaryDir dir;
    const auto write = [&](const QString &name, const QByteArray &text) {
        QVERIFY_RESULT(makeFolder(QFileInfo(dir.filePath(name)).path()));
        QVERIFY_RESULT(writeFileSafely(dir.filePath(name), text));
    };
    write(u"b.yaml"_s, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n");
    write(u"a.yml"_s, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
    write(u"values.yaml"_s, "replicas: 3\n");
    write(u"notes.txt"_s, "{{ no YAML");
    write(u".hidden.yaml"_s, "a: [");
    write(u"deeper/c.yaml"_s, "a: [");
    const auto read = readManifestFiles({dir.path()});
    QVERIFY_RESULT(read);
    QCOMPARE(read->size(), 3);
    QCOMPARE(read->at(0).where, dir.filePath(u"a.yml"_s) + u":1"_s);
    const auto import = importManifests(emptyTopology(), *read);
    QVERIFY_RESULT(import);
    QCOMPARE(import->objects, 2);
    QCOMPARE(import->notes.size(), 1);
    QVERIFY(import->notes[0].where.endsWith(u"values.yaml:1"));
    QVERIFY(mayHoldManifests(dir.path()));

    const QTemporaryDir empty;
    QVERIFY_ERROR(readManifestFiles({empty.path()}), u"no .yaml"_s);
    QVERIFY(!mayHoldManifests(empty.path()));
    QVERIFY_ERROR(readManifestFiles({empty.filePath(u"gone.yaml"_s)}), u"gone.yaml"_s);
    // A drawing is opened, not imported.
    write(u"topology.yaml"_s, "chartwright: 1\n");
    QVERIFY(!mayHoldManifests(dir.path()));
    QVERIFY(!mayHoldManifests(dir.filePath(u"topology.yaml"_s)));
    QVERIFY(mayHoldManifests(dir.filePath(u"b.yaml"_s)));
    QVERIFY(!mayHoldManifests(dir.filePath(u"notes.txt"_s)));
}

void TestManifestFile::errorsSayWhere_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("words");
    const QByteArray good = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\n";
    QTest::newRow("no YAML") << good + "a: [1,\n" << u"f.yaml:6:"_s << u"this is not YAML"_s;
    QTest::newRow("anchor") << good + "kind: &x ConfigMap\n" << u"f.yaml:5:"_s << u"anchors"_s;
    QTest::newRow("alias") << good + "kind: *x\n" << u"f.yaml:5:"_s << u"aliases"_s;
    QTest::newRow("key twice") << good + "kind: a\nkind: b\n" << u"f.yaml:6:"_s << u"twice"_s;
    QTest::newRow("template") << QByteArray("kind: {{ .Values.kind }}\n") << u"f.yaml:1:"_s
                              << u"helm template"_s;
    QTest::newRow("no kind") << good + "apiVersion: v1\nmetadata: {name: b}\n"
                             << u"f.yaml:5"_s << u"no kind"_s;
    QTest::newRow("no apiVersion") << good + "kind: Secret\nmetadata: {name: b}\n"
                                   << u"f.yaml:5"_s << u"no apiVersion"_s;
    QTest::newRow("no name") << good + "apiVersion: v1\nkind: Secret\nmetadata: {name: 3}\n"
                             << u"f.yaml:5"_s << u"has no name"_s;
    QTest::newRow("object twice") << good + good.chopped(4) << u"f.yaml:5"_s
                                  << u"twice, the first time at f.yaml:1"_s;
    QTest::newRow("no object") << QByteArray("- a\n- b\n") << u"f.yaml:1"_s << u"no object"_s;
    QTest::newRow("empty") << QByteArray("# nothing\n") << QString() << u"nothing in it"_s;
    QTest::newRow("no UTF-8") << QByteArray("a: \xff\n") << u"f.yaml:1:"_s << u"UTF-8"_s;
    QTest::newRow("too large") << QByteArray(6 * 1024 * 1024, '#') << u"f.yaml"_s << u"5 MiB"_s;
    QTest::newRow("too deep") << QByteArray(200, '[') << u"f.yaml:1:"_s << u"deep"_s;
}

void TestManifestFile::errorsSayWhere()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, where);
    QFETCH(QString, words);
    const auto read = readManifests(text, u"f.yaml"_s);
    const auto error = [&]() -> std::optional<Error> {
        if (!read)
            return read.error();
        const auto import = importManifests(emptyTopology(), *read);
        return import ? std::nullopt : std::optional(import.error());
    }();
    QVERIFY(error);
    QVERIFY2(error->where.startsWith(where), qPrintable(error->text()));
    QVERIFY2(error->text().contains(words), qPrintable(error->text()));
}

void TestManifestFile::whatLooksLikeManifests()
{
    QVERIFY(looksLikeManifests(u"# x\napiVersion: v1\nkind: Service\n"_s));
    QVERIFY(looksLikeManifests(u"{\"kind\": \"Service\", \"apiVersion\": \"v1\"}"_s));
    for (const QString &head : {u"chartwright"_s, u"version"_s})
        QVERIFY(!looksLikeManifests(head + u": 1\nresources:\n  a:\n    kind: Manifest\n    fields:"
                                           "\n      apiVersion: v1\n"_s));
    QVERIFY(!looksLikeManifests(u"any text on the kind of apiVersion"_s));
}

CHARTWRIGHT_TEST(TestManifestFile)
#include "test_manifest_file.moc"
