// SPDX-License-Identifier: Apache-2.0
#include "external/helm_program.h"

#include "cluster/exec_plugin.h"
#include "cluster/plain_text.h"
#include "cluster/plugin_process.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace std::chrono_literals;

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Helm", text); }

Result<HelmProgram> programOf(const QString &path, PluginProcess::End end, int code,
                              const SecretValue &output)
{
    const QString said = QString::fromUtf8(output.view()).trimmed();
    // "v3.18.4+gd80839c"; one that was built by hand says "v3.18".
    static const QRegularExpression form(
        QStringLiteral("\\Av?(([0-9]+)\\.[0-9]+[-.0-9A-Za-z]*)(\\+.*)?\\z"));
    const auto match = form.match(said);
    if (end != PluginProcess::End::Exited || code != 0 || !match.hasMatch())
        return failure(tr("%1 does not say which version of Helm it is").arg(path), {},
                       tr("Name another program in the settings, or install Helm 3 or 4."));
    const int major = match.captured(2).toInt();
    if (major != 3 && major != 4)
        return failure(tr("%1 is Helm %2").arg(path, match.captured(1)), {},
                       tr("Helm 3 or 4 is needed."));
    return HelmProgram{path, major, match.captured(1)};
}

} // namespace

Result<QString> findHelm(const QString &given)
{
    const QString wanted = given.isEmpty() ? QStringLiteral("helm") : given;
    const QString found = findPlugin(wanted, QProcessEnvironment::systemEnvironment());
    if (!found.isEmpty())
        return found;
    if (!given.isEmpty())
        return failure(tr("%1 is no program").arg(given), {},
                       tr("Name the program helm, or nothing, to take the one on PATH."));
    return failure(tr("Helm is not installed: there is no helm on PATH"), {},
                   tr("Install Helm 3 or 4 from helm.sh, or name it in the settings."));
}

void askHelm(const QString &path, QObject *context,
             std::function<void(const Result<HelmProgram> &)> done)
{
    ProcessLimits limits;
    limits.time = 20s;
    auto *process = new PluginProcess(limits, context);
    QObject::connect(process, &PluginProcess::ended, context,
                     [process, path, done = std::move(done)](PluginProcess::End end) {
                         const SecretValue output = process->takeOutput();
                         process->retire();
                         done(programOf(path, end, process->exitCode(), output));
                     });
    process->start(path, {QStringLiteral("version"), QStringLiteral("--short")},
                   QProcessEnvironment::systemEnvironment());
}

} // namespace chartwright
