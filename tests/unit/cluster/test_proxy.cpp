// SPDX-License-Identifier: Apache-2.0
#include "cluster/proxy.h"
#include "support/result_check.h"
#include "support/test_case.h"

using namespace chartwright;

class ProxyTest : public TestCase
{
    Q_OBJECT

private slots:
    void servers_data();
    void servers();
    void ownAddress_data();
    void ownAddress();
    void environment_data();
    void environment();
    void mistakes();
};

namespace {

/// "kind host port user", or "none".
QString words(const Result<QNetworkProxy> &proxy)
{
    if (!proxy)
        return proxy.error().text();
    if (proxy->type() == QNetworkProxy::NoProxy)
        return QStringLiteral("none");
    const QLatin1String kind(proxy->type() == QNetworkProxy::HttpProxy ? "http" : "socks5");
    return QStringLiteral("%1 %2 %3 %4:%5")
        .arg(kind, proxy->hostName())
        .arg(proxy->port())
        .arg(proxy->user(), proxy->password());
}

QProcessEnvironment environmentOf(const QString &settings)
{
    QProcessEnvironment out;
    for (const QString &setting : settings.split(u' ', Qt::SkipEmptyParts))
        out.insert(setting.section(u'=', 0, 0), setting.section(u'=', 1));
    return out;
}

} // namespace

void ProxyTest::servers_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *server, const char *expected) {
        QTest::newRow(server) << QString::fromLatin1(server) << QString::fromLatin1(expected);
    };
    row("https://a:6443", "https://a:6443");
    row("https://a:6443/", "https://a:6443");
    row("https://a/k8s/clusters/c%2F1//?q=1#f", "https://a/k8s/clusters/c%2F1");
    row("a:8080", "http://a:8080");
    row("10.0.0.1", "http://10.0.0.1");
    row("https://[fe80::1]:6443", "https://[fe80::1]:6443");
}

void ProxyTest::servers()
{
    QFETCH(QString, server);
    QTEST(serverUrl(server).toString(QUrl::FullyEncoded), "expected");
}

void ProxyTest::ownAddress_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *url, const char *expected) {
        QTest::newRow(url) << QString::fromLatin1(url) << QString::fromLatin1(expected);
    };
    row("http://p:3128", "http p 3128 :");
    row("http://p", "http p 80 :");
    row("socks5://p", "socks5 p 1080 :");
    row("http://kim:p%40ss@p:1", "http p 1 kim:p@ss");
}

void ProxyTest::ownAddress()
{
    QFETCH(QString, url);
    // Before the environment, whatever that says, and for this machine too.
    const auto environment = environmentOf(QStringLiteral("HTTPS_PROXY=http://other NO_PROXY=*"));
    QTEST(words(proxyFor(QUrl(QStringLiteral("https://127.0.0.1")), url, environment)), "expected");
}

void ProxyTest::environment_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("settings");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *server, const QByteArray &settings, const char *expected) {
        QTest::addRow("%s %s", server, settings.constData())
            << QString::fromLatin1(server) << QString::fromLatin1(settings)
            << QString::fromLatin1(expected);
    };
    row("https://a", "", "none");
    row("https://a", "HTTPS_PROXY=http://p:1", "http p 1 :");
    row("https://a", "https_proxy=http://p:1", "http p 1 :");
    row("https://a", "HTTPS_PROXY=http://p:1 https_proxy=http://q:1", "http p 1 :");
    row("https://a", "HTTPS_PROXY=p:3128", "http p 3128 :");
    row("https://a", "HTTPS_PROXY=socks5://p", "socks5 p 1080 :");
    row("https://a", "HTTP_PROXY=http://p", "none");
    row("http://a", "HTTP_PROXY=http://p", "http p 80 :");
    row("http://a", "HTTPS_PROXY=http://p", "none");
    for (const char *own : {"https://localhost:6443", "https://127.0.0.1:6443", "https://127.3.2.1",
                            "https://[::1]:6443"})
        row(own, "HTTPS_PROXY=http://p", "none");
    const auto without = [&](const char *server, const char *rules, bool isWithout) {
        row(server, QByteArray("HTTPS_PROXY=http://p NO_PROXY=") + rules,
            isWithout ? "none" : "http p 80 :");
    };
    without("https://a.example", "*", true);
    without("https://a.example", "example", true);
    without("https://a.example", ".example", true);
    without("https://a.example", "*.example", true);
    without("https://A.Example", "a.EXAMPLE", true);
    without("https://example", "example", true);
    without("https://example", ".example", false);
    without("https://myexample", "example", false);
    without("https://a.example", "b.example,,a.example", true);
    without("https://a.example:6443", "a.example:6443", true);
    without("https://a.example:6443", "a.example:443", false);
    without("https://a.example", "a.example:443", true);
    without("https://192.168.49.2:8443", "192.168.0.0/16", true);
    without("https://192.168.49.2:8443", "192.168.49.2", true);
    without("https://192.168.49.2:8443", "192.168.49.2:8443", true);
    without("https://192.168.49.2:8443", "192.168.49.2:80", false);
    without("https://192.168.49.2:8443", "10.0.0.0/8", false);
    without("https://192.168.49.2:8443", "49.2", false);
    without("https://192.168.49.2:8443", "192.168.0.0/99", false);
    without("https://a.example", "192.168.0.0/16", false);
    without("https://[fd00::1]:6443", "fd00::/8", true);
    without("https://[fd00::1]:6443", "[fd00::1]", true);
    without("https://[fd00::1]:6443", "fd00::2", false);
    row("https://a", "HTTPS_PROXY=http://p no_proxy=a", "none");
}

void ProxyTest::environment()
{
    QFETCH(QString, server);
    QFETCH(QString, settings);
    QTEST(words(proxyFor(QUrl(server), {}, environmentOf(settings))), "expected");
}

void ProxyTest::mistakes()
{
    const QUrl server(QStringLiteral("https://a"));
    const auto inEnvironment =
        proxyFor(server, {}, environmentOf(QStringLiteral("HTTPS_PROXY=https://kim:s3cr3t@p")));
    QVERIFY_ERROR(inEnvironment,
                  QStringLiteral("HTTPS_PROXY: the proxy “https://kim@p” is itself"));
    QVERIFY_ERROR(proxyFor(server, QStringLiteral("socks4://p"), {}), QStringLiteral("socks5://"));
    QVERIFY_ERROR(proxyFor(server, QStringLiteral("http://"), {}), QStringLiteral("no address"));
}

CHARTWRIGHT_TEST(ProxyTest)
#include "test_proxy.moc"
