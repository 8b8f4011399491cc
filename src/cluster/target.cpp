// SPDX-License-Identifier: Apache-2.0
#include "cluster/target.h"

#include "cluster/proxy.h"
#include "secrets/secret_file.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

constexpr qint64 MostPemBytes = 1024ll * 1024;

QString tr(const char *text) { return QCoreApplication::translate("Kubeconfig", text); }

Result<SecretValue> bytesOf(const Kubeconfig::Pem &pem)
{
    return pem.data.isEmpty() ? readSecretFile(pem.path, MostPemBytes) : pem.data.clone();
}

QString whereOf(const Kubeconfig::Pem &pem, const QString &entry)
{
    return pem.data.isEmpty() ? pem.path : entry;
}

/// As client-go writes a name into a header's name: what no header may hold, and '%', in hex.
QByteArray headerKey(const QString &name)
{
    return name.toLower().toUtf8().toPercentEncoding("!#$&'*+^`|");
}

QList<std::pair<QByteArray, QByteArray>> impersonationOf(const Kubeconfig::User &user)
{
    QList<std::pair<QByteArray, QByteArray>> out;
    if (user.impersonate.isEmpty())
        return out;
    out.append({"Impersonate-User", user.impersonate.toUtf8()});
    if (!user.impersonateUid.isEmpty())
        out.append({"Impersonate-Uid", user.impersonateUid.toUtf8()});
    for (const QString &group : user.impersonateGroups)
        out.append({"Impersonate-Group", group.toUtf8()});
    for (const auto &extra : user.impersonateExtra) {
        for (const QString &value : extra.second)
            out.append({"Impersonate-Extra-" + headerKey(extra.first), value.toUtf8()});
    }
    return out;
}

Map execCluster(const Kubeconfig::Cluster &cluster, const QUrl &server,
                const SecretValue &authority)
{
    Map out{{QStringLiteral("server"), server.toString(QUrl::FullyEncoded)}};
    const auto set = [&](const char *name, const QString &value) {
        if (!value.isEmpty())
            out.set(QString::fromLatin1(name), value);
    };
    set("tls-server-name", cluster.tlsServerName);
    if (cluster.insecureSkipTlsVerify)
        out.set(QStringLiteral("insecure-skip-tls-verify"), true);
    set("certificate-authority-data",
        QString::fromLatin1(authority.view().toByteArray().toBase64()));
    set("proxy-url", cluster.proxyUrl);
    if (cluster.disableCompression)
        out.set(QStringLiteral("disable-compression"), true);
    const Value &config = cluster.extensions[u"client.authentication.k8s.io/exec"];
    if (!config.isNull())
        out.set(QStringLiteral("config"), config);
    return out;
}

/// Puts together what a context needs over TLS.
class TlsBuilder
{
public:
    explicit TlsBuilder(Target &target) : m_target(target) {}

    Result<void> addCluster(const Kubeconfig::Cluster &cluster)
    {
        QSslConfiguration &tls = m_target.tls;
        tls = QSslConfiguration::defaultConfiguration();
        tls.setProtocol(QSsl::TlsV1_2OrLater);
        m_target.tlsServerName = cluster.tlsServerName;
        if (cluster.insecureSkipTlsVerify)
            tls.setPeerVerifyMode(QSslSocket::VerifyNone);
        const Kubeconfig::Pem &pem = cluster.certificateAuthority;
        if (!pem.isSet())
            return {};
        auto bytes = bytesOf(pem);
        if (!bytes)
            return tl::unexpected(bytes.error());
        const auto authorities = readAuthorities(*bytes, whereOf(pem, cluster.where));
        if (!authorities)
            return tl::unexpected(authorities.error());
        tls.setCaCertificates(*authorities);
        m_authority = std::move(*bytes);
        return {};
    }

    Result<void> addUser(const Kubeconfig::User &user, const Kubeconfig::Cluster &cluster)
    {
        if (user.clientCertificate.isSet()) {
            const auto identity = readIdentityOf(user);
            if (!identity)
                return tl::unexpected(identity.error());
            m_target.tls.setLocalCertificateChain(identity->chain);
            m_target.tls.setPrivateKey(identity->key);
            m_target.login = Login::Certificate;
        }
        m_target.token = user.token.clone();
        m_target.tokenFile = user.tokenFile;
        m_target.userName = user.userName;
        m_target.password = user.password.clone();
        if (!user.tokenFile.isEmpty())
            m_target.login = Login::TokenFile;
        else if (!user.token.isEmpty())
            m_target.login = Login::Token;
        else if (!user.userName.isEmpty() || !user.password.isEmpty())
            m_target.login = Login::Basic;
        if (m_target.login == Login::None && user.exec) {
            m_target.login = Login::Exec;
            m_target.exec = ExecSpec{*user.exec, user.name, user.where, {}};
            if (user.exec->provideClusterInfo)
                m_target.exec->cluster = execCluster(cluster, m_target.server, m_authority);
        }
        return {};
    }

private:
    static Result<ClientIdentity> readIdentityOf(const Kubeconfig::User &user)
    {
        const auto certificate = bytesOf(user.clientCertificate);
        if (!certificate)
            return tl::unexpected(certificate.error());
        const auto key = bytesOf(user.clientKey);
        if (!key)
            return tl::unexpected(key.error());
        return readIdentity(*certificate, *key, whereOf(user.clientCertificate, user.where),
                            whereOf(user.clientKey, user.where));
    }

    Target &m_target;
    SecretValue m_authority;
};

} // namespace

Result<Target> targetOf(const Kubeconfig &config, const QString &name,
                        const QProcessEnvironment &environment)
{
    const QList<Error> problems = problemsOf(config, name);
    if (!problems.isEmpty())
        return tl::unexpected(problems.constFirst());
    const auto &context = *config.context(name.isEmpty() ? config.currentContext : name);
    const auto &cluster = *config.cluster(context.cluster);
    const auto *user = config.user(context.user);

    Target out;
    out.context = context.name;
    out.cluster = context.cluster;
    out.user = context.user;
    out.where = context.where;
    out.server = serverUrl(cluster.server);
    out.nameSpace = context.nameSpace.isEmpty() ? QStringLiteral("default") : context.nameSpace;
    out.disableCompression = cluster.disableCompression;
    out.extensions = cluster.extensions;
    auto proxy = proxyFor(out.server, cluster.proxyUrl, environment);
    if (!proxy)
        return tl::unexpected(proxy.error());
    out.proxy = *proxy;
    if (user)
        out.impersonation = impersonationOf(*user);
    if (!out.isSecure())
        return out;
    if (!QSslSocket::supportsSsl())
        return failure(tr("TLS is not possible on this machine: Qt finds no OpenSSL"), {},
                       tr("Install OpenSSL 3."));
    TlsBuilder builder(out);
    if (auto done = builder.addCluster(cluster); !done)
        return tl::unexpected(done.error());
    if (user) {
        if (auto done = builder.addUser(*user, cluster); !done)
            return tl::unexpected(done.error());
    }
    return out;
}

} // namespace chartwright
