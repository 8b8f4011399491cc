// SPDX-License-Identifier: Apache-2.0
#include "cluster/api_exchange.h"

#include "base/on_worker.h"
#include "cluster/api_transport.h"
#include "cluster/plain_text.h"
#include "tree/yaml.h"

#include <QNetworkAccessManager>
#include <QRandomGenerator>
#include <QRegularExpression>

namespace chartwright {
namespace {

/// A list of pods may be large; it comes from a server that was authenticated.
constexpr ReadLimits AnswerLimits{512ll * 1024 * 1024, 200, 50'000'000, 16ll * 1024 * 1024};
/// What is parsed at once, in less than a frame.
constexpr qsizetype SmallAnswer = 64ll * 1024;
constexpr int LongestWarning = 1000;
constexpr std::chrono::seconds LongestDelay{30};

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

void ApiExchange::begin()
{
    m_client->login(this, [this](const ApiResult<RequestCredentialsPtr> &credentials) {
        if (!m_done)
            return;
        if (!credentials)
            return fail(credentials.error());
        send(*credentials);
    });
}

void ApiExchange::send(const RequestCredentialsPtr &credentials)
{
    m_credentials = credentials;
    m_failure.reset();
    ++m_tries;
    const Target &target = m_client->target();
    QNetworkRequest request = networkRequest(target, *credentials, m_request);
    request.setTransferTimeout(int(m_client->m_limits.silence.count()));
    m_reply =
        m_client->m_network->sendCustomRequest(request, nameOf(m_request.verb), m_request.body);
    watchServer(m_reply, credentials, target, this,
                [this](const ApiFailure &failure) { m_failure = failure; });
    connect(m_reply, &QNetworkReply::downloadProgress, this, [this](qint64 received) {
        if (received <= m_client->m_limits.bytes)
            return;
        m_failure = failureWith(ApiFailure::Kind::Unclear,
                                {tr("the answer is too large"), whatOf(m_request),
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
    if (reply->error() == QNetworkReply::SslHandshakeFailedError)
        return fail(handshakeFailure(reply->errorString(), verifiedHost(m_client->target())));
    if (status == 0 || isCut) {
        if (retry(0, {}))
            return;
        const bool isLate = reply->error() == QNetworkReply::OperationCanceledError ||
                            reply->error() == QNetworkReply::TimeoutError;
        return fail(brokenFailure(m_client->target(), isLate, isCut, reply->errorString()));
    }
    if (status == 401 && m_client->m_credentials->refused(m_credentials) && !m_wasRefused) {
        m_wasRefused = true;
        return begin();
    }
    m_retryAfter = retryAfterOf(*reply);
    if (retry(status, m_retryAfter))
        return;
    parse(status, reply->readAll(), warningsOf(*reply));
}

bool ApiExchange::retry(int status, std::optional<std::chrono::seconds> after)
{
    if (m_tries >= (m_request.tries > 0 ? m_request.tries : m_client->m_limits.tries))
        return false;
    std::chrono::milliseconds delay = m_client->m_limits.firstRetry;
    if (status == 0) {
        if (m_request.verb != ApiRequest::Verb::Get || m_tries >= 3)
            return false;
        delay *= 1 << (m_tries - 1);
        delay += delay * QRandomGenerator::global()->bounded(1000) / 1000;
    } else if ((status == 429 || status >= 500) && after) {
        delay = *after;
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
        if (status >= 300) {
            ApiFailure failure = failureOf(status, object.value_or(Value()), whatOf(m_request));
            if (m_retryAfter)
                failure.retryAfter = m_retryAfter;
            return fail(std::move(failure));
        }
        if (!object && m_request.accept.startsWith("application/json"))
            return fail(strangeFailure(m_client->target()));
        finish(
            ApiAnswer{status, object.value_or(Value()), object ? QByteArray() : bytes, warnings});
    };
    const auto read = [bytes] { return readJson(bytes, QStringLiteral("answer"), AnswerLimits); };
    if (bytes.size() <= SmallAnswer)
        return give(read());
    onWorker(this, read, give);
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
