// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_socket.h"

#include <QTcpServer>

namespace chartwright {

/// A port of a pod, to be had at a port of this machine: at 127.0.0.1 alone, where all who are
/// logged in here can reach it, while it is open. Each connection has a WebSocket of its own, so
/// that one which fails takes no other along. Does not look for another pod where this one goes.
/// The client outlives it. Main thread.
class PortForward : public QObject
{
    Q_OBJECT
public:
    PortForward(ApiClient *client, QString ns, QString pod, quint16 podPort,
                QObject *parent = nullptr, const ApiSocketLimits &limits = {});
    ~PortForward() override;

    /// 0: any port that is free. Fails where it is taken or needs rights.
    Result<void> open(quint16 localPort = 0);
    void close(); ///< and all connections

    bool isOpen() const { return m_server.isListening(); }
    quint16 localPort() const { return m_server.serverPort(); }
    quint16 podPort() const { return m_podPort; }
    int connections() const;

signals:
    void connectionsChanged();
    /// Of one connection, which is closed by then.
    void failed(const chartwright::ApiFailure &failure);

private:
    void accept();

    ApiClient *m_client;
    QString m_namespace, m_pod;
    quint16 m_podPort;
    ApiSocketLimits m_limits;
    QTcpServer m_server;
};

} // namespace chartwright
