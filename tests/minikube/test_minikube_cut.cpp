// SPDX-License-Identifier: Apache-2.0
#include "minikube/minikube_case.h"

#include <csignal>

using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

/// Those that a process started, and that have not ended.
QList<qint64> childrenOf(qint64 process)
{
    QFile file(u"/proc/%1/task/%1/children"_s.arg(process));
    QList<qint64> out;
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray &id : file.readAll().simplified().split(' ')) {
            if (!id.isEmpty())
                out.append(id.toLongLong());
        }
    }
    return out;
}

bool lives(qint64 process)
{
    QFile file(u"/proc/%1/stat"_s.arg(process));
    return file.open(QIODevice::ReadOnly) && !file.readAll().contains(") Z ");
}

} // namespace

// Wherever a deploy breaks off, the same command goes on from there.
class MinikubeCutTest : public MinikubeCase
{
    Q_OBJECT

private slots:
    void failed_data();
    void failed();
    void othersEnd();
    void cut_data();
    void cut();
    void interrupted_data();
    void interrupted();

private:
    void prepare(bool isCold, bool hasEngine);
    bool hasRelease() const;

    int m_page = 0;
};

/// A profile that is not there, or one in which all is, but for the frontend's last change.
void MinikubeCutTest::prepare(bool isCold, bool hasEngine)
{
    if (isCold) {
        forgetCluster();
    } else {
        haveDeployed();
        setTitle("Page " + QByteArray::number(++m_page));
    }
    setTools(hasEngine ? QStringList{u"podman"_s} : QStringList());
}

bool MinikubeCutTest::hasRelease() const
{
    return !kubectl({u"get"_s, u"secret"_s, u"-l"_s, u"owner=helm"_s, u"-o"_s, u"name"_s})
                .isEmpty();
}

void MinikubeCutTest::failed_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<bool>("hasEngine");
    QTest::addColumn<QByteArray>("sentence");
    QTest::addColumn<QByteArray>("remedy");
    QTest::addColumn<QString>("last");
    const auto row = [](const char *fault, bool hasEngine, const char *sentence, const char *remedy,
                        const QString &last) {
        QTest::newRow(fault) << QString::fromLatin1(fault) << hasEngine << QByteArray(sentence)
                             << QByteArray(remedy) << last;
    };
    row("status=GUEST_STATUS", true, "Minikube cannot tell how its machine does", "Try again.",
        u"status"_s);
    row("addons-list=GUEST_STATUS", true, "Minikube cannot tell how its machine does", "Try again.",
        {});
    row("addons=MK_ADDON_ENABLE", true, "The addon could not be enabled", "image can be pulled",
        {});
    row("image-ls=GUEST_STATUS", true, "Minikube cannot tell how its machine does", "Try again.",
        {});
    row("image-load=GUEST_IMAGE_LOAD", true, "The image could not be brought over",
        "room in the machine", {});
    row("image-tag=GUEST_IMAGE_TAG", true, "Minikube could not handle its images", "minikube stop",
        {});
    row("image-build=GUEST_IMAGE_BUILD", false, "Minikube could not build the image",
        "mend the Dockerfile", {});
}

/// After the profile runs; no release comes of it.
void MinikubeCutTest::failed()
{
    QFETCH(const QString, fault);
    QFETCH(const bool, hasEngine);
    QFETCH(const QByteArray, sentence);
    QFETCH(const QByteArray, remedy);
    QFETCH(const QString, last);
    if (!QFileInfo::exists(path(u"mk/profiles/minikube"_s))) {
        // One that runs, and has nothing in it yet.
        const Output started = minikube({u"start"_s, u"-o"_s, u"json"_s});
        QVERIFY2(started.code == 0, started.text());
    }
    setTitle("Page " + QByteArray::number(++m_page)); // so that an image is due
    setTools(hasEngine ? QStringList{u"podman"_s} : QStringList());
    const Deploy failed = deploy({}, {{u"CHARTWRIGHT_MINIKUBE_FAULT"_s, fault}});
    QCOMPARE(failed.output.code, 2);
    const qsizetype told = failed.output.err.indexOf(sentence);
    QVERIFY2(told >= 0 && failed.output.err.indexOf(remedy, told) > told, failed.text());
    QVERIFY2(failed.count(u"start "_s) == 0, failed.text());
    if (!last.isEmpty())
        QVERIFY2(failed.commands.last().startsWith(last), failed.text());
    QVERIFY2(!failed.output.out.contains("Release") && !hasRelease(), failed.text());
}

/// What goes on beside it is not cut off.
void MinikubeCutTest::othersEnd()
{
    prepare(false, true);
    if (QTest::currentTestFailed())
        return;
    const Deploy failed = deploy({}, {{u"CHARTWRIGHT_MINIKUBE_FAULT"_s, u"ip=GUEST_STATUS"_s}});
    QCOMPARE(failed.output.code, 2);
    QVERIFY2(failed.output.err.contains("Minikube cannot tell how its machine does"),
             failed.text());
    QVERIFY2(failed.output.out.contains("Image todo-frontend:latest: Loaded") &&
                 !failed.output.out.contains("Release"),
             failed.text());
}

void MinikubeCutTest::cut_data()
{
    QTest::addColumn<bool>("isCold");
    QTest::addColumn<bool>("hasEngine");
    // Not yet begun, its machine half made, its context not written, then what comes into it.
    for (const char *place : {"start", "create", "configure", "addons"})
        QTest::newRow(place) << true << true;
    for (const char *place : {"status", "addons-list", "image-ls", "image-load", "image-tag", "ip"})
        QTest::newRow(place) << false << true;
    QTest::newRow("image-build") << false << false;
}

void MinikubeCutTest::cut()
{
    QFETCH(const bool, isCold);
    QFETCH(const bool, hasEngine);
    prepare(isCold, hasEngine);
    if (QTest::currentTestFailed())
        return;
    const Deploy broken = deploy({}, once(QLatin1String(QTest::currentDataTag()) + u"=cut"_s));
    QCOMPARE(broken.output.code, 2);
    QVERIFY2(broken.output.err.contains("error: minikube crashed\n  Try again."), broken.text());
    const Deploy again = deploy();
    QVERIFY2(again.output.code == 0, again.text());
    QTRY_VERIFY_WITH_TIMEOUT(hasTasks(), Soon);
    if (!isCold)
        QTRY_COMPARE_WITH_TIMEOUT(titleOfPage(), "Page " + QByteArray::number(m_page), Soon);
}

void MinikubeCutTest::interrupted_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("fault");
    QTest::newRow("Ctrl+C before there is a profile") << SIGINT << u"start=slow"_s;
    QTest::newRow("told to end, with half a profile") << SIGTERM << u"create=slow"_s;
}

void MinikubeCutTest::interrupted()
{
    QFETCH(const int, number);
    QFETCH(const QString, fault);
    prepare(true, true);
    const Variables variables = once(fault);
    QProcess process;
    start(process, arguments(), variables);
    process.closeWriteChannel();
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(variables[u"CHARTWRIGHT_MINIKUBE_FAULT_ONCE"_s]),
                             Soon);
    const QList<qint64> children = childrenOf(process.processId());
    QVERIFY(!children.isEmpty());
    QVERIFY(::kill(pid_t(process.processId()), number) == 0);
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 128 + number);
    for (const qint64 child : children)
        QVERIFY(!lives(child));
    haveDeployed();
}

CHARTWRIGHT_TEST(MinikubeCutTest)
#include "test_minikube_cut.moc"
