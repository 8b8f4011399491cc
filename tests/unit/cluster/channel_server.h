// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "unit/cluster/scripted_server.h"

namespace chartwright_test {

/// A frame of a WebSocket server, as it is written.
QByteArray serverFrame(const QByteArray &payload, int opcode = 2, bool isLast = true);

/// Answers each request by opening a WebSocket, and decodes what comes.
class ChannelServer
{
public:
    using Received = std::function<void(QTcpSocket *, const QByteArray &)>;

    /// `received` gets each message.
    explicit ChannelServer(Received received = {}, const QSslConfiguration &tls = {});

    ScriptedServer &server() { return m_server; }
    QString url() const { return m_server.url(); }
    /// Raw, to all that are connected.
    void send(const QByteArray &frames) { m_server.push("/", frames); }

    ScriptedServer::Script plain; ///< answers to what wants no WebSocket
    QByteArray protocol = "v5.channel.k8s.io";
    QByteArray greeting;  ///< frames that follow the head
    QByteArray refusal;   ///< instead of it
    bool isHonest = true; ///< else it did not understand the key
    QList<QByteArray> messages;
    QList<int> controls; ///< opcodes

private:
    QByteArray answer(const Heard &heard) const;
    void read(QTcpSocket *socket, const QByteArray &bytes);

    Received m_received;
    ScriptedServer m_server;
};

} // namespace chartwright_test
