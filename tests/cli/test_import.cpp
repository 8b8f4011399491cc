// SPDX-License-Identifier: Apache-2.0
#include "kinds/registry.h"
#include "program.h"
#include "project/project.h"
#include "project/safe_write.h"
#include "support/places.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"
#include "tree/yaml.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

using namespace chartwright;
using namespace Qt::StringLiterals;

class CliImportTest : public TestCase
{
    Q_OBJECT

private slots:
    void makesAProject();
    void addsToAProject();
    void whatIsRenderedComesBack();
    void standardInputAndFolders();
    void errorsChangeNothing();
    void secretsAreNotKeptUnasked();
    void noKeychainNoImport();
};

namespace {

const QString Shop = QStringLiteral(CHARTWRIGHT_SOURCE_DIR "/tests/data/manifests/shop.yaml");

const QByteArray Secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n"
                          "stringData: {A: hunter2}\n";

} // namespace

void CliImportTest::makesAProject()
{
    const QTemporaryDir dir;
    const QString shop = dir.filePath(u"my shop"_s);
    const Output o = runProgram({u"import"_s, shop, Shop});
    QVERIFY2(o.code == 0 && o.out.contains("Imported: 10 objects and 3 images."), o.text());
    QVERIFY2(o.err.contains("shop.yaml:90: The Service web now selects"), o.text());
    const auto project = loadProject(shop, allKinds());
    QVERIFY_RESULT(project);
    QCOMPARE(project->topology.chart()->name, u"my-shop"_s);
    QVERIFY(project->topology.findByName(u"Manifest", u"db"));
    // The chart of it holds what was not understood, too.
    const Output exported = runProgram({u"export"_s, shop, dir.filePath(u"chart"_s), u"--force"_s});
    QVERIFY2(exported.code < 2, exported.text()); // what is drawn has problems
    const auto cart = readFile(dir.filePath(u"chart/templates/first-cart.yaml"_s), 10'000);
    QVERIFY_RESULT(cart);
    QVERIFY2(cart->contains("size: 1.5"), *cart);
}

void CliImportTest::addsToAProject()
{
    const QTemporaryDir dir;
    Topology todo = chartwright_test::todoApp();
    const qsizetype before = todo.resources().size();
    for (qsizetype i = 0; i < before; ++i)
        todo.place(todo.resources()[i]->id, QPointF(0, 300.0 * double(i)));
    saveTo(dir.path(), todo);
    const Output first = runProgram({u"import"_s, dir.path(), Shop, u"--json"_s});
    QVERIFY2(first.code == 0, first.text());
    const auto json = readJson(first.out, u"out"_s);
    QVERIFY_RESULT(json);
    QCOMPARE((*json)[u"made"].list().size(), 13);
    QCOMPARE((*json)[u"values"].list().size(), 2);
    QVERIFY((*json)[u"notes"].list().size() > 1);
    const Topology drawn = loadProject(dir.path(), allKinds())->topology;
    QCOMPARE(drawn.resources().size(), before + 13);
    // Nothing stands on anything else.
    QSet<std::pair<double, double>> places;
    for (const QPointF &p : drawn.placements())
        places.insert({p.x(), p.y()});
    QCOMPARE(places.size(), drawn.placements().size());

    const QString file = dir.filePath(u"topology.yaml"_s);
    const auto saved = readFile(file, 1'000'000);
    const Output second = runProgram({u"import"_s, file, Shop});
    QVERIFY2(second.code == 1 && second.err.contains("StatefulSet db is left out: it is drawn"),
             second.text());
    QCOMPARE(*readFile(file, 1'000'000), *saved);
}

void CliImportTest::whatIsRenderedComesBack()
{
    const QTemporaryDir dir;
    saveTo(dir.filePath(u"a"_s), chartwright_test::todoApp());
    const Output rendered = runProgram({u"render"_s, dir.filePath(u"a"_s)});
    QVERIFY2(rendered.code == 0, rendered.text());
    const Output o = runProgram({u"import"_s, dir.filePath(u"b"_s), u"-"_s}, rendered.out);
    QVERIFY2(o.code == 0, o.text());
    const auto project = loadProject(dir.filePath(u"b"_s), allKinds());
    QVERIFY_RESULT(project);
    QCOMPARE(project->topology.chart()->name, u"todo-app"_s);
    const Output again = runProgram({u"render"_s, dir.filePath(u"b"_s)});
    QVERIFY2(again.code == 0, again.text());
    const auto was = readYamlStream(rendered.out, u"a"_s), is = readYamlStream(again.out, u"b"_s);
    QVERIFY_RESULT(was);
    QVERIFY_RESULT(is);
    QCOMPARE(is->size(), was->size());
    for (const Value &object : *was)
        QVERIFY2(is->contains(object), again.out);
}

void CliImportTest::standardInputAndFolders()
{
    const QTemporaryDir dir;
    const QString folder = dir.filePath(u"k8s"_s);
    QVERIFY_RESULT(makeFolder(folder));
    QVERIFY_RESULT(writeFileSafely(folder + u"/a.yml"_s,
                                   "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"));
    const Output o =
        runProgram({u"import"_s, dir.filePath(u"p"_s), folder, u"-"_s},
                   R"({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "b"}})");
    QVERIFY2(o.code == 0 && o.out.contains("2 objects"), o.text());
    QCOMPARE(runProgram({u"import"_s, u"-"_s, Shop}).code, 2);
    QCOMPARE(runProgram({u"import"_s, dir.filePath(u"p"_s)}).code, 2);
}

void CliImportTest::errorsChangeNothing()
{
    const QTemporaryDir dir;
    const QString broken = dir.filePath(u"broken.yaml"_s), project = dir.filePath(u"p"_s);
    QVERIFY_RESULT(writeFileSafely(
        broken, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\nkind: &x Secret\n"));
    const Output anchor = runProgram({u"import"_s, project, Shop, broken});
    QVERIFY2(anchor.code == 2 && anchor.err.contains("broken.yaml:5:7: error: anchors"),
             anchor.text());
    const Output twice = runProgram({u"import"_s, project, Shop, Shop});
    QVERIFY2(twice.code == 2 && twice.err.contains("is there twice"), twice.text());
    const Output missing = runProgram({u"import"_s, project, dir.filePath(u"gone.yaml"_s)});
    QVERIFY2(missing.code == 2 && missing.err.contains("gone.yaml: error: "), missing.text());
    QVERIFY(!QFileInfo::exists(project));
}

void CliImportTest::secretsAreNotKeptUnasked()
{
    const QTemporaryDir dir;
    const Output o = runProgram({u"import"_s, dir.path(), u"-"_s, u"--json"_s}, Secret);
    QVERIFY2(o.code == 0 && o.err.contains("--keep-values"), o.text());
    QVERIFY2(!o.text().contains("hunter2"), o.text());
    const auto saved = readFile(dir.filePath(u"topology.yaml"_s), 10'000);
    QVERIFY_RESULT(saved);
    QVERIFY2(saved->contains("A:") && !saved->contains("hunter2"), *saved);
}

void CliImportTest::noKeychainNoImport()
{
    const QTemporaryDir dir;
    const QByteArray bus = qgetenv("DBUS_SESSION_BUS_ADDRESS");
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    const Output o = runProgram({u"import"_s, dir.path(), u"-"_s, u"--keep-values"_s}, Secret);
    bus.isNull() ? qunsetenv("DBUS_SESSION_BUS_ADDRESS") : qputenv("DBUS_SESSION_BUS_ADDRESS", bus);
    QVERIFY2(o.code == 2 && o.err.contains("Nothing is imported"), o.text());
    QVERIFY(!QFileInfo::exists(dir.filePath(u"topology.yaml"_s)));
}

CHARTWRIGHT_TEST(CliImportTest)
#include "test_import.moc"
