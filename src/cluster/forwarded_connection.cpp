// SPDX-License-Identifier: Apache-2.0
#include "cluster/forwarded_connection.h"

#include "cluster/api_transport.h"
#include "cluster/plain_text.h"

#include <QTcpSocket>

namespace chartwright {
namespace {

enum Channel : char { Data = 0, Problem = 1 };

constexpr qint64 Piece = 32ll * 1024;
/// Beyond, the other side has to wait.
constexpr qint64 MostWaiting = 512ll * 1024;

} // namespace

ForwardedConnection::ForwardedConnection(ApiClient *client, const ApiRequest &request,
                                         QTcpSocket *local, const ApiSocketLimits &limits,
                                         QObject *parent)
    : QObject(parent), m_what(whatOf(request)),
      m_socket(client, request, {"v4.channel.k8s.io"}, nullptr, limits), m_local(local)
{
    m_local->setParent(this);
    m_local->setReadBufferSize(MostWaiting);
    connect(&m_socket, &ApiSocket::opened, this, [this] {
        m_isOpen = true;
        toPod();
    });
    connect(&m_socket, &ApiSocket::bytesWritten, this, &ForwardedConnection::toPod);
    connect(&m_socket, &ApiSocket::received, this, &ForwardedConnection::fromPod);
    connect(&m_socket, &ApiSocket::closed, this, &ForwardedConnection::finish);
    connect(&m_socket, &ApiSocket::failed, this, [this](const ApiFailure &failure) {
        emit failed(failure);
        finish();
    });
    connect(m_local, &QTcpSocket::readyRead, this, &ForwardedConnection::toPod);
    connect(m_local, &QTcpSocket::bytesWritten, this, &ForwardedConnection::adjust);
    connect(m_local, &QTcpSocket::disconnected, this, [this] {
        toPod();
        finish();
    });
    m_socket.open();
}

void ForwardedConnection::toPod()
{
    const bool isEnding = m_local->state() != QAbstractSocket::ConnectedState;
    while (m_isOpen && m_local->bytesAvailable() > 0 &&
           (isEnding || m_socket.bytesToWrite() < MostWaiting))
        m_socket.send(QByteArray(1, Data) + m_local->read(Piece));
}

void ForwardedConnection::fromPod(const QByteArray &message)
{
    const int channel = message.isEmpty() ? -1 : message[0];
    if (channel != Data && channel != Problem)
        return;
    if (!std::exchange(m_isKnown[channel], true))
        return;
    if (channel == Data) {
        m_local->write(message.constData() + 1, message.size() - 1);
        return adjust();
    }
    emit failed(failureWith(ApiFailure::Kind::Refused,
                            {plainText(QString::fromUtf8(message.mid(1))).simplified(), m_what,
                             tr("Does the program in the pod listen at this port?")}));
    finish();
}

void ForwardedConnection::adjust() { m_socket.setPaused(m_local->bytesToWrite() >= MostWaiting); }

void ForwardedConnection::finish()
{
    m_socket.disconnect(this);
    m_local->disconnect(this);
    m_socket.close();
    // What the pod said last is still to be delivered.
    connect(m_local, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    m_local->disconnectFromHost();
    if (m_local->state() == QAbstractSocket::UnconnectedState)
        deleteLater();
}

} // namespace chartwright
