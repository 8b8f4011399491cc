// SPDX-License-Identifier: Apache-2.0
#include "cluster/port_forward.h"

#include "cluster/api_kinds.h"
#include "cluster/forwarded_connection.h"

#include <QTcpSocket>

namespace chartwright {

PortForward::PortForward(ApiClient *client, QString ns, QString pod, quint16 podPort,
                         QObject *parent, const ApiSocketLimits &limits)
    : QObject(parent), m_client(client), m_namespace(std::move(ns)), m_pod(std::move(pod)),
      m_podPort(podPort), m_limits(limits)
{
    m_server.setProxy(QNetworkProxy::NoProxy);
    connect(&m_server, &QTcpServer::newConnection, this, &PortForward::accept);
}

PortForward::~PortForward() { close(); }

Result<void> PortForward::open(quint16 localPort)
{
    close();
    if (m_server.listen(QHostAddress::LocalHost, localPort))
        return {};
    return failure(tr("this computer's port %1 cannot be opened: %2")
                       .arg(QString::number(localPort), m_server.errorString()),
                   QStringLiteral("127.0.0.1:%1").arg(localPort),
                   tr("Choose another port, or end the program that uses it."));
}

void PortForward::close()
{
    m_server.close();
    const auto all = findChildren<ForwardedConnection *>(Qt::FindDirectChildrenOnly);
    for (ForwardedConnection *connection : all)
        connection->disconnect(this);
    qDeleteAll(all);
    if (!all.isEmpty())
        emit connectionsChanged();
}

int PortForward::connections() const
{
    return int(findChildren<ForwardedConnection *>(Qt::FindDirectChildrenOnly).size());
}

void PortForward::accept()
{
    ApiRequest request;
    request.path = podPath(m_namespace, m_pod) + QLatin1String("/portforward");
    request.query.append({QStringLiteral("ports"), QString::number(m_podPort)});
    while (QTcpSocket *local = m_server.nextPendingConnection()) {
        auto *connection = new ForwardedConnection(m_client, request, local, m_limits, this);
        connect(connection, &ForwardedConnection::failed, this, &PortForward::failed);
        connect(connection, &QObject::destroyed, this, &PortForward::connectionsChanged);
    }
    emit connectionsChanged();
}

} // namespace chartwright
