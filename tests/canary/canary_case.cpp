// SPDX-License-Identifier: Apache-2.0
#include "canary/canary_case.h"

#include "secrets/generator.h"
#include "support/places.h"

#include <QDir>
#include <QDirIterator>

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace {

// Before the application, whose platform plug-in may ask for the address of the bus.
std::unique_ptr<Session> theSession = std::make_unique<Session>(Session::Display::Outer);

} // namespace

QByteArray CanaryCase::newValue()
{
    return generate(24, Alphabet::Alphanumeric)->view().toByteArray();
}

QByteArray CanaryCase::contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString CanaryCase::firstFile(const QString &folder, const QString &pattern)
{
    QDirIterator it(folder, {pattern}, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    return it.hasNext() ? it.next() : QString();
}

void CanaryCase::startTraced(QProcess &process, const QString &trace, const QStringList &command)
{
    process.setWorkingDirectory(m_folder.filePath(u"cwd"_s));
    process.start(u"strace"_s,
                  QStringList{u"-f"_s, u"--seccomp-bpf"_s, u"-v"_s, u"-s"_s, u"1000000"_s, u"-e"_s,
                              u"trace=execve,execveat"_s, u"-o"_s, m_folder.filePath(trace)} +
                      command);
}

QByteArray CanaryCase::traceOf(const QString &trace) const
{
    return contentOf(m_folder.filePath(trace));
}

void CanaryCase::startPerson(const QStringList &arguments, const QByteArray &line, int leastValues)
{
    QVERIFY(QDir(m_folder.path()).mkpath(u"cwd"_s));
    QVERIFY2(theSession->startBus(), "dbus-daemon is needed");
    QVERIFY2(theSession->startKeyring(newValue()), qPrintable(theSession->complaints()));
    // What the program says of itself is searched, too.
    m_person.setStandardErrorFile(m_folder.filePath(u"errors"_s));
    startTraced(m_person, u"trace"_s,
                QStringList{QLatin1StringView(CHARTWRIGHT_BIN_DIR) + u"/canary_person"_s} +
                    arguments);
    QVERIFY2(m_person.waitForStarted(), "strace is needed");
    awaitLine(line);
    QVERIFY2(m_values.size() >= leastValues, qPrintable(QString::number(m_values.size())));
}

void CanaryCase::letGoOn(const QByteArray &line)
{
    m_person.write("go on\n");
    awaitLine(line);
}

void CanaryCase::awaitLine(const QByteArray &line)
{
    bool isDone = false;
    const auto read = [&] {
        meanwhile();
        while (!isDone && m_person.canReadLine()) {
            const QByteArray said = m_person.readLine().trimmed();
            if (said.startsWith("value "))
                m_values.append(QByteArray::fromBase64(said.sliced(6)));
            else if (said.startsWith("folder "))
                m_projects = QString::fromUtf8(said.sliced(7));
            else if (said.startsWith("dumpable "))
                m_dumpable = said.sliced(9);
            isDone = said == line;
        }
        return isDone || m_person.state() == QProcess::NotRunning;
    };
    QVERIFY2(QTest::qWaitFor(read, 400'000) && isDone, contentOf(m_folder.filePath(u"errors"_s)));
    m_needles = std::make_unique<Needles>(m_values);
}

void CanaryCase::crashPerson()
{
    m_person.write("crash\n");
    QTRY_COMPARE_WITH_TIMEOUT(m_person.state(), QProcess::NotRunning, 20'000);
}

void CanaryCase::endSession()
{
    if (m_person.state() == QProcess::Running) {
        m_person.write("crash\n");
        m_person.waitForFinished(10'000);
    }
    if (!m_projects.isEmpty())
        QDir(m_projects).removeRecursively(); // a crash leaves them
    theSession.reset();
}

void CanaryCase::searchTrace(const QByteArrayList &programs)
{
    const QByteArray trace = traceOf(u"trace"_s);
    QVERIFY(trace.count("execve(") > 50);
    for (const QByteArray &program : programs)
        QVERIFY2(trace.contains(program), program);
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
        QVERIFY(!needles().find(traceOf(u"planted"_s)).isEmpty());
    }
}

QStringList CanaryCase::findInFiles(int *files) const
{
    QStringList hits = needles().find(contentOf(m_folder.filePath(u"errors"_s)));
    const QStringList session{m_projects,
                              QDir::homePath(),
                              qEnvironmentVariable("XDG_DATA_HOME"),
                              qEnvironmentVariable("XDG_CONFIG_HOME"),
                              qEnvironmentVariable("XDG_CACHE_HOME"),
                              qEnvironmentVariable("XDG_RUNTIME_DIR")};
    for (const QString &root : session + m_roots)
        hits += QFileInfo(root).isFile() ? needles().find(contentOf(root))
                                         : needles().findBelow(root, files);
    return hits;
}

void CanaryCase::searchFiles()
{
    int files = 0;
    const QStringList hits = findInFiles(&files);
    QVERIFY2(hits.isEmpty(), qPrintable(hits.join(u'\n')));
    QVERIFY2(files > 40, qPrintable(QString::number(files)));
}

void CanaryCase::findsPlantedIn(const QString &original)
{
    const QTemporaryDir copy;
    const QByteArray content = contentOf(original);
    QVERIFY2(!content.isEmpty(), qPrintable(original));
    QFile file(copy.filePath(u"copy"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content + Needles::inForm(m_values.last(), u"base64 after one byte"_s));
    file.close();
    const QStringList hits = needles().findBelow(copy.path());
    const QString words = u"value %1 as base64 after one byte"_s.arg(m_values.size() - 1);
    QVERIFY2(hits.size() == 1 && hits[0].endsWith(words), qPrintable(hits.join(u'\n')));
}
