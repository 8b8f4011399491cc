// SPDX-License-Identifier: Apache-2.0
#include "cli/status_run.h"

#include "cli/interrupt.h"
#include "cli/status_output.h"

#include <QCoreApplication>
#include <QEventLoop>

namespace chartwright::cli {
namespace {

using Phase = WatchState::Phase;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

/// Until all is listed; where nobody answers, sooner.
constexpr std::chrono::seconds Patience{25}, PatienceWithNobody{8};

/// One run of the command: shows what is, then what changes.
class StatusRun
{
public:
    StatusRun(const ClusterSession &session, const StatusOptions &options, Console &console)
        : m_session(session), m_options(options), m_console(console), m_status(session)
    {
    }

    int run()
    {
        const auto isNew = [this] { look(); };
        QObject::connect(&m_status, &ReleaseStatus::changed, &m_loop, isNew);
        QObject::connect(&m_interrupt, &Interrupt::came, &m_loop,
                         [this] { leave(m_interrupt.exitCode()); });
        m_timer.setInterval(std::chrono::milliseconds(500));
        QObject::connect(&m_timer, &QTimer::timeout, &m_loop, [this] { checkTime(); });
        m_since.start();
        m_timer.start();
        m_status.start();
        look();
        if (!m_isOver)
            m_loop.exec();
        return m_code;
    }

private:
    void look()
    {
        if (m_isOver)
            return;
        if (!m_status.isCurrent())
            return lookAtTrouble();
        if (std::exchange(m_isStale, false))
            m_console.note(tr("The connection is back."));
        const QList<ObjectStatus> objects = m_status.objects();
        const bool isFirst = !std::exchange(m_isShown, true);
        const bool isOnTheWay = m_options.waits && isAnyToWaitFor(objects);
        const bool isLast = m_options.waits ? !isOnTheWay : !m_options.isWatching;
        if (m_options.isWatching)
            tellChanges(objects, isFirst);
        else if (isLast)
            show(objects);
        if (isLast)
            leave(codeOf(objects));
    }

    /// What cannot be found out now will not be by waiting.
    bool isAnyToWaitFor(const QList<ObjectStatus> &objects) const
    {
        return std::any_of(objects.begin(), objects.end(), [this](const ObjectStatus &object) {
            return object.state.isKnown && !object.isGood() &&
                   (m_options.needsAddresses || !object.state.lacksAddress);
        });
    }

    int codeOf(const QList<ObjectStatus> &objects) const
    {
        if (isAnyToWaitFor(objects))
            return Findings;
        const auto isUnknown = [](const ObjectStatus &object) { return !object.state.isKnown; };
        return std::any_of(objects.begin(), objects.end(), isUnknown) ? Bad : Clean;
    }

    void show(const QList<ObjectStatus> &objects)
    {
        if (m_options.isJson)
            m_console.write(statusJson(m_session, objects));
        else
            tellStatus(objects, m_console);
    }

    void tellChanges(const QList<ObjectStatus> &objects, bool isFirst)
    {
        const QString time =
            QDateTime::currentDateTime().toString(QStringLiteral("HH:mm:ss")) + u' ';
        for (const ObjectStatus &object : objects) {
            if (m_options.isJson) {
                const QByteArray now = jsonLine(statusValue(object));
                QByteArray &before = m_jsonOf[object.ref];
                if (now != before)
                    m_console.write(now);
                before = now;
                continue;
            }
            const QStringList lines = newLines(object, m_linesOf[object.ref]);
            for (const QString &line : isFirst ? QStringList() : lines)
                m_console.line(time + line);
        }
        if (isFirst && !m_options.isJson)
            tellStatus(objects, m_console);
        m_console.flush();
    }

    void lookAtTrouble()
    {
        const WatchState &state = m_status.watchState();
        if (!state.failure)
            return;
        if (!m_isShown && state.phase == Phase::Refused)
            return leave(failApi(*state.failure, m_console));
        if (m_isShown && m_options.isWatching && !std::exchange(m_isStale, true)) {
            m_console.note(
                tr("Not up to date: %1. Trying again.").arg(plain(state.failure->error.message)));
            m_console.flush();
        }
    }

    void checkTime()
    {
        const auto passed = std::chrono::milliseconds(m_since.elapsed());
        const WatchState &state = m_status.watchState();
        if (!m_isShown && state.failure && passed > PatienceWithNobody)
            return leave(failApi(*state.failure, m_console));
        if (!m_isShown && passed > Patience) {
            return leave(m_console.fail(
                {tr("the cluster has not told all within %1 seconds").arg(Patience.count()),
                 {},
                 tr("Check --context, or try again.")}));
        }
        if (m_options.timeout == 0 || passed < std::chrono::seconds(m_options.timeout))
            return;
        m_console.note(tr("Not all is as it should be after %1 seconds.").arg(m_options.timeout));
        if (m_isShown && !m_options.isWatching)
            show(m_status.objects());
        else if (!m_options.isJson) // the reasons may stand far above
            tellUnwell(m_status.objects(), m_console);
        leave(m_isShown ? Findings : Bad);
    }

    void leave(int code)
    {
        if (std::exchange(m_isOver, true))
            return;
        m_code = code;
        m_timer.stop();
        m_loop.quit();
    }

    const ClusterSession &m_session;
    StatusOptions m_options;
    Console &m_console;
    QEventLoop m_loop;
    Interrupt m_interrupt;
    ReleaseStatus m_status;
    QTimer m_timer;
    QElapsedTimer m_since;
    QHash<ObjectRef, QStringList> m_linesOf;
    QHash<ObjectRef, QByteArray> m_jsonOf;
    bool m_isShown = false, m_isStale = false, m_isOver = false;
    int m_code = Bad;
};

} // namespace

tl::expected<int, int> timeoutOf(const QCommandLineParser &parser, const QString &command,
                                 Console &console, int fallback, int least)
{
    if (!parser.isSet(QStringLiteral("timeout")))
        return fallback;
    bool isNumber = false;
    const int seconds = parser.value(QStringLiteral("timeout")).toInt(&isNumber);
    if (isNumber && seconds >= least)
        return seconds;
    return tl::unexpected(console.failUsage(tr("--timeout takes a number of seconds"), command));
}

int showStatus(const ClusterSession &session, const StatusOptions &options, Console &console)
{
    return StatusRun(session, options, console).run();
}

} // namespace chartwright::cli
