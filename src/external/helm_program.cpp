// SPDX-License-Identifier: Apache-2.0
#include "external/helm_program.h"

#include "external/tool.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Helm", text); }

Result<HelmProgram> programOf(const QString &path, const QString &version)
{
    if (version.isEmpty())
        return failure(tr("%1 does not say which version of Helm it is").arg(path), {},
                       tr("Name another program in the settings, or install Helm 3 or 4."));
    const int major = version.section(u'.', 0, 0).toInt();
    if (major != 3 && major != 4)
        return failure(tr("%1 is Helm %2").arg(path, version), {}, tr("Helm 3 or 4 is needed."));
    return HelmProgram{path, major, version};
}

} // namespace

Result<QString> findHelm(const QString &given)
{
    return findTool(QStringLiteral("helm"), given,
                    tr("Install Helm 3 or 4 from helm.sh, or name it in the settings."));
}

void askHelm(const QString &path, QObject *context,
             std::function<void(const Result<HelmProgram> &)> done)
{
    askVersion(
        path, {QStringLiteral("version"), QStringLiteral("--short")}, context,
        [path, done = std::move(done)](const QString &version) { done(programOf(path, version)); });
}

} // namespace chartwright
