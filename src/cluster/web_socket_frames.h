// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QByteArray>
#include <QList>

/// The frames of a WebSocket (RFC 6455, 5), as a client writes and reads them. Any thread.
namespace chartwright {

struct WebSocketFrame
{
    enum Opcode { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };
    int opcode = Binary;
    bool isLast = true; ///< of its message
    QByteArray payload;
};

/// One whole message, masked as a client's have to be.
QByteArray writeFrame(WebSocketFrame::Opcode opcode, const QByteArray &payload);

class WebSocketReader
{
public:
    explicit WebSocketReader(qsizetype mostBytes) : m_most(mostBytes) {}

    /// The messages and control frames that are complete now.
    QList<WebSocketFrame> read(const QByteArray &bytes);
    /// What was read was no such frame, or too large; nothing more is read then.
    bool isBroken() const { return m_isBroken; }

private:
    bool takeFrame(QList<WebSocketFrame> &out);

    qsizetype m_most;
    QByteArray m_bytes;
    WebSocketFrame m_message; ///< of which parts have come
    bool m_isInMessage = false;
    bool m_isBroken = false;
};

} // namespace chartwright
