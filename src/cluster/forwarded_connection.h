// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_socket.h"

class QTcpSocket;

namespace chartwright {

/// One connection of a PortForward, from both sides. Goes by itself when it is over.
class ForwardedConnection : public QObject
{
    Q_OBJECT
public:
    /// Takes over the socket.
    ForwardedConnection(ApiClient *client, const ApiRequest &request, QTcpSocket *local,
                        const ApiSocketLimits &limits, QObject *parent);

signals:
    void failed(const chartwright::ApiFailure &failure);

private:
    void toPod();
    void fromPod(const QByteArray &message);
    void adjust();
    void finish();

    QString m_what;
    ApiSocket m_socket;
    QTcpSocket *m_local;
    bool m_isOpen = false;
    bool m_isKnown[2] = {false, false}; ///< whose first message, the port's number, has come
};

} // namespace chartwright
