// SPDX-License-Identifier: Apache-2.0
#include "unit/cluster/channel_server.h"

#include <QCryptographicHash>
#include <QTcpSocket>
#include <QtEndian>

namespace chartwright_test {

QByteArray serverFrame(const QByteArray &payload, int opcode, bool isLast)
{
    QByteArray out(1, char(opcode | (isLast ? 0x80 : 0)));
    if (payload.size() < 126) {
        out += char(payload.size());
    } else if (payload.size() < 65536) {
        out += char(126);
        out += char(payload.size() >> 8);
        out += char(payload.size() & 0xff);
    } else {
        out += char(127);
        for (int shift = 56; shift >= 0; shift -= 8)
            out += char((quint64(payload.size()) >> shift) & 0xff);
    }
    return out + payload;
}

ChannelServer::ChannelServer(Received received, const QSslConfiguration &tls)
    : m_received(std::move(received)),
      m_server([this](const Heard &heard) { return answer(heard); }, tls)
{
    m_server.setUpgraded(
        [this](QTcpSocket *socket, const QByteArray &bytes) { read(socket, bytes); });
}

QByteArray ChannelServer::answer(const Heard &heard) const
{
    if (!refusal.isEmpty())
        return refusal;
    const QByteArray key = heard.header("Sec-WebSocket-Key").value(0);
    if (key.isEmpty() && plain)
        return plain(heard);
    const QByteArray accept = QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
                                                       QCryptographicHash::Sha1)
                                  .toBase64();
    return "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nConnection: Upgrade\r\n"
           "sec-websocket-accept: " +
           (isHonest ? accept : "x") + "\r\nSec-WebSocket-Protocol: " + protocol + "\r\n\r\n" +
           greeting;
}

void ChannelServer::read(QTcpSocket *socket, const QByteArray &bytes)
{
    QByteArray all = socket->property("frames").toByteArray() + bytes;
    while (all.size() >= 6) {
        qsizetype size = all[1] & 0x7f, head = 2;
        if (size == 126) {
            size = qFromBigEndian<quint16>(all.constData() + 2);
            head = 4;
        } else if (size == 127) {
            if (all.size() < 14)
                break;
            size = qsizetype(qFromBigEndian<quint64>(all.constData() + 2));
            head = 10;
        }
        if (all.size() < head + 4 + size)
            break;
        if (!(all[1] & 0x80) || !(all[0] & 0x80))
            qFatal("a client's frames are masked, and ours are whole");
        QByteArray payload = all.mid(head + 4, size);
        for (qsizetype i = 0; i < size; ++i)
            payload[i] = char(payload[i] ^ all[head + i % 4]);
        const int opcode = all[0] & 0x0f;
        all.remove(0, head + 4 + size);
        if (opcode >= 8) {
            controls.append(opcode);
            continue;
        }
        messages.append(payload);
        if (m_received)
            m_received(socket, payload);
    }
    socket->setProperty("frames", all);
}

} // namespace chartwright_test
