// SPDX-License-Identifier: Apache-2.0
#include "cluster/helm_case.h"
#include "support/chart_folder.h"
#include "support/places.h"
#include "tree/yaml.h"

#include <QDir>
#include <QElapsedTimer>
#include <csignal>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// What of a release takes its time: the states that it goes through, and its tests.
class HelmStatesTest : public HelmCase
{
    Q_OBJECT

private slots:
    void lastsAsLongAsItTakes_data() { helms(); }
    void lastsAsLongAsItTakes();
    void testsOfTheChart_data() { helms(); }
    void testsOfTheChart();
    void testsThatRun_data() { helms(); }
    void testsThatRun();
};

/// Each state of a release as `release list` and `release history` have it, while helm waits for
/// pods that wait for their Secret.
void HelmStatesTest::lastsAsLongAsItTakes()
{
    QVERIFY_HELM(helm());
    const ChartFolder chart(drawing());
    const auto listed = [this] {
        const auto all = readJson(release({u"list"_s, u"-o"_s, u"json"_s}).out, u"list"_s);
        return all ? entryOf(*all, u"todo"_s)[u"status"].toString() : QString();
    };
    const auto waitIn = [&](const QString &status, int revision, const QStringList &words) {
        kubectl({u"delete"_s, u"secret"_s, u"todo-secrets"_s, u"--ignore-not-found"_s});
        QProcess process;
        process.start(helm().program(),
                      words + QStringList{u"--wait"_s, u"--timeout"_s, u"120s"_s, u"--kubeconfig"_s,
                                          m_config, u"-n"_s, m_namespace->name()});
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(revision), status, Soon);
        QCOMPARE(listed(), status);
        giveSecret();
        QVERIFY(process.waitForFinished(2 * Soon));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
    };
    waitIn(u"pending-install"_s, 1, {u"install"_s, u"todo"_s, chart.path()});
    QCOMPARE(statusOf(1), u"deployed"_s);
    const QStringList debug{u"--set"_s, u"config.LOG_LEVEL=debug"_s};
    waitIn(u"pending-upgrade"_s, 2, QStringList{u"upgrade"_s, u"todo"_s, chart.path()} + debug);
    QCOMPARE(statusOf(2), u"deployed"_s);
    QCOMPARE(statusOf(1), u"superseded"_s);
    const auto failed = byHand({u"upgrade"_s, u"todo"_s, chart.path(), u"--set"_s,
                                u"frontend.image.repository=localhost:1/nope"_s, u"--wait"_s,
                                u"--timeout"_s, u"3s"_s});
    QVERIFY(!failed.ok());
    QCOMPARE(statusOf(3), u"failed"_s);
    QCOMPARE(listed(), u"failed"_s);
    waitIn(u"pending-rollback"_s, 4, {u"rollback"_s, u"todo"_s, u"1"_s});
    QCOMPARE(statusOf(4), u"deployed"_s);
    QCOMPARE(statusOf(2), u"superseded"_s);
    QCOMPARE(statusOf(3), u"failed"_s);

    // Something keeps it from going.
    const auto hold = [this](const QByteArray &finalizers) {
        kubectl({u"patch"_s, u"configmap"_s, u"todo-config"_s, u"--type=merge"_s, u"-p"_s,
                 u"{\"metadata\":{\"finalizers\":[%1]}}"_s.arg(QLatin1String(finalizers))});
    };
    hold("\"chartwright.org/test\"");
    QProcess process;
    process.start(helm().program(),
                  {u"uninstall"_s, u"todo"_s, u"--keep-history"_s, u"--wait"_s, u"--timeout"_s,
                   u"120s"_s, u"--kubeconfig"_s, m_config, u"-n"_s, m_namespace->name()});
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(4), u"uninstalling"_s, Soon);
    QCOMPARE(listed(), u"uninstalling"_s);
    hold({});
    QVERIFY(process.waitForFinished(2 * Soon));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
    QCOMPARE(statusOf(4), u"uninstalled"_s);
    QCOMPARE(listed(), u"uninstalled"_s);
    const Output purged = release({u"uninstall"_s, u"todo"_s});
    QVERIFY2(purged.code == 0, purged.text());
    QCOMPARE(listed(), QString());
}

/// Its image is nowhere: that is said at once, and it is not waited for to the end.
void HelmStatesTest::testsOfTheChart()
{
    QVERIFY_HELM(helm());
    giveSecret();
    QCOMPARE(deploy({u"--no-wait"_s}).code, 0);
    const auto pod = [this] {
        return RealCluster::instance().object(u"pod"_s, u"todo-test"_s, m_namespace->name());
    };
    QElapsedTimer clock;
    clock.start();
    const Output hopeless = release({u"test"_s, u"todo"_s});
    QVERIFY2(hopeless.code == 1 && hopeless.err.contains("todo-test: ") &&
                 hopeless.err.contains("busybox:1.37") &&
                 hopeless.err.contains("load the image into the cluster") &&
                 hopeless.err.contains("Left behind, as the chart has it: todo-test. The next "
                                       "run replaces that."),
             hopeless.text());
    QVERIFY2(clock.elapsed() < 60'000, QByteArray::number(clock.elapsed()));
    QVERIFY(pod().isMap());
    // The next run does replace it; Ctrl+C ends that.
    const QString first = pod()[u"metadata"][u"uid"].toString();
    QProcess test;
    test.start(QStringLiteral(CHARTWRIGHT_BIN_DIR "/chartwright-cli"),
               {u"release"_s, u"test"_s, u"todo"_s, u"--helm"_s, helm().program(),
                u"--kubeconfig"_s, m_config, u"-n"_s, m_namespace->name()});
    const auto isReplaced = [&] {
        const QString now = pod()[u"metadata"][u"uid"].toString();
        return !now.isEmpty() && now != first;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isReplaced(), Soon);
    ::kill(pid_t(test.processId()), SIGINT);
    QVERIFY(test.waitForFinished(30'000));
    QCOMPARE(test.exitCode(), 1);
    QVERIFY(test.readAllStandardError().contains("stopped"));
    QCOMPARE(release({u"test"_s, u"nowhere"_s}).code, 2);
}

/// A chart of somebody else, whose tests run here.
void HelmStatesTest::testsThatRun()
{
    QVERIFY_HELM(helm());
    const auto install = [&](const QString &name, const QByteArray &command,
                             const QByteArray &policy) {
        const QString folder = m_folder->filePath(name);
        QVERIFY(QDir().mkpath(folder + u"/templates"_s));
        const auto write = [&](const QString &file, const QByteArray &text) {
            QFile out(folder + u'/' + file);
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(text);
        };
        write(u"Chart.yaml"_s, "apiVersion: v2\nname: " + name.toUtf8() + "\nversion: 0.1.0\n");
        write(u"templates/test.yaml"_s,
              "apiVersion: v1\nkind: Pod\nmetadata:\n  name: " + name.toUtf8() +
                  "-test\n  annotations: {helm.sh/hook: test, helm.sh/hook-delete-policy: '" +
                  policy +
                  "'}\nspec:\n  restartPolicy: Never\n  containers:\n    - {name: a, image: "
                  "'localhost/app:1', imagePullPolicy: IfNotPresent, command: [/bin/sh, -c, '" +
                  command + "']}\n");
        const auto done = byHand({u"install"_s, name, folder});
        QVERIFY2(done.ok(), qPrintable(done.text()));
    };
    const auto isThere = [this](const QString &name) {
        return RealCluster::instance().object(u"pod"_s, name, m_namespace->name()).isMap();
    };
    install(u"good"_s, "echo all is well", "before-hook-creation");
    const Output good = release({u"test"_s, u"good"_s});
    QVERIFY2(good.code == 0 && good.out.contains("all is well") &&
                 good.err.contains("Left behind, as the chart has it: good-test."),
             good.text());
    install(u"bad"_s, "echo no luck; exit 3", "before-hook-creation,hook-succeeded");
    const Output bad = release({u"test"_s, u"bad"_s});
    QVERIFY2(bad.code == 1 && bad.out.contains("no luck") &&
                 bad.err.contains("bad-test: It crashes with exit code 3"),
             bad.text());
    QVERIFY(isThere(u"bad-test"_s));
    // Stopped: what it has said until then, and what helm would have deleted goes.
    install(u"slow"_s, "echo begun; sleep 300", "hook-failed");
    QProcess test;
    test.start(QStringLiteral(CHARTWRIGHT_BIN_DIR "/chartwright-cli"),
               {u"release"_s, u"test"_s, u"slow"_s, u"--helm"_s, helm().program(),
                u"--kubeconfig"_s, m_config, u"-n"_s, m_namespace->name()});
    QByteArray said;
    const auto isRunning = [&] {
        said += test.readAllStandardError();
        return said.contains("slow-test: Running");
    };
    QTRY_VERIFY2_WITH_TIMEOUT(isRunning(), said, Soon);
    ::kill(pid_t(test.processId()), SIGINT);
    QVERIFY(test.waitForFinished(30'000));
    QVERIFY(test.readAllStandardOutput().contains("begun"));
    QTRY_VERIFY_WITH_TIMEOUT(!isThere(u"slow-test"_s), Soon);
}

CHARTWRIGHT_TEST(HelmStatesTest)
#include "test_helm_states.moc"
