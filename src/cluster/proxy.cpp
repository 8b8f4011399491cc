// SPDX-License-Identifier: Apache-2.0
#include "cluster/proxy.h"

#include "cluster/kubeconfig.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QStringList>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Kubeconfig", text); }

QString variable(const QProcessEnvironment &environment, const QString &capitals)
{
    const QString value = environment.value(capitals);
    return value.isEmpty() ? environment.value(capitals.toLower()) : value;
}

bool matches(QString rule, const QString &host, const QHostAddress &address, int port)
{
    if (rule == u"*")
        return true;
    if (rule.contains(u'/') && !address.isNull()) {
        const auto subnet = QHostAddress::parseSubnet(rule);
        return subnet.second >= 0 && address.isInSubnet(subnet);
    }
    const QUrl parsed(QLatin1String("x://") + rule);
    if (QHostAddress(rule).isNull() && parsed.port() > 0) { // not an IPv6 address
        if (parsed.port() != port)
            return false;
        rule = parsed.host();
    }
    if (rule.startsWith(u'[') && rule.endsWith(u']'))
        rule = rule.mid(1).chopped(1);
    if (const QHostAddress other(rule); !other.isNull() || !address.isNull())
        return !address.isNull() && other == address;
    if (rule.startsWith(QLatin1String("*.")))
        rule.remove(0, 1);
    if (rule.startsWith(u'.'))
        return host.endsWith(rule);
    return host == rule || host.endsWith(u'.' + rule);
}

bool goesWithout(const QUrl &server, const QString &rules)
{
    const QString host = server.host().toLower();
    const QHostAddress address(host);
    if (host == u"localhost" || address.isLoopback())
        return true;
    const int port = server.port(server.scheme() == u"https" ? 443 : 80);
    for (const QString &rule : rules.split(u',', Qt::SkipEmptyParts)) {
        const QString trimmed = rule.trimmed().toLower();
        if (!trimmed.isEmpty() && matches(trimmed, host, address, port))
            return true;
    }
    return false;
}

Result<QNetworkProxy> parsed(const QUrl &url, const QString &source)
{
    const QString shown = displayUrl(url.toString());
    if (!url.isValid() || url.host().isEmpty())
        return failure(tr("“%1” is no address of a proxy").arg(shown), source,
                       tr("It looks like http://proxy.example.com:3128."));
    const QString scheme = url.scheme();
    if (scheme == u"https")
        return failure(
            tr("the proxy “%1” is itself reached over TLS, which is not possible here").arg(shown),
            source, tr("Use an address with http:// or socks5://."));
    if (scheme != u"http" && scheme != u"socks5")
        return failure(tr("“%1” is no kind of proxy that is known").arg(shown), source,
                       tr("Use an address with http:// or socks5://."));
    const bool isHttp = scheme == u"http";
    return QNetworkProxy(isHttp ? QNetworkProxy::HttpProxy : QNetworkProxy::Socks5Proxy, url.host(),
                         quint16(url.port(isHttp ? 80 : 1080)), url.userName(), url.password());
}

} // namespace

QUrl serverUrl(const QString &server)
{
    QUrl url(server.contains(QLatin1String("://")) ? server : QLatin1String("http://") + server,
             QUrl::StrictMode);
    url.setQuery(QString());
    url.setFragment(QString());
    QString path = url.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path, QUrl::TolerantMode);
    return url;
}

Result<QNetworkProxy> proxyFor(const QUrl &server, const QString &proxyUrl,
                               const QProcessEnvironment &environment)
{
    if (!proxyUrl.isEmpty())
        return parsed(QUrl(proxyUrl), QStringLiteral("proxy-url"));
    const QString name =
        server.scheme() == u"https" ? QStringLiteral("HTTPS_PROXY") : QStringLiteral("HTTP_PROXY");
    const QString value = variable(environment, name);
    if (value.isEmpty() || goesWithout(server, variable(environment, QStringLiteral("NO_PROXY"))))
        return QNetworkProxy(QNetworkProxy::NoProxy);
    return parsed(
        QUrl(value.contains(QLatin1String("://")) ? value : QLatin1String("http://") + value),
        name);
}

} // namespace chartwright
