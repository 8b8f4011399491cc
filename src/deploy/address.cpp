// SPDX-License-Identifier: Apache-2.0
#include "deploy/address.h"

#include "cluster/plain_text.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QTimer>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

Door ingressDoor(const ApplyObject &object)
{
    Door out;
    out.ref = object.ref;
    const Value &spec = object.object[u"spec"];
    const List &rules = spec[u"rules"].list();
    const Value rule = rules.isEmpty() ? Value() : rules.first();
    out.host = rule[u"host"].scalarText();
    const List &paths = rule[u"http"][u"paths"].list();
    const bool hasRoot = std::any_of(paths.begin(), paths.end(), [](const Value &path) {
        return path[u"path"].scalarText() == u"/";
    });
    // A pattern of ingress-nginx is no path to open.
    if (!hasRoot && !paths.isEmpty() && !paths.first()[u"path"].scalarText().contains(u'('))
        out.path = paths.first()[u"path"].scalarText();
    for (const Value &tls : spec[u"tls"].list()) {
        for (const Value &host : tls[u"hosts"].list())
            out.isTls = out.isTls || host.scalarText() == out.host;
    }
    return out;
}

QString firstAddress(const Value &object)
{
    for (const Value &entry : object[u"status"][u"loadBalancer"][u"ingress"].list()) {
        const QString ip = entry[u"ip"].scalarText();
        return ip.isEmpty() ? entry[u"hostname"].scalarText() : ip;
    }
    return {};
}

} // namespace

std::optional<Door> doorOf(const QList<ApplyObject> &objects)
{
    for (const ApplyObject &object : objects) {
        if (object.ref.kind == u"Ingress")
            return ingressDoor(object);
    }
    for (const ApplyObject &object : objects) {
        const Value &spec = object.object[u"spec"];
        const QString type = spec[u"type"].scalarText();
        if (object.ref.kind != u"Service" || (type != u"NodePort" && type != u"LoadBalancer"))
            continue;
        Door out;
        out.ref = object.ref;
        const List &ports = spec[u"ports"].list();
        out.nodePort = ports.isEmpty() ? 0 : ports.first()[u"nodePort"].scalarText().toInt();
        return out;
    }
    return std::nullopt;
}

AddressProbe::AddressProbe(ClusterConnection *connection, Door door, QString nodeIp,
                           QObject *parent)
    : QObject(parent), m_connection(connection), m_door(std::move(door)), m_ip(std::move(nodeIp)),
      m_network(new QNetworkAccessManager(this))
{
    m_network->setProxy(QNetworkProxy::NoProxy);
    m_network->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

void AddressProbe::start(std::chrono::milliseconds patience, const Done &done)
{
    m_patience.setRemainingTime(patience);
    m_done = done;
    lookUp();
}

/// What the cluster itself chose.
void AddressProbe::lookUp()
{
    const bool isService = m_door.ref.kind == u"Service";
    if (!m_ip.isEmpty() && (!isService || m_door.nodePort > 0))
        return ask();
    emit doing(tr("Waiting for an address"));
    m_connection->client()->send({ApiRequest::Verb::Get, m_connection->kinds().path(m_door.ref)},
                                 this, [this](const ApiResult<ApiAnswer> &answer) {
                                     if (answer)
                                         return takeObject(answer->object);
                                     m_last = answer.error().error;
                                     again();
                                 });
}

void AddressProbe::takeObject(const Value &object)
{
    if (m_ip.isEmpty()) {
        m_ip = firstAddress(object);
        // A load balancer answers at the Service's own port.
        if (!m_ip.isEmpty() && m_door.ref.kind == u"Service") {
            const List &ports = object[u"spec"][u"ports"].list();
            m_door.nodePort = ports.isEmpty() ? 0 : ports.first()[u"port"].scalarText().toInt();
            return ask();
        }
    }
    if (m_door.ref.kind == u"Service" && m_door.nodePort == 0) {
        const List &ports = object[u"spec"][u"ports"].list();
        m_door.nodePort = ports.isEmpty() ? 0 : ports.first()[u"nodePort"].scalarText().toInt();
    }
    if (!m_ip.isEmpty() && (m_door.ref.kind != u"Service" || m_door.nodePort > 0))
        return ask();
    m_last = {tr("%1 has no address yet").arg(m_door.ref.name),
              {},
              m_door.ref.kind == u"Ingress"
                  ? tr("See whether an ingress controller of its class runs in the cluster.")
                  : tr("See whether the cluster has load balancers, or draw the type NodePort.")};
    again();
}

void AddressProbe::ask()
{
    QUrl url;
    url.setScheme(u"http"_s);
    url.setHost(m_ip);
    url.setPath(m_door.path);
    if (m_door.nodePort > 0)
        url.setPort(m_door.nodePort);
    emit doing(tr("Asking %1").arg(url.toString()));
    QNetworkRequest request(url);
    request.setTransferTimeout(5000);
    // A certificate would be asked about in the browser; here it is enough that somebody answers.
    if (!m_door.host.isEmpty())
        request.setRawHeader("Host", m_door.host.toUtf8());
    QNetworkReply *reply = m_network->get(request);
    connect(reply, &QNetworkReply::finished, this, [this, reply] { answered(reply); });
}

void AddressProbe::answered(QNetworkReply *reply)
{
    reply->deleteLater();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status >= 200 && status < 500 && status != 404)
        return resolve();
    const QString where = reply->url().toString();
    if (status == 0)
        m_last = {tr("nobody answers at %1: %2").arg(where, plainText(reply->errorString())),
                  {},
                  tr("A firewall or a VPN may stand between; with Docker Desktop \"minikube "
                     "tunnel\" has to run.")};
    else if (status == 404)
        m_last = {tr("%1 is not found").arg(where),
                  {},
                  tr("See whether the Ingress has this path, and its class a controller.")};
    else
        m_last = {tr("%1 answers with status %2").arg(where, QString::number(status)),
                  {},
                  tr("See whether the pods behind it are ready, and what their logs say.")};
    again();
}

void AddressProbe::again()
{
    if (m_patience.hasExpired())
        return m_done(tl::unexpected(m_last));
    QTimer::singleShot(1s, this, &AddressProbe::lookUp);
}

void AddressProbe::resolve()
{
    Address out;
    out.ip = m_ip;
    out.host = m_door.host;
    out.url.setScheme(m_door.isTls ? u"https"_s : u"http"_s);
    out.url.setPath(m_door.path);
    if (m_door.nodePort > 0)
        out.url.setPort(m_door.nodePort);
    out.url.setHost(out.host.isEmpty() ? m_ip : out.host);
    if (out.host.isEmpty())
        return m_done(out);
    QHostInfo::lookupHost(out.host, this, [this, out](const QHostInfo &found) mutable {
        out.resolves = found.addresses().contains(QHostAddress(m_ip));
        m_done(out);
    });
}

} // namespace chartwright
