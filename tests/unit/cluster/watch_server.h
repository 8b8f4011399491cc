// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "unit/cluster/scripted_server.h"

#include <QMap>
#include <QUrlQuery>

namespace chartwright_test {

/// Serves pods of the namespace "shop" as an API server does: lists in pages, and watches that go
/// on from a version.
class WatchServer
{
public:
    explicit WatchServer(const QSslConfiguration &tls = {});

    QString url() const { return m_server.url(); }
    ScriptedServer &server() { return m_server; }

    // Each is a new version, and an event for whoever watches.
    void put(const QByteArray &name, const QByteArray &phase = "Running");
    void remove(const QByteArray &name);
    void bookmark();
    void push(const QByteArray &line); ///< as it is
    /// Watches from older versions are refused with 410.
    void compact() { m_oldest = m_version; }
    /// So many objects a page, whatever was asked for.
    int mostInPage = 500;
    /// Spaces in each object, to make it large.
    QByteArray padding;

    int lists() const { return m_lists; } ///< that were begun
    int watches() const { return m_watches; }
    int watching() const { return m_server.open("watch=1"); }
    int version() const { return m_version; }
    QByteArray lastPath() const { return m_server.heard().constLast().path; }

private:
    QByteArray answer(const Heard &heard);
    QByteArray list(const QUrlQuery &query);
    QByteArray watch(int from);
    QByteArray object(const QByteArray &name, const QByteArray &phase, bool isListed) const;
    void happen(const QByteArray &type, const QByteArray &object);

    ScriptedServer m_server;
    QMap<QByteArray, QByteArray> m_pods;
    QList<std::pair<int, QByteArray>> m_events;
    int m_version = 100, m_oldest = 0, m_lists = 0, m_watches = 0;
};

} // namespace chartwright_test
