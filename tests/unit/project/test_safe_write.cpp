// SPDX-License-Identifier: Apache-2.0
#include "project/safe_write.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <csignal>
#include <sys/resource.h>
#include <unistd.h>

using namespace chartwright;

/// Limits the size of files, which a write meets as it meets a full disk.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        // The limit sends a signal before the write fails.
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit()
    {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    rlimit m_before;
    void (*m_handler)(int);
};

class SafeWriteTest : public TestCase
{
    Q_OBJECT

private slots:
    void writesAndReplaces();
    void fullDiskKeepsTheFile_data();
    void fullDiskKeepsTheFile();
    void readOnlyFolderKeepsTheFile();
    void readFileRefusesWhatIsNoFile();
    void makeFolderSaysWhy();
};

namespace {
QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}
} // namespace

void SafeWriteTest::writesAndReplaces()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("a.yaml"));
    for (const QByteArray &bytes : {QByteArray("one"), QByteArray(), QByteArray(100'000, 'x')}) {
        QVERIFY_RESULT(writeFileSafely(path, bytes));
        QCOMPARE(content(path), bytes);
        QVERIFY_RESULT(replaceFile(path, bytes + "2", dir.path()));
        QCOMPARE(content(path), bytes + "2");
    }
    QVERIFY(!QFileInfo(path).isExecutable());
    QVERIFY_RESULT(replaceFile(path, "#!", dir.path(), true));
    QVERIFY(QFileInfo(path).isExecutable());
    QCOMPARE(QDir(dir.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void SafeWriteTest::fullDiskKeepsTheFile_data()
{
    QTest::addColumn<int>("size");
    // Just over the limit; one that a single large write would have left cut short.
    QTest::newRow("just over") << 64 * 1024 + 1;
    QTest::newRow("far over") << 200'000;
}

void SafeWriteTest::fullDiskKeepsTheFile()
{
    QFETCH(int, size);
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("a.yaml"));
    QVERIFY_RESULT(writeFileSafely(path, "good"));
    {
        const FileSizeLimit limit(64ul * 1024);
        QVERIFY_ERROR(writeFileSafely(path, QByteArray(size, 'x')), QStringLiteral("as it was"));
        QVERIFY_ERROR(replaceFile(path, QByteArray(size, 'x'), dir.path()), path);
    }
    QCOMPARE(content(path), QByteArray("good"));
    QCOMPARE(QDir(dir.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void SafeWriteTest::readOnlyFolderKeepsTheFile()
{
    if (geteuid() == 0 && seteuid(65534) != 0)
        QFAIL("the test cannot give up the rights of root");
    const auto back = qScopeGuard([] {
        if (getuid() == 0 && seteuid(0) != 0)
            qFatal("the rights of root did not come back");
    });
    QTemporaryDir dir;
    QVERIFY(dir.isValid());
    const QString path = dir.filePath(QStringLiteral("a.yaml"));
    QVERIFY_RESULT(writeFileSafely(path, "good"));
    QFile::setPermissions(dir.path(), QFile::ReadOwner | QFile::ExeOwner);
    QVERIFY_ERROR(writeFileSafely(path, "new"), path);
    QVERIFY_ERROR(replaceFile(path, "new", dir.path()), path);
    QCOMPARE(content(path), QByteArray("good"));
    QVERIFY_ERROR(makeFolder(dir.filePath(QStringLiteral("sub"))),
                  QStringLiteral("cannot be made"));
    QFile::setPermissions(dir.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void SafeWriteTest::readFileRefusesWhatIsNoFile()
{
    const QTemporaryDir dir;
    QVERIFY_ERROR(readFile(dir.path(), 10), QStringLiteral("not a file"));
    QVERIFY_ERROR(readFile(QStringLiteral("/dev/zero"), 10), QStringLiteral("not a file"));
    QVERIFY_ERROR(readFile(dir.filePath(QStringLiteral("x")), 10), QStringLiteral("no such file"));
    const QString path = dir.filePath(QStringLiteral("a"));
    QVERIFY_RESULT(writeFileSafely(path, "12345"));
    QVERIFY_RESULT(readFile(path, 5));
    QVERIFY_ERROR(readFile(path, 4), QStringLiteral("larger"));
}

void SafeWriteTest::makeFolderSaysWhy()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("a/b/c"));
    QVERIFY_RESULT(makeFolder(path));
    QVERIFY(QFileInfo(path).isDir());
    const QString file = dir.filePath(QStringLiteral("f"));
    QVERIFY_RESULT(writeFileSafely(file, "x"));
    QVERIFY_ERROR(makeFolder(file), QStringLiteral("a file, not a folder"));
    QVERIFY_ERROR(makeFolder(file + QStringLiteral("/x")), QStringLiteral("cannot be made"));
}

CHARTWRIGHT_TEST(SafeWriteTest)
#include "test_safe_write.moc"
