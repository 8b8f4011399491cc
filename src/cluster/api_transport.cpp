// SPDX-License-Identifier: Apache-2.0
#include "cluster/api_transport.h"

#include <QCoreApplication>
#include <QNetworkReply>
#include <QSet>
#include <QUrlQuery>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cluster", text); }

/// Later ones join headers of one name by commas, which would be another group.
constexpr bool CanRepeatHeaders = QT_VERSION < QT_VERSION_CHECK(6, 5, 0);

bool repeatsNames(const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    QSet<QByteArray> names;
    for (const auto &header : headers)
        names.insert(header.first);
    return names.size() < headers.size();
}

void setHeaders(QNetworkRequest &out, const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    // A header of the same name replaces the one before, so that those of one name go as one text.
    QList<std::pair<QByteArray, QByteArray>> joined;
    for (const auto &own : headers) {
        const auto same = std::find_if(joined.begin(), joined.end(), [&](const auto &header) {
            return header.first == own.first;
        });
        if (same == joined.end())
            joined.append(own);
        else
            same->second += "\r\n" + own.first + ": " + own.second;
    }
    for (const auto &header : std::as_const(joined))
        out.setRawHeader(header.first, header.second);
}

QUrl urlOf(const Target &target, const ApiRequest &request)
{
    QUrlQuery query;
    for (const auto &[name, value] : request.query)
        query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    // The path is encoded already, and a decoded slash in a name would be another address.
    QUrl url = QUrl::fromEncoded(target.server.toEncoded(QUrl::StripTrailingSlash) +
                                 request.path.toLatin1());
    if (!query.isEmpty())
        url.setQuery(query);
    return url;
}

} // namespace

QByteArray nameOf(ApiRequest::Verb verb)
{
    static constexpr const char *Names[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    return Names[int(verb)];
}

QString whatOf(const ApiRequest &request)
{
    return QString::fromLatin1(nameOf(request.verb)) + u' ' + request.path;
}

QString verifiedHost(const Target &target)
{
    return target.tlsServerName.isEmpty() ? target.server.host() : target.tlsServerName;
}

std::optional<ApiFailure> impersonationProblem(const Target &target)
{
    if (CanRepeatHeaders || !repeatsNames(target.impersonation))
        return std::nullopt;
    return failureWith(
        ApiFailure::Kind::Login,
        {tr("Qt %1 cannot act as a member of several groups").arg(QLatin1String(qVersion())),
         target.where, tr("Choose a context that acts as one group.")});
}

ApiFailure brokenFailure(const Target &target, bool isLate, bool isCut, const QString &problem)
{
    return failureWith(
        isLate ? ApiFailure::Kind::TimedOut : ApiFailure::Kind::Unreachable,
        {isLate  ? tr("the API server does not answer")
         : isCut ? tr("the API server's answer broke off")
                 : tr("the API server cannot be reached: %1").arg(problem),
         displayUrl(target.server.toString()),
         tr("Is the cluster running, and this computer connected to its network? A VPN or a proxy "
            "may be in the way.")});
}

ApiFailure strangeFailure(const Target &target)
{
    return failureWith(
        ApiFailure::Kind::Unclear,
        {tr("what answers there is no API server of Kubernetes"),
         displayUrl(target.server.toString()),
         tr("Check the address in the kubeconfig; a proxy may answer in its place.")});
}

std::optional<std::chrono::seconds> retryAfterOf(const QNetworkReply &reply)
{
    bool isNumber = false;
    const int seconds = reply.rawHeader("Retry-After").toInt(&isNumber);
    if (!isNumber || seconds < 0)
        return std::nullopt;
    return std::chrono::seconds(seconds);
}

QNetworkRequest networkRequest(const Target &target, const RequestCredentials &credentials,
                               const ApiRequest &request)
{
    QNetworkRequest out(urlOf(target, request));
    out.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                     QNetworkRequest::ManualRedirectPolicy);
    out.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    out.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    // The answer's size is bounded by itself.
    out.setDecompressedSafetyCheckThreshold(-1);
    out.setSslConfiguration(credentials.tls);
    if (!target.tlsServerName.isEmpty())
        out.setPeerVerifyName(target.tlsServerName);
    if (target.disableCompression)
        out.setRawHeader("Accept-Encoding", "identity");
    out.setRawHeader("Accept", request.accept);
    out.setRawHeader("User-Agent",
                     "chartwright/" + QCoreApplication::applicationVersion().toLatin1());
    if (!request.body.isEmpty())
        out.setRawHeader("Content-Type", request.contentType);
    if (!credentials.authorization.isEmpty())
        out.setRawHeader("Authorization", credentials.authorization.view().toByteArray());
    setHeaders(out, target.impersonation);
    return out;
}

void watchServer(QNetworkReply *reply, const RequestCredentialsPtr &credentials,
                 const Target &target, QObject *context,
                 const std::function<void(const ApiFailure &)> &refuse)
{
    const QString host = verifiedHost(target);
    QObject::connect(
        reply, &QNetworkReply::sslErrors, context,
        [refuse, host](const QList<QSslError> &errors) { refuse(tlsFailure(errors, host)); });
    QObject::connect(reply, &QNetworkReply::encrypted, context, [=] {
        if (credentials->tls.peerVerifyMode() == QSslSocket::VerifyNone)
            return;
        const auto problem = certificateProblem(reply->sslConfiguration().peerCertificate(), host);
        if (!problem)
            return;
        refuse(*problem);
        reply->abort();
    });
}

} // namespace chartwright
