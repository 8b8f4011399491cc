// SPDX-License-Identifier: Apache-2.0
#include "cluster/kubeconfig.h"

#include <QDir>
#include <QFileInfo>

namespace chartwright {

KubeconfigFiles KubeconfigFiles::find(const QString &explicitPath,
                                      const QProcessEnvironment &environment)
{
    const auto absolute = [](const QString &path) {
        return QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    };
    if (!explicitPath.isEmpty())
        return {{absolute(explicitPath)}, true};
    KubeconfigFiles out;
    const QString listed = environment.value(QStringLiteral("KUBECONFIG"));
    for (const QString &path : listed.split(QDir::listSeparator(), Qt::SkipEmptyParts))
        out.files += absolute(path);
    out.files.removeDuplicates();
    if (const QString home = environment.value(QStringLiteral("HOME"));
        listed.isEmpty() && !home.isEmpty())
        out.files += absolute(home + QLatin1String("/.kube/config"));
    return out;
}

} // namespace chartwright
