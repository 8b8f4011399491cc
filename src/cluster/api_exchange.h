// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_client.h"
#include "cluster/credentials.h"

#include <QNetworkReply>
#include <QTimer>

namespace chartwright {

/// One request of an ApiClient, with all its tries. A child of the client; goes when it is done.
class ApiExchange : public QObject
{
    Q_OBJECT
public:
    ApiExchange(ApiClient *client, ApiRequest request, QObject *context, ApiClient::Done done);
    ~ApiExchange() override;

    void begin();
    void cancel();

private:
    void send(const RequestCredentialsPtr &credentials);
    void readAnswer();
    void parse(int status, const QByteArray &bytes, const QStringList &warnings);
    /// Whether it is tried again.
    bool retry(int status, std::optional<std::chrono::seconds> after);
    void fail(ApiFailure failure);
    void finish(ApiResult<ApiAnswer> result);

    ApiClient *m_client;
    ApiRequest m_request;
    QPointer<QObject> m_context;
    ApiClient::Done m_done;
    RequestCredentialsPtr m_credentials;
    QPointer<QNetworkReply> m_reply;
    std::optional<ApiFailure> m_failure; ///< found before the answer
    QTimer m_retry;
    std::optional<std::chrono::seconds> m_retryAfter;
    int m_tries = 0;
    bool m_wasRefused = false; ///< 401, once already
};

} // namespace chartwright
