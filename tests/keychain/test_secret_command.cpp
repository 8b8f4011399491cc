// SPDX-License-Identifier: Apache-2.0
#include "base/value_id.h"
#include "cli/program.h"
#include "kinds/kept_values.h"
#include "kinds/registry.h"
#include "project/project.h"
#include "secrets/generator.h"
#include "secrets/value_keeper.h"
#include "session.h"
#include "support/places.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

#include <QRegularExpression>
#include <QSignalSpy>

using namespace chartwright;
using namespace Qt::StringLiterals;

// The program of the command line and the keeper behind it, before a real keyring. One session
// lives through all of it: the functions build on each other.
class SecretCommandTest : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void wrongUsage_data();
    void wrongUsage();
    void noBus();
    void noService();
    void setsListsChecks();
    void replacesUnderTheSameId();
    void newlines();
    void asksWithoutShowing();
    void noCoreDumps();
    void noSuchKey();
    void keeperCopies();
    void keeperAdopts();
    void locked();
    void copiesWhenUnlocked();
    void forgets();
    void importsWithValues();

private:
    Output run(const QString &words, const QByteArray &input = {});
    QString id(const QString &key) const;
    QByteArray kept(const QString &id);

    std::unique_ptr<Session> m_session;
    std::unique_ptr<ValueKeeper> m_keeper;
    QTemporaryDir m_folder;
    QString m_project, m_index;
    QByteArray m_password;
};

namespace {

const QString Url = u"DATABASE_URL"_s, Key = u"OPENAI_API_KEY"_s;
const QString First = u"todo-secrets/DATABASE_URL"_s;

QByteArray newValue() { return generate(24, Alphabet::Alphanumeric)->view().toByteArray(); }

} // namespace

Output SecretCommandTest::run(const QString &words, const QByteArray &input)
{
    QStringList arguments{u"secret"_s};
    for (const QString &word : words.split(u' ', Qt::SkipEmptyParts))
        arguments.append(word == u"P" ? m_project : word);
    return runProgram(arguments, input, m_folder.path());
}

QString SecretCommandTest::id(const QString &key) const
{
    const auto project = loadProject(m_project, allKinds());
    const ResourcePtr secret =
        project ? project->topology.findByName(u"Secret", u"todo-secrets") : nullptr;
    return secret ? keptValueId(*secret, key) : QString();
}

/// What the keychain holds, or in words why not.
QByteArray SecretCommandTest::kept(const QString &id)
{
    std::optional<QByteArray> out;
    m_keeper->vault()->read({id, {}}, this, [&](const VaultResult<SecretValue> &value) {
        out = value ? value->view().toByteArray() : value.error().error.message.toUtf8();
    });
    return QTest::qWaitFor([&] { return out.has_value(); }, 20'000) ? *out : "no answer";
}

void SecretCommandTest::initTestCase()
{
    m_session = std::make_unique<Session>();
    m_project = m_folder.filePath(u"todo"_s);
    saveTo(m_project, chartwright_test::todoApp());
    m_index = qEnvironmentVariable("XDG_DATA_HOME") + u"/chartwright/secrets/index.json"_s;
    m_password = newValue();
    m_keeper = std::make_unique<ValueKeeper>(SecretIndex(m_index));
}

void SecretCommandTest::cleanupTestCase()
{
    m_keeper.reset();
    m_session.reset();
}

void SecretCommandTest::wrongUsage_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("nothing") << QString() << QByteArray("ACTION PROJECT");
    QTest::newRow("no project") << u"list"_s << QByteArray("ACTION PROJECT");
    QTest::newRow("unknown") << u"show P"_s << QByteArray("show");
    QTest::newRow("no key") << u"set P"_s << QByteArray("SECRET/KEY");
    QTest::newRow("a value") << (u"set P "_s + First + u" x"_s) << QByteArray("nothing else");
    QTest::newRow("standard input") << (u"set - "_s + First) << QByteArray("from a file");
}

void SecretCommandTest::wrongUsage()
{
    QFETCH(QString, words);
    QFETCH(QByteArray, part);
    const Output o = run(words);
    QVERIFY2(o.code == 2 && o.out.isEmpty() && o.err.contains(part) && o.err.contains("--help"),
             o.text());
}

void SecretCommandTest::noBus()
{
    const QByteArray value = newValue();
    const Output set = run(u"set P "_s + First, value);
    QVERIFY2(set.code == 2 && set.err.contains("no D-Bus session") && !set.err.contains(value) &&
                 set.err.contains("dbus-run-session"),
             set.text());
    QCOMPARE(id(Url), QString());
    QVERIFY(!QFile::exists(m_index));
    // Where no value was ever kept, the keychain need not be asked.
    const Output check = run(u"check P "_s + First);
    QVERIFY2(check.code == 1 && check.out == "todo-secrets/DATABASE_URL: missing\n", check.text());
}

void SecretCommandTest::noService()
{
    QVERIFY(m_session->startBus());
    const Output set = run(u"set P "_s + First, newValue());
    QVERIFY2(set.code == 2 && set.err.contains("there is no keychain"), set.text());
    QCOMPARE(id(Url), QString());
}

void SecretCommandTest::setsListsChecks()
{
    QVERIFY2(m_session->startKeyring(m_password), qPrintable(m_session->complaints()));
    const QByteArray value = newValue();
    const Output set = run(u"set P "_s + First, value);
    QVERIFY2(set.code == 0 && set.out.isEmpty() && set.err.isEmpty(), set.text());
    QVERIFY(!id(Url).isEmpty());
    QCOMPARE(kept(id(Url)), value);
    const Output list = run(u"list P"_s);
    QCOMPARE(list.out, "todo-secrets/DATABASE_URL: stored\n"
                       "todo-secrets/OPENAI_API_KEY: missing\n"
                       "todo-secrets/BETTER_AUTH_SECRET: missing\n");
    QVERIFY2(list.code == 0 && !list.out.contains(value), list.text());
    const Output check = run(u"check P"_s);
    QVERIFY2(check.code == 1 && check.out.count('\n') == 2 && !check.out.contains("DATABASE_URL"),
             check.text());
    const Output one = run(u"check P "_s + First);
    QVERIFY2(one.code == 0 && one.out.isEmpty(), one.text());
    const auto index = SecretIndex(m_index).list();
    QVERIFY_RESULT(index);
    QCOMPARE(index->size(), 1);
    QCOMPARE(index->first().id, id(Url));
    QCOMPARE(index->first().document, m_project + u"/topology.yaml"_s);
    QCOMPARE(index->first().secret + u'/' + index->first().key, First);
    for (const QString &file : {m_index, m_project + u"/topology.yaml"_s}) {
        QFile in(file);
        QVERIFY(in.open(QIODevice::ReadOnly));
        QVERIFY(!in.readAll().contains(value));
    }
}

void SecretCommandTest::replacesUnderTheSameId()
{
    const QString before = id(Url);
    const QByteArray hash = fileHash(m_project + u"/topology.yaml"_s), value = newValue();
    const Output set = run(u"set P "_s + First, value);
    QVERIFY2(set.code == 0, set.text());
    QCOMPARE(id(Url), before);
    QCOMPARE(kept(before), value);
    QCOMPARE(fileHash(m_project + u"/topology.yaml"_s), hash);
}

void SecretCommandTest::newlines()
{
    const QByteArray one = newValue(), two = newValue();
    const QList<std::pair<QByteArray, QByteArray>> cases{
        {one + "\n", one}, {one + "\r\n", one}, {one + '\n' + two + '\n', one + '\n' + two + '\n'}};
    for (const auto &[given, expected] : cases) {
        const Output set = run(u"set P "_s + First, given);
        QVERIFY2(set.code == 0, set.text());
        QCOMPARE(kept(id(Url)), expected);
    }
    for (const QByteArray &nothing : {QByteArray(), QByteArray("\n")}) {
        const Output set = run(u"set P "_s + First, nothing);
        QVERIFY2(set.code == 2 && set.err.contains("the value is empty"), set.text());
    }
    const Output large = run(u"set P "_s + First, QByteArray(1024 * 1024 + 1, 'x'));
    QVERIFY2(large.code == 2 && large.err.contains("1 MiB"), large.text());
    QCOMPARE(kept(id(Url)), cases.last().second);
}

void SecretCommandTest::asksWithoutShowing()
{
    const QByteArray value = newValue();
    QProcess terminal; // script gives its child one
    terminal.setProcessChannelMode(QProcess::MergedChannels);
    terminal.start(u"script"_s, {u"-qec"_s,
                                 QLatin1String(CHARTWRIGHT_BIN_DIR "/chartwright-cli secret set ") +
                                     m_project + u' ' + First,
                                 u"/dev/null"_s});
    QByteArray shown;
    QVERIFY(QTest::qWaitFor(
        [&] {
            terminal.waitForReadyRead(50);
            shown += terminal.readAll();
            return shown.contains("Value of todo-secrets/DATABASE_URL: ");
        },
        20'000));
    QTest::qWait(300); // the question comes before the terminal is told to be quiet
    terminal.write(value + '\n');
    QVERIFY(terminal.waitForFinished(20'000));
    shown += terminal.readAll();
    QVERIFY2(terminal.exitCode() == 0, shown);
    QVERIFY(!shown.contains(value));
    QCOMPARE(kept(id(Url)), value);
}

void SecretCommandTest::noCoreDumps()
{
    QProcess waiting;
    waiting.start(QStringLiteral(CHARTWRIGHT_BIN_DIR "/chartwright-cli"),
                  {u"secret"_s, u"set"_s, m_project, First});
    QVERIFY(waiting.waitForStarted());
    const auto limit = [&] {
        QFile limits(u"/proc/%1/limits"_s.arg(waiting.processId()));
        if (!limits.open(QIODevice::ReadOnly))
            return QString();
        static const QRegularExpression core(u"Max core file size +(\\S+)"_s);
        return core.match(QString::fromUtf8(limits.readAll())).captured(1);
    };
    QTRY_COMPARE_WITH_TIMEOUT(limit(), u"0"_s, 10'000);
    waiting.closeWriteChannel();
    QVERIFY(waiting.waitForFinished(20'000));
}

void SecretCommandTest::noSuchKey()
{
    const Output o = run(u"set P todo-secrets/NOTHING"_s, newValue());
    QVERIFY2(o.code == 2 && o.err.contains("todo-secrets/NOTHING") &&
                 o.err.contains("todo-secrets/OPENAI_API_KEY"),
             o.text());
    const Output all = run(u"list P NOTHING"_s);
    QVERIFY2(all.code == 2, all.text());
}

void SecretCommandTest::keeperCopies()
{
    QSignalSpy changed(m_keeper->vault(), &Vault::valueChanged);
    const QString to = newValueId(), nothing = newValueId();
    m_keeper->copy({{newValueId(), {nothing, u"/d"_s, u"s"_s, Key, {}, {}}},
                    {id(Url), {to, u"/d"_s, u"s"_s, Url, {}, {}}}});
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(kept(to), kept(id(Url)));
    QCOMPARE(kept(nothing), "the keychain holds no such value");
    // What is kept for the session stays there.
    const QString session = newValueId(), copy = newValueId();
    m_keeper->vault()->keepForSession({session, {}}, SecretValue(newValue()));
    m_keeper->copy({{session, {copy, u"/d"_s, u"s"_s, Key, {}, {}}}});
    QTRY_VERIFY(m_keeper->vault()->isKeptForSession({copy, {}}));
    QCOMPARE(kept(copy), kept(session));
    QCOMPARE(SecretIndex(m_index).list()->size(), 2);
}

void SecretCommandTest::keeperAdopts()
{
    m_keeper->adopt(u"/moved"_s, {{id(Url), {}, u"s"_s, u"RENAMED"_s, {}, {}}});
    const auto known = [&] {
        QStringList out;
        const auto entries = SecretIndex(m_index).list();
        for (const IndexEntry &e : *entries)
            out.append(e.document + u' ' + e.key);
        return out.join(u", ");
    };
    QTRY_COMPARE(known(), u"/d DATABASE_URL, /moved RENAMED, %1/topology.yaml DATABASE_URL"_s.arg(
                              m_project));
}

void SecretCommandTest::importsWithValues()
{
    const QByteArray value = newValue(), other = newValue();
    const QByteArray manifest = "apiVersion: v1\nkind: Secret\nmetadata: {name: imported}\n"
                                "stringData: {A: " +
                                value + "}\ndata: {B: " + other.toBase64() + "}\n";
    const QString project = m_folder.filePath(u"imported"_s);
    const Output o = runProgram({u"import"_s, project, u"-"_s, u"--keep-values"_s}, manifest);
    QVERIFY2(o.code == 0 && !o.text().contains(value), o.text());
    const auto loaded = loadProject(project, allKinds());
    QVERIFY_RESULT(loaded);
    const ResourcePtr secret = loaded->topology.findByName(u"Secret", u"imported");
    QCOMPARE(kept(keptValueId(*secret, u"A"_s)), value);
    QCOMPARE(kept(keptValueId(*secret, u"B"_s)), other);
    const Output check = runProgram({u"secret"_s, u"check"_s, project});
    QVERIFY2(check.code == 0, check.text());
}

void SecretCommandTest::locked()
{
    QVERIFY(m_session->lock());
    const QByteArray value = newValue();
    const Output set = run(u"set P "_s + First, value);
    QVERIFY2(set.code == 2 && set.err.contains("the keychain is locked") &&
                 set.err.contains("Unlock it.") && !set.err.contains(value),
             set.text());
    const Output list = run(u"list P "_s + First);
    QVERIFY2(list.code == 0 && list.out.contains("locked"), list.text());
    const Output check = run(u"check P "_s + First);
    QVERIFY2(check.code == 0 || (check.code == 2 && check.err.contains("locked")), check.text());
    const Output forget = run(u"forget P "_s + First);
    QVERIFY2(forget.code == 2 && forget.err.contains("locked"), forget.text());
}

void SecretCommandTest::copiesWhenUnlocked()
{
    QSignalSpy heldUp(m_keeper.get(), &ValueKeeper::copyHeldUp);
    const QString to = newValueId();
    m_keeper->copy({{id(Url), {to, u"/late"_s, u"s"_s, Url, {}, {}}}});
    QTRY_COMPARE(heldUp.size(), 1);
    QCOMPARE(heldUp.first().first().value<VaultError>().trouble, Trouble::Locked);
    m_session->stopKeyring();
    QVERIFY2(m_session->startKeyring(m_password), qPrintable(m_session->complaints()));
    QTRY_COMPARE_WITH_TIMEOUT(SecretIndex(m_index).list()->size(), 4, 10'000);
    QTRY_COMPARE_WITH_TIMEOUT(kept(to), kept(id(Url)), 10'000);
}

void SecretCommandTest::forgets()
{
    const QString before = id(Url);
    const Output forget = run(u"forget P "_s + First);
    QVERIFY2(forget.code == 0 && forget.err.isEmpty(), forget.text());
    QCOMPARE(kept(before), "the keychain holds no such value");
    QCOMPARE(id(Url), before);
    QCOMPARE(SecretIndex(m_index).list()->size(), 2);
    const Output check = run(u"check P "_s + First);
    QVERIFY2(check.code == 1, check.text());
    for (const QString &again : {First, u"todo-secrets/"_s + Key}) {
        const Output o = run(u"forget P "_s + again);
        QVERIFY2(o.code == 0, o.text());
    }
}

CHARTWRIGHT_TEST(SecretCommandTest)
#include "test_secret_command.moc"
