// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "secrets/secret_value.h"
#include "tree/value.h"

#include <QProcessEnvironment>
#include <QStringList>
#include <vector>

/// How clusters are reached, as kubectl and helm read it (client-go, tools/clientcmd). Any thread.
namespace chartwright {

/// Which files to read, best first.
struct KubeconfigFiles
{
    QStringList files; ///< absolute; need not exist
    bool mustExist = false;

    /// `explicitPath` alone, and it must exist; else those of $KUBECONFIG, in which files may be
    /// missing; else ~/.kube/config. Relative ones start at the working directory.
    static KubeconfigFiles
    find(const QString &explicitPath = {},
         const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());
};

/// The merged files. Of entries with one name the first file's is taken whole. Paths within are
/// absolute: relative ones start at the file that they stand in. Secrets are not copied, so this is
/// moved, or shared as a constant.
struct Kubeconfig
{
    /// What is written into the file goes before the file that is named.
    struct Pem
    {
        SecretValue data; ///< decoded
        QString path;
        bool isSet() const { return !data.isEmpty() || !path.isEmpty(); }
    };
    struct Cluster
    {
        QString name;
        QString where; ///< "file:line:column"
        QString server, tlsServerName;
        QString proxyUrl; ///< may hold a password: show it by displayUrl()
        Pem certificateAuthority;
        bool insecureSkipTlsVerify = false, disableCompression = false;
        Map extensions; ///< by name; Minikube's is "cluster_info", with {provider, version, …}
    };
    struct Variable
    {
        QString name, value;
        friend bool operator==(const Variable &, const Variable &) = default;
    };
    struct Exec
    {
        QString apiVersion, command;
        QStringList arguments;
        QList<Variable> environment;
        QString installHint; ///< plain text, cut after 1000 characters
        QString
            interactiveMode; ///< Never, IfAvailable or Always; the default filled in for v1beta1
        bool provideClusterInfo = false;
    };
    struct User
    {
        QString name;
        QString where;
        Pem clientCertificate, clientKey;
        SecretValue token;
        QString tokenFile;
        QString userName;
        SecretValue password;
        QString impersonate, impersonateUid;
        QStringList impersonateGroups;
        QList<std::pair<QString, QStringList>> impersonateExtra;
        QString authProvider; ///< name of what client-go no longer has, or we do not
        std::optional<Exec> exec;
    };
    struct Context
    {
        QString name;
        QString where;
        QString cluster, user, nameSpace;
    };

    std::vector<Cluster> clusters;
    std::vector<User> users;
    std::vector<Context> contexts;
    QString currentContext; ///< the first that is not empty
    QStringList files;      ///< all that were looked for, to be watched
    QStringList filesRead;  ///< those that were there

    // Null where there is none of that name.
    const Cluster *cluster(const QString &name) const;
    const User *user(const QString &name) const;
    const Context *context(const QString &name) const;
};

/// Reads and merges. Fails at the first file that cannot be read or understood; without any file
/// the result is empty. No error quotes a secret.
Result<Kubeconfig> loadKubeconfig(const KubeconfigFiles &files = KubeconfigFiles::find());

/// What keeps a context from being used, all of it at once; the current one if `context` is empty.
/// Looks whether the files that it names can be read, but not into them (targetOf() does).
QList<Error> problemsOf(const Kubeconfig &config, const QString &context = {});

/// An URL without its password, for messages.
QString displayUrl(const QString &url);

} // namespace chartwright
