// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "cluster/field_owners.h"

#include <QSslError>
#include <chrono>

namespace chartwright {

/// Why an API server did not do what was asked.
struct ApiFailure
{
    enum class Kind {
        Unreachable, ///< no connection, or none that lasted
        TimedOut,
        Tls,      ///< the server is not whom it should be
        Login,    ///< no credentials could be had, or they were not accepted
        Refused,  ///< the server said no, with `status` and `reason`
        Conflict, ///< of field managers
        NotFound,
        Unclear, ///< an answer that makes no sense here
    };
    Kind kind = Kind::Unclear;
    Error error;    ///< for a person; texts of the cluster in it are plain
    int status = 0; ///< HTTP; 0 without an answer
    QString reason; ///< of the answer's Status: "AlreadyExists", "Invalid" …
    QList<FieldConflict> conflicts;
    /// What the Status names: field and message, of an object that was invalid.
    struct Cause
    {
        QString field, message;
        friend bool operator==(const Cause &, const Cause &) = default;
    };
    QList<Cause> causes;
    std::optional<std::chrono::seconds> retryAfter = {}; ///< as the server asks, with 429 or 5xx

    /// It would be the same for any other request: no connection, no login.
    bool isFatal() const;
};

template <class T> using ApiResult = tl::expected<T, ApiFailure>;

ApiFailure failureWith(ApiFailure::Kind kind, Error error);
/// Of an answer with a status from 400 on. `what` names what was asked for: "GET /api/v1/pods".
ApiFailure failureOf(int status, const Value &answer, const QString &what);
/// Whether it stays so until somebody logs in, gives a permission, or changes the cluster or the
/// kubeconfig: trying again soon does not help.
bool needsPerson(const ApiFailure &failure);
/// Of a handshake that failed; says what is wrong with the certificate and what to do. `host` is
/// the name that was verified.
ApiFailure tlsFailure(const QList<QSslError> &errors, const QString &host);
/// Of one that failed without a word about a certificate; `problem` is OpenSSL's.
ApiFailure handshakeFailure(const QString &problem, const QString &host);
/// What our own check of a server's certificate adds to Qt's: isForHost(), and that it is not weak.
std::optional<ApiFailure> certificateProblem(const QSslCertificate &certificate,
                                             const QString &host);

} // namespace chartwright
