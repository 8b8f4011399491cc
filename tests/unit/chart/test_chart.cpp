// SPDX-License-Identifier: Apache-2.0
#include "chart/render.h"
#include "chart/values.h"
#include "support/helm.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"
#include "tree/yaml.h"

#include <QTemporaryDir>

using namespace chartwright;
using chartwright_test::Helm;
using chartwright_test::todoApp;
using chartwright_test::withResources;

namespace {

void writeFiles(const QString &folder, const QList<ChartFile> &files)
{
    for (const ChartFile &f : files) {
        const QString path = folder + u'/' + f.path;
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(f.bytes), qint64(f.bytes.size()));
    }
}

} // namespace

class TestChart : public TestCase
{
    Q_OBJECT

private slots:
    void todoApplication();
};

void TestChart::todoApplication()
{
    const Topology topology = todoApp();
    const auto files = chartFiles(topology);
    QVERIFY_RESULT(files);
    const QString folder = qEnvironmentVariable("CHARTWRIGHT_KEEP", QStringLiteral("/tmp/w/todo-app"));
    QDir(folder).removeRecursively();
    writeFiles(folder, *files);
    for (const Helm *helm : Helm::both()) {
        QVERIFY_HELM(*helm);
        const auto lint = helm->lint(folder);
        QVERIFY2(lint.ok() && !lint.out.contains("WARNING"), qPrintable(lint.text()));
        const auto theirs = helm->render(folder, QStringLiteral("todo"), {QStringLiteral("--skip-tests")});
        QVERIFY2(theirs.ok(), qPrintable(theirs.text()));
        const auto ours = render(topology);
        QVERIFY_RESULT(ours);
        QCOMPARE(QString::fromUtf8(manifestStream(QStringLiteral("todo-app"), *ours)), QString::fromUtf8(theirs.out));
    }
}

CHARTWRIGHT_TEST(TestChart)
#include "test_chart.moc"
