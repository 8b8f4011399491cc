// SPDX-License-Identifier: Apache-2.0
#include "canvas/diagram.h"
#include "kinds/registry.h"
#include "project/project.h"

#include <QCommandLineParser>
#include <QGuiApplication>

#include <cstdio>

namespace {

int fail(const chartwright::Error &error)
{
    std::fprintf(stderr, "%s\n", error.text().toUtf8().constData());
    return 2;
}

} // namespace

// chartwright-cli starts this for its command "image", so that it need not load a display's
// libraries.
int main(int argc, char **argv)
{
    using namespace Qt::StringLiterals;
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"chartwright-picture"_s);
    QCoreApplication::setApplicationVersion(QLatin1String(CHARTWRIGHT_VERSION));

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("Diagram", "Draws a project into FILE.svg or FILE.png."));
    const QCommandLineOption dark(u"dark"_s,
                                  QCoreApplication::translate("Diagram", "In dark colours."));
    const QCommandLineOption scale(
        u"scale"_s,
        QCoreApplication::translate("Diagram", "Pixels of a PNG for one of the canvas."),
        u"factor"_s, u"2"_s);
    parser.addOptions({dark, scale});
    parser.addPositionalArgument(
        u"PROJECT"_s, QCoreApplication::translate("Diagram", "topology.yaml or its folder."));
    parser.addPositionalArgument(u"FILE"_s, QCoreApplication::translate("Diagram", "The picture."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(application);

    const QStringList arguments = parser.positionalArguments();
    bool isNumber = false;
    const double factor = parser.value(scale).toDouble(&isNumber);
    if (arguments.size() != 2 || !isNumber || factor < 0.1 || factor > 8) {
        std::fprintf(stderr, "%s", parser.helpText().toUtf8().constData());
        return 2;
    }
    const auto project = chartwright::loadProject(arguments[0], chartwright::allKinds());
    if (!project)
        return fail(project.error());
    const auto written =
        chartwright::writeDiagram(project->topology, arguments[1], parser.isSet(dark), factor);
    return written ? 0 : fail(written.error());
}
