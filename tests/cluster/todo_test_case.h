// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/program.h"
#include "cluster/real_cluster.h"
#include "model/topology.h"
#include "support/test_case.h"

#include <QProcess>
#include <QTemporaryDir>
#include <memory>

namespace chartwright_test {

// Until something is in the cluster, in milliseconds.
inline constexpr int Soon = 60'000;

QStringList linesOf(const QByteArray &text);
// Of the entry of an object in a list that a command wrote as JSON.
chartwright::Value entryOf(const chartwright::Value &list, const QString &name);

// Each test has the todo application as a project of its own and a namespace to apply it to.
class TodoTestCase : public TestCase
{
protected:
    void init() override;

    QStringList arguments(const QString &command, const QStringList &more) const;
    Output cli(const QString &command, const QStringList &more = {}) const;
    void start(QProcess &process, const QString &command, const QStringList &more) const;
    QByteArray kubectl(const QStringList &more) const;
    chartwright::Topology drawing() const;
    void draw(const chartwright::Topology &topology) const;
    void set(const QString &deployment, const QString &path, const chartwright::Value &value) const;
    // By hand, as somebody who keeps no values in a keychain.
    void giveSecret() const;
    // As an ingress controller would, which the cluster has not.
    void giveAddress() const;
    // Of each object what changes with it, but for what goes on by itself.
    QStringList versions() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TestNamespace> m_namespace;
    QString m_config;
};

} // namespace chartwright_test
