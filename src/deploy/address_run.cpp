// SPDX-License-Identifier: Apache-2.0
#include "deploy/address_run.h"

#include "cluster/plain_text.h"
#include "cluster/port_forward.h"
#include "external/minikube.h"

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

const QString Here = u"127.0.0.1"_s;
/// Of Minikube's addon ingress.
const QString ControllerNamespace = u"ingress-nginx"_s;
const QString Controller = u"ingress-nginx-controller"_s;

QString firstAddress(const Value &object)
{
    for (const Value &entry : object[u"status"][u"loadBalancer"][u"ingress"].list()) {
        const QString ip = entry[u"ip"].scalarText();
        return ip.isEmpty() ? entry[u"hostname"].scalarText() : ip;
    }
    return {};
}

} // namespace

AddressRun::AddressRun(std::shared_ptr<ClusterConnection> connection, Door door,
                       std::optional<MinikubePlace> minikube, QObject *parent,
                       const AddressTimes &times)
    : QObject(parent), m_connection(std::move(connection)), m_door(std::move(door)),
      m_minikube(std::move(minikube)), m_times(times), m_network(new QNetworkAccessManager(this))
{
    m_network->setProxy(QNetworkProxy::NoProxy);
    m_network->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, [this] { m_place.isEmpty() ? lookUp() : ask(); });
}

AddressRun::~AddressRun() = default;

void AddressRun::start(const Done &done)
{
    m_done = done;
    const bool mayTakeLong = m_minikube ? m_door.kind != Door::Kind::Inside : m_door.hasBalancer;
    m_patience.setRemainingTime(mayTakeLong ? m_times.page : m_times.far);
    switch (m_door.kind) {
    case Door::Kind::Ingress:
        if (m_minikube && !m_minikube->ip.isEmpty())
            return goTo(u"http"_s, m_minikube->ip, -1);
        return lookUp();
    case Door::Kind::Outside:
        if (m_minikube)
            return askMinikube();
        return m_door.hasBalancer ? lookUp() : forwardToService();
    case Door::Kind::Inside:
        return forwardToService();
    }
}

/// What the cluster itself noted.
void AddressRun::lookUp()
{
    emit doing(tr("Waiting for an address"));
    m_connection->client()->send({ApiRequest::Verb::Get, m_connection->kinds().path(m_door.ref)},
                                 this, [this](const ApiResult<ApiAnswer> &answer) {
                                     if (answer)
                                         return takeObject(answer->object);
                                     m_last = answer.error().error;
                                     again();
                                 });
}

void AddressRun::takeObject(const Value &object)
{
    const QString ip = firstAddress(object);
    // A load balancer answers at the Service's own port.
    if (!ip.isEmpty())
        return goTo(u"http"_s, ip, isService() ? m_door.port : -1);
    m_last = {tr("%1 has no address yet").arg(m_door.ref.name),
              {},
              isService()
                  ? tr("See whether the cluster has load balancers, or draw the type NodePort.")
                  : tr("See whether an ingress controller of its class runs in the cluster.")};
    again();
}

/// Which knows the way on each platform; where it does not, we forward.
void AddressRun::askMinikube()
{
    emit doing(tr("Asking Minikube for the address of %1").arg(m_door.ref.name));
    m_open = std::make_shared<OpenDoor>(m_connection);
    m_open->target = tr("Service %1, by a tunnel of Minikube").arg(m_door.ref.name);
    m_open->command = u"minikube service %1 --namespace %2 --url --profile %3"_s.arg(
        shellWord(m_door.ref.name), shellWord(m_door.ref.ns), shellWord(m_minikube->profile));
    OpenDoor *door = m_open.get(); // which the run goes with
    auto *minikube = new Minikube(m_minikube->tool, m_minikube->profile, door);
    const auto ended = [self = QPointer(this), door](const ToolResult<void> &end) {
        if (self && self->m_open.get() == door)
            return self->minikubeEnded(end.has_value());
        emit door->closed(end ? tr("The tunnel has ended.") : end.error().error.text());
    };
    ToolRun *run = minikube->serviceUrls(m_door.ref.name, m_door.ref.ns, ended);
    connect(run, &ToolRun::line, this, [this](const QString &line, bool isError) {
        const auto url = isError || !m_given.isEmpty() ? std::nullopt : minikubeServiceUrl(line);
        if (!url)
            return;
        m_given = *url;
        QTimer::singleShot(m_times.tunnel, this, [this] { // it goes on: a tunnel
            if (m_place.isEmpty())
                goTo(m_given.scheme(), m_given.host(), m_given.port());
        });
    });
    QTimer::singleShot(m_times.far, this, [this, door] {
        if (m_given.isEmpty() && m_open.get() == door)
            forwardToService();
    });
}

void AddressRun::minikubeEnded(bool isGood)
{
    // It goes later: this may be its own end.
    QTimer::singleShot(0, this, [keep = std::exchange(m_open, nullptr)] {});
    if (!isGood || m_given.isEmpty())
        return forwardToService();
    if (m_place.isEmpty())
        goTo(m_given.scheme(), m_given.host(), m_given.port());
}

/// Minikube's, which its node does not let us reach. Of another one nobody knows where it is.
void AddressRun::lookForController()
{
    emit doing(tr("Nobody answers at %1: looking for the ingress controller").arg(m_place.host()));
    const QString port = m_door.isTls ? u"https"_s : u"http"_s;
    const auto find = podOfService(m_connection->client(), ControllerNamespace, Controller, port);
    find(this, [this, port](const ApiResult<PodPort> &found) {
        if (found)
            return forward(ControllerNamespace, Controller, port, m_door.isTls ? 443 : 80);
        m_quiet.restart(); // it may still be on its way
        again();
    });
}

void AddressRun::forwardToService()
{
    forward(m_door.ref.ns, m_door.ref.name, m_door.portName, m_door.port);
}

void AddressRun::forward(const QString &ns, const QString &service, const QString &port, int number)
{
    emit doing(tr("Forwarding a port to %1").arg(service));
    auto door = std::make_shared<OpenDoor>(m_connection);
    auto *forward =
        new PortForward(m_connection->client(), ns,
                        podOfService(m_connection->client(), ns, service, port), door.get());
    auto opened = forward->open(m_port);
    if (!opened && m_port != 0) // somebody else has it now
        opened = forward->open();
    if (!opened) {
        m_last = opened.error();
        return fail();
    }
    door->port = forward->localPort();
    door->target = tr("Service %1").arg(service);
    door->command = u"kubectl --context %1 --namespace %2 port-forward service/%3 %4:%5"_s.arg(
        shellWord(m_connection->target().context), shellWord(ns), shellWord(service),
        QString::number(CommandPort), QString::number(number));
    connect(forward, &PortForward::failed, door.get(),
            [door = door.get()](const ApiFailure &why) { emit door->troubled(why.error.text()); });
    connect(door.get(), &OpenDoor::troubled, this, [this](const QString &why) { m_trouble = why; });
    m_open = std::move(door);
    goTo(m_door.isTls ? u"https"_s : u"http"_s, Here, m_open->port);
}

void AddressRun::goTo(const QString &scheme, const QString &ip, int port)
{
    m_again.stop();
    if (m_reply)
        m_reply->disconnect(this);
    m_place = QUrl();
    m_place.setScheme(scheme);
    m_place.setHost(ip);
    m_place.setPort(port);
    m_place.setPath(m_door.path);
    m_quiet.start();
    ask();
}

void AddressRun::ask()
{
    emit doing(tr("Asking %1").arg(m_place.toString()));
    m_trouble.clear();
    QNetworkRequest request(m_place);
    request.setTransferTimeout(5000);
    if (!m_door.host.isEmpty()) {
        request.setRawHeader("Host", m_door.host.toUtf8());
        request.setPeerVerifyName(m_door.host);
    }
    m_reply = m_network->get(request);
    // A certificate is asked about in the browser; here it is enough that somebody answers.
    connect(m_reply, &QNetworkReply::sslErrors, m_reply,
            qOverload<>(&QNetworkReply::ignoreSslErrors));
    connect(m_reply, &QNetworkReply::finished, this, &AddressRun::answered);
    connect(m_reply, &QNetworkReply::finished, m_reply, &QObject::deleteLater);
}

void AddressRun::answered()
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    // What no path of the Ingress leads to yet is the controller's own 404.
    if (status >= 200 && status < 500 && (isService() || status != 404))
        return resolve();
    const QString where = m_place.toString();
    if (status == 404) {
        m_last = {tr("%1 is not found").arg(where),
                  {},
                  tr("See whether the Ingress has this path, and its class a controller.")};
    } else if (status != 0) {
        m_last = {tr("%1 answers with status %2").arg(where, QString::number(status)),
                  {},
                  tr("See whether the pods behind it are ready, and what their logs say.")};
    } else if (m_open) {
        m_last = {tr("%1 does not answer to HTTP: %2")
                      .arg(m_open->target,
                           m_trouble.isEmpty() ? plainText(m_reply->errorString()) : m_trouble),
                  {},
                  {}};
    } else {
        m_last = {tr("nobody answers at %1: %2").arg(where, plainText(m_reply->errorString())),
                  {},
                  tr("A firewall or a VPN may stand between; with Docker Desktop \"minikube "
                     "tunnel\" has to run.")};
    }
    if (status != 0)
        m_quiet.start();
    else if (!isService() && m_minikube && !m_open && m_quiet.hasExpired(m_times.quiet.count()))
        return lookForController();
    again();
}

void AddressRun::again()
{
    if (!m_patience.hasExpired())
        return m_again.start(1s);
    // An address that does not come, or lead there: there is a way that always does.
    if (m_door.kind != Door::Kind::Outside || m_open)
        return fail();
    m_patience.setRemainingTime(m_times.far);
    forwardToService();
}

void AddressRun::fail()
{
    m_open.reset();
    QTimer::singleShot(0, this, [this] { m_done(tl::unexpected(m_last)); });
}

void AddressRun::resolve()
{
    Address out;
    out.ip = m_place.host();
    out.host = m_door.host;
    out.door = std::exchange(m_open, nullptr);
    out.url = m_place;
    if (m_door.isTls)
        out.url.setScheme(u"https"_s);
    if (out.host.isEmpty())
        return m_done(out);
    out.url.setHost(out.host);
    QHostInfo::lookupHost(out.host, this, [this, out](const QHostInfo &found) mutable {
        out.resolves = found.addresses().contains(QHostAddress(out.ip));
        m_done(out);
    });
}

} // namespace chartwright
