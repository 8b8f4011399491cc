// SPDX-License-Identifier: Apache-2.0
#include "cluster/pod_exec.h"

#include "cluster/api_kinds.h"
#include "cluster/api_transport.h"
#include "tree/yaml.h"

namespace chartwright {
namespace {

enum Channel : char { Input = 0, Output = 1, Errors = 2, Status = 3, CloseChannel = char(255) };

const QByteArray Version5 = "v5.channel.k8s.io", Version4 = "v4.channel.k8s.io";

ApiRequest requestOf(const ExecCommand &command)
{
    ApiRequest out;
    out.path = podPath(command.ns, command.pod) + QLatin1String("/exec");
    out.query.append({QStringLiteral("container"), command.container});
    for (const QString &word : command.command)
        out.query.append({QStringLiteral("command"), word});
    const QString yes = QStringLiteral("true");
    if (command.hasInput)
        out.query.append({QStringLiteral("stdin"), yes});
    out.query.append({{QStringLiteral("stdout"), yes}, {QStringLiteral("stderr"), yes}});
    return out;
}

} // namespace

PodExec::PodExec(ApiClient *client, const ExecCommand &command, QObject *parent,
                 const ApiSocketLimits &limits)
    : QObject(parent), m_client(client), m_what(whatOf(requestOf(command))),
      m_socket(client, requestOf(command), {Version5, Version4}, nullptr, limits)
{
    connect(&m_socket, &ApiSocket::opened, this, &PodExec::started);
    connect(&m_socket, &ApiSocket::received, this, &PodExec::receive);
    connect(&m_socket, &ApiSocket::failed, this, &PodExec::failed);
    connect(&m_socket, &ApiSocket::closed, this,
            [this] { emit failed(brokenFailure(m_client->target(), false, true, {})); });
}

void PodExec::start() { m_socket.open(); }

void PodExec::stop() { m_socket.close(); }

void PodExec::write(const QByteArray &bytes)
{
    if (!bytes.isEmpty())
        m_socket.send(QByteArray(1, Input) + bytes);
}

bool PodExec::closeInput()
{
    if (m_socket.protocol() != Version5)
        return false;
    const char end[] = {CloseChannel, Input};
    m_socket.send(QByteArray(end, sizeof end));
    return true;
}

void PodExec::receive(const QByteArray &message)
{
    const QByteArray bytes = message.mid(1);
    if (bytes.isEmpty())
        return; // channels are announced so
    if (message[0] == Output)
        emit output(bytes);
    else if (message[0] == Errors)
        emit errors(bytes);
    else if (message[0] == Status)
        readStatus(bytes);
}

void PodExec::readStatus(const QByteArray &json)
{
    m_socket.close();
    const Value status = readJson(json, QStringLiteral("status")).value_or(Value());
    if (status[u"status"].toString() == u"Success") {
        emit finished(0);
        return;
    }
    for (const Value &cause : status[u"details"][u"causes"].list()) {
        bool isNumber = false;
        const int code = cause[u"message"].toString().toInt(&isNumber);
        if (cause[u"reason"].toString() == u"ExitCode" && isNumber) {
            emit finished(code);
            return;
        }
    }
    emit failed(failureOf(int(status[u"code"].toInt(500)), status, m_what));
}

} // namespace chartwright
