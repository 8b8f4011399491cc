// SPDX-License-Identifier: Apache-2.0
#include "cluster/api_exchange.h"

#include "cluster/plain_text.h"
#include "tree/yaml.h"

#include <QCoreApplication>
#include <QNetworkAccessManager>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSet>
#include <QUrlQuery>
#include <QtConcurrentRun>

namespace chartwright {
namespace {

/// A list of pods may be large; it comes from a server that was authenticated.
constexpr ReadLimits AnswerLimits{512ll * 1024 * 1024, 200, 50'000'000, 16ll * 1024 * 1024};
/// What is parsed at once, in less than a frame.
constexpr qsizetype SmallAnswer = 64ll * 1024;
constexpr int LongestWarning = 1000;
constexpr std::chrono::seconds LongestDelay{30};

/// Later ones join headers of one name by commas, which would be another group.
constexpr bool CanRepeatHeaders = QT_VERSION < QT_VERSION_CHECK(6, 5, 0);

bool repeatsNames(const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    QSet<QByteArray> names;
    for (const auto &header : headers)
        names.insert(header.first);
    return names.size() < headers.size();
}

QByteArray nameOf(ApiRequest::Verb verb)
{
    static constexpr const char *Names[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    return Names[int(verb)];
}

/// `299 - "text"`, with quotes and backslashes escaped (RFC 7234, 5.5); Qt joins them by commas.
QStringList warningsOf(const QNetworkReply &reply)
{
    static const QRegularExpression warning(
        QStringLiteral(R"re(\d{3} [^ "]+ "((?:[^"\\]|\\.)*)")re"));
    QStringList out;
    auto matches = warning.globalMatch(QString::fromUtf8(reply.rawHeader("Warning")));
    while (matches.hasNext()) {
        static const QRegularExpression escape(QStringLiteral(R"(\\(.))"));
        const QString text = matches.next().captured(1).replace(escape, QStringLiteral("\\1"));
        out.append(plainText(text).simplified().left(LongestWarning));
    }
    return out;
}

ApiFailure failureWith(ApiFailure::Kind kind, Error error)
{
    ApiFailure out;
    out.kind = kind;
    out.error = std::move(error);
    return out;
}

} // namespace

ApiExchange::ApiExchange(ApiClient *client, ApiRequest request, QObject *context,
                         ApiClient::Done done)
    : QObject(client), m_client(client), m_request(std::move(request)), m_context(context),
      m_done(std::move(done))
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &ApiExchange::begin);
    connect(context, &QObject::destroyed, this, &ApiExchange::cancel);
}

ApiExchange::~ApiExchange()
{
    if (m_request.isSecret)
        wipe(m_request.body);
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
    }
}

void ApiExchange::cancel()
{
    m_done = nullptr;
    m_retry.stop();
    deleteLater();
}

QString ApiExchange::what() const
{
    return QString::fromLatin1(nameOf(m_request.verb)) + u' ' + m_request.path;
}

QString ApiExchange::host() const
{
    const Target &target = m_client->target();
    return target.tlsServerName.isEmpty() ? target.server.host() : target.tlsServerName;
}

void ApiExchange::begin()
{
    m_client->m_credentials->get(this, [this](const Result<RequestCredentialsPtr> &credentials) {
        if (!m_done)
            return;
        const Target &target = m_client->target();
        if (!credentials)
            return fail(failureWith(ApiFailure::Kind::Login, credentials.error()));
        if (!CanRepeatHeaders && repeatsNames(target.impersonation)) {
            return fail(
                failureWith(ApiFailure::Kind::Login,
                            {tr("Qt %1 cannot act as a member of several groups")
                                 .arg(QLatin1String(qVersion())),
                             target.where, tr("Choose a context that acts as one group.")}));
        }
        send(*credentials);
    });
}

QNetworkRequest ApiExchange::networkRequest(const RequestCredentials &credentials) const
{
    const Target &target = m_client->target();
    QUrl url = target.server;
    QUrlQuery query;
    for (const auto &[name, value] : m_request.query)
        query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    // The path is encoded already, and a decoded slash in a name would be another address.
    url = QUrl::fromEncoded(url.toEncoded(QUrl::StripTrailingSlash) + m_request.path.toLatin1());
    if (!query.isEmpty())
        url.setQuery(query);
    QNetworkRequest out(url);
    out.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                     QNetworkRequest::ManualRedirectPolicy);
    out.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    out.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    out.setTransferTimeout(int(m_client->m_limits.silence.count()));
    // The answer's size is bounded by itself.
    out.setDecompressedSafetyCheckThreshold(-1);
    out.setSslConfiguration(credentials.tls);
    if (!target.tlsServerName.isEmpty())
        out.setPeerVerifyName(target.tlsServerName);
    if (target.disableCompression)
        out.setRawHeader("Accept-Encoding", "identity");
    out.setRawHeader("Accept", m_request.accept);
    out.setRawHeader("User-Agent",
                     "chartwright/" + QCoreApplication::applicationVersion().toLatin1());
    if (!m_request.body.isEmpty())
        out.setRawHeader("Content-Type", m_request.contentType);
    if (!credentials.authorization.isEmpty())
        out.setRawHeader("Authorization", credentials.authorization.view().toByteArray());
    // A header of the same name replaces the one before, so that those of one name go as one text.
    QList<std::pair<QByteArray, QByteArray>> headers;
    for (const auto &own : target.impersonation) {
        const auto same = std::find_if(headers.begin(), headers.end(), [&](const auto &header) {
            return header.first == own.first;
        });
        if (same == headers.end())
            headers.append(own);
        else
            same->second += "\r\n" + own.first + ": " + own.second;
    }
    for (const auto &header : std::as_const(headers))
        out.setRawHeader(header.first, header.second);
    return out;
}

void ApiExchange::send(const RequestCredentialsPtr &credentials)
{
    m_credentials = credentials;
    m_failure.reset();
    ++m_tries;
    m_reply = m_client->m_network->sendCustomRequest(networkRequest(*credentials),
                                                     nameOf(m_request.verb), m_request.body);
    connect(m_reply, &QNetworkReply::sslErrors, this,
            [this](const QList<QSslError> &errors) { m_failure = tlsFailure(errors, host()); });
    connect(m_reply, &QNetworkReply::encrypted, this, [this] {
        if (m_credentials->tls.peerVerifyMode() == QSslSocket::VerifyNone)
            return;
        m_failure = certificateProblem(m_reply->sslConfiguration().peerCertificate(), host());
        if (m_failure)
            m_reply->abort();
    });
    connect(m_reply, &QNetworkReply::downloadProgress, this, [this](qint64 received) {
        if (received <= m_client->m_limits.bytes)
            return;
        m_failure = failureWith(ApiFailure::Kind::Unclear,
                                {tr("the answer is too large"), what(),
                                 tr("Choose a namespace, so that less is asked for.")});
        m_reply->abort();
    });
    connect(m_reply, &QNetworkReply::finished, this, &ApiExchange::readAnswer);
}

void ApiExchange::readAnswer()
{
    QNetworkReply *reply = m_reply;
    reply->deleteLater();
    m_reply = nullptr;
    if (m_failure)
        return fail(*m_failure);
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    // A body that was cut off is told by an error beside a good status.
    const bool isCut = status > 0 && status < 300 && reply->error() != QNetworkReply::NoError;
    if (status == 0 || isCut) {
        if (retry(0, {}))
            return;
        const bool isLate = reply->error() == QNetworkReply::OperationCanceledError ||
                            reply->error() == QNetworkReply::TimeoutError;
        return fail(failureWith(
            isLate ? ApiFailure::Kind::TimedOut : ApiFailure::Kind::Unreachable,
            {isLate  ? tr("the API server does not answer")
             : isCut ? tr("the API server's answer broke off")
                     : tr("the API server cannot be reached: %1").arg(reply->errorString()),
             displayUrl(m_client->target().server.toString()),
             tr("Is the cluster running, and this computer connected to its network? A VPN or a "
                "proxy may be in the way.")}));
    }
    if (status == 401 && m_client->m_credentials->refused(m_credentials))
        return begin();
    if (retry(status, reply->rawHeader("Retry-After")))
        return;
    parse(status, reply->readAll(), warningsOf(*reply));
}

bool ApiExchange::retry(int status, const QByteArray &retryAfter)
{
    if (m_tries >= m_client->m_limits.tries)
        return false;
    bool isNumber = false;
    const int seconds = retryAfter.toInt(&isNumber);
    std::chrono::milliseconds delay = m_client->m_limits.firstRetry;
    if (status == 0) {
        if (m_request.verb != ApiRequest::Verb::Get || m_tries >= 3)
            return false;
        delay *= 1 << (m_tries - 1);
        delay += delay * QRandomGenerator::global()->bounded(1000) / 1000;
    } else if ((status == 429 || status >= 500) && isNumber && seconds >= 0) {
        delay = std::chrono::seconds(seconds);
    } else {
        return false;
    }
    m_retry.start(std::min<std::chrono::milliseconds>(delay, LongestDelay));
    return true;
}

void ApiExchange::parse(int status, const QByteArray &bytes, const QStringList &warnings)
{
    const auto give = [this, status, warnings, bytes](const Result<Value> &object) {
        if (!m_done)
            return;
        if (status >= 300)
            return fail(failureOf(status, object.value_or(Value()), what()));
        if (!object && m_request.accept.startsWith("application/json")) {
            return fail(failureWith(
                ApiFailure::Kind::Unclear,
                {tr("what answers there is no API server of Kubernetes"),
                 displayUrl(m_client->target().server.toString()),
                 tr("Check the address in the kubeconfig; a proxy may answer in its place.")}));
        }
        finish(
            ApiAnswer{status, object.value_or(Value()), object ? QByteArray() : bytes, warnings});
    };
    const auto read = [bytes] { return readJson(bytes, QStringLiteral("answer"), AnswerLimits); };
    if (bytes.size() <= SmallAnswer)
        return give(read());
    QtConcurrent::run(read).then(this, give);
}

void ApiExchange::fail(ApiFailure failure) { finish(tl::unexpected(std::move(failure))); }

void ApiExchange::finish(ApiResult<ApiAnswer> result)
{
    deleteLater();
    const ApiClient::Done done = std::exchange(m_done, nullptr);
    if (done && m_context)
        done(std::move(result));
}

} // namespace chartwright
