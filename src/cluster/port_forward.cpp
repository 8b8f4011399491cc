// SPDX-License-Identifier: Apache-2.0
#include "cluster/port_forward.h"

#include "cluster/api_kinds.h"
#include "cluster/forwarded_connection.h"

#include <QTcpSocket>

namespace chartwright {
namespace {

std::optional<PodPort> readyPod(const Value &slices, const QString &port)
{
    for (const Value &slice : slices[u"items"].list()) {
        const List &ports = slice[u"ports"].list();
        const auto named = std::find_if(ports.begin(), ports.end(), [&](const Value &p) {
            return p[u"name"].scalarText() == port;
        });
        for (const Value &endpoint : named == ports.end() ? List() : slice[u"endpoints"].list()) {
            const Value &target = endpoint[u"targetRef"];
            if (endpoint[u"conditions"][u"ready"].toBool(true) &&
                target[u"kind"].scalarText() == u"Pod")
                return PodPort{target[u"name"].scalarText(), quint16((*named)[u"port"].toInt())};
        }
    }
    return std::nullopt;
}

} // namespace

FindPodPort podOfService(ApiClient *client, const QString &ns, const QString &service,
                         const QString &port)
{
    ApiRequest request;
    request.path =
        collectionPath({QStringLiteral("discovery.k8s.io/v1"), QStringLiteral("EndpointSlice"),
                        QStringLiteral("endpointslices"), true},
                       ns);
    request.query.append(
        {QStringLiteral("labelSelector"), QLatin1String("kubernetes.io/service-name=") + service});
    return [=](QObject *context, const std::function<void(const ApiResult<PodPort> &)> &found) {
        client->send(request, context, [=](const ApiResult<ApiAnswer> &answer) {
            if (!answer)
                return found(tl::unexpected(answer.error()));
            if (const auto pod = readyPod(answer->object, port))
                return found(*pod);
            found(tl::unexpected(
                failureWith(ApiFailure::Kind::NotFound,
                            {PortForward::tr("no pod of the Service %1 is ready").arg(service),
                             {},
                             PortForward::tr("See how its pods do, and what their logs say.")})));
        });
    };
}

PortForward::PortForward(ApiClient *client, QString ns, QString pod, quint16 podPort,
                         QObject *parent, const ApiSocketLimits &limits)
    : PortForward(
          client, std::move(ns),
          [to = PodPort{std::move(pod), podPort}](QObject *, const auto &found) { found(to); },
          parent, limits)
{
}

PortForward::PortForward(ApiClient *client, QString ns, FindPodPort find, QObject *parent,
                         const ApiSocketLimits &limits)
    : QObject(parent), m_client(client), m_namespace(std::move(ns)), m_find(std::move(find)),
      m_limits(limits)
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
    qDeleteAll(findChildren<QTcpSocket *>(Qt::FindDirectChildrenOnly)); // that wait for a pod
    if (!all.isEmpty())
        emit connectionsChanged();
}

int PortForward::connections() const
{
    return int(findChildren<ForwardedConnection *>(Qt::FindDirectChildrenOnly).size());
}

void PortForward::accept()
{
    while (QTcpSocket *local = m_server.nextPendingConnection()) {
        local->setParent(this);
        m_find(local, [this, local](const ApiResult<PodPort> &to) {
            if (to && local->state() == QAbstractSocket::ConnectedState)
                return connectTo(*to, local);
            local->abort();
            local->deleteLater();
            if (!to)
                emit failed(to.error());
        });
    }
}

void PortForward::connectTo(const PodPort &to, QTcpSocket *local)
{
    ApiRequest request;
    request.path = podPath(m_namespace, to.pod) + QLatin1String("/portforward");
    request.query.append({QStringLiteral("ports"), QString::number(to.port)});
    auto *connection = new ForwardedConnection(m_client, request, local, m_limits, this);
    connect(connection, &ForwardedConnection::failed, this, &PortForward::failed);
    connect(connection, &QObject::destroyed, this, &PortForward::connectionsChanged);
    emit connectionsChanged();
}

} // namespace chartwright
