// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_failure.h"
#include "cluster/target.h"

#include <QObject>
#include <QPointer>
#include <chrono>
#include <functional>
#include <memory>

class QNetworkAccessManager;

namespace chartwright {

class ApiExchange;
class Credentials;
class LinkWatch;
struct RequestCredentials;

/// What ApiRequest::accept asks for where the metadata of an object, or of a list, are enough: of a
/// Secret the values stay where they are.
inline constexpr char MetadataOnly[] =
    "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
inline constexpr char MetadataList[] =
    "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

struct ApiRequest
{
    enum class Verb { Get, Post, Put, Patch, Delete };
    Verb verb = Verb::Get;
    QString path; ///< "/apis/apps/v1/…", percent-encoded (see collectionPath())
    QList<std::pair<QString, QString>> query = {};
    QByteArray body = {};
    QByteArray contentType = "application/json";
    QByteArray accept = "application/json";
    /// The body holds values of secrets: it is overwritten once it is sent.
    bool isSecret = false;
    int tries = 0; ///< instead of ApiLimits::tries; 0: as that says
};

struct ApiAnswer
{
    int status = 0;
    Value object;         ///< null where the body is no JSON object
    QByteArray bytes;     ///< the body, where another type than JSON was accepted
    QStringList warnings; ///< the server's Warning headers, plain
};

/// What was asked of a client. May be kept, copied and let go at will.
class ApiCall
{
public:
    ApiCall() = default;
    explicit ApiCall(ApiExchange *exchange);
    bool isRunning() const;
    /// The callback is not called any more. What was sent may still be done.
    void cancel();

private:
    QPointer<ApiExchange> m_exchange;
};

struct ApiLimits
{
    std::chrono::milliseconds silence{30'000}; ///< without a byte from the server
    std::chrono::milliseconds firstRetry{800};
    int tries = 10;
    qint64 bytes = 512ll * 1024 * 1024; ///< of an answer
};

/// Speaks to one API server as one user. Nothing here waits: each request calls its `done` once,
/// later, on the main thread, unless it is cancelled or `context` is gone before. Redirects are not
/// followed, cookies not kept. As client-go does: answers 429 and 5xx with Retry-After are waited
/// for, broken connections tried again where that is harmless (GET), and after a 401 the
/// credentials are fetched anew once. Nothing that is sent or answered is logged. Main thread.
class ApiClient : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(ApiResult<ApiAnswer>)>;

    ApiClient(std::shared_ptr<const Target> target, Credentials *credentials,
              const ApiLimits &limits = {}, QObject *parent = nullptr);
    ~ApiClient() override;

    const Target &target() const { return *m_target; }
    ApiCall send(ApiRequest request, QObject *context, Done done);
    /// Tells when it is worth while to connect anew; idle connections are dropped by then.
    LinkWatch *link();

private:
    friend class ApiExchange;
    friend class ApiSocket;
    friend class ApiStream;

    /// What a request goes with, or why there is nothing; once, later, unless `context` has gone.
    void
    login(QObject *context,
          std::function<void(const ApiResult<std::shared_ptr<const RequestCredentials>> &)> done);
    /// One that has a connection to spare: Qt makes six at most to a server.
    QNetworkAccessManager *streamNetwork();
    QNetworkAccessManager *newNetwork();
    void dropIdleConnections();

    std::shared_ptr<const Target> m_target;
    Credentials *m_credentials;
    ApiLimits m_limits;
    LinkWatch *m_link = nullptr;
    QNetworkAccessManager *m_network;
    QList<QNetworkAccessManager *> m_streamNetworks;
};

} // namespace chartwright
