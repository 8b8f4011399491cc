// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/real_cluster.h"

namespace chartwright_test {

// What the administrator's kubeconfig says.
chartwright::Value adminCluster();
chartwright::Value adminUser();

struct ConfigContext
{
    QString name;
    chartwright::Value cluster, user;
    QString ns = {};
};
// A kubeconfig with these contexts, the first the current one; false: it cannot be written.
bool writeConfig(const QString &file, const QList<ConfigContext> &contexts);

// A ServiceAccount that has a ClusterRole in all namespaces. Goes with what belongs to it.
class TestAccount
{
public:
    explicit TestAccount(const QString &clusterRole);
    ~TestAccount();
    chartwright::Value user() const; // of a kubeconfig, with a token

private:
    TestNamespace m_namespace;
};

} // namespace chartwright_test
