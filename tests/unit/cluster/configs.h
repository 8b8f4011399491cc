// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/kubeconfig_read.h"

#include <QTemporaryDir>

namespace chartwright_test {

// A folder that files are written into.
class Folder
{
public:
    QString path(const QString &name = {}) const;
    QString write(const QString &name, const QByteArray &bytes) const; // gives the path
    QString writeScript(const QString &name, const QByteArray &bash) const;

private:
    QTemporaryDir m_dir;
};

// One context "one" of cluster "c" and user "u", whose fields are given as YAML in flow style:
// "server: https://a, …".
QByteArray config(const QByteArray &cluster, const QByteArray &user,
                  const QByteArray &context = "cluster: c, user: u");
chartwright::Result<chartwright::Kubeconfig>
read(const QByteArray &yaml, const QString &file = QStringLiteral("/f/config"));

// All problems of the current context, one a line.
QString problems(const chartwright::Result<chartwright::Kubeconfig> &config,
                 const QString &context = {});

} // namespace chartwright_test
