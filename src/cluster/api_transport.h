// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_client.h"
#include "cluster/credentials.h"

#include <QNetworkRequest>

class QNetworkReply;

/// What a single answer (ApiExchange) and one that goes on (ApiStream) have in common: how a
/// request goes out, and the words for what keeps its answer away. Main thread.
namespace chartwright {

QByteArray nameOf(ApiRequest::Verb verb);
/// "GET /api/v1/pods"
QString whatOf(const ApiRequest &request);
/// The name that the server's certificate has to be for.
QString verifiedHost(const Target &target);

/// Why nothing can be asked as whom the target says.
std::optional<ApiFailure> impersonationProblem(const Target &target);
/// No connection, or none that lasted; `isCut`: the answer had begun.
ApiFailure brokenFailure(const Target &target, bool isLate, bool isCut, const QString &problem);
/// Something answered, but not as an API server does.
ApiFailure strangeFailure(const Target &target);
/// Seconds of a Retry-After header; none where it is a date or nonsense.
std::optional<std::chrono::seconds> retryAfterOf(const QNetworkReply &reply);

/// No redirect, cookie, cache or HTTP/2; without a time limit.
QNetworkRequest networkRequest(const Target &target, const RequestCredentials &credentials,
                               const ApiRequest &request);
/// Calls `refuse` if the server is not whom it should be, before the request is sent; the reply
/// then finishes without.
void watchServer(QNetworkReply *reply, const RequestCredentialsPtr &credentials,
                 const Target &target, QObject *context,
                 const std::function<void(const ApiFailure &)> &refuse);

} // namespace chartwright
