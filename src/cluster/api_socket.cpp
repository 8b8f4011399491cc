// SPDX-License-Identifier: Apache-2.0
#include "cluster/api_socket.h"

#include "cluster/api_transport.h"
#include "tree/yaml.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QSslSocket>

namespace chartwright {
namespace {

constexpr qsizetype LongestHead = 64ll * 1024, LongestRefusal = 1024ll * 1024;
constexpr qint64 ReadAhead = 1024ll * 1024;
/// For what was sent to arrive after the end.
constexpr std::chrono::seconds LastWords{10};

QByteArray newKey()
{
    quint32 random[4];
    QRandomGenerator::system()->fillRange(random);
    return QByteArray(reinterpret_cast<const char *>(random), sizeof random).toBase64();
}

QByteArray acceptanceOf(const QByteArray &key)
{
    return QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
                                    QCryptographicHash::Sha1)
        .toBase64();
}

QByteArray headerOf(const QByteArray &head, const QByteArray &name)
{
    const QByteArrayList lines = head.split('\n');
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).trimmed().compare(name, Qt::CaseInsensitive) == 0)
            return line.sliced(colon + 1).trimmed();
    }
    return {};
}

} // namespace

ApiSocket::ApiSocket(ApiClient *client, ApiRequest request, QByteArrayList protocols,
                     QObject *parent, const ApiSocketLimits &limits)
    : QObject(parent), m_client(client), m_request(std::move(request)),
      m_offered(std::move(protocols)), m_limits(limits), m_reader(limits.message)
{
    // A node, which the server passes it on to, does not know of JSON (406).
    m_request.accept = "*/*";
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this,
            [this] { fail(brokenFailure(m_client->target(), true, false, {})); });
    connect(&m_ping, &QTimer::timeout, this, [this] {
        if (!m_isPaused && m_heard.hasExpired(m_limits.silence.count()))
            return fail(brokenFailure(m_client->target(), true, true, {}));
        m_socket->write(writeFrame(WebSocketFrame::Ping, {}));
    });
}

ApiSocket::~ApiSocket() { drop(); }

void ApiSocket::open()
{
    m_client->login(this, [this](const ApiResult<RequestCredentialsPtr> &credentials) {
        if (m_isOver)
            return;
        if (!credentials)
            return fail(credentials.error());
        connectToServer(*credentials);
    });
}

void ApiSocket::connectToServer(const RequestCredentialsPtr &credentials)
{
    drop();
    m_credentials = credentials;
    m_head.clear();
    m_body.clear();
    m_status = 0;
    const Target &target = m_client->target();
    const QString host = verifiedHost(target);
    m_socket = new QSslSocket(this);
    m_socket->setProxy(target.proxy);
    m_socket->setSslConfiguration(credentials->tls);
    m_socket->setReadBufferSize(ReadAhead);
    connect(m_socket, &QSslSocket::sslErrors, this,
            [this, host](const QList<QSslError> &errors) { m_failure = tlsFailure(errors, host); });
    connect(m_socket, &QSslSocket::readyRead, this, &ApiSocket::readMore);
    connect(m_socket, &QSslSocket::bytesWritten, this, &ApiSocket::bytesWritten);
    connect(m_socket, &QSslSocket::errorOccurred, this, &ApiSocket::lost);
    m_patience.start(m_limits.answer);
    const QUrl &server = target.server;
    if (!target.isSecure()) {
        connect(m_socket, &QSslSocket::connected, this, &ApiSocket::sendHead);
        m_socket->connectToHost(server.host(), quint16(server.port(80)));
        return;
    }
    connect(m_socket, &QSslSocket::encrypted, this, [this, host] {
        if (m_credentials->tls.peerVerifyMode() != QSslSocket::VerifyNone) {
            if (const auto problem = certificateProblem(m_socket->peerCertificate(), host))
                return fail(*problem);
        }
        sendHead();
    });
    m_socket->connectToHostEncrypted(server.host(), quint16(server.port(443)), host);
}

void ApiSocket::sendHead()
{
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_key = newKey();
    const QNetworkRequest request = networkRequest(m_client->target(), *m_credentials, m_request);
    const QUrl url = request.url();
    const QByteArray host = url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveUserInfo |
                                          QUrl::RemovePath | QUrl::RemoveQuery);
    QByteArray head =
        "GET " + url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment) +
        " HTTP/1.1\r\nHost: " + host.mid(2) +
        "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: " +
        m_key + "\r\nSec-WebSocket-Protocol: " + m_offered.join(", ") + "\r\n";
    const auto headers = request.rawHeaderList();
    for (const QByteArray &name : headers)
        head += name + ": " + request.rawHeader(name) + "\r\n";
    m_socket->write(head + "\r\n");
    wipe(head);
}

void ApiSocket::readMore()
{
    if (m_isOpen)
        return readFrames();
    if (m_status == 0 && !readHead())
        return;
    if (m_status != 101)
        return readRefusal(false);
    m_protocol = headerOf(m_head, "Sec-WebSocket-Protocol");
    if (headerOf(m_head, "Sec-WebSocket-Accept") != acceptanceOf(m_key) ||
        !m_offered.contains(m_protocol))
        return fail(strangeFailure(m_client->target()));
    m_patience.stop();
    m_isOpen = true;
    m_heard.start();
    m_ping.start(m_limits.ping);
    const QPointer<ApiSocket> self(this);
    emit opened();
    if (self && !m_isOver)
        readFrames();
}

bool ApiSocket::readHead()
{
    m_head += m_socket->peek(LongestHead);
    const qsizetype end = m_head.indexOf("\r\n\r\n");
    if (end < 0 && m_head.size() >= LongestHead) {
        fail(strangeFailure(m_client->target()));
        return false;
    }
    if (end < 0) {
        m_head.clear(); // is peeked at again
        return false;
    }
    m_socket->skip(end + 4);
    m_head.truncate(end);
    const QByteArrayList words = m_head.left(m_head.indexOf('\r')).split(' ');
    m_status = words.value(1).toInt();
    if (!words.value(0).startsWith("HTTP/1.") || m_status == 0) {
        fail(strangeFailure(m_client->target()));
        return false;
    }
    return true;
}

void ApiSocket::readRefusal(bool isEnd)
{
    m_body += m_socket->read(LongestRefusal);
    bool hasLength = false;
    const qint64 length = headerOf(m_head, "Content-Length").toLongLong(&hasLength);
    const bool isWhole = m_body.size() >= (hasLength ? std::min(length, qint64(LongestRefusal))
                                                     : qint64(LongestRefusal));
    if (!isWhole && !isEnd)
        return;
    if (m_status == 401 && m_client->m_credentials->refused(m_credentials) && !m_wasRefused) {
        m_wasRefused = true;
        return open();
    }
    if (m_status < 300)
        return fail(strangeFailure(m_client->target()));
    // It may have come in chunks.
    const qsizetype begin = std::max<qsizetype>(0, m_body.indexOf('{'));
    const auto answer =
        readJson(m_body.mid(begin, m_body.lastIndexOf('}') + 1 - begin), QStringLiteral("answer"));
    fail(failureOf(m_status, answer.value_or(Value()), whatOf(m_request)));
}

void ApiSocket::readFrames()
{
    if (m_isPaused || !m_socket)
        return;
    const QByteArray bytes = m_socket->readAll();
    if (!bytes.isEmpty())
        m_heard.start();
    const QPointer<ApiSocket> self(this);
    const auto frames = m_reader.read(bytes);
    for (const WebSocketFrame &frame : frames) {
        if (frame.opcode == WebSocketFrame::Ping)
            m_socket->write(writeFrame(WebSocketFrame::Pong, frame.payload));
        if (frame.opcode == WebSocketFrame::Binary || frame.opcode == WebSocketFrame::Text)
            emit received(frame.payload);
        if (!self || m_isOver)
            return;
        if (frame.opcode == WebSocketFrame::Close) {
            close();
            emit closed();
            return;
        }
    }
    if (m_reader.isBroken())
        fail(strangeFailure(m_client->target()));
}

void ApiSocket::setPaused(bool isPaused)
{
    if (std::exchange(m_isPaused, isPaused) && !isPaused && m_isOpen)
        QMetaObject::invokeMethod(this, &ApiSocket::readFrames, Qt::QueuedConnection);
}

void ApiSocket::send(const QByteArray &message)
{
    if (m_isOpen && !m_isOver)
        m_socket->write(writeFrame(WebSocketFrame::Binary, message));
}

qint64 ApiSocket::bytesToWrite() const
{
    return m_socket ? m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite() : 0;
}

void ApiSocket::close()
{
    if (m_isOver)
        return;
    m_isOver = true;
    m_patience.stop();
    m_ping.stop();
    if (!m_socket || !m_isOpen)
        return drop();
    QSslSocket *socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->setParent(m_client); // which may outlive this
    connect(socket, &QSslSocket::disconnected, socket, &QObject::deleteLater);
    QTimer::singleShot(LastWords, socket, &QObject::deleteLater);
    socket->write(writeFrame(WebSocketFrame::Close, QByteArray("\x03\xe8", 2)));
    socket->disconnectFromHost();
}

void ApiSocket::lost()
{
    if (m_isOver)
        return;
    const QPointer<ApiSocket> self(this);
    if (m_isOpen)
        readFrames();
    else if (m_status > 0 && m_status != 101)
        readRefusal(true);
    if (!self || m_isOver || !m_socket)
        return;
    const Target &target = m_client->target();
    if (m_failure)
        return fail(*m_failure);
    if (m_socket->error() == QAbstractSocket::SslHandshakeFailedError)
        return fail(handshakeFailure(m_socket->errorString(), verifiedHost(target)));
    fail(brokenFailure(target, false, m_status > 0, m_socket->errorString()));
}

void ApiSocket::drop()
{
    m_patience.stop();
    m_ping.stop();
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket->deleteLater(); // whoever calls may be the socket
    m_socket = nullptr;
}

void ApiSocket::fail(const ApiFailure &failure)
{
    m_isOver = true;
    drop();
    emit failed(failure);
}

} // namespace chartwright
