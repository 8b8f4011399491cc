// SPDX-License-Identifier: Apache-2.0
#include "chart/render.h"
#include "kinds/registry.h"
#include "project/topology_file.h"
#include "support/chart_folder.h"
#include "support/helm.h"
#include "support/places.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

#include <QDirIterator>
#include <QSet>

using namespace chartwright;
using namespace chartwright_test;

namespace {

const QString Source = QStringLiteral(CHARTWRIGHT_SOURCE_DIR);

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// The starter from its file, the others from theirs.
Topology drawing(const QString &name)
{
    if (name != u"todo-app")
        return withResources(Topology(allKinds()),
                             read(Source + QStringLiteral("/tests/golden/%1.yaml").arg(name)));
    const QString path = Source + QStringLiteral("/resources/starters/todo-app/topology.yaml");
    const auto topology = readTopology(read(path), path, allKinds());
    return topology ? *topology : Topology(allKinds());
}

} // namespace

// Three charts, byte for byte. CHARTWRIGHT_GOLDEN_UPDATE=1 writes them anew: look at the
// difference.
class TestGolden : public TestCase
{
    Q_OBJECT

private slots:
    void charts_data();
    void charts();
    void asHelm_data();
    void asHelm();
};

void TestGolden::charts_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"todo-app", "shop", "tiny"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestGolden::charts()
{
    QFETCH(QString, name);
    const QString folder = Source + QStringLiteral("/tests/golden/") + name;
    const auto files = chartFiles(drawing(name));
    QVERIFY_RESULT(files);
    if (qEnvironmentVariableIsSet("CHARTWRIGHT_GOLDEN_UPDATE")) {
        QDir(folder).removeRecursively();
        for (const ChartFile &file : *files) {
            QDir().mkpath(QFileInfo(folder + u'/' + file.path).path());
            QFile out(folder + u'/' + file.path);
            QVERIFY(out.open(QIODevice::WriteOnly) && out.write(file.bytes) == file.bytes.size());
        }
    }
    QSet<QString> expected;
    for (QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
         it.hasNext();)
        expected.insert(QDir(folder).relativeFilePath(it.next()));
    for (const ChartFile &file : *files) {
        QVERIFY2(expected.remove(file.path), qPrintable(file.path));
        const auto ours = file.bytes.split('\n'),
                   golden = read(folder + u'/' + file.path).split('\n');
        for (qsizetype i = 0; i < std::min(ours.size(), golden.size()); ++i)
            QVERIFY2(ours[i] == golden[i],
                     (file.path.toUtf8() + ": " + ours[i] + " / " + golden[i]).constData());
        QVERIFY2(ours.size() == golden.size(), qPrintable(file.path));
    }
    for (const QString &missing : std::as_const(expected))
        QFAIL(qPrintable(missing));
}

void TestGolden::asHelm_data() { charts_data(); }

void TestGolden::asHelm()
{
    QFETCH(QString, name);
    const Topology topology = drawing(name);
    const ChartFolder folder(topology);
    const auto ours = render(topology);
    QVERIFY_RESULT(ours);
    for (const Helm *helm : Helm::both()) {
        QVERIFY_HELM(*helm);
        const auto lint = helm->lint(folder.path());
        QVERIFY2(lint.ok() && !lint.out.contains("WARNING"), qPrintable(lint.text()));
        const auto theirs =
            helm->render(folder.path(), QStringLiteral("todo"), {QStringLiteral("--skip-tests")});
        QVERIFY2(theirs.ok(), qPrintable(theirs.text()));
        QCOMPARE(QString::fromUtf8(asHelm3(theirs.out)),
                 QString::fromUtf8(manifestStream(name, *ours)));
        // With the test pod and the notes.
        const auto whole = helm->run({QStringLiteral("install"), QStringLiteral("todo"),
                                      folder.path(), QStringLiteral("--dry-run=client"),
                                      QStringLiteral("--namespace"), QStringLiteral("x")});
        if (!whole.err.contains("cluster unreachable"))
            QVERIFY2(whole.ok(), qPrintable(whole.text()));
    }
}

CHARTWRIGHT_TEST(TestGolden)
#include "test_golden.moc"
