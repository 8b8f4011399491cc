// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QByteArray>
#include <QStringList>
#include <QTemporaryDir>

// A place of its own for the stand-in for minikube, with images of its own: the environment of this
// process points there.
class MinikubeHome
{
public:
    // Empty when all that it needs is there.
    static QString missing();

    void enter();
    QString path(const QString &name) const { return m_folder.filePath(name); }
    QByteArray minikube(const QStringList &arguments, int patience = 60'000) const;
    // The commands since the last time.
    QStringList commands() const;
    // In its cluster.
    QByteArray kubectl(const QStringList &arguments) const;

private:
    QTemporaryDir m_folder{QStringLiteral("/tmp/mk-XXXXXX")}; // its path has to be short
};
