// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QProcess>
#include <QTcpSocket>
#include <csignal>

namespace chartwright_test {

struct Answer
{
    int status = 0;
    QByteArray head, body;
};

/// A program of the starter's images, on a port of its own.
class Server
{
public:
    explicit Server(const QString &app, const QStringList &variables = {})
    {
        const QString folder = QStringLiteral(CHARTWRIGHT_IMAGES "/") + app;
        QStringList environment{QStringLiteral("PORT=0")};
        m_process.setEnvironment(environment + variables);
        m_process.setWorkingDirectory(folder);
        m_process.start(folder + QStringLiteral("/server"),
                        app == u"frontend" ? QStringList{QStringLiteral("index.html")}
                                           : QStringList());
        while (m_port == 0 && (m_process.canReadLine() || m_process.waitForReadyRead(10000))) {
            const QByteArray line = m_process.readLine().trimmed();
            if (line.startsWith("listening on port "))
                m_port = line.mid(18).toUShort();
        }
    }
    ~Server()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    quint16 port() const { return m_port; }
    QProcess &process() { return m_process; }
    /// SIGTERM; gives the exit code, -1 if it does not leave.
    int stop()
    {
        ::kill(pid_t(m_process.processId()), SIGTERM);
        return m_process.waitForFinished(20000) && m_process.exitStatus() == QProcess::NormalExit
                   ? m_process.exitCode()
                   : -1;
    }

private:
    QProcess m_process;
    quint16 m_port = 0;
};

/// A connection that says what it is told to, as a real client would not.
class Client
{
public:
    explicit Client(const Server &server)
    {
        m_socket.connectToHost(QStringLiteral("127.0.0.1"), server.port());
        m_socket.waitForConnected(10000);
    }
    void send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        while (m_socket.bytesToWrite() > 0 && m_socket.waitForBytesWritten(10000)) {
        }
    }
    /// The next answer; status 0 where there is none. An answer to HEAD has no body.
    Answer receive(bool hasBody = true)
    {
        qsizetype end = -1;
        while ((end = m_bytes.indexOf("\r\n\r\n")) < 0) {
            if (!more())
                return {};
        }
        Answer out;
        out.head = m_bytes.left(end + 2);
        out.status = out.head.mid(9, 3).toInt();
        m_bytes.remove(0, end + 4);
        const qsizetype at = out.head.indexOf("Content-Length: ") + 16;
        const qsizetype length =
            hasBody ? out.head.mid(at, out.head.indexOf('\r', at) - at).toInt() : 0;
        while (m_bytes.size() < length) {
            if (!more())
                return {};
        }
        out.body = m_bytes.left(length);
        m_bytes.remove(0, length);
        return out;
    }
    Answer ask(const QByteArray &method, const QByteArray &path, const QByteArray &body = {})
    {
        send(method + ' ' + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " +
             QByteArray::number(body.size()) + "\r\n\r\n" + body);
        return receive(method != "HEAD");
    }
    bool isClosedByServer()
    {
        while (more()) {
        }
        return m_socket.state() != QAbstractSocket::ConnectedState && m_bytes.isEmpty();
    }

private:
    bool more()
    {
        if (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(20000))
            return false;
        m_bytes += m_socket.readAll();
        return true;
    }

    QTcpSocket m_socket;
    QByteArray m_bytes;
};

} // namespace chartwright_test
