// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>
#include <functional>

/// All that a cluster keeps, as bytes to search for secret values.
class ClusterSearch
{
public:
    /// Its output, on that cluster.
    using Kubectl = std::function<QByteArray(const QStringList &arguments)>;
    explicit ClusterSearch(Kubectl kubectl);

    /// The Secrets that are no records of Helm, with what is in them; of all namespaces.
    QByteArray secrets() const;
    /// All other objects of all namespaces, in case something goes to a wrong one, with their
    /// managedFields; and what Secrets have beside data.
    QByteArray otherObjects() const;
    /// What Helm keeps of its releases, unpacked, by the name of the Secret; of all namespaces.
    QMap<QString, QByteArray> releases() const;
    /// What helm would write for a release that holds the text: the object, as JSON.
    static QByteArray releaseHolding(const QByteArray &text, const QString &name);

private:
    Kubectl m_kubectl;
};
