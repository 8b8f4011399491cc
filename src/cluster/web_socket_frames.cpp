// SPDX-License-Identifier: Apache-2.0
#include "cluster/web_socket_frames.h"

#include <QRandomGenerator>
#include <QtEndian>

namespace chartwright {

QByteArray writeFrame(WebSocketFrame::Opcode opcode, const QByteArray &payload)
{
    QByteArray out;
    const qsizetype size = payload.size();
    out.reserve(size + 14);
    out.append(char(0x80 | opcode));
    if (size < 126) {
        out.append(char(0x80 | size));
    } else if (size < 65536) {
        out.append(char(0x80 | 126));
        const quint16 big = qToBigEndian(quint16(size));
        out.append(reinterpret_cast<const char *>(&big), 2);
    } else {
        out.append(char(0x80 | 127));
        const quint64 big = qToBigEndian(quint64(size));
        out.append(reinterpret_cast<const char *>(&big), 8);
    }
    const quint32 random = QRandomGenerator::system()->generate();
    const auto *mask = reinterpret_cast<const char *>(&random);
    out.append(mask, 4);
    for (qsizetype i = 0; i < size; ++i)
        out.append(char(payload[i] ^ mask[i % 4]));
    return out;
}

QList<WebSocketFrame> WebSocketReader::read(const QByteArray &bytes)
{
    m_bytes += bytes;
    QList<WebSocketFrame> out;
    while (!m_isBroken && takeFrame(out)) {
    }
    return out;
}

bool WebSocketReader::takeFrame(QList<WebSocketFrame> &out)
{
    if (m_bytes.size() < 2)
        return false;
    const auto *data = reinterpret_cast<const uchar *>(m_bytes.constData());
    const int opcode = data[0] & 0x0f;
    const bool isLast = data[0] & 0x80, isControl = opcode >= 8;
    quint64 size = data[1] & 0x7f;
    const qsizetype head = size == 126 ? 4 : size == 127 ? 10 : 2;
    // A server's frames are not masked; the bits between are for extensions, which we offer none.
    if ((data[0] & 0x70) || (data[1] & 0x80) || (isControl && (size > 125 || !isLast))) {
        m_isBroken = true;
        return false;
    }
    if (m_bytes.size() < head)
        return false;
    if (head == 4)
        size = qFromBigEndian<quint16>(data + 2);
    else if (head == 10)
        size = qFromBigEndian<quint64>(data + 2);
    const bool isMore = opcode == WebSocketFrame::Continuation;
    if (size > quint64(m_most) || m_message.payload.size() + qsizetype(size) > m_most ||
        (!isControl && isMore != m_isInMessage)) {
        m_isBroken = true;
        return false;
    }
    if (m_bytes.size() - head < qsizetype(size))
        return false;
    const QByteArray payload = m_bytes.mid(head, qsizetype(size));
    m_bytes.remove(0, head + qsizetype(size));
    if (isControl) {
        out.append({opcode, true, payload});
        return true;
    }
    if (!isMore)
        m_message.opcode = opcode;
    m_message.payload += payload;
    m_isInMessage = !isLast;
    if (isLast)
        out.append(std::exchange(m_message, {}));
    return true;
}

} // namespace chartwright
