// SPDX-License-Identifier: Apache-2.0
#include "deploy/crash_logs.h"

namespace chartwright {
namespace {

constexpr int Lines = 5;
/// Of a release whose pods all crash, a few tell enough.
constexpr int MostAtOnce = 4, MostKept = 200;

} // namespace

CrashLogs::CrashLogs(ApiClient *client, QObject *parent) : QObject(parent), m_client(client) {}

QString CrashLogs::end(const Value &pod, const QString &container)
{
    Value status;
    for (const Value &one : pod[u"status"][u"containerStatuses"].list()) {
        if (one[u"name"].toString() == container)
            status = one;
    }
    const bool isNow = status[u"state"][u"terminated"].isMap();
    const Value &ended = status[isNow ? u"state" : u"lastState"][u"terminated"];
    const QString instance = ended[u"containerID"].toString();
    if (instance.isEmpty())
        return {};
    if (const auto known = m_ends.constFind(instance); known != m_ends.cend())
        return *known;
    if (m_open >= MostAtOnce)
        return {};
    if (m_ends.size() > MostKept)
        m_ends.clear();
    m_ends.insert(instance, {});
    ++m_open;
    LogSource source{pod[u"metadata"][u"namespace"].toString(),
                     pod[u"metadata"][u"name"].toString(), container};
    // Until it is started again, the one that ended is the present one.
    source.isPrevious = status[u"state"][u"running"].isMap();
    source.tail = Lines;
    source.isFollowed = false;
    auto *log = new PodLog(m_client, source, this);
    connect(log, &PodLog::lines, this, [this, instance](const QList<LogLine> &lines) {
        for (const LogLine &line : lines)
            m_ends[instance] += line.text + u'\n';
    });
    connect(log, &PodLog::stateChanged, this, [this, log, instance] {
        if (log->phase() != PodLog::Phase::Ended || !log->parent())
            return;
        log->disconnect(this);
        log->deleteLater();
        --m_open;
        if (!m_ends.value(instance).isEmpty())
            emit came(log->source().ns, log->source().pod);
    });
    log->start();
    return {};
}

} // namespace chartwright
