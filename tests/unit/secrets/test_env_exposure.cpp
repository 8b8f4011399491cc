// SPDX-License-Identifier: Apache-2.0
#include "secrets/env_exposure.h"

#include "base/helm_ignore.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

#include <QDir>
#include <QFile>
#include <QProcess>

using namespace chartwright;
using namespace Qt::StringLiterals;

/// With the real git, in repositories of its own.
class EnvExposureTest : public TestCase
{
    Q_OBJECT

private slots:
    void init() override;
    void tellsTrackedOnes();
    void tellsUnignoredOnes();
    void tellsPackagedOnes();
    void readsHelmIgnore_data();
    void readsHelmIgnore();
    void runsNothingOfTheRepository();
    void saysNothingWithoutGit();
    void doesNotWait();

private:
    void write(const QString &path, const QByteArray &text = "A=1\n")
    {
        const QString file = m_dir->filePath(path);
        QVERIFY(QDir().mkpath(QFileInfo(file).path()));
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(text) == text.size());
    }
    void git(const QStringList &arguments)
    {
        QProcess process;
        process.setWorkingDirectory(m_dir->path());
        process.start(u"git"_s, arguments);
        QVERIFY(process.waitForFinished(20'000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
    }
    QString found(const QString &folder)
    {
        QStringList out;
        const QStringList words{u"tracked"_s, u"unignored"_s, u"packaged"_s};
        for (const EnvExposure &e : envExposures(m_dir->filePath(folder)))
            out.append(e.file + u' ' + words[int(e.how)]);
        return out.join(u", "_s);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void EnvExposureTest::init()
{
    TestCase::init();
    m_dir = std::make_unique<QTemporaryDir>();
}

void EnvExposureTest::tellsTrackedOnes()
{
    git({u"init"_s, u"-q"_s});
    for (const char *file : {"backend/.env", "chart/.env.local", "chart/prod.env", ".env.example",
                             "chart/.env.prod.sample", "environment.txt", "chart/.environment"})
        write(QLatin1String(file));
    git({u"add"_s, u"-A"_s});
    QCOMPARE(found(u"chart"_s), u"../backend/.env tracked, .env.local tracked, prod.env tracked"_s);
    // Ignored later on, or gone: the repository has it all the same.
    write(u".gitignore"_s, ".env*\n");
    QVERIFY(QFile::remove(m_dir->filePath(u"chart/prod.env"_s)));
    QCOMPARE(found(u"chart"_s), u"../backend/.env tracked, .env.local tracked, prod.env tracked"_s);
    git({u"rm"_s, u"-r"_s, u"-q"_s, u"--cached"_s, u"."_s});
    QCOMPARE(found(u"chart"_s), QString());
}

void EnvExposureTest::tellsUnignoredOnes()
{
    git({u"init"_s, u"-q"_s});
    write(u"chart/.env"_s);
    write(u"chart/images/backend/.env.local"_s);
    write(u"backend/.env"_s); // not in the project's folder
    QCOMPARE(found(u"chart"_s), u".env unignored, images/backend/.env.local unignored"_s);
    write(u".gitignore"_s, "/chart/.env\n");
    QCOMPARE(found(u"chart"_s), u"images/backend/.env.local unignored"_s);
    write(u"chart/images/.gitignore"_s, ".env.*\n");
    QCOMPARE(found(u"chart"_s), QString());
}

void EnvExposureTest::tellsPackagedOnes()
{
    write(u"chart/.env"_s);
    write(u"chart/sub/.env"_s);
    write(u"chart/images/x/.env"_s);
    QCOMPARE(found(u"chart"_s), QString()); // no chart, no repository
    write(u"chart/Chart.yaml"_s);
    QCOMPARE(found(u"chart"_s), u".env packaged, images/x/.env packaged, sub/.env packaged"_s);
    write(u"chart/.helmignore"_s, "# ours\nimages/\n/.env\n");
    QCOMPARE(found(u"chart"_s), u"sub/.env packaged"_s);
    write(u"chart/.helmignore"_s, ".env*\n");
    QCOMPARE(found(u"chart"_s), QString());
}

void EnvExposureTest::readsHelmIgnore_data()
{
    QTest::addColumn<QString>("rules");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("folder");
    QTest::addColumn<bool>("ignored");
    QTest::newRow("name") << u".env"_s << u"a/.env"_s << false << true;
    QTest::newRow("other") << u".env"_s << u".env.local"_s << false << false;
    QTest::newRow("star") << u".env*"_s << u".env.local"_s << false << true;
    QTest::newRow("class") << u"[ab].env"_s << u"b.env"_s << false << true;
    QTest::newRow("rooted") << u"/.env"_s << u"a/.env"_s << false << false;
    QTest::newRow("rooted here") << u"/.env"_s << u".env"_s << false << true;
    QTest::newRow("path") << u"a/*.env"_s << u"a/x.env"_s << false << true;
    QTest::newRow("deeper path") << u"a/*.env"_s << u"a/b/x.env"_s << false << false;
    QTest::newRow("folder") << u"images/"_s << u"images"_s << true << true;
    QTest::newRow("no folder") << u"images/"_s << u"images"_s << false << false;
    QTest::newRow("not") << u"!*.yaml"_s << u".env"_s << false << true;
    QTest::newRow("not this") << u"!.env"_s << u".env"_s << false << false;
    QTest::newRow("comment") << u"# .env\n\n"_s << u".env"_s << false << false;
}

void EnvExposureTest::readsHelmIgnore()
{
    QFETCH(QString, rules);
    QFETCH(QString, path);
    QFETCH(bool, folder);
    QFETCH(bool, ignored);
    QCOMPARE(HelmIgnore(rules).ignores(path, folder), ignored);
}

void EnvExposureTest::runsNothingOfTheRepository()
{
    git({u"init"_s, u"-q"_s});
    write(u".env"_s);
    write(u"run.sh"_s, "#!/bin/sh\ntouch \"" + m_dir->filePath(u"ran"_s).toUtf8() + "\"\n");
    QVERIFY(QFile::setPermissions(m_dir->filePath(u"run.sh"_s),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    git({u"config"_s, u"core.fsmonitor"_s, m_dir->filePath(u"run.sh"_s)});
    QVERIFY(found(u"."_s).startsWith(u".env "_s));
    QVERIFY(!QFile::exists(m_dir->filePath(u"ran"_s)));
}

void EnvExposureTest::saysNothingWithoutGit()
{
    git({u"init"_s, u"-q"_s});
    write(u".env"_s);
    const QByteArray path = qgetenv("PATH");
    const auto back = qScopeGuard([&] { qputenv("PATH", path); });
    qputenv("PATH", "/nowhere");
    QCOMPARE(found(u"."_s), QString());
    QCOMPARE(found(u"missing"_s), QString());
}

void EnvExposureTest::doesNotWait()
{
    write(u"bin/git"_s, "#!/bin/sh\nexec sleep 60\n");
    write(u"x/.env"_s);
    QVERIFY(QFile::setPermissions(m_dir->filePath(u"bin/git"_s),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    const QByteArray path = qgetenv("PATH");
    const auto back = qScopeGuard([&] { qputenv("PATH", path); });
    qputenv("PATH", m_dir->filePath(u"bin"_s).toUtf8() + ':' + path);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(envExposures(m_dir->filePath(u"x"_s), std::chrono::milliseconds(200)).isEmpty());
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
}

CHARTWRIGHT_TEST(EnvExposureTest)
#include "test_env_exposure.moc"
