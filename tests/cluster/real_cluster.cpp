// SPDX-License-Identifier: Apache-2.0
#include "cluster/real_cluster.h"

#include "tree/yaml.h"

#include <QFileInfo>
#include <QProcess>
#include <QRandomGenerator>

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace chartwright_test {

RealCluster::RealCluster()
    : m_folder(qEnvironmentVariable("CHARTWRIGHT_CLUSTER")),
      m_kubectl(qEnvironmentVariable("CHARTWRIGHT_KUBECTL"))
{
    if (m_folder.isEmpty() || !QFileInfo::exists(adminConfig()) ||
        !QFileInfo(m_kubectl).isExecutable()) {
        m_problem = u"No test cluster: start one by tests/cluster/up DIR, and set "
                    "CHARTWRIGHT_CLUSTER to DIR and CHARTWRIGHT_KUBECTL to its kubectl; "
                    "packaging/test does so."_s;
    }
}

const RealCluster &RealCluster::instance()
{
    static const RealCluster cluster;
    return cluster;
}

QByteArray RealCluster::kubectl(const QStringList &arguments) const
{
    QProcess process;
    process.start(m_kubectl, QStringList{u"--kubeconfig"_s, adminConfig()} + arguments);
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        qCritical().noquote() << arguments << process.readAllStandardError();
    return process.readAllStandardOutput();
}

Value RealCluster::object(const QString &kind, const QString &name, const QString &ns) const
{
    const QByteArray json = kubectl({u"get"_s, kind, name, u"-n"_s, ns, u"--ignore-not-found"_s,
                                     u"--show-managed-fields"_s, u"-o"_s, u"json"_s});
    const auto read = readJson(json, name);
    return json.isEmpty() || !read ? Value() : *read;
}

TestNamespace::TestNamespace(const QString &prefix)
    : m_name(prefix + u'-' + QString::number(QRandomGenerator::global()->generate(), 36))
{
    RealCluster::instance().kubectl({u"create"_s, u"namespace"_s, m_name});
}

TestNamespace::~TestNamespace()
{
    RealCluster::instance().kubectl({u"delete"_s, u"namespace"_s, m_name, u"--wait=false"_s});
}

} // namespace chartwright_test
