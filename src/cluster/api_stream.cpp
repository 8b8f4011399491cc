// SPDX-License-Identifier: Apache-2.0
#include "cluster/api_stream.h"

#include "cluster/api_transport.h"
#include "tree/yaml.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace chartwright {
namespace {

/// What Qt reads ahead; the server waits where it sends faster than it is read.
constexpr qint64 ReadAhead = 4ll * 1024 * 1024;
constexpr qsizetype LongestFailure = 1024ll * 1024;

bool isGood(int status) { return status >= 200 && status < 300; }

} // namespace

ApiStream::ApiStream(ApiClient *client, ApiRequest request, const ApiStreamLimits &limits,
                     QObject *parent)
    : QObject(parent), m_client(client), m_request(std::move(request)), m_limits(limits)
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (m_client)
            breakOff(brokenFailure(m_client->target(), true, m_status > 0, {}));
    });
}

ApiStream::~ApiStream() { stop(); }

void ApiStream::start()
{
    m_client->login(this, [this](const ApiResult<RequestCredentialsPtr> &credentials) {
        if (m_isOver || !m_client)
            return;
        if (!credentials)
            return fail(credentials.error());
        send(*credentials);
    });
}

void ApiStream::stop()
{
    m_isOver = true;
    m_patience.stop();
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    m_reply->abort();
    m_reply->deleteLater();
    m_reply.clear();
}

void ApiStream::send(const RequestCredentialsPtr &credentials)
{
    m_credentials = credentials;
    m_failure.reset();
    m_status = 0;
    m_line.clear();
    QNetworkRequest request = networkRequest(m_client->target(), *credentials, m_request);
    // A compressed one would be given in larger pieces, and later.
    request.setRawHeader("Accept-Encoding", "identity");
    m_reply = m_client->streamNetwork()->sendCustomRequest(request, nameOf(m_request.verb),
                                                           m_request.body);
    m_reply->setReadBufferSize(ReadAhead);
    watchServer(m_reply, credentials, m_client->target(), this,
                [this](const ApiFailure &failure) { m_failure = failure; });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &ApiStream::readHead);
    connect(m_reply, &QNetworkReply::readyRead, this, &ApiStream::readBody);
    connect(m_reply, &QNetworkReply::finished, this, &ApiStream::readEnd);
    m_patience.start(m_limits.answer);
}

void ApiStream::readHead()
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_status > 0 || status < 200)
        return;
    m_status = status;
    if (!isGood(status))
        return;
    if (m_limits.silence.count() > 0)
        m_patience.start(m_limits.silence);
    else
        m_patience.stop();
    emit started();
}

void ApiStream::readBody()
{
    if (!isGood(m_status)) {
        m_line += m_reply->read(LongestFailure - m_line.size());
        if (m_line.size() >= LongestFailure)
            breakOff(failureOf(m_status, {}, whatOf(m_request)));
        return;
    }
    if (m_patience.isActive())
        m_patience.start();
    const qsizetype before = m_line.size();
    m_line += m_reply->readAll();
    qsizetype end = m_line.indexOf('\n', before);
    QList<QByteArray> found;
    qsizetype begin = 0;
    for (; end >= 0; end = m_line.indexOf('\n', begin)) {
        found.append(m_line.mid(begin, end - begin));
        begin = end + 1;
    }
    m_line.remove(0, begin);
    const bool isTooLong = m_line.size() > m_limits.line ||
                           std::any_of(found.begin(), found.end(), [this](const QByteArray &line) {
                               return line.size() > m_limits.line;
                           });
    if (isTooLong) {
        return breakOff(
            failureWith(ApiFailure::Kind::Unclear,
                        {tr("a line of the answer is too long"), whatOf(m_request), {}}));
    }
    if (!found.isEmpty())
        emit lines(found);
}

void ApiStream::readEnd()
{
    const QPointer<ApiStream> self(this);
    if (m_status > 0 && !m_failure && m_reply->bytesAvailable() > 0)
        readBody();
    if (!self || m_isOver || !m_client)
        return;
    QNetworkReply *reply = m_reply;
    reply->deleteLater();
    m_reply.clear();
    m_patience.stop();
    if (m_failure)
        return fail(*m_failure);
    if (reply->error() == QNetworkReply::SslHandshakeFailedError)
        return fail(handshakeFailure(reply->errorString(), verifiedHost(m_client->target())));
    const bool isBroken = reply->error() != QNetworkReply::NoError;
    if (m_status == 0 || (isGood(m_status) && isBroken)) {
        return fail(brokenFailure(m_client->target(), false, m_status > 0, reply->errorString()));
    }
    if (m_status == 401 && m_client->m_credentials->refused(m_credentials) && !m_wasRefused) {
        m_wasRefused = true;
        return start();
    }
    if (isGood(m_status)) {
        m_isOver = true;
        emit ended();
        return;
    }
    const auto answer = readJson(m_line, QStringLiteral("answer"));
    ApiFailure failure = failureOf(m_status, answer.value_or(Value()), whatOf(m_request));
    if (const auto after = retryAfterOf(*reply))
        failure.retryAfter = after;
    fail(failure);
}

void ApiStream::breakOff(const ApiFailure &failure)
{
    stop();
    emit failed(failure);
}

void ApiStream::fail(const ApiFailure &failure)
{
    m_isOver = true;
    emit failed(failure);
}

} // namespace chartwright
