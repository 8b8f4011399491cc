// SPDX-License-Identifier: Apache-2.0
#include "cluster/pod_state.h"

namespace chartwright {
namespace {

bool isTrue(const Value &conditions, QStringView type)
{
    for (const Value &condition : conditions.list()) {
        if (condition[u"type"].toString() == type)
            return condition[u"status"].toString() == u"True";
    }
    return false;
}

/// "Signal:9", "ExitCode:1", or the reason.
QString ended(const Value &terminated)
{
    if (const QString reason = terminated[u"reason"].toString(); !reason.isEmpty())
        return reason;
    if (const qint64 signal = terminated[u"signal"].toInt(); signal != 0)
        return QStringLiteral("Signal:%1").arg(signal);
    return QStringLiteral("ExitCode:%1").arg(terminated[u"exitCode"].toInt());
}

/// Init containers that stay beside the others: sidecars.
bool isRestartable(const Value &pod, const QString &name)
{
    for (const Value &container : pod[u"spec"][u"initContainers"].list()) {
        if (container[u"name"].toString() == name)
            return container[u"restartPolicy"].toString() == u"Always";
    }
    return false;
}

class Reading
{
public:
    explicit Reading(const Value &pod) : m_pod(pod), m_status(pod[u"status"]) {}

    PodState state()
    {
        m_out.containers = int(m_pod[u"spec"][u"containers"].list().size());
        m_out.word = m_status[u"phase"].toString(QStringLiteral("Unknown"));
        m_out.message = m_status[u"message"].toString();
        if (const QString reason = m_status[u"reason"].toString(); !reason.isEmpty())
            m_out.word = reason;
        for (const Value &condition : m_status[u"conditions"].list()) {
            if (condition[u"type"].toString() != u"PodScheduled")
                continue;
            if (condition[u"reason"].toString() == u"SchedulingGated")
                m_out.word = QStringLiteral("SchedulingGated");
            if (condition[u"status"].toString() == u"False" && m_out.message.isEmpty())
                m_out.message = condition[u"message"].toString();
        }
        if (!readInit() || isTrue(m_status[u"conditions"], u"Initialized"))
            readContainers();
        if (isLeaving()) {
            if (m_status[u"reason"].toString() == u"NodeLost")
                m_out.word = QStringLiteral("Unknown");
            else if (!isOver())
                m_out.word = QStringLiteral("Terminating");
        }
        m_out.message = m_out.message.simplified();
        m_out.health = health();
        return m_out;
    }

private:
    const Value &m_pod;
    const Value &m_status;
    PodState m_out;
    int m_sidecarRestarts = 0;
    QDateTime m_sidecarRestart;

    bool isLeaving() const { return !m_pod[u"metadata"][u"deletionTimestamp"].isNull(); }

    bool isOver() const
    {
        const QString phase = m_status[u"phase"].toString();
        return phase == u"Succeeded" || phase == u"Failed";
    }

    static void countRestart(const Value &container, int &restarts, QDateTime &last)
    {
        restarts += int(container[u"restartCount"].toInt());
        const Value &before = container[u"lastState"][u"terminated"];
        const auto at = QDateTime::fromString(before[u"finishedAt"].toString(), Qt::ISODate);
        if (at.isValid() && (!last.isValid() || at > last))
            last = at;
    }

    void readEnd(const Value &terminated)
    {
        m_out.exitCode.reset();
        m_out.endReason = terminated[u"reason"].toString();
        if (terminated.isMap())
            m_out.exitCode = int(terminated[u"exitCode"].toInt());
    }

    /// True while an init container has not ended.
    bool readInit()
    {
        const List &all = m_status[u"initContainerStatuses"].list();
        const qsizetype count = m_pod[u"spec"][u"initContainers"].list().size();
        for (const Value &container : m_pod[u"spec"][u"initContainers"].list())
            m_out.containers += container[u"restartPolicy"].toString() == u"Always" ? 1 : 0;
        for (qsizetype i = 0; i < all.size(); ++i) {
            const Value &container = all[i];
            const bool stays = isRestartable(m_pod, container[u"name"].toString());
            countRestart(container, m_out.restarts, m_out.lastRestart);
            if (stays)
                countRestart(container, m_sidecarRestarts, m_sidecarRestart);
            const Value &terminated = container[u"state"][u"terminated"];
            if (terminated.isMap() && terminated[u"exitCode"].toInt() == 0)
                continue;
            if (stays && container[u"started"].toBool()) {
                m_out.ready += container[u"ready"].toBool() ? 1 : 0;
                continue;
            }
            const Value &waiting = container[u"state"][u"waiting"];
            const QString reason = waiting[u"reason"].toString();
            if (terminated.isMap()) {
                m_out.word = QStringLiteral("Init:") + ended(terminated);
                m_out.message = terminated[u"message"].toString();
                readEnd(terminated);
            } else if (!reason.isEmpty() && reason != u"PodInitializing") {
                m_out.word = QStringLiteral("Init:") + reason;
                m_out.message = waiting[u"message"].toString();
                readEnd(container[u"lastState"][u"terminated"]);
            } else {
                m_out.word = QStringLiteral("Init:%1/%2").arg(i).arg(count);
            }
            return true;
        }
        return false;
    }

    void readContainers()
    {
        m_out.restarts = m_sidecarRestarts;
        m_out.lastRestart = m_sidecarRestart;
        bool hasRunning = false;
        const List &all = m_status[u"containerStatuses"].list();
        // The last one's word is overwritten by the first one's, as kubectl has it.
        for (qsizetype i = all.size() - 1; i >= 0; --i) {
            const Value &container = all[i];
            countRestart(container, m_out.restarts, m_out.lastRestart);
            const Value &state = container[u"state"];
            if (const QString reason = state[u"waiting"][u"reason"].toString(); !reason.isEmpty()) {
                m_out.word = reason;
                m_out.message = state[u"waiting"][u"message"].toString();
                readEnd(container[u"lastState"][u"terminated"]);
            } else if (state[u"terminated"].isMap()) {
                m_out.word = ended(state[u"terminated"]);
                m_out.message = state[u"terminated"][u"message"].toString();
                readEnd(state[u"terminated"]);
            } else if (container[u"ready"].toBool() && state[u"running"].isMap()) {
                hasRunning = true;
                ++m_out.ready;
            }
        }
        if (m_out.word == u"Completed" && hasRunning) {
            m_out.word = isTrue(m_status[u"conditions"], u"Ready") ? QStringLiteral("Running")
                                                                   : QStringLiteral("NotReady");
        }
    }

    Health health() const
    {
        const QString &word = m_out.word;
        if (word == u"Terminating")
            return Health::Leaving;
        if (word == u"Unknown")
            return Health::Unknown;
        const QString phase = m_status[u"phase"].toString();
        if (phase == u"Succeeded")
            return Health::Done;
        if (phase == u"Failed") // killed while it was being deleted: that needs nobody
            return isLeaving() ? Health::Leaving : Health::Bad;
        static const QStringList quiet{
            QStringLiteral("Pending"),         QStringLiteral("ContainerCreating"),
            QStringLiteral("PodInitializing"), QStringLiteral("SchedulingGated"),
            QStringLiteral("NotReady"),        QStringLiteral("Completed")};
        if (word == u"Running")
            return m_out.ready == m_out.containers ? Health::Good : Health::Waiting;
        const bool isCount = word.startsWith(u"Init:") && word.contains(u'/');
        return isCount || quiet.contains(word) ? Health::Waiting : Health::Bad;
    }
};

} // namespace

PodState podState(const Value &pod) { return Reading(pod).state(); }

} // namespace chartwright
