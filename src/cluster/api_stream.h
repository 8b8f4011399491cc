// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_client.h"
#include "cluster/credentials.h"

#include <QTimer>

class QNetworkReply;

namespace chartwright {

struct ApiStreamLimits
{
    std::chrono::milliseconds answer{30'000}; ///< until the answer begins
    /// Without a byte of it; 0: as long as it takes. Qt gives no hold on its sockets, whose own
    /// keep-alive would take hours to notice a dead link.
    std::chrono::milliseconds silence{0};
    qint64 line = 16ll * 1024 * 1024;
};

/// One answer of an API server that is read as it arrives, line by line, for as long as it lasts:
/// watches and logs. It logs in, checks the server and fails as ApiClient does, but is never tried
/// again, and has connections apart from those of single requests. Asks once, and then is done
/// with. Main thread.
class ApiStream : public QObject
{
    Q_OBJECT
public:
    /// Without the client, which may go before, nothing arrives any more.
    ApiStream(ApiClient *client, ApiRequest request, const ApiStreamLimits &limits,
              QObject *parent = nullptr);
    ~ApiStream() override;

    void start();
    /// Nothing is told after that.
    void stop();
    /// What came after the last end of a line.
    QByteArray rest() const { return m_line; }

signals:
    void started(); ///< the answer is a good one, and begins
    /// Whole ones, without their ends; all that are there.
    void lines(const QList<QByteArray> &lines);
    // One of these, once and last.
    void ended(); ///< as the server meant it
    void failed(const chartwright::ApiFailure &failure);

private:
    void send(const RequestCredentialsPtr &credentials);
    void readHead();
    void readBody();
    void readEnd();
    void fail(const ApiFailure &failure);
    void breakOff(const ApiFailure &failure);

    QPointer<ApiClient> m_client;
    ApiRequest m_request;
    ApiStreamLimits m_limits;
    RequestCredentialsPtr m_credentials;
    QPointer<QNetworkReply> m_reply;
    QTimer m_patience;
    std::optional<ApiFailure> m_failure;
    QByteArray m_line; ///< unfinished, or the body of a failure
    int m_status = 0;
    bool m_isOver = false;
    bool m_wasRefused = false;
};

} // namespace chartwright
