// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_client.h"
#include "cluster/credentials.h"
#include "cluster/web_socket_frames.h"

#include <QElapsedTimer>
#include <QTimer>

class QSslSocket;

namespace chartwright {

struct ApiSocketLimits
{
    std::chrono::milliseconds answer{30'000}; ///< until the connection stands
    std::chrono::milliseconds ping{20'000};
    std::chrono::milliseconds silence{60'000}; ///< without a byte, pings notwithstanding
    qsizetype message = 16ll * 1024 * 1024;
};

/// One WebSocket to an API server, for what goes both ways. It logs in, checks the server and fails
/// as ApiClient does, and is never tried again. Not Qt's: that sends its request, with the token,
/// before the certificate could be looked at (isForHost()), and knows no tls-server-name. Connects
/// once, and then is done with. The client outlives it. Main thread.
class ApiSocket : public QObject
{
    Q_OBJECT
public:
    /// `protocols`: those that will do, best first.
    ApiSocket(ApiClient *client, ApiRequest request, QByteArrayList protocols,
              QObject *parent = nullptr, const ApiSocketLimits &limits = {});
    ~ApiSocket() override;

    void open();
    /// Nothing is told after that; what was sent is still delivered.
    void close();

    QByteArray protocol() const { return m_protocol; } ///< the one that was agreed on
    void send(const QByteArray &message);
    qint64 bytesToWrite() const;
    /// While it is, nothing is received, and the server has to wait.
    void setPaused(bool isPaused);

signals:
    void opened();
    void received(const QByteArray &message);
    void bytesWritten();
    // One of these, once and last.
    void closed(); ///< by the server, after it had been open
    void failed(const chartwright::ApiFailure &failure);

private:
    void connectToServer(const RequestCredentialsPtr &credentials);
    void sendHead();
    void readMore();
    bool readHead();
    void readRefusal(bool isEnd);
    void readFrames();
    void lost();
    void fail(const ApiFailure &failure);
    void drop();

    ApiClient *m_client;
    ApiRequest m_request;
    QByteArrayList m_offered;
    ApiSocketLimits m_limits;
    RequestCredentialsPtr m_credentials;
    QSslSocket *m_socket = nullptr;
    WebSocketReader m_reader;
    QTimer m_patience, m_ping;
    QElapsedTimer m_heard;
    QByteArray m_key, m_protocol;
    QByteArray m_head, m_body; ///< of the answer; the body of a refusal
    std::optional<ApiFailure> m_failure;
    int m_status = 0; ///< 0: the head has not come
    bool m_isOpen = false, m_isOver = false, m_isPaused = false, m_wasRefused = false;
};

} // namespace chartwright
