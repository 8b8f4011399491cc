// SPDX-License-Identifier: Apache-2.0
#include "project/inside.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace chartwright;

class InsideTest : public TestCase
{
    Q_OBJECT

private slots:
    void names_data();
    void names();
    void linksAndFilesOnTheWay();
    void cases();
};

void InsideTest::names_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("safe");
    for (const char *good : {"Chart.yaml", "templates/backend-deployment.yaml", ".helmignore",
                             "images/a b/c", "images/aux-server", "images/ünïcode"})
        QTest::newRow(good) << QString::fromUtf8(good) << true;
    for (const char *bad :
         {"",     "/etc/passwd", "../x",  "a/../../x", "a/..", ".",    "a/./b",
          "a//b", "a/",          "C:\\x", "C:x",       "a\\b", "aux",  "images/CON.txt",
          "lpt1", "nul.yaml",    "a.",    "a ",        "a\nb", "a\x7f"})
        QTest::newRow(bad) << QString::fromUtf8(bad) << false;
    QTest::newRow("long") << QString(300, u'a') << false;
}

void InsideTest::names()
{
    QFETCH(QString, path);
    QFETCH(bool, safe);
    QCOMPARE(inside::isSafePath(path), safe);
}

void InsideTest::linksAndFilesOnTheWay()
{
    const QTemporaryDir folder, other;
    const QString root = folder.path();
    QVERIFY(QDir(root).mkpath(QStringLiteral("real/deep")));
    QVERIFY(QFile::link(other.path(), root + QStringLiteral("/link")));
    QVERIFY(QFile::link(other.path() + QStringLiteral("/x"), root + QStringLiteral("/real/last")));
    QFile file(root + QStringLiteral("/file"));
    QVERIFY(file.open(QIODevice::WriteOnly));

    QVERIFY_RESULT(inside::check(root, QStringLiteral("real/deep/x")));
    QVERIFY_RESULT(inside::check(root, QStringLiteral("new/deep/x")));
    QVERIFY_RESULT(inside::check(root, QStringLiteral("real/last")));
    QVERIFY_ERROR(inside::check(root, QStringLiteral("link/x")), QStringLiteral("link"));
    QVERIFY_ERROR(inside::check(root, QStringLiteral("file/x")), QStringLiteral("a file stands"));
    QVERIFY_ERROR(inside::check(root, QStringLiteral("../x")), QStringLiteral("leave"));
}

void InsideTest::cases()
{
    const auto list = [](const char *a, const char *b) {
        return QStringList{QLatin1String(a), QLatin1String(b)};
    };
    QVERIFY_RESULT(inside::checkCases(list("a/b", "a/c")));
    QVERIFY_RESULT(inside::checkCases(list("a/b", "a/b")));
    QVERIFY_ERROR(inside::checkCases(list("a/b", "a/B")), QStringLiteral("a/B"));
    QVERIFY_ERROR(inside::checkCases(list("a/b", "A/c")), QStringLiteral("case"));
}

CHARTWRIGHT_TEST(InsideTest)
#include "test_inside.moc"
