// SPDX-License-Identifier: Apache-2.0
#include "support/test_case.h"

#include <QDir>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <csignal>
#include <ctime>

/// SIGKILL at random moments. CHARTWRIGHT_KILLS says how many, 200 unless set.
class KillsTest : public TestCase
{
    Q_OBJECT

private slots:
    void editing();
    void exporting();
};

namespace {

constexpr qint64 MostLostMs = 2000;

qint64 now()
{
    timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return qint64(t.tv_sec) * 1000 + t.tv_nsec / 1'000'000;
}

int kills()
{
    bool set = false;
    const int n = qEnvironmentVariableIntValue("CHARTWRIGHT_KILLS", &set);
    return set ? n : 200;
}

/// One program in a folder and with a home of its own.
class Victim
{
public:
    explicit Victim(quint32 seed) : m_random(seed) {}

    void start(const QString &mode, int nodes)
    {
        m_process.setProcessEnvironment(environment());
        m_process.start(
            QStringLiteral(DRIVER),
            {mode, project(), QString::number(m_random.generate()), QString::number(nodes)});
    }
    int bounded(int low, int high) { return m_random.bounded(low, high); }
    QString project() const { return m_dir.filePath(QStringLiteral("project")); }
    bool waitForLine() { return m_process.waitForReadyRead(30'000); }

    void kill()
    {
        m_killedAt = now();
        ::kill(pid_t(m_process.processId()), SIGKILL);
        m_process.waitForFinished();
        m_log = m_process.readAllStandardOutput();
    }
    bool wasKilled() const
    {
        return m_process.exitStatus() == QProcess::CrashExit && m_process.exitCode() == SIGKILL;
    }
    QByteArray errors() { return m_process.readAllStandardError(); }

    /// The newest edit that must not be lost, and the newest of all.
    std::pair<int, int> edits() const
    {
        int old = 0, last = 0;
        for (const QByteArray &line : m_log.split('\n')) {
            const QList<QByteArray> words = line.split(' ');
            if (words.size() != 3 || words[0] == "exported")
                continue;
            last = words[1].toInt();
            if (words[2].toLongLong() <= m_killedAt - MostLostMs || words[0] == "saved")
                old = std::max(old, last);
        }
        return {old, last};
    }
    qint64 ageOf(int edit) const
    {
        for (const QByteArray &line : m_log.split('\n')) {
            if (line.startsWith("edit " + QByteArray::number(edit + 1) + ' '))
                return m_killedAt - line.split(' ').last().toLongLong();
        }
        return 0;
    }

    /// What a person finds afterwards; -1 where a file is corrupt.
    int found(QByteArray *why) const
    {
        QProcess check;
        check.setProcessEnvironment(environment());
        check.start(QStringLiteral(DRIVER), {QStringLiteral("verify"), project()});
        check.waitForFinished(60'000);
        *why = check.readAllStandardError();
        if (check.exitStatus() != QProcess::NormalExit || check.exitCode() != 0)
            return -1;
        int best = 0;
        for (const QByteArray &line : check.readAllStandardOutput().split('\n'))
            best = std::max(best, line.mid(line.indexOf(' ') + 1).toInt());
        return best;
    }

private:
    QProcessEnvironment environment() const
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_DATA_HOME"), m_dir.filePath(QStringLiteral("home")));
        return environment;
    }

    QTemporaryDir m_dir;
    QRandomGenerator m_random;
    QProcess m_process;
    QByteArray m_log;
    qint64 m_killedAt = 0;
};

} // namespace

void KillsTest::editing()
{
    constexpr int AtOnce = 8;
    constexpr int Sizes[] = {3, 30, 300, 1500, 3, 30, 300, 1500};
    qint64 longest = 0;
    int recovered = 0;
    for (int round = 0; round < kills(); round += AtOnce) {
        std::vector<std::unique_ptr<Victim>> victims;
        for (int i = 0; i < AtOnce; ++i) {
            victims.push_back(std::make_unique<Victim>(quint32(round + i)));
            victims.back()->start(QStringLiteral("edit"), Sizes[i]);
        }
        for (const auto &victim : victims)
            QVERIFY2(victim->waitForLine(), victim->errors());
        // At moments of their own, most of them while something is being written.
        std::vector<std::pair<qint64, Victim *>> ends;
        ends.reserve(victims.size());
        for (const auto &victim : victims)
            ends.emplace_back(now() + victim->bounded(50, 3000), victim.get());
        std::sort(ends.begin(), ends.end());
        for (const auto &[end, victim] : ends) {
            while (now() < end)
                QTest::qWait(int(std::clamp<qint64>(end - now(), 1, 50)));
            victim->kill();
            QVERIFY2(victim->wasKilled(), victim->errors());
        }
        for (const auto &victim : victims) {
            const auto [old, last] = victim->edits();
            QByteArray why;
            const int found = victim->found(&why);
            QVERIFY2(found >= 0, why);
            QVERIFY2(found >= old,
                     qPrintable(QStringLiteral("round %1: edit %2 is lost, found %3 of %4")
                                    .arg(round)
                                    .arg(old)
                                    .arg(found)
                                    .arg(last)));
            QVERIFY(found <= last + 1); // one may be written but not told yet
            longest = std::max(longest, victim->ageOf(found));
            recovered += found > 0;
        }
    }
    qInfo("%d kills, %d of them with work to find; the oldest edit lost was %lld ms old", kills(),
          recovered, longest);
}

void KillsTest::exporting()
{
    for (int round = 0; round < kills() / 10; ++round) {
        Victim victim{quint32(round)};
        for (int i = 0; i < 3; ++i) { // the last one over what two kills left
            victim.start(QStringLiteral("export"), 40);
            QVERIFY2(victim.waitForLine(), victim.errors());
            QTest::qWait(victim.bounded(1, 200));
            victim.kill();
            QVERIFY2(victim.wasKilled(), victim.errors());
            // No file is half: the driver that follows knows each of them as its own.
            QByteArray why;
            QVERIFY2(victim.found(&why) >= 0, why);
            const QDir templates(victim.project() + QStringLiteral("/templates"));
            for (const QString &name : templates.entryList(QDir::Files | QDir::Hidden))
                QVERIFY2(name.endsWith(u".yaml") || name.endsWith(u".txt") ||
                             name.endsWith(u".tpl"),
                         qPrintable(name));
        }
    }
}

CHARTWRIGHT_TEST(KillsTest)
#include "test_kills.moc"
