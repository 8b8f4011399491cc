// SPDX-License-Identifier: Apache-2.0
#include "configs.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace chartwright;

namespace chartwright_test {

QString Folder::path(const QString &name) const
{
    return QDir::cleanPath(m_dir.path() + u'/' + name);
}

QString Folder::write(const QString &name, const QByteArray &bytes) const
{
    const QString out = path(name);
    QDir().mkpath(QFileInfo(out).path());
    QFile file(out);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s cannot be written", qPrintable(out));
    return out;
}

QString Folder::writeScript(const QString &name, const QByteArray &bash) const
{
    const QString out = write(name, "#!/bin/bash\n" + bash + "\n");
    QFile::setPermissions(out, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return out;
}

QByteArray config(const QByteArray &cluster, const QByteArray &user, const QByteArray &context)
{
    return "apiVersion: v1\nkind: Config\ncurrent-context: one\nclusters:\n- name: c\n  cluster: "
           "{" +
           cluster + "}\nusers:\n- name: u\n  user: {" + user +
           "}\ncontexts:\n- name: one\n  context: {" + context + "}\n";
}

Result<Kubeconfig> read(const QByteArray &yaml, const QString &file)
{
    return readKubeconfig(SecretValue(yaml), file);
}

QString problems(const Result<Kubeconfig> &config, const QString &context)
{
    if (!config)
        return QStringLiteral("unreadable: ") + config.error().text();
    QStringList out;
    const QList<Error> found = problemsOf(*config, context);
    for (const Error &error : found)
        out += error.text().replace(u'\n', QLatin1String(". "));
    return out.join(u'\n');
}

} // namespace chartwright_test
