// SPDX-License-Identifier: Apache-2.0
#include "unit/cluster/scripted_server.h"

#include <QSslSocket>

namespace chartwright_test {

QByteArrayList Heard::header(const QByteArray &name) const
{
    QByteArrayList out;
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            out.append(value);
    }
    return out;
}

ScriptedServer::ScriptedServer(Script script, const QSslConfiguration &tls)
    : m_script(std::move(script)), m_tls(tls)
{
    listen(QHostAddress::LocalHost);
}

QString ScriptedServer::url(const QString &host) const
{
    const QLatin1String scheme(m_tls.localCertificate().isNull() ? "http" : "https");
    return QStringLiteral("%1://%2:%3").arg(scheme, host).arg(serverPort());
}

QByteArray ScriptedServer::answer(int status, const QByteArray &json, const QByteArray &headers)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " -\r\nContent-Type: application/json\r\n" +
           "Content-Length: " + QByteArray::number(json.size()) + "\r\n" + headers + "\r\n" + json;
}

QByteArray ScriptedServer::chunked(const QByteArray &headers)
{
    return "HTTP/1.1 200 -\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n" +
           headers + "\r\n";
}

QByteArray ScriptedServer::chunk(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

QList<QTcpSocket *> ScriptedServer::sockets(const QByteArray &part) const
{
    QList<QTcpSocket *> out = findChildren<QTcpSocket *>();
    out.removeIf([&](const QTcpSocket *socket) {
        return !socket->property("path").toByteArray().contains(part) || !socket->isOpen();
    });
    return out;
}

int ScriptedServer::open(const QByteArray &part) const { return int(sockets(part).size()); }

void ScriptedServer::push(const QByteArray &part, const QByteArray &bytes)
{
    const auto found = sockets(part);
    for (QTcpSocket *socket : found)
        socket->write(bytes);
}

void ScriptedServer::hangUp(const QByteArray &part)
{
    const auto found = sockets(part);
    for (QTcpSocket *socket : found)
        socket->abort();
}

void ScriptedServer::incomingConnection(qintptr handle)
{
    const bool isSecure = !m_tls.localCertificate().isNull();
    QTcpSocket *socket = isSecure ? new QSslSocket(this) : new QTcpSocket(this);
    socket->setSocketDescriptor(handle);
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    if (auto *secure = qobject_cast<QSslSocket *>(socket)) {
        secure->setSslConfiguration(m_tls);
        secure->startServerEncryption();
    }
}

void ScriptedServer::read(QTcpSocket *socket)
{
    if (socket->property("isUpgraded").toBool())
        return m_upgraded(socket, socket->readAll());
    const QByteArray bytes = socket->property("bytes").toByteArray() + socket->readAll();
    socket->setProperty("bytes", bytes);
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    const QByteArrayList lines = bytes.first(end).split('\n');
    Heard heard{lines[0].split(' ').value(0), lines[0].split(' ').value(1), {}, {}};
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        heard.headers.append({line.first(colon).trimmed(), line.sliced(colon + 1).trimmed()});
    }
    const qsizetype length = heard.header("Content-Length").value(0, "0").toLongLong();
    if (bytes.size() < end + 4 + length)
        return;
    heard.body = bytes.mid(end + 4, length);
    socket->setProperty("bytes", QByteArray());
    socket->setProperty("path", heard.path);
    m_heard.append(heard);
    const QByteArray answer = m_script(heard);
    socket->setProperty("isUpgraded", answer.startsWith("HTTP/1.1 101"));
    if (answer.isEmpty())
        socket->abort();
    else
        socket->write(answer);
    if (answer.contains("Connection: close"))
        socket->disconnectFromHost();
}

} // namespace chartwright_test
