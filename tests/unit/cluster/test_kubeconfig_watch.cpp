// SPDX-License-Identifier: Apache-2.0
#include "cluster/kubeconfig_watch.h"
#include "configs.h"
#include "support/test_case.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <cstdio>

using namespace chartwright;
using namespace chartwright_test;

class KubeconfigWatchTest : public TestCase
{
    Q_OBJECT

private slots:
    void init() override;
    void written();
    void replaced();
    void replacedAgainAndAgain();
    void appearsInNewFolders();
    void goesAndComesBack();
    void throughALink();
    void sameContentIsNoChange();
    void manyChangesAreOne();
    void otherFilesOfTheFolder();
    void otherFiles();

private:
    bool waitForOne();
    void replace(const QString &file, const QByteArray &bytes);

    std::unique_ptr<Folder> m_folder;
    std::unique_ptr<KubeconfigWatch> m_watch;
    std::unique_ptr<QSignalSpy> m_changes;
    QString m_file;
};

void KubeconfigWatchTest::init()
{
    TestCase::init();
    m_folder = std::make_unique<Folder>();
    m_file = m_folder->write(QStringLiteral("config"), "a");
    m_watch = std::make_unique<KubeconfigWatch>(nullptr, 50);
    m_watch->setFiles({m_file});
    m_changes = std::make_unique<QSignalSpy>(m_watch.get(), &KubeconfigWatch::changed);
}

bool KubeconfigWatchTest::waitForOne()
{
    const bool came = !m_changes->isEmpty() || m_changes->wait(5000);
    QTest::qWait(150); // and no second one
    return came && std::exchange(m_changes, std::make_unique<QSignalSpy>(m_watch.get(),
                                                                         &KubeconfigWatch::changed))
                           ->size() == 1;
}

void KubeconfigWatchTest::replace(const QString &file, const QByteArray &bytes)
{
    const QString other = m_folder->write(QStringLiteral("config.lock"), bytes);
    QCOMPARE(std::rename(QFile::encodeName(other).constData(), QFile::encodeName(file).constData()),
             0);
}

void KubeconfigWatchTest::written()
{
    m_folder->write(QStringLiteral("config"), "b");
    QVERIFY(waitForOne());
    m_folder->write(QStringLiteral("config"), "c");
    QVERIFY(waitForOne());
}

void KubeconfigWatchTest::replaced()
{
    replace(m_file, "b");
    QVERIFY(waitForOne());
}

void KubeconfigWatchTest::replacedAgainAndAgain()
{
    for (const char *bytes : {"b", "c", "d"}) {
        replace(m_file, bytes);
        QVERIFY(waitForOne());
    }
    m_folder->write(QStringLiteral("config"), "e");
    QVERIFY(waitForOne());
}

void KubeconfigWatchTest::appearsInNewFolders()
{
    const QString deep = m_folder->path(QStringLiteral("home/.kube/config"));
    m_watch->setFiles({deep});
    m_folder->write(QStringLiteral("home/x"), "");
    QTest::qWait(150);
    QCOMPARE(m_changes->size(), 0);
    m_folder->write(QStringLiteral("home/.kube/y"), "");
    QTest::qWait(150);
    m_folder->write(QStringLiteral("home/.kube/config"), "a");
    QVERIFY(waitForOne());
    m_folder->write(QStringLiteral("home/.kube/config"), "b");
    QVERIFY(waitForOne());
}

void KubeconfigWatchTest::goesAndComesBack()
{
    QVERIFY(QFile::remove(m_file));
    QVERIFY(waitForOne());
    m_folder->write(QStringLiteral("config"), "a");
    QVERIFY(waitForOne());
}

void KubeconfigWatchTest::throughALink()
{
    const QString real = m_folder->write(QStringLiteral("real/config"), "a");
    const QString link = m_folder->path(QStringLiteral("links/config"));
    QVERIFY(QDir().mkpath(m_folder->path(QStringLiteral("links"))));
    QVERIFY(QFile::link(real, link));
    m_watch->setFiles({link});
    replace(real, "b");
    QVERIFY(waitForOne());
    replace(real, "c");
    QVERIFY(waitForOne());
    QVERIFY(QFile::remove(link));
    QVERIFY(QFile::link(m_file, link));
    QVERIFY(waitForOne());
    // From here on it is another file that is written to.
    m_folder->write(QStringLiteral("config"), "d");
    QVERIFY(waitForOne());
    QVERIFY(QFile::remove(link));
    m_folder->write(QStringLiteral("links/config"), "e");
    QVERIFY(waitForOne());
    m_folder->write(QStringLiteral("links/config"), "f");
    QVERIFY(waitForOne());
}

void KubeconfigWatchTest::sameContentIsNoChange()
{
    replace(m_file, "a");
    m_folder->write(QStringLiteral("config"), "a");
    QTest::qWait(300);
    QCOMPARE(m_changes->size(), 0);
    replace(m_file, "b");
    QVERIFY(waitForOne());
}

void KubeconfigWatchTest::manyChangesAreOne()
{
    for (int i = 0; i < 20; ++i)
        replace(m_file, QByteArray::number(i));
    QVERIFY(waitForOne());
}

void KubeconfigWatchTest::otherFilesOfTheFolder()
{
    m_folder->write(QStringLiteral("other"), "x");
    QTest::qWait(200);
    QCOMPARE(m_changes->size(), 0);
}

void KubeconfigWatchTest::otherFiles()
{
    const QString other = m_folder->write(QStringLiteral("two/config"), "x");
    m_watch->setFiles({other});
    m_folder->write(QStringLiteral("config"), "b");
    QTest::qWait(200);
    QCOMPARE(m_changes->size(), 0);
    replace(other, "y");
    QVERIFY(waitForOne());
    m_watch->setFiles({});
    replace(other, "z");
    QTest::qWait(200);
    QCOMPARE(m_changes->size(), 0);
}

CHARTWRIGHT_TEST(KubeconfigWatchTest)
#include "test_kubeconfig_watch.moc"
