// SPDX-License-Identifier: Apache-2.0
#include "program.h"

#include "model/edits.h"
#include "project/project.h"
#include "support/places.h"
#include "support/topology_generator.h"

#include <QProcess>

using namespace chartwright;

Output runProgram(const QStringList &arguments, const QByteArray &input, const QString &folder)
{
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const char *display : {"DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY"})
        environment.remove(QLatin1String(display));
    process.setProcessEnvironment(environment);
    if (!folder.isEmpty())
        process.setWorkingDirectory(folder);
    process.start(QStringLiteral(CHARTWRIGHT_BIN_DIR "/chartwright-cli"), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, process.readAllStandardOutput(), process.errorString().toUtf8()};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

void saveTo(const QString &folder, const Topology &topology)
{
    const auto saved = saveProject(topology, folder + u'/' + ProjectFileName);
    if (!saved)
        qFatal("%s", qPrintable(saved.error().text()));
}

Topology todoWith(QStringView kind, QStringView name, const QString &path, const Value &value)
{
    Topology topology = chartwright_test::todoApp();
    const ResourcePtr r = topology.findByName(kind, name);
    topology.apply(setField(topology, RefIndex(topology), r->id, Path(path), value));
    return topology;
}
