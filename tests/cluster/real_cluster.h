// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/value.h"

#include <QByteArray>
#include <QStringList>

namespace chartwright_test {

// The cluster that tests/cluster/up started: $CHARTWRIGHT_CLUSTER is its folder.
class RealCluster
{
public:
    static const RealCluster &instance();

    // Empty when usable, else what is missing and what to do. Tests QVERIFY2 it, they never skip.
    QString problem() const { return m_problem; }
    QString adminConfig() const { return m_folder + QStringLiteral("/admin.kubeconfig"); }
    // A ServiceAccount's, which may edit in the namespace team-a and nothing else.
    QString namespaceConfig() const { return m_folder + QStringLiteral("/ns.kubeconfig"); }

    // kubectl's output; the test's message names what failed.
    QByteArray kubectl(const QStringList &arguments) const;
    // An object as the cluster has it; null where there is none.
    chartwright::Value object(const QString &kind, const QString &name, const QString &ns) const;

private:
    RealCluster();

    QString m_folder, m_kubectl, m_problem;
};

// A namespace of its own, deleted with what is in it when it goes.
class TestNamespace
{
public:
    explicit TestNamespace(const QString &prefix);
    ~TestNamespace();
    QString name() const { return m_name; }

private:
    QString m_name;
};

} // namespace chartwright_test
