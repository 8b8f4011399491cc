// SPDX-License-Identifier: Apache-2.0
// Fifty values are kept, used and left behind by a crash (keeping_person.cpp); then everything is
// searched for them. Whatever is searched gets a value planted as well, which has to be found.
#include "canary/canary_case.h"
#include "gui/desktop.h"
#include "support/places.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QMimeData>

using namespace chartwright_test;
using namespace Qt::StringLiterals;

class CanaryTest : public CanaryCase
{
    Q_OBJECT
private slots:
    void initTestCase() { startPerson({}, "copied", 50); }
    void cleanupTestCase() { endSession(); }
    void findsEveryForm();
    void clipboardIsCleared();
    void dumpsNoCore();
    void passesNoValueToAProgram() { searchTrace({"chartwright-cli", "xdotool"}); }
    void noFileHoldsAValue() { searchFiles(); }
    void findsWhatIsPlanted_data();
    void findsWhatIsPlanted();
    void recoveryLeavesNoValue();

private:
    QString fileOf(const QString &channel) const;
    QStringList onClipboard() const;
};

void CanaryTest::findsEveryForm()
{
    const QByteArray value = newValue() + "%/ä \"it's\" $<x>";
    const Needles one({newValue(), value});
    QCOMPARE(one.find("nothing of it: " + newValue()), QStringList());
    for (const QString &form : Needles::forms()) {
        const QStringList hits = one.find("before " + Needles::inForm(value, form) + " behind");
        QVERIFY2(hits.contains(u"value 1 as "_s + form), qPrintable(form + hits.join(u", ")));
    }
    const QByteArray odd = newValue() + "?>?>?>?>";
    QVERIFY(odd.toBase64() != odd.toBase64(QByteArray::Base64UrlEncoding));
    QCOMPARE(Needles({odd}).find(odd.toBase64(QByteArray::Base64UrlEncoding)),
             QStringList{u"value 0 as base64"_s});
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
    crashPerson();
    const QByteArray end = traceOf(u"trace"_s);
    QVERIFY(end.contains("+++ killed by SIGSEGV +++"));
    QVERIFY(!end.contains("core dumped"));
    QVERIFY(QDir(m_folder.filePath(u"cwd"_s)).isEmpty());
    // The same program does, where it never had a value.
    QProcess control;
    startTraced(control, u"control"_s,
                {QLatin1StringView(CHARTWRIGHT_BIN_DIR) + u"/canary_person"_s, u"control"_s});
    QTRY_COMPARE_WITH_TIMEOUT(control.state(), QProcess::NotRunning, 20'000);
    const QByteArray other = traceOf(u"control"_s);
    QVERIFY2(other.contains("+++ killed by SIGSEGV (core dumped) +++"), other.constData());
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
    if (channel != u"archive")
        return findsPlantedIn(fileOf(channel));
    const QTemporaryDir copy;
    const QString place = copy.filePath(u"planted"_s);
    QVERIFY(QDir().mkpath(place));
    QCOMPARE(
        QProcess::execute(u"tar"_s, {u"-xzf"_s, m_projects + u"/todo.tgz"_s, u"-C"_s, copy.path()}),
        0);
    const QString values = firstFile(copy.path(), u"values.yaml"_s);
    QFile file(values);
    QVERIFY(file.open(QIODevice::Append));
    file.write("x: " + Needles::inForm(m_values.last(), u"base64 after one byte"_s));
    file.close();
    QCOMPARE(QProcess::execute(u"tar"_s, {u"-czf"_s, place + u"/todo.tgz"_s, u"-C"_s,
                                          QFileInfo(values).path(), u"values.yaml"_s}),
             0);
    QCOMPARE(needles().findBelow(place).size(), 1);
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
    const QByteArray trace = traceOf(u"recovery"_s);
    QVERIFY(trace.contains("execve("));
    QCOMPARE(needles().find(trace), QStringList());
    const QStringList hits = findInFiles(nullptr);
    QVERIFY2(hits.isEmpty(), qPrintable(hits.join(u'\n')));
}

CHARTWRIGHT_TEST(CanaryTest)
#include "test_canary.moc"
