// SPDX-License-Identifier: Apache-2.0
#include "cluster/kubeconfigs.h"

#include "tree/yaml.h"

#include <QFile>

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace chartwright_test {
namespace {

Value admin(const QString &list, const QString &what)
{
    QFile file(RealCluster::instance().adminConfig());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const auto read = readYaml(file.readAll(), file.fileName());
    return read ? (*read)[list].list().value(0)[what] : Value();
}

} // namespace

Value adminCluster() { return admin(u"clusters"_s, u"cluster"_s); }
Value adminUser() { return admin(u"users"_s, u"user"_s); }

bool writeConfig(const QString &file, const QList<ConfigContext> &contexts)
{
    List clusters, users, named;
    for (const ConfigContext &c : contexts) {
        const QString number = QString::number(named.size());
        clusters.append(Map{{u"name"_s, number}, {u"cluster"_s, c.cluster}});
        users.append(Map{{u"name"_s, number}, {u"user"_s, c.user}});
        Map context{{u"cluster"_s, number}, {u"user"_s, number}};
        if (!c.ns.isEmpty())
            context.append(u"namespace"_s, c.ns);
        named.append(Map{{u"name"_s, c.name}, {u"context"_s, context}});
    }
    const QByteArray text =
        writeYaml(Map{{u"apiVersion"_s, u"v1"_s},
                      {u"kind"_s, u"Config"_s},
                      {u"current-context"_s, contexts.isEmpty() ? QString() : contexts[0].name},
                      {u"clusters"_s, clusters},
                      {u"users"_s, users},
                      {u"contexts"_s, named}});
    QFile out(file);
    return out.open(QIODevice::WriteOnly) && out.write(text) == text.size();
}

TestAccount::TestAccount(const QString &clusterRole) : m_namespace(u"account"_s)
{
    const QString &name = m_namespace.name();
    RealCluster::instance().kubectl({u"create"_s, u"serviceaccount"_s, u"it"_s, u"-n"_s, name});
    RealCluster::instance().kubectl({u"create"_s, u"clusterrolebinding"_s, name,
                                     u"--clusterrole="_s + clusterRole,
                                     u"--serviceaccount="_s + name + u":it"_s});
}

TestAccount::~TestAccount()
{
    RealCluster::instance().kubectl({u"delete"_s, u"clusterrolebinding"_s, m_namespace.name()});
}

Value TestAccount::user() const
{
    const QByteArray token = RealCluster::instance().kubectl(
        {u"create"_s, u"token"_s, u"it"_s, u"-n"_s, m_namespace.name()});
    return Map{{u"token"_s, QString::fromLatin1(token.trimmed())}};
}

} // namespace chartwright_test
