// SPDX-License-Identifier: Apache-2.0
#include "cluster/api_failure.h"

#include "cluster/pem.h"
#include "cluster/plain_text.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslKey>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cluster", text); }

ApiFailure::Kind kindOf(int status, const QString &reason)
{
    using Kind = ApiFailure::Kind;
    if (status == 401)
        return Kind::Login;
    if (status == 404 || status == 410)
        return Kind::NotFound;
    if (status == 504)
        return Kind::TimedOut;
    if (status >= 300 && status < 400)
        return Kind::Unclear;
    return status == 409 && reason == u"Conflict" ? Kind::Conflict : Kind::Refused;
}

/// What a server-side apply says of a field that the object's kind has not; with the status 500.
constexpr QLatin1StringView UnknownField("failed to create typed patch object");

QString remedyFor(int status, const QString &reason, const QString &message)
{
    if (message.startsWith(UnknownField))
        return tr("The cluster does not know the field: correct its name, or take it out.");
    if (status >= 300 && status < 400)
        return tr("Give the address of the API server itself in the kubeconfig: credentials are "
                  "never sent on to another one.");
    switch (status) {
    case 401:
        return tr("Log in anew (a token or certificate of the kubeconfig may have expired).");
    case 403:
        return tr("Ask an administrator of the cluster for this permission, or choose another "
                  "context or namespace.");
    case 404:
        return tr("Check the namespace and the context.");
    case 409:
        return reason == u"AlreadyExists" ? tr("Choose another name, or delete what is there.")
                                          : QString();
    case 413:
        return tr("Make it smaller: a cluster takes about 1 MiB for an object.");
    case 429:
        return tr("The cluster is busy: try again in a moment.");
    default:
        break;
    }
    if (message.contains(QLatin1String("executable file not found")))
        return tr(
            "The container has no such program. Several commands need a shell, where the image "
            "has one: sh -c '…'.");
    return status >= 500 ? tr("Try again; if it stays so, look at the logs of the API server.")
                         : QString();
}

struct TlsWords
{
    QString what, remedy;
};

/// Qt has no error of its own for these, and what OpenSSL refuses depends on its settings.
std::optional<TlsWords> weaknessOf(const QSslCertificate &certificate)
{
    const QSslKey key = certificate.publicKey();
    if (key.algorithm() == QSsl::Rsa && key.length() < 2048) {
        return TlsWords{tr("the server's certificate is not safe: its key is too short (%1 bits)")
                            .arg(key.length()),
                        tr("Ask an administrator for one with a key of 2048 bits or more.")};
    }
    static const QRegularExpression digest(
        QStringLiteral("Signature Algorithm: [\\w-]*(md5|sha1)(?!\\d)"),
        QRegularExpression::CaseInsensitiveOption);
    const auto found = digest.match(certificate.toText());
    if (!found.hasMatch())
        return std::nullopt;
    return TlsWords{tr("the server's certificate is not safe: it is signed by %1")
                        .arg(found.captured(1).compare(u"md5", Qt::CaseInsensitive) == 0
                                 ? QLatin1String("MD5")
                                 : QLatin1String("SHA-1")),
                    tr("Ask an administrator for one that is signed by SHA-256.")};
}

TlsWords wordsFor(const QSslError &error, const QString &host)
{
    const QSslCertificate &certificate = error.certificate();
    switch (error.error()) {
    case QSslError::HostNameMismatch: {
        QStringList names;
        const auto all = certificate.subjectAlternativeNames();
        for (const QString &name : all)
            names.append(plainText(name));
        return {tr("the server's certificate is not for %1").arg(host),
                names.isEmpty()
                    ? tr("It names no host at all. Ask for a new certificate with the address as a "
                         "subject alternative name.")
                    : tr("It is for %1: use one of these in the kubeconfig, as the address or as "
                         "tls-server-name.")
                          .arg(names.join(QLatin1String(", ")))};
    }
    case QSslError::CertificateExpired:
        return {tr("the server's certificate expired on %1")
                    .arg(certificate.expiryDate().toUTC().toString(Qt::ISODate)),
                tr("Check this computer's clock; else an administrator has to renew it.")};
    case QSslError::CertificateNotYetValid:
        return {tr("the server's certificate is not valid before %1")
                    .arg(certificate.effectiveDate().toUTC().toString(Qt::ISODate)),
                tr("Check this computer's clock.")};
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return {tr("the server's certificate is signed by nobody that is trusted here"),
                tr("The kubeconfig's certificate-authority must be the one that signed it. If the "
                   "cluster was made anew, get its kubeconfig again; the server has to send the "
                   "certificates in between.")};
    case QSslError::InvalidCaCertificate:
        return {tr("the server's certificate is signed by one that may not sign any"),
                tr("Ask an administrator for a certificate signed by an authority.")};
    case QSslError::InvalidPurpose:
        return {tr("the server's certificate is not meant for a server"),
                tr("Ask an administrator for one with the usage serverAuth.")};
    default:
        return weaknessOf(certificate)
            .value_or(TlsWords{
                tr("the server's certificate is not accepted: %1").arg(error.errorString()),
                tr("Ask an administrator of the cluster.")});
    }
}

ApiFailure tlsFailure(const TlsWords &words, const QString &host)
{
    return failureWith(ApiFailure::Kind::Tls, {words.what, host, words.remedy});
}

} // namespace

bool ApiFailure::isFatal() const
{
    return kind == Kind::Unreachable || kind == Kind::TimedOut || kind == Kind::Tls ||
           kind == Kind::Login || kind == Kind::Unclear;
}

ApiFailure failureWith(ApiFailure::Kind kind, Error error)
{
    ApiFailure out;
    out.kind = kind;
    out.error = std::move(error);
    return out;
}

ApiFailure failureOf(int status, const Value &answer, const QString &what)
{
    ApiFailure out;
    out.status = status;
    out.reason = answer[u"reason"].toString();
    out.kind = kindOf(status, out.reason);
    out.conflicts = conflictsOf(answer);
    for (const Value &cause : answer[u"details"][u"causes"].list()) {
        out.causes.append({plainText(cause[u"field"].toString()),
                           plainText(cause[u"message"].toString()).simplified()});
    }
    if (const qint64 seconds = answer[u"details"][u"retryAfterSeconds"].toInt(); seconds > 0)
        out.retryAfter = std::chrono::seconds(seconds);
    QString message = plainText(answer[u"message"].toString()).simplified();
    if (status >= 300 && status < 400)
        message = tr("the server sends us on to another address");
    else if (message.isEmpty())
        message = tr("the server answered with the status %1").arg(status);
    out.error = {message, what, remedyFor(status, out.reason, message)};
    return out;
}

bool needsPerson(const ApiFailure &failure)
{
    using Kind = ApiFailure::Kind;
    return failure.kind == Kind::Login || failure.kind == Kind::Tls || failure.status == 403 ||
           failure.status == 404;
}

ApiFailure tlsFailure(const QList<QSslError> &errors, const QString &host)
{
    // The first says least: an unknown issuer is told of once for each step of the chain.
    const auto named = std::find_if(errors.begin(), errors.end(), [](const QSslError &e) {
        return e.error() == QSslError::CertificateExpired ||
               e.error() == QSslError::CertificateNotYetValid ||
               e.error() == QSslError::InvalidCaCertificate ||
               e.error() == QSslError::InvalidPurpose;
    });
    const QSslError error =
        named != errors.end() ? *named : errors.value(0, QSslError(QSslError::NoPeerCertificate));
    return tlsFailure(wordsFor(error, host), host);
}

std::optional<ApiFailure> certificateProblem(const QSslCertificate &certificate,
                                             const QString &host)
{
    if (!isForHost(certificate, host))
        return tlsFailure({QSslError(QSslError::HostNameMismatch, certificate)}, host);
    if (const auto weakness = weaknessOf(certificate))
        return tlsFailure(*weakness, host);
    return std::nullopt;
}

ApiFailure handshakeFailure(const QString &problem, const QString &host)
{
    static const QRegularExpression version(
        QStringLiteral("protocol version|unsupported protocol|wrong version|unknown protocol"),
        QRegularExpression::CaseInsensitiveOption);
    if (problem.contains(version)) {
        return tlsFailure({tr("the server speaks no TLS, or too old a version of TLS"),
                           tr("It has to speak TLS 1.2 or later: an administrator of the cluster "
                              "can set that. Check the address, too.")},
                          host);
    }
    return tlsFailure({tr("no secure connection to the server can be made: %1").arg(problem),
                       tr("Check the address in the kubeconfig; a proxy may be in the way.")},
                      host);
}

} // namespace chartwright
