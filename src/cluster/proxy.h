// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"

#include <QNetworkProxy>
#include <QProcessEnvironment>
#include <QUrl>

namespace chartwright {

/// A kubeconfig's `server` without query, fragment and '/' at the end; without a scheme it is http,
/// as in client-go. Not valid where it makes no sense.
QUrl serverUrl(const QString &server);

/// By what a server is reached: `proxyUrl` if it is set (http or socks5), else the environment as
/// Go reads it (net/http/httpproxy: HTTPS_PROXY, HTTP_PROXY, NO_PROXY, in capitals or not, never
/// for this machine itself), else NoProxy. A proxy that is itself reached over TLS (https://) is
/// refused: Qt cannot. Errors do not quote passwords. Any thread.
Result<QNetworkProxy> proxyFor(const QUrl &server, const QString &proxyUrl,
                               const QProcessEnvironment &environment);

} // namespace chartwright
