// SPDX-License-Identifier: Apache-2.0
#include "cluster/kubeconfig_read.h"

#include "cluster/field_reader.h"
#include "cluster/plain_text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSet>

namespace chartwright {
namespace {

constexpr int PositionDepth = 8; // users[#0].user.exec.env[#0].name
constexpr qsizetype MostHint = 1000;

QString tr(const char *text) { return QCoreApplication::translate("Kubeconfig", text); }

/// Turns a tree into the structures.
class Reader : private FieldReader
{
public:
    Reader(const QString &file, const Positions &positions)
        : FieldReader(file, positions), m_folder(QFileInfo(file).absolutePath())
    {
    }

    using FieldReader::error;

    Kubeconfig read(const Value &root)
    {
        Kubeconfig out;
        const Field top{root, {}};
        map(top);
        checkKind(top);
        map(top["preferences"]);
        extensions(top["extensions"]);
        out.currentContext = text(top["current-context"]);
        named(top["clusters"], "cluster", out.clusters,
              [this](const Field &field, Kubeconfig::Cluster &to) { readCluster(field, to); });
        named(top["users"], "user", out.users,
              [this](const Field &field, Kubeconfig::User &to) { readUser(field, to); });
        named(top["contexts"], "context", out.contexts,
              [this](const Field &field, Kubeconfig::Context &to) { readContext(field, to); });
        return out;
    }

private:
    QString filePath(const Field &field)
    {
        const QString path = text(field);
        return path.isEmpty() ? path : QDir::cleanPath(m_folder.absoluteFilePath(path));
    }

    Kubeconfig::Pem pem(const Field &parent, const char *name)
    {
        return {base64(parent[QByteArray(name).append("-data").constData()]),
                filePath(parent[name])};
    }

    void checkKind(const Field &top)
    {
        const QString kind = text(top["kind"]), version = text(top["apiVersion"]);
        if (!kind.isEmpty() && kind != u"Config")
            fail(tr("this is no kubeconfig: its kind is “%1”").arg(plainText(kind)),
                 top["kind"].path);
        if (!version.isEmpty() && version != u"v1")
            fail(tr("the version “%1” of kubeconfig files is not known").arg(plainText(version)),
                 top["apiVersion"].path);
    }

    template <class Entry, class Read>
    void named(const Field &field, const char *key, std::vector<Entry> &out, Read &&read)
    {
        QSet<QString> names;
        list(field, [&](const Field &item) {
            map(item);
            Entry entry;
            entry.name = text(item["name"]);
            entry.where = where(item.path);
            if (names.contains(entry.name))
                fail(tr("“%1” is there twice under “%2”")
                         .arg(plainText(entry.name), field.path.text()),
                     item.path, tr("Keep one of the two."));
            names.insert(entry.name);
            map(item[key]);
            read(item[key], entry);
            out.push_back(std::move(entry));
        });
    }

    Map extensions(const Field &field)
    {
        Map out;
        list(field, [&](const Field &item) {
            map(item);
            out.set(text(item["name"]), item["extension"].value);
        });
        return out;
    }

    void readCluster(const Field &field, Kubeconfig::Cluster &to)
    {
        to.server = text(field["server"]);
        to.tlsServerName = text(field["tls-server-name"]);
        to.proxyUrl = text(field["proxy-url"]);
        to.insecureSkipTlsVerify = flag(field["insecure-skip-tls-verify"]);
        to.disableCompression = flag(field["disable-compression"]);
        to.certificateAuthority = pem(field, "certificate-authority");
        to.extensions = extensions(field["extensions"]);
    }

    void readContext(const Field &field, Kubeconfig::Context &to)
    {
        to.cluster = text(field["cluster"]);
        to.user = text(field["user"]);
        to.nameSpace = text(field["namespace"]);
        extensions(field["extensions"]);
    }

    void readUser(const Field &field, Kubeconfig::User &to)
    {
        to.clientCertificate = pem(field, "client-certificate");
        to.clientKey = pem(field, "client-key");
        to.token = secret(field["token"]);
        to.tokenFile = filePath(field["tokenFile"]);
        to.userName = text(field["username"]);
        to.password = secret(field["password"]);
        to.impersonate = text(field["as"]);
        to.impersonateUid = text(field["as-uid"]);
        to.impersonateGroups = texts(field["as-groups"]);
        const Field extra = field["as-user-extra"];
        for (const Map::Entry &entry : map(extra))
            to.impersonateExtra.append(
                {entry.key, texts({entry.value, extra.path.key(entry.key)})});
        const Field provider = field["auth-provider"];
        if (!provider.value.isNull()) {
            map(provider);
            to.authProvider = text(provider["name"]);
            if (to.authProvider.isEmpty())
                to.authProvider = QStringLiteral("?");
            for (const Map::Entry &entry : map(provider["config"]))
                secret({entry.value, provider.path.key(QStringLiteral("config")).key(entry.key)});
        }
        extensions(field["extensions"]);
        if (!field["exec"].value.isNull())
            to.exec = readExec(field["exec"]);
    }

    Kubeconfig::Exec readExec(const Field &field)
    {
        Kubeconfig::Exec out;
        map(field);
        out.apiVersion = text(field["apiVersion"]);
        // A bare name is looked up in PATH.
        const Field command = field["command"];
        out.command = text(command);
        if (out.command.contains(u'/'))
            out.command = filePath(command);
        out.arguments = texts(field["args"]);
        list(field["env"], [&](const Field &item) {
            map(item);
            out.environment.append({text(item["name"]), text(item["value"])});
        });
        out.installHint = plainText(text(field["installHint"])).trimmed().left(MostHint);
        out.provideClusterInfo = flag(field["provideClusterInfo"]);
        out.interactiveMode = text(field["interactiveMode"]);
        if (out.interactiveMode.isEmpty() &&
            out.apiVersion == u"client.authentication.k8s.io/v1beta1")
            out.interactiveMode = QStringLiteral("IfAvailable");
        return out;
    }

    QDir m_folder;
};

/// What a mistake kept from being read is wiped too.
void wipeSecrets(const Value &root)
{
    const auto wipeText = [](const Value &value) {
        QString shared = value.toString();
        wipe(shared);
    };
    for (const Value &entry : root[u"users"].list()) {
        const Value &user = entry[u"user"];
        for (const QStringView key : {u"token", u"password", u"client-key-data"})
            wipeText(user[key]);
        for (const Map::Entry &setting : user[u"auth-provider"][u"config"].map())
            wipeText(setting.value);
    }
}

} // namespace

Result<Kubeconfig> readKubeconfig(const SecretValue &bytes, const QString &file)
{
    ReadLimits limits;
    limits.positionDepth = PositionDepth;
    Positions positions;
    const auto root = readYaml(QByteArray::fromRawData(bytes.view().data(), bytes.size()), file,
                               limits, &positions);
    if (!root)
        return tl::unexpected(root.error());
    Reader reader(file, positions);
    Kubeconfig config = reader.read(*root);
    wipeSecrets(*root);
    if (reader.error())
        return tl::unexpected(*reader.error());
    config.files = config.filesRead = {file};
    return config;
}

} // namespace chartwright
