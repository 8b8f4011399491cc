// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"
#include "kinds/registry.h"
#include "project/starters.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

int make(const QCommandLineParser &parser, Console &console)
{
    const QString folder = parser.positionalArguments().constFirst();
    const QString file = QDir(folder).filePath(ProjectFileName);
    // A link that leads nowhere does not exist, and would be followed.
    if (QFileInfo::exists(file) || QFileInfo(file).isSymLink()) {
        return console.fail({tr("there is a project already"), file, tr("Choose another folder.")});
    }
    const auto project = newFromStarter(parser.value(QStringLiteral("starter")), allKinds());
    if (!project)
        return console.fail(project.error());
    const auto saved = saveProject(project->topology, file, project->filesFrom);
    if (!saved)
        return console.fail(saved.error());
    console.line(plain(QDir::cleanPath(file)));
    return Clean;
}

} // namespace

Command newCommand()
{
    QStringList names;
    for (const Starter &starter : starters())
        names.append(starter.name);
    return {QStringLiteral("new"),
            QStringLiteral("FOLDER"),
            tr("Makes a project from a starter."),
            {},
            {{QStringLiteral("starter"),
              tr("What to start from: %1.").arg(names.join(QLatin1String(", "))),
              QStringLiteral("NAME"), QStringLiteral("empty")}},
            make};
}

} // namespace chartwright::cli
