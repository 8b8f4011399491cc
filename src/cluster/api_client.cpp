// SPDX-License-Identifier: Apache-2.0
#include "cluster/api_client.h"

#include "cluster/api_exchange.h"
#include "cluster/api_transport.h"
#include "cluster/link_watch.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace chartwright {
namespace {

/// Of one manager; replies that ended, but are not deleted yet, count too.
constexpr int MostStreams = 6;

} // namespace

ApiCall::ApiCall(ApiExchange *exchange) : m_exchange(exchange) {}

bool ApiCall::isRunning() const { return !m_exchange.isNull(); }

void ApiCall::cancel()
{
    if (m_exchange)
        m_exchange->cancel();
    m_exchange.clear();
}

ApiClient::ApiClient(std::shared_ptr<const Target> target, Credentials *credentials,
                     const ApiLimits &limits, QObject *parent)
    : QObject(parent), m_target(std::move(target)), m_credentials(credentials), m_limits(limits),
      m_network(newNetwork())
{
    // They would go on speaking for the identity before.
    connect(credentials, &Credentials::identityChanged, this, &ApiClient::dropIdleConnections);
}

void ApiClient::login(QObject *context,
                      std::function<void(const ApiResult<RequestCredentialsPtr> &)> done)
{
    // The client may be gone by then.
    m_credentials->get(context, [target = m_target, done = std::move(done)](
                                    const Result<RequestCredentialsPtr> &credentials) {
        if (!credentials)
            done(tl::unexpected(failureWith(ApiFailure::Kind::Login, credentials.error())));
        else if (const auto problem = impersonationProblem(*target))
            done(tl::unexpected(*problem));
        else
            done(*credentials);
    });
}

QNetworkAccessManager *ApiClient::newNetwork()
{
    auto *network = new QNetworkAccessManager(this);
    network->setProxy(m_target->proxy);
    return network;
}

void ApiClient::dropIdleConnections()
{
    m_network->clearConnectionCache();
    for (QNetworkAccessManager *network : std::as_const(m_streamNetworks))
        network->clearConnectionCache();
}

LinkWatch *ApiClient::link()
{
    if (!m_link) {
        m_link = new LinkWatch(this);
        connect(m_link, &LinkWatch::changed, this, &ApiClient::dropIdleConnections);
    }
    return m_link;
}

QNetworkAccessManager *ApiClient::streamNetwork()
{
    const auto isFree = [](const QNetworkAccessManager *network) {
        const auto replies =
            network->findChildren<const QNetworkReply *>(Qt::FindDirectChildrenOnly);
        return replies.size() < MostStreams;
    };
    const auto free = std::find_if(m_streamNetworks.begin(), m_streamNetworks.end(), isFree);
    if (free != m_streamNetworks.end())
        return *free;
    m_streamNetworks.append(newNetwork());
    return m_streamNetworks.constLast();
}

ApiClient::~ApiClient()
{
    // Before the network, which their replies belong to.
    qDeleteAll(findChildren<ApiExchange *>(Qt::FindDirectChildrenOnly));
}

ApiCall ApiClient::send(ApiRequest request, QObject *context, Done done)
{
    auto *exchange = new ApiExchange(this, std::move(request), context, std::move(done));
    exchange->begin();
    return ApiCall(exchange);
}

} // namespace chartwright
