// SPDX-License-Identifier: Apache-2.0
#include "unit/cluster/watch_server.h"

#include <QUrl>

namespace chartwright_test {

WatchServer::WatchServer(const QSslConfiguration &tls)
    : m_server([this](const Heard &heard) { return answer(heard); }, tls)
{
}

QByteArray WatchServer::object(const QByteArray &name, const QByteArray &phase, bool isListed) const
{
    return QByteArray(isListed ? "{" : R"({"apiVersion": "v1", "kind": "Pod", )") +
           R"("metadata": {"name": ")" + name +
           R"(", "namespace": "shop", "managedFields": [{"manager": "x"}], "resourceVersion": ")" +
           QByteArray::number(m_version) + R"("}, "status": {"phase": ")" + phase + "\"}" +
           padding + "}";
}

void WatchServer::happen(const QByteArray &type, const QByteArray &object)
{
    const QByteArray line = R"({"type": ")" + type + R"(", "object": )" + object + "}\n";
    m_events.append({m_version, line});
    push(line);
}

void WatchServer::put(const QByteArray &name, const QByteArray &phase)
{
    ++m_version;
    const QByteArray type = m_pods.contains(name) ? "MODIFIED" : "ADDED";
    m_pods[name] = phase;
    happen(type, object(name, phase, false));
}

void WatchServer::remove(const QByteArray &name)
{
    ++m_version;
    m_pods.remove(name);
    happen("DELETED", object(name, "Gone", false));
}

void WatchServer::bookmark()
{
    happen("BOOKMARK", R"({"apiVersion": "v1", "kind": "Pod", "metadata": {"resourceVersion": ")" +
                           QByteArray::number(++m_version) + R"("}})");
}

void WatchServer::push(const QByteArray &line)
{
    m_server.push("watch=1", ScriptedServer::chunk(line));
}

QByteArray WatchServer::answer(const Heard &heard)
{
    const QUrl url = QUrl::fromEncoded(heard.path);
    if (!url.path().startsWith(QLatin1String("/api/v1/namespaces/shop/pods")))
        return ScriptedServer::answer(404, R"({"message": "not here"})");
    const QUrlQuery query(url);
    if (query.hasQueryItem(QStringLiteral("watch")))
        return watch(query.queryItemValue(QStringLiteral("resourceVersion")).toInt());
    return list(query);
}

QByteArray WatchServer::list(const QUrlQuery &query)
{
    const QString key = QStringLiteral("continue");
    const int from = query.queryItemValue(key).toInt();
    if (from == 0)
        ++m_lists;
    const int most = std::min(query.queryItemValue(QStringLiteral("limit")).toInt(), mostInPage);
    const QByteArrayList names = m_pods.keys().mid(from, most);
    QByteArrayList items;
    for (const QByteArray &name : names)
        items.append(object(name, m_pods[name], true));
    const QByteArray next =
        from + most < m_pods.size() ? QByteArray::number(from + most) : QByteArray();
    return ScriptedServer::answer(200, R"({"kind": "PodList", "metadata": {"resourceVersion": ")" +
                                           QByteArray::number(m_version) + R"(", "continue": ")" +
                                           next + R"("}, "items": [)" + items.join(", ") + "]}");
}

QByteArray WatchServer::watch(int from)
{
    ++m_watches;
    if (from < m_oldest)
        return ScriptedServer::answer(410, R"({"reason": "Expired", "message": "too old"})");
    QByteArray out = ScriptedServer::chunked();
    for (const auto &[version, line] : m_events) {
        if (version > from)
            out += ScriptedServer::chunk(line);
    }
    return out;
}

} // namespace chartwright_test
