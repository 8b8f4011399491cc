// SPDX-License-Identifier: Apache-2.0
#include "support/chart_folder.h"
#include "support/places.h"
#include "support/seeds.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace chartwright;
using namespace chartwright_test;

// What "ct lint" asks of Chart.yaml and values.yaml beside helm lint, by its own rules.
class TestYamllint : public TestCase
{
    Q_OBJECT

private slots:
    void seesFaults();
    void todoAppIsClean() { lint({todoApp()}); }
    void randomOnesAreClean();

private:
    static QString run(const QStringList &files);
    void lint(const QList<Topology> &topologies);
};

/// What it says, warnings too; "" where all is well.
QString TestYamllint::run(const QStringList &files)
{
    QProcess yamllint;
    yamllint.setProcessChannelMode(QProcess::MergedChannels);
    yamllint.start(QStringLiteral("yamllint"),
                   QStringList{QStringLiteral("--strict"), QStringLiteral("--config-file"),
                               QStringLiteral(CHARTWRIGHT_SOURCE_DIR "/tests/data/lintconf.yaml")} +
                       files);
    if (!yamllint.waitForFinished(60'000))
        return QStringLiteral("yamllint does not run: install what packaging/test installs");
    const QString said = QString::fromUtf8(yamllint.readAll());
    return yamllint.exitCode() == 0 ? said : said + QStringLiteral("(it failed)");
}

void TestYamllint::lint(const QList<Topology> &topologies)
{
    std::vector<std::unique_ptr<ChartFolder>> charts;
    QStringList files;
    for (const Topology &topology : topologies) {
        charts.push_back(std::make_unique<ChartFolder>(topology));
        const ChartFolder &chart = *charts.back();
        QVERIFY2(chart.problem().isEmpty(), qPrintable(chart.problem()));
        files += {chart.path() + QStringLiteral("/Chart.yaml"),
                  chart.path() + QStringLiteral("/values.yaml")};
    }
    const QString said = run(files);
    QVERIFY2(said.isEmpty(), qPrintable(said));
}

void TestYamllint::seesFaults()
{
    const QTemporaryDir folder;
    for (const char *text : {"a: { b: 1 }\n", "a: 1\na: 2\n", "a: yes\n", "a:  1\n", "a: 1 \n",
                             "a: 1", "a: 1 # x\n", "a:\n\n\n\n  b: 1\n"}) {
        QFile file(folder.filePath(QStringLiteral("values.yaml")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) > 0);
        file.close();
        QVERIFY2(!run({file.fileName()}).isEmpty(), text);
    }
}

void TestYamllint::randomOnesAreClean()
{
    QList<Topology> topologies;
    for (quint32 seed = firstSeed(1); topologies.size() < propertyRuns(40); ++seed)
        topologies.append(randomTopology(seed));
    lint(topologies);
}

CHARTWRIGHT_TEST(TestYamllint)
#include "test_yamllint.moc"
