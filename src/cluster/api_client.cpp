// SPDX-License-Identifier: Apache-2.0
#include "cluster/api_client.h"

#include "cluster/api_exchange.h"

#include <QNetworkAccessManager>

namespace chartwright {

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
      m_network(new QNetworkAccessManager(this))
{
    m_network->setProxy(m_target->proxy);
    // Idle connections of the identity before would go on speaking for it.
    connect(credentials, &Credentials::identityChanged, m_network,
            &QNetworkAccessManager::clearConnectionCache);
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
