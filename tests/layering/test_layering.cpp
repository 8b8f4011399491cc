// SPDX-License-Identifier: Apache-2.0
#include "layering.h"
#include "support/places.h"
#include "support/test_case.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

// The checks are first tried on a small tree with one planted breach each, then on our own.
class LayeringTest : public TestCase
{
    Q_OBJECT

private slots:
    void cleanTreePasses();
    void plantedBreach_data();
    void plantedBreach();
    void ownTree_data();
    void ownTree();
    void commandLineLoadsNoGui();
};

namespace {
QString licence() { return QStringLiteral("// SPDX-License-Identifier: Apache-2.0\n"); }

QString cmakeLicence() { return QStringLiteral("# SPDX-License-Identifier: Apache-2.0\n"); }

using Check = QStringList (*)(const QString &);
const QHash<QString, Check> &checks()
{
    static const QHash<QString, Check> all{
        {QStringLiteral("folders"), layering::checkFolders},
        {QStringLiteral("includes"), layering::checkIncludes},
        {QStringLiteral("links"), layering::checkLinks},
        {QStringLiteral("no gui"), layering::checkNoGui},
        {QStringLiteral("licences"), layering::checkLicences},
    };
    return all;
}

void write(const QTemporaryDir &root, const QString &file, const QString &text)
{
    const QString path = root.filePath(file);
    QDir().mkpath(QFileInfo(path).path());
    QFile out(path);
    QVERIFY2(out.open(QIODevice::WriteOnly), qPrintable(path));
    out.write(text.toUtf8());
}

void writeCleanTree(const QTemporaryDir &root)
{
    write(root, QStringLiteral("src/base/a.h"), licence());
    write(root, QStringLiteral("src/base/CMakeLists.txt"),
          cmakeLicence() +
              QStringLiteral("chartwright_library(base SOURCES a.h PUBLIC Qt6::Core)\n"));
    write(root, QStringLiteral("src/tree/b.cpp"),
          licence() + QStringLiteral("#include \"base/a.h\"\n#include \"b.h\"\n"
                                     "// #include \"app/window.h\"\n#include <QString>\n"));
    write(root, QStringLiteral("src/tree/CMakeLists.txt"),
          cmakeLicence() + QStringLiteral("chartwright_library(tree SOURCES b.cpp\n"
                                          "  PUBLIC chartwright::base) # not chartwright::app\n"));
    write(root, QStringLiteral("src/model/c.h"),
          licence() + QStringLiteral("#include \"base/a.h\"\n#include \"tree/b.h\"\n"));
    write(root, QStringLiteral("src/model/CMakeLists.txt"),
          cmakeLicence() + QStringLiteral("chartwright_library(model SOURCES c.h\n"
                                          "  PUBLIC chartwright::tree)\n"));
    write(root, QStringLiteral("src/app/window.h"),
          licence() + QStringLiteral("#include <QtWidgets/QWidget>\n#include \"model/c.h\"\n"));
    write(root, QStringLiteral("src/app/CMakeLists.txt"),
          cmakeLicence() + QStringLiteral("add_executable(chartwright window.h)\n"
                                          "target_link_libraries(chartwright PRIVATE\n"
                                          "  chartwright::model Qt6::Widgets)\n"));
    write(root, QStringLiteral("src/cli/picture/CMakeLists.txt"),
          cmakeLicence() + QStringLiteral("add_executable(chartwright-picture p.cpp)\n"
                                          "target_link_libraries(chartwright-picture Qt6::Gui)\n"));
}
} // namespace

void LayeringTest::cleanTreePasses()
{
    const QTemporaryDir root;
    writeCleanTree(root);
    for (const Check check : checks()) {
        QCOMPARE(check(root.path()), QStringList());
    }
}

void LayeringTest::plantedBreach_data()
{
    QTest::addColumn<QString>("check");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");

    QTest::newRow("upward include")
        << QStringLiteral("includes") << QStringLiteral("src/base/up.cpp")
        << licence() + QStringLiteral("\n#include \"model/c.h\"\n")
        << QStringLiteral(
               "src/base/up.cpp:3: base must not include model/c.h of model, which is above it");
    QTest::newRow("upward include in angle brackets, indented, in a subfolder")
        << QStringLiteral("includes") << QStringLiteral("src/tree/yaml/up.h")
        << licence() + QStringLiteral("  #  include <app/window.h>\n")
        << QStringLiteral("src/tree/yaml/up.h:2: tree must not include app/window.h of app, which "
                          "is above it");
    QTest::newRow("relative include")
        << QStringLiteral("includes") << QStringLiteral("src/base/up.cpp")
        << licence() + QStringLiteral("#include \"../app/window.h\"\n")
        << QStringLiteral("src/base/up.cpp:2: ../app/window.h: includes start at src/");
    QTest::newRow("upward link")
        << QStringLiteral("links") << QStringLiteral("src/tree/CMakeLists.txt")
        << cmakeLicence() +
               QStringLiteral("chartwright_library(tree SOURCES b.cpp\n PUBLIC chartwright::base\n"
                              " PRIVATE chartwright::app)\n")
        << QStringLiteral("src/tree/CMakeLists.txt:2: tree must not link app, which is above it");
    QTest::newRow("upward link by the target's own name")
        << QStringLiteral("links") << QStringLiteral("src/base/CMakeLists.txt")
        << cmakeLicence() +
               QStringLiteral("target_link_libraries(chartwright_base PRIVATE chartwright_model)\n")
        << QStringLiteral("src/base/CMakeLists.txt:2: base must not link model, which is above it");
    QTest::newRow("include without a link")
        << QStringLiteral("links") << QStringLiteral("src/tree/CMakeLists.txt")
        << cmakeLicence() + QStringLiteral("chartwright_library(tree SOURCES b.cpp)\n")
        << QStringLiteral(
               "src/tree/b.cpp:2: tree includes base/a.h, but its CMakeLists.txt does not link "
               "chartwright::base");
    QTest::newRow("gui linked low down")
        << QStringLiteral("no gui") << QStringLiteral("src/base/CMakeLists.txt")
        << cmakeLicence() +
               QStringLiteral("chartwright_library(base SOURCES a.h PUBLIC Qt6::Core Qt6::Gui)\n")
        << QStringLiteral("src/base/CMakeLists.txt:2: base must not link Qt6::Gui");
    QTest::newRow("gui included low down")
        << QStringLiteral("no gui") << QStringLiteral("src/cli/colour.cpp")
        << licence() + QStringLiteral("#include <QtGui/QColor>\n")
        << QStringLiteral("src/cli/colour.cpp:2: cli must not include QtGui/QColor");
    QTest::newRow("unknown folder")
        << QStringLiteral("folders") << QStringLiteral("src/util/x.h") << licence()
        << QStringLiteral("src/util:1: this folder has no place in the order");
    QTest::newRow("no licence line")
        << QStringLiteral("licences") << QStringLiteral("tests/unit/x.cpp")
        << QStringLiteral("#include <QString>\n")
        << QStringLiteral("tests/unit/x.cpp:1: the first line is not the SPDX licence line");
}

void LayeringTest::plantedBreach()
{
    QFETCH(QString, check);
    QFETCH(QString, file);
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const QTemporaryDir root;
    writeCleanTree(root);
    write(root, file, text);
    const QStringList found = checks().value(check)(root.path());
    QVERIFY2(found.contains(expected), qPrintable(found.join(u'\n')));
}

void LayeringTest::ownTree_data()
{
    QTest::addColumn<QString>("check");
    for (auto it = checks().begin(); it != checks().end(); ++it) {
        QTest::newRow(qPrintable(it.key())) << it.key();
    }
}

void LayeringTest::ownTree()
{
    QFETCH(QString, check);
    const QStringList found = checks().value(check)(QStringLiteral(CHARTWRIGHT_SOURCE_DIR));
    QVERIFY2(found.isEmpty(), qPrintable(u'\n' + found.join(u'\n')));
}

// All our libraries are static, so what the program needs directly is all that it loads.
void LayeringTest::commandLineLoadsNoGui()
{
#ifdef CHARTWRIGHT_CLI
    QFile program(QStringLiteral(CHARTWRIGHT_CLI));
    QVERIFY2(program.open(QIODevice::ReadOnly), qPrintable(program.errorString()));
    const QByteArray bytes = program.readAll();
    QVERIFY(bytes.contains("libQt6Core.so"));
    QVERIFY(!bytes.contains("libQt6Gui.so"));
    QVERIFY(!bytes.contains("libQt6Widgets.so"));
#else
    QFAIL("the command line is not part of this build");
#endif
}

CHARTWRIGHT_TEST(LayeringTest)
#include "test_layering.moc"
