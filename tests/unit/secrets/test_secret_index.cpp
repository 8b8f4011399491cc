// SPDX-License-Identifier: Apache-2.0
#include "secrets/secret_index.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace chartwright;

class SecretIndexTest : public TestCase
{
    Q_OBJECT

private slots:
    void addsListsForgets();
    void adopts();
    void keepsVerdicts();
    void orphans();
    void damagedFiles_data();
    void damagedFiles();
    void newerVersion();
    void unwritable();
    void addMany();
    void twoProcesses();
    void defaultPlace();
};

namespace {

IndexEntry entry(const QString &id, const QString &document,
                 const QString &key = QStringLiteral("KEY"), const QString &target = {})
{
    return {id,  document, QStringLiteral("todo-secrets"),
            key, target,   QDateTime::currentDateTimeUtc()};
}

QString text(const QList<IndexEntry> &entries)
{
    QStringList out;
    for (const IndexEntry &e : entries)
        out += e.id + u'@' + e.document + u'/' + e.secret + u'/' + e.key +
               (e.target.isEmpty() ? QString() : u':' + e.target);
    return out.join(u' ');
}

void write(const QString &file, const QByteArray &bytes)
{
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(bytes);
}

} // namespace

void SecretIndexTest::addsListsForgets()
{
    QTemporaryDir folder;
    const SecretIndex reader(folder.filePath(QStringLiteral("a/b/index.json")));
    SecretIndex index(folder.filePath(QStringLiteral("a/b/index.json")));
    QVERIFY_RESULT(index.list());
    QVERIFY(index.list()->isEmpty());
    const QString one = QStringLiteral("/one/topology.yaml"),
                  two = QStringLiteral("/two/topology.yaml");
    QVERIFY_RESULT(index.add({entry(QStringLiteral("vb"), two),
                              entry(QStringLiteral("va"), one, QStringLiteral("Z")),
                              entry(QStringLiteral("vc"), one, QStringLiteral("A"))}));
    QCOMPARE(
        text(*reader.list()),
        QStringLiteral("vc@/one/topology.yaml/todo-secrets/A va@/one/topology.yaml/todo-secrets/Z "
                       "vb@/two/topology.yaml/todo-secrets/KEY"));
    const auto when = reader.list()->first().when;
    QVERIFY(qAbs(when.secsTo(QDateTime::currentDateTimeUtc())) < 60);
    // A key that was renamed, one that differs by target, and a folder that was copied.
    QVERIFY_RESULT(
        index.add({entry(QStringLiteral("va"), one, QStringLiteral("B")),
                   entry(QStringLiteral("va"), one, QStringLiteral("B"), QStringLiteral("prod")),
                   entry(QStringLiteral("va"), two, QStringLiteral("B"))}));
    QCOMPARE(reader.list()->size(), 5);
    QVERIFY_RESULT(index.forget({QStringLiteral("va"), QStringLiteral("unknown")}));
    QCOMPARE(reader.list()->size(), 2);
    const auto mode = QFileInfo(folder.filePath(QStringLiteral("a/b"))).permissions();
    QVERIFY(!mode.testAnyFlags(QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther));
}

void SecretIndexTest::adopts()
{
    QTemporaryDir folder;
    SecretIndex index(folder.filePath(QStringLiteral("index.json")));
    const QString here = QStringLiteral("/p"), other = QStringLiteral("/q"),
                  key = QStringLiteral("NEW");
    QVERIFY_RESULT(index.add(
        {entry(QStringLiteral("va"), {}), entry(QStringLiteral("vb"), other),
         entry(QStringLiteral("vb"), other, QStringLiteral("KEY"), QStringLiteral("prod")),
         entry(QStringLiteral("vc"), here), entry(QStringLiteral("vd"), here),
         entry(QStringLiteral("ve"), {})}));
    // Saved for the first time, moved, renamed; no longer held; of another; from another machine.
    QVERIFY_RESULT(index.adopt(
        here, {entry(QStringLiteral("va"), here, key), entry(QStringLiteral("vb"), here, key),
               entry(QStringLiteral("vc"), here, key), entry(QStringLiteral("vx"), here, key)}));
    QStringList now = text(*index.list()).split(u' ');
    now.sort();
    QCOMPARE(
        now.join(u' '),
        QStringLiteral("va@/p/todo-secrets/NEW vb@/p/todo-secrets/NEW vb@/p/todo-secrets/NEW:prod "
                       "vb@/q/todo-secrets/KEY vb@/q/todo-secrets/KEY:prod vc@/p/todo-secrets/NEW "
                       "vd@/p/todo-secrets/KEY ve@/todo-secrets/KEY"));
    QVERIFY_RESULT(index.adopt(here, {}));
    QCOMPARE(index.list()->size(), 8);
}

void SecretIndexTest::keepsVerdicts()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("index.json")), id = QStringLiteral("va"),
                  here = QStringLiteral("/here"), other = QStringLiteral("/other");
    SecretIndex index(file);
    const auto verdicts = [&] {
        QList<std::optional<Verdict>> out;
        const auto entries = index.list();
        for (const IndexEntry &e : *entries)
            out.append(e.verdict);
        return out;
    };
    using Verdicts = QList<std::optional<Verdict>>;
    const Verdict odd = Oddity::TrailingNewline | Oddity::LocalhostUrl;
    QVERIFY_RESULT(index.add({entry(id, here), entry(id, other)}));
    QVERIFY(verdicts() == Verdicts({std::nullopt, std::nullopt}));
    QVERIFY_RESULT(index.setVerdict(id, {}, odd));
    QVERIFY(verdicts() == Verdicts({odd, odd}));
    // Nothing odd is something known.
    QVERIFY_RESULT(index.setVerdict(id, {}, {}));
    QVERIFY(verdicts() == Verdicts({Verdict(), Verdict()}));
    QVERIFY_RESULT(index.adopt(QStringLiteral("/saved"), {entry(id, {})}));
    QVERIFY(verdicts() == Verdicts({Verdict(), Verdict(), Verdict()}));
    // A value that is being replaced, in one of the documents.
    QVERIFY_RESULT(index.add({entry(id, other)}));
    QVERIFY(verdicts() == Verdicts({std::nullopt, std::nullopt, std::nullopt}));
    // What an older or a newer version wrote.
    write(file, R"({"version":1,"values":[{"id":"va","document":"/d","verdict":7},)"
                R"({"id":"vb","document":"/e","verdict":["new","empty"]}]})");
    QVERIFY(verdicts() == Verdicts({std::nullopt, Verdict(Oddity::Empty)}));
}

void SecretIndexTest::orphans()
{
    const QString here = QStringLiteral("/here"), gone = QStringLiteral("/gone"),
                  away = QStringLiteral("/usb");
    const QList<IndexEntry> entries{
        entry(QStringLiteral("va"), here), entry(QStringLiteral("vb"), here),
        entry(QStringLiteral("vc"), gone), entry(QStringLiteral("vd"), away),
        entry(QStringLiteral("ve"), gone), entry(QStringLiteral("ve"), here)};
    int asked = 0;
    const auto found =
        SecretIndex::orphans(entries, [&](const QString &document) -> std::optional<QSet<QString>> {
            ++asked;
            if (document == here)
                return QSet<QString>{QStringLiteral("va"), QStringLiteral("ve")};
            if (document == away)
                return std::nullopt;
            return QSet<QString>();
        });
    QCOMPARE(asked, 3);
    QCOMPARE(found, (QSet<QString>{QStringLiteral("vb"), QStringLiteral("vc")}));
}

void SecretIndexTest::damagedFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("left");
    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("cut") << QByteArray("{\"version\":1,\"values\":[{\"id\":\"va\"") << QString();
    QTest::newRow("binary") << QByteArray("\xff\x00\x01", 3) << QString();
    QTest::newRow("list") << QByteArray("[]") << QString();
    QTest::newRow("odd entries")
        << QByteArray(
               R"({"version":1,"values":[1,{},{"id":7},{"id":"va","document":"/d","secret":"s","key":"k","when":"x"}]})")
        << QStringLiteral("va@/d/s/k");
}

void SecretIndexTest::damagedFiles()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, left);
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("index.json"));
    write(file, bytes);
    SecretIndex index(file);
    QVERIFY_RESULT(index.list());
    QCOMPARE(text(*index.list()), left);
    QVERIFY_RESULT(index.add({entry(QStringLiteral("vz"), QStringLiteral("/z"))}));
    QCOMPARE(index.list()->size(), left.isEmpty() ? 1 : 2);
    QFile kept(file + QStringLiteral(".damaged"));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), bytes);
}

void SecretIndexTest::newerVersion()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("index.json"));
    const QByteArray bytes("{\"version\":2,\"values\":[]}");
    write(file, bytes);
    SecretIndex index(file);
    QVERIFY_ERROR(index.list(), QStringLiteral("newer version"));
    QVERIFY_ERROR(index.add({entry(QStringLiteral("va"), QStringLiteral("/d"))}),
                  QStringLiteral("newer version"));
    QFile kept(file);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), bytes);
}

void SecretIndexTest::unwritable()
{
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("file")), "x");
    SecretIndex inFile(folder.filePath(QStringLiteral("file/index.json")));
    QVERIFY_ERROR(inFile.add({entry(QStringLiteral("va"), QStringLiteral("/d"))}),
                  QStringLiteral("not a folder"));
    SecretIndex index(folder.filePath(QStringLiteral("index.json")));
    QLockFile other(folder.filePath(QStringLiteral("index.json.lock")));
    QVERIFY(other.lock());
    QVERIFY_ERROR(index.forget({}), QStringLiteral("another program"));
}

// What each of the two processes of the next test does.
void SecretIndexTest::addMany()
{
    QTemporaryDir folder;
    const QString name = qEnvironmentVariable("CHARTWRIGHT_TEST_INDEX",
                                              folder.filePath(QStringLiteral("index.json")));
    SecretIndex index(name);
    for (int i = 0; i < 15; ++i) {
        const QString id =
            QString::number(QCoreApplication::applicationPid()) + u'-' + QString::number(i);
        QVERIFY_RESULT(index.add({entry(id, QStringLiteral("/d"))}));
    }
}

void SecretIndexTest::twoProcesses()
{
    QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("index.json"));
    QProcess processes[2];
    for (QProcess &process : processes) {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("CHARTWRIGHT_TEST_INDEX"), name);
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::ForwardedChannels);
        process.start(QCoreApplication::applicationFilePath(),
                      {QStringLiteral("-silent"), QStringLiteral("addMany")});
    }
    for (QProcess &process : processes) {
        QVERIFY(process.waitForFinished(120'000));
        QCOMPARE(process.exitCode(), 0);
    }
    QCOMPARE(SecretIndex(name).list()->size(), 30);
}

void SecretIndexTest::defaultPlace()
{
    QVERIFY(SecretIndex::defaultFile().startsWith(
        QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)));
    QVERIFY(!SecretIndex::defaultFile().contains(
        QCoreApplication::applicationName())); // the command line has another
}

CHARTWRIGHT_TEST(SecretIndexTest)
#include "test_secret_index.moc"
