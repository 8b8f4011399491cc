// SPDX-License-Identifier: Apache-2.0
// Fifty values are kept, used and left behind by a crash (person.cpp); then everything is searched
// for them. Whatever is searched gets a value planted as well, which has to be found.
#include "gui/desktop.h"
#include "keychain/session.h"
#include "needles.h"
#include "secrets/generator.h"
#include "support/test_case.h"

#include <QApplication>
#include <QClipboard>
#include <QDirIterator>
#include <QMimeData>
#include <QProcess>
#include <memory>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

// Before the application, whose platform plug-in may ask for the address of the bus.
std::unique_ptr<Session> theSession = std::make_unique<Session>(Session::Display::Outer);

QByteArray newValue() { return generate(24, Alphabet::Alphanumeric)->view().toByteArray(); }

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString firstFile(const QString &folder, const QString &pattern)
{
    QDirIterator it(folder, {pattern}, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    return it.hasNext() ? it.next() : QString();
}

} // namespace

class CanaryTest : public TestCase
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase();
    void findsEveryForm();
    void clipboardIsCleared();
    void dumpsNoCore();
    void passesNoValueToAProgram();
    void noFileHoldsAValue();
    void findsWhatIsPlanted_data();
    void findsWhatIsPlanted();
    void recoveryLeavesNoValue();

private:
    void startTraced(QProcess &process, const QString &trace, const QStringList &command);
    QString fileOf(const QString &channel) const;
    QStringList findInFiles(int *files) const;
    QStringList onClipboard() const;
    const Needles &needles() const { return *m_needles; }

    QTemporaryDir m_folder;
    QProcess m_person;
    QList<QByteArray> m_values;
    std::unique_ptr<Needles> m_needles;
    QString m_projects; ///< where the person's projects are
    QByteArray m_dumpable;
};

/// All programs that it starts are traced, from the first one on.
void CanaryTest::startTraced(QProcess &process, const QString &trace, const QStringList &command)
{
    process.setWorkingDirectory(m_folder.filePath(u"cwd"_s));
    process.start(u"strace"_s,
                  QStringList{u"-f"_s, u"--seccomp-bpf"_s, u"-v"_s, u"-s"_s, u"1000000"_s, u"-e"_s,
                              u"trace=execve,execveat"_s, u"-o"_s, m_folder.filePath(trace)} +
                      command);
}

void CanaryTest::initTestCase()
{
    QVERIFY(QDir(m_folder.path()).mkpath(u"cwd"_s));
    QVERIFY2(theSession->startBus(), "dbus-daemon is needed");
    QVERIFY2(theSession->startKeyring(newValue()), qPrintable(theSession->complaints()));
    m_person.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    startTraced(m_person, u"trace"_s,
                {QLatin1StringView(CHARTWRIGHT_BIN_DIR) + u"/canary_person"_s});
    QVERIFY2(m_person.waitForStarted(), "strace is needed");
    bool copied = false;
    const auto read = [&] {
        while (m_person.canReadLine()) {
            const QByteArray line = m_person.readLine().trimmed();
            if (line.startsWith("value "))
                m_values.append(QByteArray::fromBase64(line.sliced(6)));
            else if (line.startsWith("folder "))
                m_projects = QString::fromUtf8(line.sliced(7));
            else if (line.startsWith("dumpable "))
                m_dumpable = line.sliced(9);
            copied = copied || line == "copied";
        }
        return copied || m_person.state() == QProcess::NotRunning;
    };
    QVERIFY(QTest::qWaitFor(read, 400'000) && copied);
    QVERIFY2(m_values.size() >= 50, qPrintable(QString::number(m_values.size())));
    m_needles = std::make_unique<Needles>(m_values);
}

void CanaryTest::cleanupTestCase()
{
    if (m_person.state() == QProcess::Running) {
        m_person.write("crash\n");
        m_person.waitForFinished(10'000);
    }
    if (!m_projects.isEmpty())
        QDir(m_projects).removeRecursively(); // a crash leaves them
    theSession.reset();
}

void CanaryTest::findsEveryForm()
{
    const QByteArray value = newValue() + "%/ä ";
    const Needles one({newValue(), value});
    QCOMPARE(one.find("nothing of it: " + newValue()), QStringList());
    for (const QString &form : Needles::forms()) {
        const QStringList hits = one.find("before " + Needles::inForm(value, form) + " behind");
        QVERIFY2(hits.contains(u"value 1 as "_s + form), qPrintable(form + hits.join(u", ")));
    }
    const Needles lines({newValue() + '\n' + value});
    QCOMPARE(lines.find(value), QStringList{u"value 0 as raw"_s});
}

QStringList CanaryTest::onClipboard() const
{
    QStringList out;
    for (const auto mode : {QClipboard::Clipboard, QClipboard::Selection}) {
        const QMimeData *data = QApplication::clipboard()->mimeData(mode);
        for (const QString &format : data ? data->formats() : QStringList())
            out += needles().find(data->data(format));
    }
    return out;
}

void CanaryTest::clipboardIsCleared()
{
    QTRY_VERIFY(!onClipboard().isEmpty());
    QTest::qWait(10'000);
    QTRY_COMPARE(onClipboard(), QStringList());
}

void CanaryTest::dumpsNoCore()
{
    QCOMPARE(m_dumpable, "0");
    m_person.write("crash\n");
    QTRY_COMPARE_WITH_TIMEOUT(m_person.state(), QProcess::NotRunning, 20'000);
    const QByteArray end = contentOf(m_folder.filePath(u"trace"_s));
    QVERIFY(end.contains("+++ killed by SIGSEGV +++"));
    QVERIFY(!end.contains("core dumped"));
    QVERIFY(QDir(m_folder.filePath(u"cwd"_s)).isEmpty());
    // The same program does, where it never had a value.
    QProcess control;
    startTraced(control, u"control"_s,
                {QLatin1StringView(CHARTWRIGHT_BIN_DIR) + u"/canary_person"_s, u"control"_s});
    QTRY_COMPARE_WITH_TIMEOUT(control.state(), QProcess::NotRunning, 20'000);
    const QByteArray other = contentOf(m_folder.filePath(u"control"_s));
    QVERIFY2(other.contains("+++ killed by SIGSEGV (core dumped) +++"), other.constData());
}

void CanaryTest::passesNoValueToAProgram()
{
    const QByteArray trace = contentOf(m_folder.filePath(u"trace"_s));
    QVERIFY(trace.count("execve(") > 50);
    QVERIFY(trace.contains("chartwright-cli") && trace.contains("xdotool"));
    QVERIFY(trace.contains("\"XDG_DATA_HOME=")); // the environment is in it
    QCOMPARE(needles().find(trace), QStringList());
    // As an argument, and in the environment.
    for (const bool inEnvironment : {false, true}) {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        if (inEnvironment)
            environment.insert(u"PLANTED"_s, QString::fromLatin1(m_values.last()));
        process.setProcessEnvironment(environment);
        startTraced(process, u"planted"_s,
                    {u"true"_s, inEnvironment ? QString() : QString::fromLatin1(m_values.last())});
        QVERIFY(process.waitForFinished(20'000));
        QVERIFY(!needles().find(contentOf(m_folder.filePath(u"planted"_s))).isEmpty());
    }
}

QStringList CanaryTest::findInFiles(int *files) const
{
    QStringList hits;
    for (const QString &root :
         {m_projects, QDir::homePath(), qEnvironmentVariable("XDG_DATA_HOME"),
          qEnvironmentVariable("XDG_CONFIG_HOME"), qEnvironmentVariable("XDG_CACHE_HOME"),
          qEnvironmentVariable("XDG_RUNTIME_DIR")})
        hits += needles().findBelow(root, files);
    return hits;
}

void CanaryTest::noFileHoldsAValue()
{
    int files = 0;
    const QStringList hits = findInFiles(&files);
    QVERIFY2(hits.isEmpty(), qPrintable(hits.join(u'\n')));
    QVERIFY2(files > 40, qPrintable(QString::number(files)));
}

QString CanaryTest::fileOf(const QString &channel) const
{
    const QString data = qEnvironmentVariable("XDG_DATA_HOME");
    if (channel == u"document")
        return m_projects + u"/project/topology.yaml"_s;
    if (channel == u"autosave")
        return firstFile(data + u"/chartwright/chartwright/autosave"_s, u"*"_s);
    if (channel == u"chart")
        return m_projects + u"/chart/values.yaml"_s;
    if (channel == u"chart of the command line")
        return m_projects + u"/cli-chart/values.yaml"_s;
    if (channel == u"settings")
        return firstFile(qEnvironmentVariable("XDG_CONFIG_HOME"), u"*.conf"_s);
    if (channel == u"log")
        return firstFile(data, u"chartwright.log"_s);
    if (channel == u"index")
        return firstFile(data, u"index.json"_s);
    if (channel == u"keyring")
        return firstFile(data, u"login.keyring"_s);
    return m_projects + u"/seen.txt"_s; // screen, findings, undo, clipboard, outputs of programs
}

void CanaryTest::findsWhatIsPlanted_data()
{
    QTest::addColumn<QString>("channel");
    for (const char *channel : {"document", "autosave", "chart", "chart of the command line",
                                "archive", "settings", "log", "index", "keyring", "screen"})
        QTest::newRow(channel) << QString::fromLatin1(channel);
}

void CanaryTest::findsWhatIsPlanted()
{
    QFETCH(QString, channel);
    const QTemporaryDir copy;
    const QString place = copy.filePath(u"planted"_s);
    QVERIFY(QDir().mkpath(place));
    const QByteArray planted = Needles::inForm(m_values.last(), u"base64 after one byte"_s);
    if (channel == u"archive") {
        QCOMPARE(QProcess::execute(u"tar"_s,
                                   {u"-xzf"_s, m_projects + u"/todo.tgz"_s, u"-C"_s, copy.path()}),
                 0);
        const QString values = firstFile(copy.path(), u"values.yaml"_s);
        QFile file(values);
        QVERIFY(file.open(QIODevice::Append) && file.write("x: " + planted) > 0);
        file.close();
        QCOMPARE(QProcess::execute(u"tar"_s, {u"-czf"_s, place + u"/todo.tgz"_s, u"-C"_s,
                                              QFileInfo(values).path(), u"values.yaml"_s}),
                 0);
    } else {
        const QString original = fileOf(channel);
        const QByteArray content = contentOf(original);
        QVERIFY2(!content.isEmpty(), qPrintable(channel + u": "_s + original));
        QFile file(place + u"/copy"_s);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content + planted) > 0);
    }
    const QStringList hits = needles().findBelow(place);
    const QString words = u"value %1 as base64 after one byte"_s.arg(m_values.size() - 1);
    QVERIFY2(hits.size() == 1 && hits[0].endsWith(words), qPrintable(hits.join(u'\n')));
}

void CanaryTest::recoveryLeavesNoValue()
{
    QProcess program;
    startTraced(program, u"recovery"_s,
                {QLatin1StringView(CHARTWRIGHT_BIN_DIR) + u"/chartwright"_s});
    const auto press = [](const QString &title, const QString &key) {
        QTRY_VERIFY_WITH_TIMEOUT(!windowTitled(title).isEmpty(), 30'000);
        xdotool({u"windowactivate"_s, u"--sync"_s, windowTitled(title), u"key"_s, key});
    };
    const QByteArray before = contentOf(m_projects + u"/project/topology.yaml"_s);
    press(u"^Recover Unsaved Work"_s, u"Return"_s);
    press(u"^todo-app\\*"_s, u"ctrl+s"_s);
    press(u"^todo-app "_s, u"ctrl+q"_s);
    QTRY_COMPARE_WITH_TIMEOUT(program.state(), QProcess::NotRunning, 20'000);
    QVERIFY(contentOf(m_projects + u"/project/topology.yaml"_s) != before);
    const QByteArray trace = contentOf(m_folder.filePath(u"recovery"_s));
    QVERIFY(trace.contains("execve("));
    QCOMPARE(needles().find(trace), QStringList());
    const QStringList hits = findInFiles(nullptr);
    QVERIFY2(hits.isEmpty(), qPrintable(hits.join(u'\n')));
}

CHARTWRIGHT_TEST(CanaryTest)
#include "test_canary.moc"
