// SPDX-License-Identifier: Apache-2.0
#include "support/fault_proxy.h"

#include <QNetworkProxy>
#include <QRegularExpression>
#include <QSslSocket>
#include <QTimer>

namespace chartwright_test {

/// One connection of the program, and the one to the server that belongs to it.
class FaultyLink : public QObject
{
public:
    FaultyLink(FaultProxy *proxy, qintptr handle)
        : QObject(proxy), m_proxy(proxy), m_front(new QSslSocket(this)),
          m_back(new QSslSocket(this))
    {
        m_front->setSocketDescriptor(handle);
        connect(m_front, &QSslSocket::readyRead, this, &FaultyLink::readFront);
        connect(m_front, &QSslSocket::disconnected, this, &FaultyLink::cut);
        connect(m_back, &QSslSocket::readyRead, this, &FaultyLink::readBack);
        connect(m_back, &QSslSocket::disconnected, this, &FaultyLink::endFront);
        connect(m_back, &QSslSocket::connected, this, &FaultyLink::sendBack);
        connect(m_back, &QSslSocket::encrypted, this, &FaultyLink::sendBack);
        if (!proxy->m_front.localCertificate().isNull()) {
            m_front->setSslConfiguration(proxy->m_front);
            m_front->startServerEncryption();
        }
    }

    void cut()
    {
        m_back->disconnect(this);
        m_front->disconnect(this);
        m_back->abort();
        m_front->abort();
        deleteLater();
    }
    void freeze() { m_isFrozen = true; }

private:
    void readFront()
    {
        const QByteArray bytes = m_front->readAll();
        static const QRegularExpression head(
            QStringLiteral("^(GET|POST|PUT|PATCH|DELETE) \\S+ HTTP/1"));
        if (head.match(QString::fromLatin1(bytes.left(2000))).hasMatch()) {
            m_fault = m_proxy->faultFor(bytes.left(bytes.indexOf('\r')));
            m_passed = 0;
        }
        if (m_isFrozen)
            return;
        if (m_fault.kind == Fault::Kind::Cut)
            return cut();
        if (m_fault.kind == Fault::Kind::Answer) {
            m_front->write(m_fault.answer);
            m_front->disconnectFromHost();
            return;
        }
        m_toBack += bytes;
        const QUrl &server = m_proxy->m_server;
        const bool isSecure = server.scheme() == u"https";
        if (m_back->state() == QAbstractSocket::UnconnectedState) {
            m_back->setProxy(QNetworkProxy::NoProxy);
            if (isSecure) {
                m_back->setSslConfiguration(m_proxy->m_back);
                m_back->connectToHostEncrypted(server.host(), quint16(server.port(443)));
            } else {
                m_back->connectToHost(server.host(), quint16(server.port(80)));
            }
        }
        sendBack();
    }

    void sendBack()
    {
        const bool isSecure = m_proxy->m_server.scheme() == u"https";
        if (isSecure ? m_back->isEncrypted() : m_back->state() == QAbstractSocket::ConnectedState)
            m_back->write(std::exchange(m_toBack, {}));
    }

    void readBack()
    {
        const QByteArray bytes = m_back->readAll();
        if (m_isFrozen)
            return;
        if (m_fault.kind == Fault::Kind::Delay) {
            QTimer::singleShot(m_fault.delay, this, [this, bytes] { m_front->write(bytes); });
            return;
        }
        const bool isLimited =
            m_fault.kind == Fault::Kind::CutAfter || m_fault.kind == Fault::Kind::Freeze;
        const qint64 most = isLimited ? m_fault.bytes - m_passed : bytes.size();
        m_front->write(bytes.left(most));
        m_passed += bytes.size();
        if (!isLimited || m_passed < m_fault.bytes)
            return;
        if (m_fault.kind == Fault::Kind::Freeze)
            return freeze();
        m_front->flush();
        m_front->disconnectFromHost();
    }

    void endFront()
    {
        if (!m_isFrozen)
            m_front->disconnectFromHost();
    }

    FaultProxy *m_proxy;
    QSslSocket *m_front, *m_back;
    Fault m_fault;
    QByteArray m_toBack;
    qint64 m_passed = 0;
    bool m_isFrozen = false;
};

Fault Fault::status(int status, const QByteArray &headers, const QByteArray &body)
{
    Fault out;
    out.kind = Kind::Answer;
    out.answer = "HTTP/1.1 " + QByteArray::number(status) +
                 " -\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
                 QByteArray::number(body.size()) + "\r\n" + headers + "\r\n" + body;
    return out;
}

FaultProxy::FaultProxy(const QUrl &server, const QSslConfiguration &back,
                       const QSslConfiguration &front)
    : m_server(server), m_back(back), m_front(front)
{
    listen(QHostAddress::LocalHost);
}

QString FaultProxy::url(const QString &host) const
{
    const QLatin1String scheme(m_front.localCertificate().isNull() ? "http" : "https");
    return QStringLiteral("%1://%2:%3").arg(scheme, host).arg(serverPort());
}

void FaultProxy::setFault(const Fault &fault, int times, const QByteArray &part)
{
    m_fault = fault;
    m_times = times;
    m_part = part;
}

Fault FaultProxy::faultFor(const QByteArray &head)
{
    ++m_requests;
    if (m_times == 0 || !head.contains(m_part))
        return {};
    if (m_times > 0)
        --m_times;
    return m_fault;
}

void FaultProxy::cutAll()
{
    const auto links = findChildren<QObject *>(Qt::FindDirectChildrenOnly);
    for (QObject *link : links) {
        if (auto *faulty = dynamic_cast<FaultyLink *>(link))
            faulty->cut();
    }
}

void FaultProxy::freezeAll()
{
    const auto links = findChildren<QObject *>(Qt::FindDirectChildrenOnly);
    for (QObject *link : links) {
        if (auto *faulty = dynamic_cast<FaultyLink *>(link))
            faulty->freeze();
    }
}

void FaultProxy::incomingConnection(qintptr handle) { new FaultyLink(this, handle); }

} // namespace chartwright_test
