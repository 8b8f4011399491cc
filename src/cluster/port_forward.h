// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_socket.h"

#include <QTcpServer>

class QTcpSocket;

namespace chartwright {

/// Where a connection goes to.
struct PodPort
{
    QString pod;
    quint16 port = 0;
};
/// Looks for it, and calls back once, now or later, unless `context` has gone.
using FindPodPort =
    std::function<void(QObject *context, std::function<void(const ApiResult<PodPort> &)>)>;
/// A ready pod of a Service, looked for at each connection: pods come and go. `port`: its name in
/// the Service, which may be empty. The client outlives it.
FindPodPort podOfService(ApiClient *client, const QString &ns, const QString &service,
                         const QString &port);

/// A port of a pod, to be had at a port of this machine: at 127.0.0.1 alone, where all who are
/// logged in here can reach it, while it is open. Each connection has a WebSocket of its own, so
/// that one which fails takes no other along. Does not look for another pod where this one goes,
/// unless it was given something to find them with. The client outlives it. Main thread.
class PortForward : public QObject
{
    Q_OBJECT
public:
    PortForward(ApiClient *client, QString ns, FindPodPort find, QObject *parent = nullptr,
                const ApiSocketLimits &limits = {});
    PortForward(ApiClient *client, QString ns, QString pod, quint16 podPort,
                QObject *parent = nullptr, const ApiSocketLimits &limits = {});
    ~PortForward() override;

    /// 0: any port that is free. Fails where it is taken or needs rights.
    Result<void> open(quint16 localPort = 0);
    void close(); ///< and all connections

    bool isOpen() const { return m_server.isListening(); }
    quint16 localPort() const { return m_server.serverPort(); }
    int connections() const;

signals:
    void connectionsChanged();
    /// Of one connection, which is closed by then.
    void failed(const chartwright::ApiFailure &failure);

private:
    void accept();
    void connectTo(const PodPort &to, QTcpSocket *local);

    ApiClient *m_client;
    QString m_namespace;
    FindPodPort m_find;
    ApiSocketLimits m_limits;
    QTcpServer m_server;
};

} // namespace chartwright
