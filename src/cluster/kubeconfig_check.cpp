// SPDX-License-Identifier: Apache-2.0
#include "base/names.h"
#include "cluster/kubeconfig.h"
#include "cluster/plain_text.h"
#include "cluster/proxy.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QUrl>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Kubeconfig", text); }

/// The problems of one entry.
class Checker
{
public:
    explicit Checker(QList<Error> &out) : m_out(out) {}

    void add(const QString &message, const QString &remedy = {})
    {
        m_out.append(Error{message, m_where, remedy});
    }

    void checkContext(const Kubeconfig::Context &context)
    {
        m_where = context.where;
        if (!context.nameSpace.isEmpty() && !names::isDnsLabel(context.nameSpace))
            add(tr("“%1” is no name for a namespace").arg(plainText(context.nameSpace)),
                tr("Use lower-case letters, digits and “-”."));
    }

    void checkCluster(const Kubeconfig::Cluster &cluster)
    {
        m_where = cluster.where;
        const QString name = plainText(cluster.name);
        if (cluster.server.isEmpty())
            return add(tr("the cluster “%1” has no server").arg(name));
        const QUrl url = serverUrl(cluster.server);
        if (!url.isValid() || url.host().isEmpty() ||
            (url.scheme() != u"https" && url.scheme() != u"http"))
            add(tr("“%1” is no address of a server").arg(displayUrl(plainText(cluster.server))),
                tr("It looks like https://192.168.49.2:8443."));
        if (const auto proxy = proxyFor(url, cluster.proxyUrl, {}); !proxy)
            m_out.append({proxy.error().message, m_where, proxy.error().remedy});
        if (cluster.insecureSkipTlsVerify && cluster.certificateAuthority.isSet())
            add(tr("the cluster “%1” names a certificate authority and skips checking "
                   "certificates")
                    .arg(name),
                tr("Take out “insecure-skip-tls-verify”."));
        checkFile(cluster.certificateAuthority, tr("the certificate authority"));
    }

    void checkUser(const Kubeconfig::User &user)
    {
        m_where = user.where;
        const bool hasBasic = !user.userName.isEmpty() || !user.password.isEmpty();
        if (hasBasic && (!user.token.isEmpty() || !user.tokenFile.isEmpty()))
            add(tr("the user “%1” has a token and a password").arg(plainText(user.name)),
                tr("Keep one of the two."));
        if (user.token.isEmpty())
            checkFile({{}, user.tokenFile}, tr("the token"));
        checkCertificate(user);
        if (!user.authProvider.isEmpty())
            checkProvider(user);
        if (user.exec)
            checkExec(*user.exec);
        checkImpersonation(user);
        for (const char c : user.token.view()) {
            if (static_cast<unsigned char>(c) < 0x20 || c == '\x7f')
                return add(tr("the token holds a line end or another control character"),
                           tr("Write it in one line."));
        }
    }

private:
    void checkFile(const Kubeconfig::Pem &pem, const QString &what)
    {
        if (!pem.data.isEmpty() || pem.path.isEmpty())
            return;
        // access(2) lies on some network shares.
        QFile file(pem.path);
        const bool isFile = QFileInfo(pem.path).isFile();
        if (isFile && file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
            return;
        const QString why = isFile                        ? file.errorString()
                            : QFileInfo::exists(pem.path) ? tr("this is not a file")
                                                          : tr("there is no such file");
        add(tr("the file for %1, %2, cannot be read: %3").arg(what, plainText(pem.path), why),
            tr("Put the file there, or let the tool of your cluster write the kubeconfig anew."));
    }

    void checkCertificate(const Kubeconfig::User &user)
    {
        if (user.clientCertificate.isSet() && !user.clientKey.isSet())
            add(tr("the user “%1” has a certificate and no key").arg(plainText(user.name)),
                tr("Add “client-key” or “client-key-data”."));
        if (!user.clientCertificate.isSet())
            return; // client-go passes over a key alone
        checkFile(user.clientCertificate, tr("the client's certificate"));
        checkFile(user.clientKey, tr("the client's key"));
    }

    void checkProvider(const Kubeconfig::User &user)
    {
        const QString &name = user.authProvider;
        if (user.exec)
            return add(
                tr("the user “%1” has both “auth-provider” and “exec”").arg(plainText(user.name)),
                tr("Take out “auth-provider”."));
        const QString remedy =
            name == u"gcp"     ? tr("Install gke-gcloud-auth-plugin and run: gcloud container "
                                        "clusters get-credentials NAME")
            : name == u"azure" ? tr("Install kubelogin and run: kubelogin convert-kubeconfig")
            : name == u"oidc" ? tr("Use an “exec” plugin such as kubelogin (oidc-login) instead.")
                              : tr("Use an “exec” plugin instead.");
        add(tr("logging in by auth-provider “%1” is not possible here").arg(plainText(name)),
            remedy);
    }

    void checkExec(const Kubeconfig::Exec &exec)
    {
        const QLatin1String group("client.authentication.k8s.io/");
        if (exec.command.isEmpty())
            add(tr("the login plugin has no “command”"));
        if (exec.apiVersion == group + QLatin1String("v1alpha1"))
            add(tr("the login plugin speaks %1, which Kubernetes gave up").arg(exec.apiVersion),
                tr("Update the plugin, then let it write the kubeconfig anew; it now uses %1.")
                    .arg(group + QLatin1String("v1")));
        else if (exec.apiVersion != group + QLatin1String("v1") &&
                 exec.apiVersion != group + QLatin1String("v1beta1"))
            add(exec.apiVersion.isEmpty() ? tr("the login plugin has no “apiVersion”")
                                          : tr("the login plugin's apiVersion “%1” is not known")
                                                .arg(plainText(exec.apiVersion)),
                tr("It is %1 or %2.")
                    .arg(group + QLatin1String("v1"), group + QLatin1String("v1beta1")));
        const bool isVersion1 = exec.apiVersion == group + QLatin1String("v1");
        if (exec.interactiveMode.isEmpty() && isVersion1)
            add(tr("the login plugin has no “interactiveMode”"),
                tr("It is Never, IfAvailable or Always."));
        else if (exec.interactiveMode == u"Always")
            add(tr("the login plugin wants to ask in a terminal, and here is none"),
                tr("Log in with it in a terminal first, then set “interactiveMode” to "
                   "IfAvailable."));
        else if (!exec.interactiveMode.isEmpty() && exec.interactiveMode != u"Never" &&
                 exec.interactiveMode != u"IfAvailable")
            add(tr("“interactiveMode” is “%1”").arg(plainText(exec.interactiveMode)),
                tr("It is Never, IfAvailable or Always."));
        for (const Kubeconfig::Variable &variable : exec.environment) {
            if (variable.name.isEmpty() || variable.name.contains(u'='))
                add(tr("a variable of the login plugin has no name, or one with “=”"));
        }
    }

    void checkImpersonation(const Kubeconfig::User &user)
    {
        if (user.impersonate.isEmpty() &&
            (!user.impersonateUid.isEmpty() || !user.impersonateGroups.isEmpty() ||
             !user.impersonateExtra.isEmpty()))
            add(tr("“as-uid”, “as-groups” or “as-user-extra” is set, but not “as”"),
                tr("Say by “as” which user to act as."));
        // They become headers, in which a line end would begin another one.
        QStringList all = user.impersonateGroups;
        all << user.impersonate << user.impersonateUid;
        for (const auto &extra : user.impersonateExtra)
            all += extra.second;
        if (std::any_of(all.begin(), all.end(), [](const QString &text) {
                return std::any_of(text.begin(), text.end(), [](QChar c) {
                    return c.unicode() < 0x20 || c.unicode() == 0x7f;
                });
            }))
            add(tr("a name to act as holds a line end or another control character"),
                tr("Write it in one line."));
    }

    QList<Error> &m_out;
    QString m_where;
};

} // namespace

QList<Error> problemsOf(const Kubeconfig &config, const QString &name)
{
    QList<Error> out;
    const QString wanted = name.isEmpty() ? config.currentContext : name;
    if (config.filesRead.isEmpty())
        return {{tr("there is no kubeconfig"), config.files.value(0),
                 tr("Start a cluster that writes one, such as Minikube, or set KUBECONFIG.")}};
    if (wanted.isEmpty())
        return {{tr("no context is chosen"), config.filesRead.constFirst(),
                 tr("Choose one, or run: kubectl config use-context NAME")}};
    const Kubeconfig::Context *context = config.context(wanted);
    if (!context) {
        QStringList known;
        for (const Kubeconfig::Context &other : config.contexts)
            known += plainText(other.name);
        return {{tr("there is no context “%1”").arg(plainText(wanted)),
                 config.filesRead.join(QLatin1String(", ")),
                 known.isEmpty()
                     ? QString()
                     : tr("Choose one of: %1.").arg(known.mid(0, 20).join(QLatin1String(", ")))}};
    }
    Checker checker(out);
    checker.checkContext(*context);
    if (const auto *cluster = config.cluster(context->cluster))
        checker.checkCluster(*cluster);
    else
        out.append({context->cluster.isEmpty()
                        ? tr("the context “%1” names no cluster").arg(plainText(wanted))
                        : tr("the context “%1” names the cluster “%2”, which is not there")
                              .arg(plainText(wanted), plainText(context->cluster)),
                    context->where, tr("Choose another context, or add the cluster.")});
    if (const auto *user = config.user(context->user))
        checker.checkUser(*user);
    else if (!context->user.isEmpty())
        out.append({tr("the context “%1” names the user “%2”, who is not there")
                        .arg(plainText(wanted), plainText(context->user)),
                    context->where, tr("Choose another context, or add the user.")});
    return out;
}

} // namespace chartwright
